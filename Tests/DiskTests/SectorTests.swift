// What a power loss may leave of a file, tried out on single writes through SQLite's own file layer: every
// legal outcome occurs, and no other.

import Bytes
import Testing

@testable import Disk

@Suite struct SectorTests {
    private func write(_ file: inout FileImage, _ byte: UInt8, _ range: Range<Int>) {
        [UInt8](repeating: byte, count: range.count).withUnsafeBytes { file.write($0, at: range.lowerBound) }
    }

    /// Every state in which `file` is found after losing power.
    private func outcomes(of file: FileImage, sectorBytes: Int = 512, seeds: UInt64 = 4_000) -> Set<[UInt8]> {
        var found: Set<[UInt8]> = []
        for seed in 0..<seeds {
            var random = SplitMix64(seed: seed)
            let odds = SurvivalOdds(using: &random)
            var lost = file
            lost.losePower(sectorBytes: sectorBytes, odds: odds, using: &random)
            #expect(lost.unsynced.isEmpty)
            found.insert(lost.bytes(0..<lost.size))
        }
        return found
    }

    private func bytes(_ parts: (UInt8, Int)...) -> [UInt8] {
        parts.flatMap { [UInt8](repeating: $0.0, count: $0.1) }
    }

    @Test("each sector of an overwrite is old or new, torn from its neighbour or not")
    func overwrite() {
        var file = FileImage()
        write(&file, 1, 0..<1_024)
        file.sync()
        write(&file, 2, 256..<1_024)
        let old = bytes((1, 1_024))
        let new = bytes((1, 256), (2, 768))
        let first = bytes((1, 256), (2, 256), (1, 512))
        let second = bytes((1, 512), (2, 512))
        #expect(outcomes(of: file) == [old, new, first, second])
        #expect(outcomes(of: file, sectorBytes: 4_096) == [old, new])
    }

    @Test("a sector written twice is found in any of the three states it has been in")
    func twice() {
        var file = FileImage()
        write(&file, 1, 0..<8)
        file.sync()
        write(&file, 2, 2..<8)
        write(&file, 3, 4..<6)
        let states = [bytes((1, 8)), bytes((1, 2), (2, 6)), bytes((1, 2), (2, 2), (3, 2), (2, 2))]
        #expect(outcomes(of: file) == Set(states))
    }

    @Test("what is appended is not there, there, or zero where its length came through first")
    func append() {
        var file = FileImage()
        write(&file, 1, 0..<512)
        file.sync()
        write(&file, 2, 512..<1_024)
        #expect(
            outcomes(of: file) == [bytes((1, 512)), bytes((1, 512), (2, 512)), bytes((1, 512), (0, 512))])
    }

    @Test("cut off and written anew: never the old bytes behind a truncation that counts")
    func truncation() {
        var file = FileImage()
        write(&file, 1, 0..<1_024)
        file.sync()
        file.truncate(to: 0)
        write(&file, 2, 0..<1_024)
        let found = outcomes(of: file)
        for state in found {
            let isOld = state == bytes((1, 1_024))
            #expect(isOld || !state.contains(1), "\(state.count) bytes")
        }
        #expect(found.contains([]) && found.contains(bytes((1, 1_024))) && found.contains(bytes((2, 1_024))))
    }

    @Test("names come and go in order, and what is synced stays")
    func names() {
        var image = DiskImage()
        let kept = image.create("kept")
        image.syncNames()
        image.delete("kept")
        let made = image.create("made")
        var found: Set<[String]> = []
        for seed in 0..<500 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var lost = image
            lost.losePower(sectorBytes: 512, using: &random)
            found.insert(lost.names.keys.sorted())
            #expect(lost.names["kept"] ?? kept == kept && lost.names["made"] ?? made == made)
        }
        #expect(found == [["kept"], [], ["made"]])
    }

    @Test("a file reads back what was written, whatever the pages")
    func content() {
        var random = SplitMix64(seed: 2)
        var file = FileImage()
        var model: [UInt8] = []
        for round in 0..<400 {
            if random.chance(1, in: 10) {
                let size = random.below(30_000)
                file.truncate(to: size)
                model = Array(model.prefix(size)) + [UInt8](repeating: 0, count: max(0, size - model.count))
            } else {
                let offset = random.below(20_000)
                let count = random.below(9_000)
                write(&file, UInt8(truncatingIfNeeded: round), offset..<offset + count)
                if model.count < offset { model += [UInt8](repeating: 0, count: offset - model.count) }
                let new = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: count)
                model.replaceSubrange(offset..<min(model.count, offset + count), with: new)
            }
            #expect(file.size == model.count && file.bytes(0..<file.size) == model, "round \(round)")
            if random.chance(1, in: 8) { file.sync() }
        }
    }
}
