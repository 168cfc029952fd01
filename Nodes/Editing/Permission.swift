// Who may write what, said before anything is written. The same rule that projection applies on every node;
// here it saves a person from writing what would have no effect, and says who can.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Trust

extension Editor {
    /// Whether this node is one of `writers` in a space.
    func may(_ writers: Writers, in space: Space) throws(EditingError) -> Bool {
        let certificate = try identity().certificate
        return Author(role: certificate.role, home: certificate.space, writingInto: space).isOne(of: writers)
    }

    /// Why this node may not write a field; nil where it may.
    func refusal(of field: Field, in space: Space) throws(EditingError) -> Refusal? {
        if try may(field.writers, in: space) { return nil }
        let who = Self.who(field.writers, in: space)
        return Refusal(
            field: field.name,
            "ช่อง \(field.label.th) (\(field.name)) เขียนได้เฉพาะ\(who.th)",
            "field \(field.label.en) (\(field.name)) may be written only by \(who.en)",
            hint: Self.hint(field.writers, in: space))
    }

    /// Throws unless this node may write anything into a space at all, and somebody is there to read it.
    func checkSpace(_ space: Space) throws(EditingError) {
        let certificate = try identity().certificate
        if certificate.role == .hub { return try refuseUnknownSchool(space) }
        if certificate.space == space { return }
        let who = Self.who(space.schoolCode == nil ? .hub : .anyone, in: space)
        throw .refused(
            "เครื่องนี้เขียนใน \(space) ไม่ได้ เขียนได้เฉพาะ\(who.th)",
            "this node cannot write in \(space); only \(who.en) can")
    }

    static func who(_ writers: Writers, in space: Space) -> Label {
        let owner = space.schoolCode.map { Label("โรงเรียน \($0) เอง", "school \($0) itself") }
        guard let owner else {
            return writers.isEmpty ? Label("ไม่มีใคร", "nobody") : Label("เครื่องของเขต", "the district's hub")
        }
        switch writers {
        case .hub: return Label("เครื่องของเขต", "the district's hub")
        case .owner: return owner
        case .anyone: return Label("\(owner.th)และเครื่องของเขต", "\(owner.en) and the district's hub")
        default: return Label("ไม่มีใคร", "nobody")
        }
    }

    static func hint(_ writers: Writers, in space: Space) -> Label? {
        guard let code = space.schoolCode, writers == .owner else { return nil }
        return Label(
            "ข้อมูลนี้เป็นของโรงเรียน แจ้งโรงเรียน \(code) ให้แก้ แล้วค่าใหม่จะส่งมาเอง",
            "It belongs to the school: ask school \(code) to correct it; the correction arrives by itself."
        )
    }
}
