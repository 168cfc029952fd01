// What a person should know of a write that did what was asked: that it brought a deleted record back, and
// that figures which were certified do not move with it.

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
}
