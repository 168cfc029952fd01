// What really puts a conflict right, or a record that is there already: never a command that would be
// refused. A field that is written once is not corrected, so where only such fields are concerned a record
// goes, or both stay.

internal import Bytes
internal import CRDT
public import Records
public import Replica
internal import Trust

extension Editor {
    /// What to do about records that break a rule: they are named so that two of one number differ.
    public func remedy(for conflict: ConflictView) throws(EditingError) -> Label {
        guard let collection = catalogue[conflict.collection] else {
            return Label("ตอบ keep ถ้าถูกต้องแล้ว", "Answer keep where all is right.")
        }
        if conflict.invariant?.kind == .linesOfStanding { return try remedyForLines(conflict, collection) }
        func name(of id: RecordID) -> String {
            "\(id.description.prefix(8))\(Self.spaceMark)\(conflict.space)"
        }
        let names = conflict.others.map(name(of:))
        let list = names.joined(separator: ", ")
        if let remedy = special(conflict) { return remedy }
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
        let example = try youngest(of: conflict, collection).map(name(of:)) ?? names.last ?? ""
        return Label(
            "\(once) เขียนครั้งเดียว แก้ไม่ได้ ลบใบที่ซ้ำ (\(list)) เช่น saphan delete \(collection.name) \(example) "
                + "หรือตอบ keep",
            "\(once): written once, not corrected. Delete the one of \(list) that is too many, such as "
                + "saphan delete \(collection.name) \(example), or answer keep.")
    }

    /// The record that was made last: what was entered twice is more likely that one, and what hangs on the
    /// number (moves, lines) names the older. Clocks decide, so it is an example and no more.
    private func youngest(
        of conflict: ConflictView, _ collection: RecordCollection
    ) throws(EditingError) -> RecordID? {
        var youngest: (time: Int64, id: RecordID)?
        for id in conflict.others {
            guard let row = try hold(try store.record(collection, id, in: conflict.space)) else { continue }
            guard let made = try hold(try store.view(row)).history.map(\.write.time).min() else { continue }
            if youngest.map({ made > $0.time }) ?? true { youngest = (made, id) }
        }
        return youngest?.id
    }

    /// Rules that are put right by another record than the one they name.
    private func special(_ conflict: ConflictView) -> Label? {
        let id = conflict.record.description.prefix(8)
        switch conflict.invariant?.kind {
        case .sumNotNegative(let moves, let item, let amount)?:
            let command = "saphan new \(moves) \(item)=\(id) \(amount)=…"
            return Label(
                "บันทึกสิ่งที่ขาดด้วย \(command) หรือตอบ keep ถ้าถูกต้องแล้ว",
                "Enter what is missing with \(command), or answer keep where all is right.")
        case .grantedOnce(let granting)?:
            let command = "saphan set \(granting.grants) \(id) state=revoked"
            return Label(
                "เพิกถอนด้วย \(command) หรือตัดสินคำขอใหม่ หรือตอบ keep ถ้าถูกต้องแล้ว",
                "Revoke it with \(command), decide the request again, or answer keep where all is right.")
        default: return nil
        }
    }

    /// What to do about lines that went with a record unseen: it comes back with them, or they go.
    private func remedyForLines(
        _ conflict: ConflictView, _ collection: RecordCollection
    ) throws(EditingError) -> Label {
        let plain = Label("delete คือการลบถูกต้องแล้ว", "delete says the delete is right.")
        guard let row = try parentOfLines(conflict), let parents = catalogue[row.collection] else {
            return plain
        }
        let back = try bringingBack(row, parents)
        guard row.isDeleted, try may(parents.deleters, in: row.space) else {
            return Label("\(plain.th) ถ้าไม่ \(back.th)", "\(plain.en) Else: \(back.en)")
        }
        return Label(
            "keep คือนำกลับมาทั้งใบพร้อมรายการย่อย delete คือการลบถูกต้องแล้ว",
            "keep brings the record back with all its lines, delete says the delete is right.")
    }

    /// The record whose lines such a conflict is about.
    func parentOfLines(_ conflict: ConflictView) throws(EditingError) -> RecordRow? {
        guard let collection = catalogue[conflict.collection], let name = collection.lineOf,
            let line = try hold(try store.record(collection, conflict.record, in: conflict.space))
        else { return nil }
        return try parent(of: collection, RecordID(hex: line[name].plain), in: conflict.space)
    }

    /// How a record that is gone comes back, as far as this node can bring it.
    func bringingBack(_ row: RecordRow, _ collection: RecordCollection) throws(EditingError) -> Label {
        let id = row.id.description.prefix(8)
        let certificate = try identity().certificate
        guard certificate.role == .hub || certificate.space == row.space else {
            let who = Self.who(.hub, in: row.space)
            return Label("แจ้ง\(who.th)ให้นำกลับมาก่อน", "Ask \(who.en) to bring it back first.")
        }
        guard row.isDeleted else {
            return Label(
                "ย้อนการย้อนนั้น: saphan show \(collection.name) \(id) --history แล้ว saphan undo <รหัส>",
                "Take that undo back: saphan show \(collection.name) \(id) --history, then saphan undo "
                    + "<hash>.")
        }
        guard let field = collection.fields.first(where: { $0.rule != .once && $0.required }) else {
            return Label(
                "นำกลับมาก่อน: saphan show \(collection.name) \(id) --history แล้ว saphan undo <รหัสของการลบ>",
                "Bring it back first: saphan show \(collection.name) \(id) --history, then saphan undo <hash "
                    + "of the delete>.")
        }
        let command = "saphan set \(collection.name) \(id) \(field.name)=…"
        return Label("นำกลับมาก่อนด้วย \(command)", "Bring it back first with \(command)")
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
