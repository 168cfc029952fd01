// What a person should know of a write that did what was asked: that it brought a deleted record back, that
// figures which were certified do not move with it, that somebody who was asked before had said no.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

/// The delete that a write took back.
public struct BroughtBack: Hashable, Sendable {
    /// What the node is called that had deleted the record.
    public let author: String
    /// When, milliseconds since 1970, by its clock.
    public let time: Int64
}

extension Editor {
    /// The delete that covers this record; nil where it is not deleted.
    func standingDelete(_ view: RecordView) -> BroughtBack? {
        guard view.row.isDeleted,
            let line = view.history.last(where: { $0.kind == .delete && $0.reason == nil })
        else { return nil }
        return BroughtBack(author: line.write.author, time: line.write.time)
    }

    /// Said after a figure was changed in a round that the district has acknowledged or closed.
    func remark(on row: RecordRow, _ collection: RecordCollection) throws(EditingError) -> Label? {
        guard collection.name == "headcount", case .integer(let year) = row["academic_year"],
            case .integer(let number) = row["round"]
        else { return nil }
        let round = HeadcountRound(year: Int(clamping: year), round: Int(clamping: number))
        let revisions = try headcountRevisions(round, row["school"].plain, row.space)
        guard let counted = revisions.counted else { return nil }
        let how = counted.isFrozen ? Label("ปิดรอบ", "closed") : Label("รับทราบ", "acknowledged")
        return Label(
            "ฉบับที่ \(counted.revision) ของรอบ \(number)/\(year) \(how.th)แล้วและไม่เปลี่ยนตาม "
                + "ยืนยันฉบับถัดไปพร้อมเหตุผล: saphan headcount confirm --reason \"...\"",
            "Revision \(counted.revision) of round \(number)/\(year) is \(how.en) and does not move with it; "
                + "confirm the next one with a reason: saphan headcount confirm --reason \"...\"")
    }

    /// Said after a record came to a state against the word of somebody who was asked before.
    static func remark(despite revision: Revision) -> Label? {
        let collection = revision.collection
        guard let field = collection.stateField, case .state(let flow) = field.type,
            revision.written.contains(field.name), let stage = revision.stage,
            let state = flow.state(stage.state)
        else { return nil }
        let against = state.despite.compactMap { one -> Label? in
            guard let asked = collection[one.field] else { return nil }
            let typed = revision.edits.first { $0.field == asked.number && $0.kind == .set }
            let standing = typed.map { [$0.value] } ?? revision.current(asked)?.candidates.map(\.value) ?? []
            guard standing.contains(Stage(round: stage.round, state: one.verdict).value) else { return nil }
            return Label(
                "\(asked.label.th) (\(asked.name)) “\(asked.type.label(one.verdict, .th))”",
                "\(asked.label.en) (\(asked.name)) “\(asked.type.label(one.verdict, .en))”")
        }
        if against.isEmpty { return nil }
        return Label(
            "เป็น “\(state.label.th)” แล้ว ทั้งที่รอบนี้ \(against.map(\.th).joined(separator: ", "))",
            "It is “\(state.label.en)” now, though this round says "
                + against.map(\.en).joined(separator: ", ")
        )
    }
}
