// What is said of a reference to a record that nobody knows by that name: what it should have been, and how
// to find or make one. People call few records by a name: a person is known by number or id, since two may
// share a name.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Trust

extension Editor {
    /// Why a text typed into a field names no record of this collection.
    func unknown(_ field: Field, _ name: String, _ text: String) throws(EditingError) -> Refusal {
        let target = try collection(name)
        let typed = FieldError.quoted(field.tellable(text))
        return Refusal(
            field: field.name,
            "ช่อง \(field.label.th) (\(field.name)) \(typed): ไม่พบ\(target.label.th)ที่เรียกอย่างนี้",
            "field \(field.label.en) (\(field.name)) \(typed): no \(target.name) was found by that name",
            hint: try findingOrMaking(target))
    }

    /// The same for a row of a file, in one sentence: a row is told no hint.
    func noSuch(_ target: RecordCollection) throws(EditingError) -> Label {
        let hint = try findingOrMaking(target)
        return Label(
            "ไม่พบ\(target.label.th)ที่เรียกอย่างนี้ \(hint.th)",
            "no \(target.name) was found by that name. \(hint.en)")
    }

    /// Where a record of this collection is looked up, and how one is added.
    private func findingOrMaking(_ target: RecordCollection) throws(EditingError) -> Label {
        let certificate = try identity().certificate
        let finding = Label(
            "ใช้เลขที่หรือรหัส ดูได้จาก saphan list \(target.name)",
            "Give its number or id; saphan list \(target.name) shows them.")
        if target.isKeptBySystem { return finding }
        if target.spaces == [.district], certificate.role != .hub {
            return Label(
                "\(finding.th) ถ้ายังไม่มี แจ้งเขตให้เพิ่ม",
                "\(finding.en) Where there is none yet, ask the district to add one.")
        }
        return Label(
            "\(finding.th) ถ้ายังไม่มี เพิ่มด้วย saphan new \(target.name) …",
            "\(finding.en) Where there is none yet, add one with saphan new \(target.name) …")
    }
}
