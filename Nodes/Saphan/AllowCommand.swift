// saphan hub allow: an officer lets in the work of a machine that was copied or put back too often.

internal import Bytes
internal import CRDT
internal import Editing
internal import Host
internal import Hub
internal import Records
internal import Replica
internal import Terminal
internal import Trust

enum AllowCommand {
    static func run(_ folder: DataFolder, _ invocation: Invocation, _ output: Output) throws {
        let hub = try HubFolder(opening: folder)
        let machine = try machine(invocation.word("machine") ?? "", hub)
        let most = try hub.store.allowBranches(of: machine.nodeID)
        let name = "\(machine.label) (\(machine.nodeID.description.prefix(8)))"
        output.say(
            Label(
                "รับงานของ \(name) ได้ถึง \(most) สาย ครั้งต่อไปที่ต่อกับเขตหรือส่งแฟลชไดรฟ์ งานที่รออยู่จะเข้ามา "
                    + "ให้ย้ายโฟลเดอร์ข้อมูลของเครื่องนั้นไปไว้ที่ที่ไม่ถูกคืนค่า ไม่เช่นนั้นจะเต็มอีก",
                "Up to \(most) branches of \(name) are taken now. What waits comes with its next session or "
                    + "stick. Have its data folder moved to where nothing puts it back, or it will be full "
                    + "again."))
        output.answer([
            "machine": .text(machine.nodeID.description), "branches": .integer(Int64(most)),
        ])
    }

    /// The machine whose id begins so, as `status` shows it.
    private static func machine(_ text: String, _ hub: HubFolder) throws -> Certificate {
        let all = try hub.store.district()?.certificates ?? []
        let found = all.filter { $0.nodeID.description.hasPrefix(text.lowercased()) }
        guard text.utf8.count >= 4, let only = found.first, found.count == 1 else {
            throw Failure(
                .refused,
                Label(
                    "ไม่พบเครื่อง “\(text)” หรือมีมากกว่าหนึ่ง", "no machine “\(text)” was found, or more than one"),
                hint: Label(
                    "ใช้รหัสเครื่องอย่างน้อย 4 ตัวจาก saphan status",
                    "Give at least 4 digits of the machine's id, from saphan status."))
        }
        return only
    }
}
