// saphan school join, serve, sync.

internal import Bytes
internal import CRDT
internal import Host
internal import Link
internal import Records
internal import Replica
internal import School
internal import Terminal
internal import Trust

enum SchoolCommands {
    static func run(_ invocation: Invocation, _ output: Output) async throws -> ExitCode {
        let school = SchoolFolder(DataFolder(invocation.value("dir") ?? ""))
        switch invocation.command {
        case "school join": try await join(school, invocation, output)
        case "school serve": try await serve(school, output)
        default: try await sync(school, output)
        }
        return .done
    }

    private static func join(_ school: SchoolFolder, _ invocation: Invocation, _ output: Output) async throws
    {
        let invitation = try Invitation(text: invocation.word("invitation") ?? "")
        try await school.join(invitation, label: invitation.label, log: output.log)
        output.say(
            Label(
                "เข้าร่วมแล้ว: \(invitation.label) ขั้นต่อไป saphan school sync --dir \(school.folder.path)",
                "Joined as \(invitation.label). Next: saphan school sync --dir \(school.folder.path)"))
        output.answer(["joined": .text(invitation.label), "space": .text(invitation.space.name)])
    }

    private static func serve(_ school: SchoolFolder, _ output: Output) async throws {
        try await school.serve(log: output.log) { _ in
            output.say(Label("ทำงานอยู่ กด Ctrl-C เพื่อหยุด", "Running; press Ctrl-C to stop"))
            output.answer(["serving": .text(school.folder.path)])
        }
    }

    private static func sync(_ school: SchoolFolder, _ output: Output) async throws {
        let before = try school.changeCount()
        try await school.sync(deadlineMilliseconds: deadlineMilliseconds, log: output.log)
        let store = try Store(directory: school.folder.path)
        let received = try store.changeCount() - before
        let waiting = try store.waiting()
        output.say(
            Label(
                "ส่งและรับครบแล้ว ได้มาใหม่ \(received) รายการ รอส่ง \(waiting)",
                "Everything is exchanged: \(English.count(received, "new change")) received, "
                    + "\(waiting) waiting"
            ))
        output.answer(["received": .integer(Int64(received)), "waiting": .integer(Int64(waiting))])
    }

    /// Long enough for a first sync over a thin line; progress is kept at any cut.
    private static let deadlineMilliseconds: Int64 = 3_600_000
}
