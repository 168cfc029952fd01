// Frames made by another implementation (frames.json): read, compared with their meaning, written again,
// and what is answered to those that are cut, go on, or say what no honest peer says.

import Bytes
import CRDT
import Crypto
import Support
import SyncSupport
import Testing
import Trust

@testable import Sync

@Suite struct FrameVectorTests {
    let vectors: FrameVectors

    init() throws { vectors = try Vectors.load("frames.json") }

    @Test("feeds, vectors and their digests are those of another implementation")
    func names() throws {
        for index in vectors.feeds.indices {
            let feed = try vectors.feed(index)
            var writer = ByteWriter()
            writer.feedWithoutSpace(feed)
            #expect(writer.bytes == vectors.feeds[index].layout.bytes)
            #expect(feed.root.bytes == vectors.feeds[index].root.bytes)
        }
        for (index, told) in vectors.vectors.enumerated() {
            let vector = try vectors.vector(index)
            var writer = ByteWriter()
            vector.write(to: &writer)
            #expect(writer.bytes == told.encoded.bytes, "\(told.name)")
            #expect(vector.digest(of: try #require(Space(told.space))).bytes == told.digest.bytes)
        }
    }

    @Test("every frame but Changes means what it says, and is written as it was")
    func plain() throws {
        #expect(Set(vectors.frames.map(\.kind)).count == 12)
        for one in vectors.frames {
            let frame = try vectors.meaning(one)
            #expect(try Frame(one.encoded.bytes, spaces: vectors.named) == frame, "\(one.kind) \(one.name)")
            // Of a number that nobody knows, nothing else is kept.
            let bytes = one.kind == "unknown" ? Array(one.encoded.bytes.prefix(1)) : one.encoded.bytes
            #expect(frame.encoded == bytes, "\(one.kind) \(one.name)")
        }
    }

    @Test(
        "every frame but Changes that is cut or goes on ends the session, except where its number is unknown")
    func cut() throws {
        for one in vectors.frames {
            let bytes = one.encoded.bytes + [0]
            for length in 0...bytes.count where length != one.encoded.bytes.count {
                var listener = try Listener(vectors)
                let isUnknown = one.kind == "unknown" && length > 0
                #expect(
                    listener.hear(Array(bytes.prefix(length))) == [isUnknown ? [12, bytes[0]] : [11, 1]],
                    "\(one.kind) \(one.name), \(length) bytes")
            }
        }
    }

    @Test("Close ends a session without an answer; a reason that nobody knows counts as done")
    func closing() throws {
        for one in vectors.frames where one.kind == "close" {
            var listener = try Listener(vectors)
            #expect(listener.hear(one.encoded.bytes).isEmpty)
            let reason = one.number ?? 0
            #expect(listener.ended?.raw == (reason < 10 ? reason : 0), "\(one.name)")
        }
    }

    /// The frames of a line as this program writes them.
    private func written(_ line: FrameVectors.Line) throws -> [[[UInt8]]] {
        var writers = [StretchWriter(stream: 0), StretchWriter(stream: 1)]
        return try line.stretches.map { one in
            let stretch = try vectors.meaning(one)
            var known: KnownFeeds = [:]
            for entry in one.leftOut ?? [] { known[try vectors.feed(entry.feed)] = entry.sequence.value }
            let stream = StretchWriter.stream(of: stretch.feed.lane)
            return writers[stream].write(
                stretch, branch: 1, space: one.space, known: known, full: one.isFull == true
            ).frames
        }
    }

    @Test("Changes: the shortest spelling of each line is what this program writes")
    func writing() throws {
        #expect(vectors.lines.filter(\.isShortest).count == 6)
        for line in vectors.lines where line.isShortest {
            for (index, frames) in try written(line).enumerated() {
                let told = line.frames.filter { $0.stretch == index }
                #expect(frames.count == told.count, "\(line.name)")
                for (frame, sent) in zip(frames, told) {
                    if let encoded = sent.encoded {
                        #expect(Hex.encode(frame) == encoded.description, "\(line.name), stretch \(index)")
                    } else {
                        #expect(frame.count == sent.length, "\(line.name), stretch \(index)")
                        #expect(Blake2b.hash(frame) == sent.digest?.bytes, "\(line.name), stretch \(index)")
                    }
                }
            }
        }
    }

    /// The frames of a line in the order in which they are sent; long ones as this program writes them.
    private func frames(_ line: FrameVectors.Line) throws -> [[UInt8]] {
        var own = try written(line)
        return line.frames.map { sent in
            let frame = own[sent.stretch].isEmpty ? [] : own[sent.stretch].removeFirst()
            return sent.encoded?.bytes ?? frame
        }
    }

    @Test("Changes: every line is read, hashes filled in, and stored as it was meant")
    func reading() throws {
        for line in vectors.lines {
            var listener = try Listener(vectors)
            for frame in try frames(line) {
                let answers = listener.hear(frame)
                #expect(answers.allSatisfy { [5, 6].contains($0[0]) }, "\(line.name): \(answers)")
            }
            for one in line.stretches {
                let stretch = try vectors.meaning(one)
                let branch = try #require(
                    listener.log.branches.first { branch in
                        branch.feed == stretch.feed
                            && branch.hash(at: stretch.head.sequence) == stretch.head.hash
                    }, "\(line.name)")
                let first = Int(stretch.changes[0].sequence) - 1
                let held = branch.changes[first..<first + stretch.changes.count]
                #expect(Array(held) == stretch.changes, "\(line.name)")
                #expect(held.map(\.fullForm) == stretch.changes.map(\.fullForm), "\(line.name)")
            }
        }
    }

    @Test("Changes that are cut or go on are refused; where they can be read, their signature does not fit")
    func cutChanges() throws {
        for line in vectors.lines {
            let frames = try frames(line)
            for (index, sent) in line.frames.enumerated() {
                guard let encoded = sent.encoded?.bytes else { continue }
                var start = try Listener(vectors)
                for frame in frames[..<index] { _ = start.hear(frame) }
                for length in 0...encoded.count + 1 where length != encoded.count {
                    var listener = start
                    let answers = listener.hear(Array((encoded + [0]).prefix(length)))
                    let expected = sent.cuts?.first { $0.length == length }?.answers.map(\.bytes)
                    #expect(
                        answers == expected ?? [[11, 1]], "\(line.name), frame \(index), \(length) bytes")
                    #expect(listener.log.storedChanges == start.log.storedChanges)
                }
            }
        }
    }

    @Test("what no honest peer says is answered as the specification says, and nothing of it is kept")
    func failures() throws {
        #expect(vectors.failures.count == 177)
        for one in vectors.failures {
            var listener = try Listener(vectors, reader: one.reader ?? "hub", isOpen: one.isOpen ?? true)
            for frame in one.before ?? [] { _ = listener.hear(frame.bytes) }
            let held = listener.log.storedChanges
            var answers: [[UInt8]] = []
            let told = one.told
            for _ in 0..<told.count { answers = listener.hear(told.bytes) }
            #expect(answers.map { Hex.encode($0) } == one.answers.map(\.description), "\(one.name)")
            let isTaken = one.answers.first?.bytes == [FrameNumber.receipt]
            #expect(listener.log.storedChanges > held ? isTaken : true, "\(one.name)")
        }
    }
}
