// What each kind of notice says to people at a node: its word for programs, what happened and what to do.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Trust

extension Notice {
    /// `number`: the notice's, or as much of it as nothing else tells of.
    func words(
        at role: Role, _ current: EpochReason?, _ trust: DistrictTrust?, _ number: Int64
    ) -> (String, Label)? {
        switch kind {
        case .newEpoch: reason.map { Self.ofNewEpoch($0, at: role) }
        case .returned: current == nil ? Self.ofCopy(number, role) : Self.ofReturn(number, role)
        case .twin: ("twin", Self.ofTwin(name(trust)))
        case .overlap: ("overlap", Self.ofOverlap(name(trust)))
        case .forked: ("forked", Self.ofFork(name(trust), isOfHub(trust) ? role : nil))
        case .crowded: ("crowded", Self.ofCrowd(name(trust), node))
        }
    }

    private static func ofNewEpoch(_ reason: EpochReason, at role: Role) -> (String, Label) {
        let words = reason.words(at: role)
        guard reason == .restored, role == .hub else { return (reason.name, words) }
        let again = Label(
            "คำเชิญที่ยังไม่ได้ใช้ไม่อยู่ในสำเนาสำรอง ออกคำเชิญใหม่: saphan hub invite",
            "Open invitations are not kept in backups; invite again: saphan hub invite.")
        return (reason.name, words.and(again))
    }

    /// Work under this node's name came in after it began another life.
    private static func ofReturn(_ number: Int64, _ role: Role) -> (String, Label) {
        let words = Label(
            "มีงานในชื่อเครื่องนี้ที่เครื่องนี้ไม่มีบันทึกเข้ามา \(number) รายการ "
                + "เขียนบนเครื่องอื่น หรือที่นี่หลังทำสำเนาที่นำกลับมา",
            "\(English.count(number, "change")) under this node's name came in: written on "
                + "another machine, or here after the copy that was put back was made.")
        return ("returned", words.and(EpochReason.advice(role)))
    }

    /// Work under this node's name came in, and it has had one life only.
    private static func ofCopy(_ number: Int64, _ role: Role) -> (String, Label) {
        let words = Label(
            "มีสำเนาของเครื่องนี้ใช้งานอยู่: มีงานในชื่อเครื่องนี้เข้ามา \(number) รายการ และเก็บไว้แล้ว",
            "A copy of this node is at work: \(English.count(number, "change")) under its name came "
                + "in, and is kept.")
        return ("copy", words.and(EpochReason.advice(role)))
    }

    private static func ofTwin(_ name: Label) -> Label {
        Label(
            "มีสองเครื่องทำงานพร้อมกันในชื่อเดียว: \(name.th) งานของทั้งสองเก็บไว้ครบ "
                + "หยุดเครื่องหนึ่ง แล้วเชิญใหม่: saphan hub invite",
            "Two machines run under one name: \(name.en). The work of both is kept. "
                + "Stop one of them and invite it anew: saphan hub invite.")
    }

    private static func ofOverlap(_ name: Label) -> Label {
        Label(
            "\(name.th) ทำงานต่อในสองสำเนาสลับกัน งานของทั้งสองเก็บไว้ครบ ถ้ามีสองเครื่องใช้สำเนาของโฟลเดอร์เดียวกัน "
                + "เชิญเครื่องหนึ่งใหม่: saphan hub invite (ถ้ามีเครื่องเดียว นาฬิกาของเครื่องเคยผิด)",
            "\(name.en) goes on in two copies by turns. The work of both is kept. If two computers "
                + "use copies of one folder, invite one of them anew: saphan hub invite. (If there "
                + "is one computer, its clock has been wrong.)")
    }

    /// `hubReader`: who reads it, where the forked node is the district's hub, which nobody can invite.
    private static func ofFork(_ name: Label, _ hubReader: Role?) -> Label {
        let words = Label(
            "\(name.th) เขียนงานจากสองสำเนาโดยไม่รู้จักกัน งานของทั้งสองเก็บไว้ครบและนับครั้งเดียว",
            "\(name.en) wrote from two copies that did not know of each other. The work of both is "
                + "kept, and counted once.")
        let advice =
            switch hubReader {
            case .hub: EpochReason.advice(.hub)
            case .school:
                Label(
                    "แจ้งเขต: ให้เครื่องของเขตทำงานเพียงเครื่องเดียว",
                    "Tell the district: only one machine may be its hub.")
            case nil:
                Label(
                    "ใช้เพียงสำเนาเดียว หรือขอคำเชิญใหม่ให้อีกเครื่อง",
                    "Use one of them, or invite the other machine anew.")
            }
        return words.and(advice)
    }

    /// Work of a node that is not taken until an officer lets it in.
    private static func ofCrowd(_ name: Label, _ node: NodeID?) -> Label {
        let digits = node.map { String($0.description.prefix(8)) } ?? ""
        return Label(
            "งานของ \(name.th) ยังไม่เข้า เพราะเครื่องนี้ถูกคัดลอกหรือคืนค่ากลับบ่อยเกินไป หาสาเหตุ "
                + "(เครื่องที่คืนค่าทุกเช้าหรือไม่) แล้วรับเข้าด้วย saphan hub allow \(digits)",
            "Work of \(name.en) waits: it was copied or put back too often. Find out why (a computer that is "
                + "reset every morning?), then let it in: saphan hub allow \(digits).")
    }

    private func isOfHub(_ trust: DistrictTrust?) -> Bool {
        node.flatMap { trust?.certificate(of: $0) }?.role == .hub
    }

    /// School and machine.
    private func name(_ trust: DistrictTrust?) -> Label {
        guard let node else { return Label("", "") }
        let certificate = trust?.certificate(of: node)
        let label = certificate?.label ?? ""
        let code = certificate?.space.schoolCode.map { " (\($0))" } ?? ""
        let machine = node.description.prefix(8)
        return Label("\(label)\(code) เครื่อง \(machine)", "\(label)\(code), machine \(machine)")
    }
}
