// Matching by name with names made up here: who is matched at once, who waits for a person.

import Editing
import Records
import Support
import Testing

@Suite struct MatchTests {
    @Test("exact names are settled; twins on either side, look-alikes and one letter are left to a person")
    func kinds() throws {
        let office = try Office()
        let names = ["บ้านหนองไผ่", "บ้านโนนราษฎร์", "บ้านสองแคว", "บ้านสองแคว", "วัดกลาง(สามัคคี )", "บ้านดอน"]
        for (index, name) in names.enumerated() {
            try office.hub.new("school", [("smis_code", "5703000\(index + 1)"), ("name_th", name)])
        }
        let file = """
            ชื่อโรงเรียน,รหัสกระทรวง
            โรงเรียนบ้าน หนองไผ่,1057000001
            บ้านโนนราษฏร์,1057000002
            บ้านสองแคว,1057000003
            วัดกลาง (สามัคคี),1057000004
            บ้านหนองไผ่ใหญ่โต,1057000005
            """
        let matching = try office.hub.editor.matchSchools(Array(file.utf8))
        #expect(matching.matches.map(\.kind) == [.exact, .near, .twins, .exact, .none])
        #expect(matching.matches[1].schools.map(\.code) == ["57030002"])
        #expect(matching.unnamed.map(\.code) == ["57030006"])
        let done = try office.hub.editor.importRecords(matching.file, fileName: "m.csv", for: "school")
        #expect(done.report.changed == 2)
        let refusals = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.matchSchools(Array(file.utf8), confirmed: [3: "57030001"])
        }
        #expect(refusals?.first?.message.en.contains("are one school") == true)
        #expect(
            office.hub.refusals { editor throws(EditingError) in
                _ = try editor.matchSchools(Array("code\n1\n".utf8))
            } != nil)
    }
}
