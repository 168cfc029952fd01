// What really puts a conflict right, or a record that is there already: never a command that would be
// refused. A field that is written once is not corrected, so where only such fields are concerned a record
// goes, or both stay.

internal import Bytes
internal import CRDT
public import Records
public import Replica

extension Editor {
    /// What to do about records that break a rule: they are named so that two of one number differ.
    public func remedy(for conflict: ConflictView) throws(EditingError) -> Label {
        guard let collection = catalogue[conflict.collection] else {
            return Label("ตอบ keep ถ้าถูกต้องแล้ว", "Answer keep where all is right.")
        }
        if conflict.invariant?.kind == .linesOfStanding { return try remedyForLines(conflict, collection) }
        let names = conflict.others.map { "\($0.description.prefix(8))\(Self.spaceMark)\(conflict.space)" }
        let list = names.joined(separator: ", ")
        guard case .unique(_, let fields, _)? = conflict.invariant?.kind,
            fields.allSatisfy({ collection[$0]?.rule == .once })
        else {
            return Label(
                "แก้ไข ลบ หรือย้อนรายการหนึ่งของ \(collection.name) (\(list)) หรือตอบ keep ถ้าถูกต้องแล้ว",
                "Change, delete or undo one of \(collection.name) \(list), or answer keep where all is right."
            )
        }
        let once = fields.joined(separator: ", ")
        guard try may(collection.deleters, in: conflict.space) else {
            return Label(
                "\(once) เขียนครั้งเดียว แก้ไม่ได้ ถ้าใบหนึ่งพิมพ์ซ้ำ (\(list)) ให้เครื่องที่พิมพ์ย้อนด้วย saphan undo "
                    + "หรือตอบ keep",
                "\(once): written once, not corrected. Where one of \(list) was entered twice, take it back "
                    + "with saphan undo on the machine that wrote it; else answer keep.")
        }
        let example = names.last ?? ""
        return Label(
            "\(once) เขียนครั้งเดียว แก้ไม่ได้ ลบใบที่ซ้ำ (\(list)) เช่น saphan delete \(collection.name) \(example) "
                + "หรือตอบ keep",
            "\(once): written once, not corrected. Delete the one of \(list) that is too many, such as "
                + "saphan delete \(collection.name) \(example), or answer keep.")
    }

    /// What to do about lines that went with a record unseen: the record comes back with them, or they go.
    private func remedyForLines(
        _ conflict: ConflictView, _ collection: RecordCollection
    ) throws(EditingError) -> Label {
        guard let line = try hold(try store.record(collection, conflict.record, in: conflict.space)),
            let name = collection.lineOf, case .reference(let target)? = collection[name]?.type
        else { return Label("ตอบ keep ถ้าลบถูกต้องแล้ว", "Answer keep where the delete is right.") }
        let parent = line[name].plain.prefix(8)
        return Label(
            "keep คือลบถูกต้องแล้ว ถ้าไม่ นำกลับมาทั้งใบด้วย saphan set \(target) \(parent) …",
            "keep says the delete is right; else bring the whole back with saphan set \(target) \(parent) …")
    }

    /// The command that settles a conflict, whole.
    func settling(_ conflict: ConflictView) -> Label {
        let (words, takesOther) = conflict.answers
        let command = "saphan resolve \(conflict.id.description.prefix(8)) --value \(words.first ?? "keep")"
        let rest = words.dropFirst().joined(separator: ", ")
        let other = Label(
            rest + (takesOther ? (rest.isEmpty ? "" : " ") + "หรือค่าที่ถูก" : ""),
            rest + (takesOther ? (rest.isEmpty ? "" : " or ") + "the right value" : ""))
        if other.en.isEmpty { return Label("ตัดสินด้วย \(command)", "Settle it with \(command)") }
        return Label(
            "ตัดสินด้วย \(command) (หรือ \(other.th))", "Settle it with \(command) (or \(other.en))")
    }

    /// How a record that is there already is put right.
    func changing(_ row: RecordRow, _ collection: RecordCollection) -> Label {
        var key: [String] = []
        if case .derived(let names) = collection.key { key = names }
        let canChange = collection.fields.contains { !key.contains($0.name) && $0.rule != .once }
        if canChange {
            let change = "saphan set \(collection.name) \(row.id.description.prefix(8)) …"
            return Label("แก้ด้วย \(change)", "Change it with \(change)")
        }
        let apart = key.last ?? ""
        let correction = collection["corrects"].map { " \($0.name)=\(row[apart].plain)" } ?? ""
        return Label(
            "เขียนครั้งเดียว แก้ไม่ได้ ทำรายการใหม่ที่ \(apart) ต่างไป"
                + (correction.isEmpty ? "" : " และระบุ\(correction)"),
            "It is written once and not changed: make a new one with another \(apart)"
                + (correction.isEmpty ? "" : " and\(correction)") + ".")
    }
}
