// What a person says a header means: it must be there, and mean something.

import Testing

@testable import Records

@Suite struct RenamedColumnTests {
    private func refusal(_ renamed: [String: String], byHand: Bool = true) throws -> Label? {
        let asset = try #require(Catalogue.standard["asset"])
        do throws(FileProblem) {
            _ = try ColumnMap(["ของ", "asset_no"], of: asset, renamed: renamed, byHand: byHand)
            return nil
        } catch { return error.message }
    }

    @Test("a renaming that names no column or no field is refused, and says which there are")
    func byHand() throws {
        let column = try #require(try refusal(["ไม่มี": "name"]))
        #expect(column.en.contains("the file has no column “ไม่มี”; it has: ของ, asset_no"), "\(column)")
        #expect(column.th.contains("ไฟล์ไม่มีคอลัมน์ “ไม่มี”"))
        let field = try #require(try refusal(["ของ": "zzz"]))
        #expect(field.en.contains("asset has no field “zzz”; it has: asset_no, name"), "\(field)")
        let both = try #require(try refusal(["ของ": "zzz", "ไม่มี": "name"]))
        #expect(both.en.contains("“zzz”") && both.en.contains("“ไม่มี”"))
        for known in ["name", "รายการ", "Name"] { #expect(try refusal(["ของ": known]) == nil, "\(known)") }
        // A program's own renamings are for files that have such a column.
        #expect(try refusal(["ไม่มี": "name"], byHand: false) == nil)
    }
}
