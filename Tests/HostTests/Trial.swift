// One row of the restore table with real processes: a hub, machines of one school, a shelf whose stock
// everybody moves. Every write is one command, one change and one amount of its own, so that what is held
// can be told from what was written.

import CRDT
import Foundation
import Link
import Records
import Support
import Testing

@testable import Replica

/// A folder and what its machine is.
struct Machine {
    let folder: String
    /// `SAPHAN_MACHINE` and `SAPHAN_STATE` of its commands.
    let variables: [String]
    /// Words that a move of the shelf takes besides.
    let words: [String]

    init(_ folder: String, name: String, state: String, words: [String] = []) {
        self.folder = folder
        variables = ["SAPHAN_MACHINE=\(name)", "SAPHAN_STATE=\(state)"]
        self.words = words
    }
}

/// A district in which things get lost.
final class Trial {
    static let space = "school/" + Scene.smis
    let scene: Scene
    private(set) var hub: Machine
    private var serving: Child?
    private(set) var address: Endpoint?
    /// The amount of every move that any machine was told is saved.
    private(set) var written: [Int] = []

    init() async throws {
        scene = try await Scene()
        hub = Machine(
            scene.hubFolder, name: "office", state: scene.path("state-hub"), words: ["--space", Trial.space])
        try await serve()
    }

    // MARK: The hub

    /// Starts the hub, on the port it had before if there was one.
    func serve(_ folder: String? = nil) async throws {
        if let folder {
            hub = Machine(folder, name: "office", state: scene.path("state-hub"), words: hub.words)
        }
        let listen = address?.description ?? "127.0.0.1:0"
        let child = try Child(
            scene.program, ["hub", "serve", "--dir", hub.folder, "--listen", listen], in: scene.folder,
            with: hub.variables)
        let isUp = await within(20) { child.answers.contains("Listening on ") || child.exitCode != nil }
        guard isUp, child.exitCode == nil, let text = child.answers.split(whereSeparator: \.isWhitespace).last
        else { throw ChildFailure(description: "hub serve: \(child.notes)") }
        address = Endpoint(String(text))
        serving = child
    }

    func stopHub() async {
        await serving?.stop()
        serving = nil
    }

    // MARK: Machines

    /// Invites and lets a machine of the school join and sync.
    func join(_ name: String, syncing: Bool = true) async throws -> Machine {
        let machine = Machine(scene.path(name), name: name, state: scene.path("state-" + name))
        try await joinAgain(machine)
        if syncing { try await sync(machine) }
        return machine
    }

    func joinAgain(_ machine: Machine) async throws {
        let text = try await done(
            hub,
            ["hub", "invite", Scene.smis, "--name", Scene.name, "--address", #require(address).description])
        let invitation = try #require(text.split(separator: "\n").last.map(String.init))
        try await done(machine, ["school", "join", invitation])
    }

    /// Runs a command on a machine; returns exit code, answers and notes.
    func run(_ machine: Machine, _ words: [String], _ variables: [String] = []) async throws -> (
        code: Int32?, answers: String, notes: String
    ) {
        let child = try Child(
            scene.program, words + ["--dir", machine.folder], in: scene.folder,
            with: machine.variables + variables)
        let code = await child.exit(within: 60)
        return (code, child.answers, child.notes)
    }

    @discardableResult
    func done(_ machine: Machine, _ words: [String]) async throws -> String {
        let result = try await run(machine, words)
        guard result.code == 0 else {
            throw ChildFailure(
                description: "\(words): exit \(result.code ?? -999) \(result.answers) \(result.notes)")
        }
        return result.answers
    }

    /// A child that goes on until it is let go.
    func start(_ machine: Machine, _ words: [String]) throws -> Child {
        try Child(
            scene.program, words + ["--dir", machine.folder], in: scene.folder, with: machine.variables)
    }

    func sync(_ machines: Machine...) async throws {
        for machine in machines { try await done(machine, ["school", "sync"]) }
    }

    /// The shelf, and three moves that everybody has.
    func stock(_ machine: Machine) async throws {
        try await done(machine, ["new", "stock_item", "code=A4", "name=กระดาษ", "unit=รีม"])
        try await move(machine, 1...3)
        try await sync(machine)
    }

    /// Moves the shelf's stock, one command a move; amounts tell the moves apart.
    func move(_ machine: Machine, _ amounts: ClosedRange<Int>) async throws {
        for amount in amounts {
            try await done(machine, ["new", "stock_move", "item=A4", "delta=\(amount)"] + machine.words)
            written.append(amount)
        }
        guard machine.folder == hub.folder, serving != nil else { return }
        // A running hub takes up what another process wrote, and offers it to the schools, within a second.
        let isTakenUp = try await within(10) {
            let store = try Store(directory: hub.folder, readOnly: true)
            return store.branches.branches.values.allSatisfy { $0.signed == $0.sequence }
        }
        #expect(isTakenUp)
    }

    func status(_ machine: Machine, _ words: String...) async throws -> String {
        try await done(machine, ["status"] + words)
    }

    // MARK: What happens to machines

    /// A copy of a folder as `cp -r` makes it.
    func copy(_ folder: String, to copy: String) throws {
        try FileManager.default.copyItem(atPath: folder, toPath: copy)
    }

    /// The folder gone, and an older copy in its place.
    func replace(_ folder: String, by copy: String) throws {
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.copyItem(atPath: copy, toPath: folder)
    }

    /// A virtual machine put back: the same file on the same machine with its content of before, and
    /// everything else of the machine too.
    func rollBack(_ machine: Machine, state: String, to snapshot: String) throws {
        for name in ["saphan.db-wal", "saphan.db-shm"] where access(machine.folder + "/" + name, F_OK) == 0 {
            try FileManager.default.removeItem(atPath: machine.folder + "/" + name)
        }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: snapshot + "/folder/saphan.db"))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: machine.folder + "/saphan.db"))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: bytes)
        try file.close()
        try? FileManager.default.removeItem(atPath: state)
        try FileManager.default.copyItem(atPath: snapshot + "/state", toPath: state)
    }

    func snapshot(_ machine: Machine, state: String, to snapshot: String) throws {
        try FileManager.default.createDirectory(atPath: snapshot, withIntermediateDirectories: true)
        try copy(machine.folder, to: snapshot + "/folder")
        try copy(state, to: snapshot + "/state")
    }

    // MARK: What must hold

    /// Amounts of the moves that a folder holds, in order.
    func held(_ machine: Machine) throws -> [Int] {
        let store = try Store(directory: machine.folder, readOnly: true)
        let moves = try #require(store.catalogue["stock_move"])
        return try store.list(moves).compactMap { row in
            if case .integer(let amount) = row["delta"] { Int(amount) } else { nil }
        }.sorted()
    }

    /// Everything written is on every machine and at the hub once, sums and digests are equal, nothing
    /// waits.
    func expectWhole(
        _ machines: Machine..., missing: Set<Int> = [], at location: SourceLocation = #_sourceLocation
    ) async throws {
        await stopHub()
        let wanted = written.filter { !missing.contains($0) }.sorted()
        var digests: Set<String> = []
        for machine in machines + [hub] {
            let name = machine.folder.split(separator: "/").last ?? ""
            #expect(try held(machine) == wanted, "moves at \(name)", sourceLocation: location)
            let shelf = try await done(machine, ["show", "stock_item", "A4", "--json"])
            let sum = wanted.reduce(0, +)
            #expect(
                shelf.contains("\"on_hand\":\(sum)"), "\(name): \(sum) in \(shelf)", sourceLocation: location)
            for space in ["district", Trial.space] {
                digests.insert(space + (try await done(machine, ["digest", space])))
            }
            let store = try Store(directory: machine.folder)
            #expect(try store.check().problems == [], "\(name)", sourceLocation: location)
            #expect(
                try store.waiting() == 0 || machine.folder == hub.folder, "\(name)", sourceLocation: location)
        }
        #expect(digests.count == 2, "\(digests)", sourceLocation: location)
        try await serve()
    }
}
