// A line lives where the record lives that it is a line of; so do the lines that it names. An id of another
// school's record would make a line that no list, sum or form of either school finds.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

extension Editor {
    /// Whether what this field names must be in the space of the record that names it.
    func namesBeside(_ field: Field, in collection: RecordCollection) -> Bool {
        guard let parent = collection.lineOf, case .reference(let name) = field.type,
            let target = catalogue[name], collection.spaces.allSatisfy(target.spaces.contains)
        else { return false }
        return field.name == parent || target.lineOf != nil
    }

    /// Why a record of `space` may not name this one; `row` is nil where none is held by that name.
    func notBeside(
        _ field: Field, in collection: RecordCollection, _ text: String, _ row: RecordRow?, from space: Space
    ) -> Refusal? {
        guard namesBeside(field, in: collection), row?.space != space else { return nil }
        let name = Label("ช่อง \(field.label.th) (\(field.name))", "field \(field.label.en) (\(field.name))")
        guard let row else {
            return Refusal(
                field: field.name, "\(name.th) “\(text)”: ไม่มีใน \(space)",
                "\(name.en) “\(text)”: there is none in \(space)",
                hint: Label(
                    "ใช้เลขที่ หรือรหัส ดูได้จาก saphan list", "Give its number or id; saphan list shows them."))
        }
        return Refusal(
            field: field.name, "\(name.th) “\(text)”: อยู่ใน \(row.space) แต่รายการย่อยนี้จะอยู่ใน \(space)",
            "\(name.en) “\(text)”: it is in \(row.space), and this line would be in \(space)",
            hint: Label(
                "รายการย่อยอยู่กับรายการหลักของตน ระบุรายการที่อยู่ใน \(space)",
                "A line lives with what it is a line of: name one of \(space)."))
    }
}
