// Whose paper it is: the unit that a record belongs to, and the office above it.

internal import CRDT
internal import Records
internal import Replica

extension FormRecord {
    /// The area office; empty where the district has not named it.
    var office: String { reading.only("area_office")?.text("name_th") ?? "" }

    /// The school or office that the record belongs to.
    var unit: String {
        guard let code = row.space.schoolCode else { return office }
        let found = reading.records("school", where: "smis_code", is: code).first
        return found.map { FormRecord.schoolName($0.text("name_th")) } ?? "โรงเรียน (รหัส \(code))"
    }

    /// True where the record belongs to a school.
    var isOfSchool: Bool { row.space.schoolCode != nil }

    /// The head of that unit, as a letter addresses them.
    var head: String {
        isOfSchool ? "ผู้อำนวยการ" + unit : office.isEmpty ? "" : "ผู้อำนวยการ" + office
    }

    /// The office, or what every office of its kind is called.
    var officeOrKind: String { office.isEmpty ? "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา" : office }

    /// Who decides what only the office may decide.
    static let officeDirector = "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"

    /// A school's name with the word school before it, once.
    static func schoolName(_ name: String) -> String {
        name.isEmpty || name.hasPrefix("โรงเรียน") ? name : "โรงเรียน" + name
    }

    /// The group of the office that the manual is of.
    static let group = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
}
