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
        default: return try await sync(school, output)
        }
        return .done
    }

    private static func join(_ school: SchoolFolder, _ invocation: Invocation, _ output: Output) async throws
    {
        let invitation = try invitation(invocation.word("invitation") ?? "")
        try await school.join(invitation, label: invitation.label, log: output.log)
        output.say(
            Label(
                "เข้าร่วมแล้ว: \(invitation.label) ขั้นต่อไป saphan school sync --dir \(school.folder.path)",
                "Joined as \(invitation.label). Next: saphan school sync --dir \(school.folder.path)"))
        output.answer(["joined": .text(invitation.label), "space": .text(invitation.space.name)])
    }

    /// The invitation, or where it was probably mistyped.
    private static func invitation(_ text: String) throws -> Invitation {
        do { return try Invitation(text: text) } catch TrustError.malformed(.checkDigits) {
            guard let group = Base32.suspectGroup(in: text) else { throw TrustError.malformed(.checkDigits) }
            throw Failure(
                .refused,
                Label(
                    "พิมพ์รหัสเชิญผิด น่าจะอยู่ในกลุ่มที่ \(group)",
                    "the invitation is mistyped, probably in group \(group)"),
                hint: Label(
                    "เทียบกลุ่มนั้นกับที่ได้รับมา แล้วพิมพ์ใหม่",
                    "Compare that group with what you were given, and try again."))
        }
    }

    private static func serve(_ school: SchoolFolder, _ output: Output) async throws {
        try await school.serve(log: output.log) { _ in
            output.say(Label("ทำงานอยู่ กด Ctrl-C เพื่อหยุด", "Running; press Ctrl-C to stop"))
            output.answer(["serving": .text(school.folder.path)])
        }
    }

    private static func sync(_ school: SchoolFolder, _ output: Output) async throws -> ExitCode {
        let before = try school.changeCount()
        try await school.sync(deadlineMilliseconds: deadlineMilliseconds, log: output.log)
        let store = try Store(directory: school.folder.path)
        if try store.waiting() > 0 {
            // Written while the first was at work, perhaps.
            try await school.sync(deadlineMilliseconds: deadlineMilliseconds, log: output.log)
        }
        let (received, waiting) = (try store.changeCount() - before, try store.waiting())
        output.answer(["received": .integer(Int64(received)), "waiting": .integer(Int64(waiting))])
        guard waiting == 0 else {
            try sayUntaken(waiting, store, output)
            return .refused
        }
        output.say(
            Label(
                "ส่งและรับครบแล้ว ได้มาใหม่ \(received) รายการ",
                "Everything is exchanged: \(English.count(received, "new change")) received"))
        return .done
    }

    /// The session ended well, and the district has not taken everything.
    private static func sayUntaken(_ waiting: Int, _ store: Store, _ output: Output) throws {
        guard let node = store.identity?.node else { return }
        let forks = try store.branchCount(of: node).held
        let why =
            forks >= LocalLimits.branchesPerNodeMax
            ? Label(
                "เครื่องนี้ถูกคัดลอกหรือคืนค่ากลับ \(forks) ครั้ง เขตจึงต้องดูก่อน บอกเจ้าหน้าที่เขต: saphan hub allow "
                    + "\(node.description.prefix(8)) และย้ายโฟลเดอร์ข้อมูลไปไว้ที่ที่ไม่ถูกคืนค่า",
                "This machine was copied or put back \(forks) times, so the district has to look first. Tell "
                    + "its officer: saphan hub allow \(node.description.prefix(8)). And move the data folder "
                    + "to where nothing puts it back.")
            : Label(
                "งานยังอยู่ที่เครื่องนี้ ลองใหม่อีกครั้ง ถ้ายังเหลือ แจ้งเจ้าหน้าที่เขตให้ดู saphan status ที่เครื่องของเขต",
                "The work is still here. Try again; if some remains, ask the district's officer to look at "
                    + "saphan status there.")
        output.note(
            Label(
                "ต่อกับเขตได้ แต่เขตยังไม่ได้รับ \(waiting) รายการ \(why.th)",
                "The district was reached and has not taken \(English.count(waiting, "change")). \(why.en)"))
    }

    /// Long enough for a first sync over a thin line; progress is kept at any cut.
    private static let deadlineMilliseconds: Int64 = 3_600_000
}
