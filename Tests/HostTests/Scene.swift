// A small district of real processes in a temporary folder: one hub, some machines of schools.

import CRDT
import Foundation
import Link
import Records
import Replica
import Support
import Testing

/// Folders and processes of one test; both go with it.
final class Scene {
    static let smis = "57030001"
    static let name = "บ้านทดสอบ"
    let folder: String
    let program: String
    private(set) var hub: Child?
    private(set) var endpoint: Endpoint?
    private var children: [Child] = []

    /// Makes the district.
    init() async throws {
        program = try #require(Program.path)
        folder = NSTemporaryDirectory() + "saphan-host-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        try await done(["hub", "init", "--dir", hubFolder, "--office", "57030000", "--name", "เขตทดสอบ"])
    }

    deinit {
        hub = nil
        children = []
        try? FileManager.default.removeItem(atPath: folder)
    }

    var hubFolder: String { folder + "/hub" }
    func path(_ name: String) -> String { folder + "/" + name }

    /// Runs a command to its end; returns exit code, answers and notes.
    func run(_ words: [String], within seconds: Double = 30) async throws -> (
        code: Int32?, answers: String, notes: String
    ) {
        let child = try Child(program, words, in: folder)
        let code = await child.exit(within: seconds)
        return (code, child.answers, child.notes)
    }

    /// Runs a command that must succeed; returns its answers.
    @discardableResult
    func done(_ words: [String], within seconds: Double = 30) async throws -> String {
        let result = try await run(words, within: seconds)
        guard result.code == 0 else {
            throw ChildFailure(
                description: "\(words): exit \(String(describing: result.code)) \(result.notes)")
        }
        return result.answers
    }

    /// Starts a program that goes on; killed with the scene.
    func start(_ words: [String]) throws -> Child {
        let child = try Child(program, words, in: folder)
        children.append(child)
        return child
    }

    /// Starts the hub on a port of the system's choice, or on the same one again.
    @discardableResult
    func serveHub(again: Bool = false) async throws -> Endpoint {
        let address = again ? try #require(endpoint).description : "127.0.0.1:0"
        let (child, bound) = try await Scene.serve(program, hubFolder, in: folder, listen: address)
        hub = child
        endpoint = bound
        return bound
    }

    /// Serves a hub's folder; returns when it listens.
    static func serve(
        _ program: String, _ hubFolder: String, in folder: String, listen address: String = "127.0.0.1:0"
    ) async throws -> (child: Child, endpoint: Endpoint) {
        let child = try Child(program, ["hub", "serve", "--dir", hubFolder, "--listen", address], in: folder)
        let isUp = await within(10) { child.answers.contains("Listening on ") || child.exitCode != nil }
        guard isUp, let text = child.answers.split(whereSeparator: \.isWhitespace).last,
            let bound = Endpoint(String(text)), child.exitCode == nil
        else { throw ChildFailure(description: "hub serve: \(child.notes)") }
        return (child, bound)
    }

    func invite(_ smis: String = Scene.smis, address: Endpoint) async throws -> String {
        let answers = try await done([
            "hub", "invite", "--dir", hubFolder, smis, "--name", Scene.name, "--address", address.description,
        ])
        return try #require(answers.split(separator: "\n").last.map(String.init))
    }

    /// Invites and lets a machine of the school join; returns its folder.
    func join(_ name: String, _ smis: String = Scene.smis, through address: Endpoint) async throws -> String {
        let invitation = try await invite(smis, address: address)
        try await done(["school", "join", "--dir", path(name), invitation])
        return path(name)
    }
}

/// What people of a school do, straight through the replica.
struct Clerk {
    let folder: String
    let space: Space

    init(_ folder: String, _ smis: String = Scene.smis) throws {
        self.folder = folder
        space = try #require(Space.school(smis))
    }

    /// Writes `count` tickets, each one change, `perCommit` to a commit.
    func write(_ count: Int, from first: Int = 0, lane: Lane = .entries, perCommit: Int = 2_000) throws {
        let store = try Store(directory: folder)
        let tickets = try #require(store.catalogue["ticket"])
        let title = try #require(tickets["title"])
        var next = first
        while next < first + count {
            let end = min(first + count, next + perCommit)
            let changes = (next..<end).map { number in
                [
                    Edit(
                        .set, tickets.number, Clerk.id(number), title.number,
                        .text("เครื่องพิมพ์ \(number) / \(number &* 2_654_435_761 % 1_000_003)"))
                ]
            }
            try store.writeAll(changes, in: space, lane: lane, time: 1_790_000_000_000 + Int64(next))
            next = end
        }
    }

    /// Whether this folder holds the ticket with that number.
    func holds(_ number: Int) throws -> Bool {
        let store = try Store(directory: folder)
        return try store.record(#require(store.catalogue["ticket"]), Clerk.id(number)) != nil
    }

    /// Tickets of the school that this folder holds.
    func countTickets() throws -> Int {
        let store = try Store(directory: folder)
        return try store.list(#require(store.catalogue["ticket"]), in: space).count
    }

    static func id(_ number: Int) -> RecordID { RecordID(high: 7, low: UInt64(number)) }
}

/// What must hold between a school's folder and the hub's.
enum Ledger {
    /// Receipts that the hub cannot redeem: nothing acknowledged may be among them.
    static func lost(school: String, hub: String) throws -> [ReceiptRow] {
        // The school's first: the hub may only have more by the time it is read.
        let receipts = try Store(directory: school, readOnly: true).receipts()
        let store = try Store(directory: hub, readOnly: true)
        var held: [Feed: UInt64] = [:]
        for space in store.heldSpaces {
            for tip in try store.tips(of: space) { held[tip.feed] = max(held[tip.feed] ?? 0, tip.sequence) }
        }
        return receipts.filter { (held[$0.feed] ?? 0) < $0.sequence }
    }

    /// Everything is at both ends, confirmed, whole and equal.
    static func expectEven(school: String, hub: String, _ space: Space, changes: Int? = nil) throws {
        #expect(try lost(school: school, hub: hub).isEmpty, "a receipt for what the hub does not hold")
        let left = try Store(directory: school)
        let right = try Store(directory: hub)
        #expect(try left.waiting() == 0)
        #expect(try left.digests(of: space) == right.digests(of: space))
        #expect(try left.check().problems == [])
        #expect(try right.check().problems == [])
        let (own, others) = (try left.tips(of: space), try right.tips(of: space))
        #expect(own.map(\.hash) == others.map(\.hash))
        #expect(Set(own.map(\.feed)).count == own.count, "a feed has forked")
        if let changes { #expect(own.reduce(0) { $0 + Int($1.sequence) } == changes) }
    }
}
