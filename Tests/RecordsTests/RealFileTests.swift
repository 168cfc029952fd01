// The importers on real files, where the shared folder is beside the repository.

import Testing

@testable import Records

@Suite struct RealFileTests {
    private let headcount = "dmc_headcount_chiangrai3_2568"

    @Test("the real headcount file gives 139 schools and its own 92 totals, in both encodings")
    func headcountFile() {
        guard let utf8 = sharedFile(headcount + ".csv"), let thai = sharedFile(headcount + ".cp874.csv")
        else { return }
        let left = HeadcountFile.parse(utf8)
        let right = HeadcountFile.parse(thai)
        #expect(left.rows == right.rows && left.encoding == .utf8 && right.encoding == .windows874)
        #expect(right.rows.count == 139 && right.problems == [])
        let totals = HeadcountTable.totals(right.rows)
        #expect(HeadcountTable.matched(totals, right.totals ?? []) == 92)
        #expect(Array(totals.suffix(4)) == [18_782, 18_247, 37_029, 1_781])
        let twins = right.rows.filter { $0.schoolName == "บ้านสันโค้ง" }.map(\.school)
        #expect(twins == ["57030025", "57030124"])
    }

    @Test("the real file is written again byte for byte")
    func encodeAgain() {
        guard let bytes = sharedFile(headcount + ".cp874.csv") else { return }
        #expect(HeadcountTable.encode(HeadcountFile.parse(bytes).rows) == bytes)
    }

    @Test("both kinds of file give a list of schools")
    func schools() {
        guard let list = sharedFile("school_codes_phrae2.csv"),
            let counts = sharedFile(headcount + ".cp874.csv")
        else { return }
        let phrae = SchoolsFile.parse(list)
        #expect(phrae.rows.count == 103 && phrae.problems == [])
        #expect(phrae.rows.first?.group == "กลุ่มโรงเรียนเวียงปิ่นทอง")
        #expect(SchoolsFile.parse(counts).rows.count == 139)
    }

    @Test("of the two registries of one office, 100 names of 103 are equal under the compare key")
    func registries() throws {
        guard let codes = sharedFile("school_codes_phrae2.csv"),
            let profile = sharedFile("school_profile_phrae2.csv"),
            let text = TextEncoding.decode(profile)?.text
        else { return }
        let names = Set(try CSV.rows(text).dropFirst().map { ThaiText.compareKey($0.cells[1]) })
        let joined = SchoolsFile.parse(codes).rows.filter { names.contains(ThaiText.compareKey($0.name)) }
        #expect(joined.count == 100)
    }
}
