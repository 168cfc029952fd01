// What a command prints fits together, whatever other processes write while it reads.

import CRDT
import Editing
import Foundation
import Records
import Replica
import Support
import Synchronization
import Terminal
import Testing

@testable import Saphan

@Suite struct SnapshotTests {
    @Test("list, show and status print one moment while another process writes")
    func oneMoment() async throws {
        let shelf = try Shelf()
        let writer = shelf.writer()
        var others: Set<Int> = []
        for _ in 0..<150 {
            let list = try shelf.line("list stock_item", ReadingCommands.list)
            #expect(Shelf.number("on_hand", list) == Shelf.number("reorder_level", list), "\(list)")
            let show = try shelf.line("show stock_item INK-1", ReadingCommands.show)
            #expect(Shelf.number("on_hand", show) == Shelf.number("reorder_level", show), "\(show)")
            let status = try shelf.line("status", StatusCommands.status)
            let own = try #require(Shelf.number("waiting", status))
            others.insert(try #require(Shelf.number("changes", status)) - own)
        }
        shelf.isOver.store(true, ordering: .relaxed)
        #expect(try await writer.value > 20, "it must have written while the commands read")
        #expect(others.count == 1, "changes of others: \(others)")
    }

    @Test("status --seen marks what it has shown, and status alone marks nothing")
    func seen() throws {
        let shelf = try Shelf()
        for index in 0..<2 {
            try shelf.editor().store.noteTwin(
                NodeID(high: 1, low: UInt64(index)),
                nowMilliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
            let shown = try shelf.line("status", StatusCommands.status)
            #expect(try shelf.line("status --seen", StatusCommands.status) == shown)
            #expect(try shelf.line("status", StatusCommands.status) != shown)
        }
    }

    @Test("a command that reads sees nothing that was written after it began, and prints when it has read")
    func reading() throws {
        let shelf = try Shelf()
        let pipe = Pipe()
        let output = Output(isJSON: false, language: .en, answers: pipe.fileHandleForWriting.fileDescriptor)
        let invocation = try shelf.invocation("status")
        let code = try RecordCommands.read(invocation, output) { editor, output in
            let before = try editor.store.changeCount()
            try shelf.move(to: 1)
            #expect(try editor.store.changeCount() == before)
            output.say("\(before)")
            var place = pollfd(
                fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            #expect(poll(&place, 1, 0) == 0, "a slow reader would keep the moment open")
            return .done
        }
        #expect(code == .done)
        try pipe.fileHandleForWriting.close()
        #expect(try pipe.fileHandleForReading.readToEnd()?.isEmpty == false)
        #expect(try shelf.editor().store.changeCount() > 1)
    }
}

/// A school with one thing on a shelf. Each step moves one piece and, in the same transaction, writes down
/// how many are there.
private final class Shelf: Sendable {
    let isOver = Atomic(false)
    private let folder: String
    private let district: Mutex<TestDistrict>

    init() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let school = try district.school("57030001", named: "school", hub: hub)
        try hub.send(to: school, spaces: [.district])
        folder = school.directory
        self.district = Mutex(district)
        _ = try editor().new(
            "stock_item",
            ["code=INK-1", "name=ink", "unit=box", "reorder_level=0"].map(Shelf.typed))
    }

    private static func typed(_ text: String) -> TypedField {
        let parts = text.split(separator: "=")
        return TypedField(String(parts[0]), String(parts[1]))
    }

    /// A connection of its own.
    func editor() throws -> Editor {
        Editor(
            try Store(directory: folder),
            Occasion(nowMilliseconds: 1_767_578_400_000) { count in
                (0..<count).map { _ in UInt8.random(in: 0...255) }
            })
    }

    func move(to count: Int, _ editor: Editor? = nil) throws {
        let editor = try editor ?? self.editor()
        try editor.store.together(failing: { $0 as any Error }) {
            _ = try editor.new("stock_move", ["item=INK-1", "delta=1"].map(Shelf.typed))
            _ = try editor.set("stock_item", "INK-1", [Shelf.typed("reorder_level=\(count)")])
        }
    }

    /// Writes until it is over, on a thread of its own; its value is the number of steps.
    func writer() -> Task<Int, any Error> {
        Task(executorPreference: OwnThread()) {
            let editor = try self.editor()
            var count = 0
            while !self.isOver.load(ordering: .relaxed), count < 2_000 {
                count += 1
                try self.move(to: count, editor)
                // Whoever waits for the file's lock gets it only in a pause.
                await pause(milliseconds: 2)
            }
            return count
        }
    }

    func invocation(_ words: String) throws -> Invocation {
        try CommandTable.saphan.parse(words.split(separator: " ").map(String.init) + ["--dir", folder]) { _ in
            nil
        }
    }

    /// What a command answers to programs.
    func line(
        _ words: String, _ command: (Invocation, Output) throws -> ExitCode
    ) throws -> String {
        let pipe = Pipe()
        let output = Output(isJSON: true, language: .en, answers: pipe.fileHandleForWriting.fileDescriptor)
        #expect(try command(try invocation(words), output) == .done)
        try pipe.fileHandleForWriting.close()
        return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }

    /// The number behind a name in a line of JSON.
    static func number(_ name: String, _ line: String) -> Int? {
        guard let place = line.range(of: "\"\(name)\":") else { return nil }
        return Int(line[place.upperBound...].prefix { $0.isNumber || $0 == "-" })
    }
}
