// `conflicts` and `resolve`. To settle a field is to write it again over everything that stood; a field
// that is written once, and a rule over several records, are settled by a dismissal that names what was
// looked at.

internal import Bytes
internal import CRDT
internal import Records
public import Replica
internal import Trust

/// How a conflict was settled.
public enum Settlement: Hashable, Sendable {
    /// The chosen value was written over all others.
    case written(WrittenRecord)
    /// A dismissal names what was looked at, and for a disputed field which value stands.
    case dismissed(WrittenRecord)
    /// The record that had come back was deleted again.
    case deleted(WrittenRecord)
    /// The record that had come back stays.
    case keptRecord(WrittenRecord)
}

extension Editor {
    /// Open conflicts of every space held here, by space, collection, record, field.
    public func conflicts() throws(EditingError) -> [ConflictView] { try hold(try store.conflicts()) }

    /// Settles the conflict whose id begins with `prefix`. `text` is a value as it would be typed, `#1` for
    /// the first of the writes shown, `delete` or `keep` for a record that came back, `keep` for a rule
    /// over several records.
    public func resolve(_ prefix: String, _ text: String) throws(EditingError) -> Settlement {
        try together { () throws(EditingError) in
            let conflict = try conflict(prefix)
            try checkSpace(conflict.space)
            switch conflict.kind {
            case .duplicate, .belowZero, .outOfOrder, .contradicts, .acrossSpaces:
                return try dismiss(conflict, text)
            case .broughtBack: return try settleReturn(conflict, text)
            case .disputed: return try settleDispute(conflict, text)
            case .differs, .contested: return try settleField(conflict, text)
            }
        }
    }

    /// Looks, at the hub, at the rules that span schools, and writes what has become of them.
    public func lookAcrossSpaces() throws(EditingError) -> FindingsReport {
        guard try identity().certificate.role == .hub else {
            throw .refused(
                "ตรวจระหว่างหน่วยงานได้เฉพาะเครื่องของเขต", "only the district's hub sees what spans schools")
        }
        return try hold(try store.raiseFindings(time: occasion.nowMilliseconds))
    }

    private func conflict(_ prefix: String) throws(EditingError) -> ConflictView {
        let wanted = ThaiText.arabicDigits(ThaiText.clean(prefix)).lowercased()
        let found = try conflicts().filter { wanted.utf8.count >= 4 && $0.id.description.hasPrefix(wanted) }
        if let only = found.first, found.count == 1 { return only }
        throw .refused(
            found.isEmpty ? "ไม่มีข้อขัดแย้ง “\(prefix)” ที่รอตัดสิน" : "“\(prefix)” ตรงกับข้อขัดแย้งหลายรายการ",
            found.isEmpty ? "no open conflict “\(prefix)”" : "“\(prefix)” fits several conflicts",
            hint: Label("ดูรหัสจาก saphan conflicts", "saphan conflicts shows the ids."))
    }

    /// Which of the writes `text` chooses: `#1`, or a value equal to one of them; nil for another value.
    private func choice(_ conflict: ConflictView, _ text: String, _ field: Field) throws(EditingError)
        -> StandingWrite?
    {
        let plain = ThaiText.arabicDigits(ThaiText.clean(text))
        guard plain.hasPrefix("#") else {
            return conflict.candidates.first {
                let value = $0.value
                return [field.type.editable(value), field.type.show(value, .th), field.type.show(value, .en)]
                    .contains { ThaiText.compareKey($0) == ThaiText.compareKey(text) }
            }
        }
        guard let number = Int(plain.dropFirst()), conflict.candidates.indices.contains(number - 1) else {
            throw .refused(
                "เลือกได้ #1 ถึง #\(conflict.candidates.count)", "choose #1 to #\(conflict.candidates.count)")
        }
        return conflict.candidates[number - 1]
    }

    private func parts(_ conflict: ConflictView) throws(EditingError) -> (RecordCollection, Field) {
        guard let collection = catalogue[conflict.collection], let field = collection[conflict.field] else {
            throw .refused("โปรแกรมรุ่นนี้ไม่รู้จักช่องนี้", "this version does not know the field")
        }
        return (collection, field)
    }

    private func settleField(_ conflict: ConflictView, _ text: String) throws(EditingError) -> Settlement {
        let (collection, field) = try parts(conflict)
        if let refusal = try refusal(of: field, in: conflict.space) { throw .refused([refusal]) }
        let chosen = try choice(conflict, text, field)
        if chosen == nil { try refuseLocked(conflict, collection, field) }
        var value = chosen?.value ?? .nothing
        if case .state(let flow) = field.type {
            let stages = flow.leading(conflict.candidates.compactMap { Stage($0.value) })
            let wanted = chosen.flatMap { Stage($0.value)?.state } ?? text
            guard Set(conflict.candidates.map(\.value)).count > 1 else {
                throw .refused([verdictsDiffer(flow, collection)])
            }
            let row = try hold(try store.record(collection, conflict.record, in: conflict.space))
            let part = flow.variant(for: flow.variants.flatMap { row?[$0.field].asValue })
            value = try move(part, field, to: wanted, from: stages).value
        } else if chosen == nil {
            let round = conflict.candidates.compactMap { $0.value.stage?.round }.max()
            value = try self.value(
                of: field, in: collection, text, stage: round.map { Stage(round: $0, state: "") },
                space: conflict.space)
        }
        let edit = Edit(
            .set, conflict.collection, conflict.record, conflict.field, kept(value, field),
            basis: .seen(conflict.candidates.map(\.dot)))
        return .written(try written(conflict, try write([edit], in: conflict.space), [field.name]))
    }

    private func verdictsDiffer(_ flow: Flow, _ collection: RecordCollection) -> Refusal {
        let name = collection[flow.decision]?.name ?? ""
        return Refusal(
            "สถานะไม่ขัดกัน ที่ขัดกันคือช่อง \(name)", "the state is not in doubt, the verdicts in \(name) are",
            hint: Label("ตัดสินข้อขัดแย้งของช่อง \(name)", "Settle the conflict of field \(name)."))
    }

    private func settleDispute(_ conflict: ConflictView, _ text: String) throws(EditingError) -> Settlement {
        let (_, field) = try parts(conflict)
        guard let chosen = try choice(conflict, text, field) else {
            let list = conflict.candidates.enumerated().map { "#\($0 + 1) \(field.type.editable($1.value))" }
                .joined(separator: ", ")
            throw .refused(
                "ช่องนี้เขียนครั้งเดียว เลือกได้เฉพาะ: \(list)", "this field is written once; choose one of: \(list)")
        }
        return .dismissed(try dismissal(of: conflict, standing: chosen))
    }

    private func settleReturn(_ conflict: ConflictView, _ text: String) throws(EditingError) -> Settlement {
        guard let collection = catalogue[conflict.collection],
            let row = try hold(try store.record(collection, conflict.record, in: conflict.space))
        else { throw .refused("ไม่พบรายการแล้ว", "the record is not here") }
        let mayDelete = try may(collection.deleters, in: conflict.space)
        switch ThaiText.compareKey(text) {
        case "delete", "ลบ":
            guard mayDelete else { throw .refused([notDeletable(collection, in: row.space)]) }
            return .deleted(try written(conflict, try deleting(row, collection), []))
        case "keep", "เก็บไว้", "คงไว้":
            guard mayDelete else {
                return .keptRecord(try dismissal(of: conflict))
            }
            return .keptRecord(try written(conflict, try undelete(row, collection), []))
        default:
            throw .refused("ตอบ delete (ลบ) หรือ keep (เก็บไว้)", "answer delete or keep")
        }
    }

    /// Lines that went with a deleted record unseen: it comes back with them, or they go.
    private func settleLines(_ conflict: ConflictView, _ text: String) throws(EditingError) -> Settlement {
        switch ThaiText.compareKey(text) {
        case "delete", "ลบ": return .dismissed(try dismissal(of: conflict))
        case "keep", "เก็บไว้", "คงไว้":
            guard let row = try parentOfLines(conflict), let collection = catalogue[row.collection] else {
                throw .refused("ไม่พบรายการแล้ว", "the record is not here")
            }
            guard row.isDeleted, try may(collection.deleters, in: row.space) else {
                throw .refused(
                    "เครื่องนี้นำ \(title(of: row)) กลับมาด้วย keep ไม่ได้",
                    "this node cannot bring \(title(of: row)) back with keep",
                    hint: try bringingBack(row, collection))
            }
            return .keptRecord(try written(conflict, try undelete(row, collection), []))
        default:
            throw .refused(
                "ตอบ keep (นำกลับมา) หรือ delete (ลบถูกต้องแล้ว)",
                "answer keep (bring it back) or delete (the delete is right)")
        }
    }

    /// Takes back every delete of a record.
    private func undelete(_ row: RecordRow, _ collection: RecordCollection) throws(EditingError) -> Dot? {
        let deletes = try hold(try store.view(row)).history.filter { $0.kind == .delete }.map(\.write.dot)
        let edit = Edit(.undo, collection.number, row.id, .whole, basis: .seen(deletes))
        return try write([edit], in: row.space)
    }

    private func dismiss(_ conflict: ConflictView, _ text: String) throws(EditingError) -> Settlement {
        if conflict.invariant?.kind == .linesOfStanding { return try settleLines(conflict, text) }
        let what = conflict.invariant?.label ?? Label("ข้อขัดแย้ง", "conflict")
        guard ["keep", "เก็บไว้", "คงไว้"].contains(ThaiText.compareKey(text)) else {
            let spanning = try spanning(conflict)
            throw .refused(
                "\(what.th): ไม่ได้ตัดสินด้วยค่า", "\(what.en): this is not settled by a value",
                hint: spanning.isEmpty
                    ? try remedy(for: conflict)
                    : Label(
                        "แก้ที่รายการที่เกี่ยวข้อง (\(spanning)) แล้วซิงค์ หรือตอบ keep ถ้าถูกต้องแล้ว",
                        "Put the records concerned right (\(spanning)) and sync, or answer keep where all is "
                            + "right."))
        }
        return .dismissed(try dismissal(of: conflict))
    }

    /// The records, of whichever school, that a finding of the hub speaks of; empty for other conflicts.
    private func spanning(_ conflict: ConflictView) throws(EditingError) -> String {
        guard conflict.kind == .acrossSpaces, let collection = catalogue[conflict.collection],
            let row = try hold(try store.record(collection, conflict.record, in: conflict.space))
        else { return "" }
        return [row["holds"].plain, row["disputed"].plain].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private func dismissal(
        of conflict: ConflictView, standing: StandingWrite? = nil
    ) throws(EditingError) -> WrittenRecord {
        let edits = try dismissing(conflict, standing: standing)
        return try written(conflict, try write(edits, in: conflict.space), ["standing"])
    }

    /// The record that says somebody looked at exactly these writes.
    func dismissing(
        _ conflict: ConflictView, standing: StandingWrite? = nil
    ) throws(EditingError) -> [Edit] {
        let name = Value.bytes(conflict.id.bytes)
        guard let collection = catalogue["dismissal"],
            let id = collection.derivedID(in: conflict.space, ["conflict": name]),
            let key = collection["conflict"], let considered = collection["considered"],
            let stands = collection["standing"]
        else { throw .refused("ตัดสินไม่ได้ในรุ่นนี้", "this version cannot settle it") }
        let known = try hold(try store.record(collection, id, in: conflict.space))
        var edits: [Edit] = []
        if known?["conflict"].asValue ?? .nothing != name {
            edits.append(Edit(.set, collection.number, id, key.number, name))
        }
        let looked = conflict.looked.prefix(LocalLimits.dismissedMax).flatMap(\.bytes)
        edits.append(Edit(.set, collection.number, id, considered.number, .bytes(looked)))
        if let standing {
            edits.append(Edit(.set, collection.number, id, stands.number, .bytes(standing.dot.hash.bytes)))
        }
        return edits
    }

    private func written(
        _ conflict: ConflictView, _ dot: Dot?, _ fields: [String]
    ) throws(EditingError) -> WrittenRecord {
        let collection = catalogue[conflict.collection]
        let row = try collection.flatMap { (one) throws(EditingError) in
            try hold(try store.record(one, conflict.record, in: conflict.space))
        }
        return WrittenRecord(
            collection: collection?.name ?? "", id: conflict.record, number: row.flatMap(number(of:)),
            space: conflict.space, change: dot, fields: fields)
    }
}

extension ConflictView {
    /// What `resolve --value` takes for it, as it is typed; another value may be right where it says so.
    public var answers: (words: [String], takesOther: Bool) {
        // A shell would take a bare # for the beginning of a remark.
        let numbers = candidates.indices.map { "'#\($0 + 1)'" }
        if invariant?.kind == .linesOfStanding { return (["keep", "delete"], false) }
        return switch kind {
        case .differs, .contested: (numbers, true)
        case .disputed: (numbers, false)
        case .broughtBack: (["delete", "keep"], false)
        case .duplicate, .belowZero, .outOfOrder, .contradicts, .acrossSpaces: (["keep"], false)
        }
    }
}
