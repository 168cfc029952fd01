// What a school reports about itself lies in its own space and names itself. A figure that names another
// school would lie where neither of the two looks for it, and count nowhere.

internal import CRDT
internal import Records

extension RecordCollection {
    /// The field that names the school whose space the record is in; nil where there is none.
    private var ownSchoolField: Field? {
        guard spaces == [.school] else { return nil }
        return fields.first { $0.fill == .unit && $0.type == .code(.smis) }
    }

    /// Why a record of a space may not hold these values: it names another school.
    func foreignSchool(in space: Space, _ value: (String) -> Value?) -> Refusal? {
        guard let field = ownSchoolField, let own = space.schoolCode, let named = value(field.name)?.text,
            named != own
        else { return nil }
        return Refusal(
            field: field.name,
            "ช่อง \(field.label.th) (\(field.name)) “\(named)”: ข้อมูลนี้จะอยู่ใน \(space) จึงเป็นของ \(own) เท่านั้น",
            "field \(field.label.en) (\(field.name)) “\(named)”: this would be in \(space), "
                + "and is of \(own) alone",
            hint: Label("เว้นช่องนี้ไว้ จะเติมให้เอง", "Leave the field out; it is filled in."))
    }
}
