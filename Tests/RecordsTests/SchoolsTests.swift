// Lists of schools.

import Testing

@testable import Records

@Suite struct SchoolsTests {
    @Test("headers are understood in both languages and in any order")
    func headers() {
        let thai = SchoolsFile.parse(Array("ชื่อโรงเรียน,x,รหัสโรงเรียน\r\n บ้าน  ก ,1,๕๗๐๓๐๐๐๑\r\n".utf8))
        #expect(thai.rows.map(\.code) == ["57030001"] && thai.rows.map(\.name) == ["บ้าน ก"])
        let english = SchoolsFile.parse(Array("Code,Name,Group,ministry_code\r57030001,A,G,1057030001".utf8))
        #expect(english.rows.first?.group == "G" && english.rows.first?.ministryCode == "1057030001")
    }

    @Test("bad rows are named and left out, a file without the columns is refused")
    func bad() {
        let read = SchoolsFile.parse(Array("code,name\n5703,A\n57030001,\n57030002,B\n57030002,C\n,,\n".utf8))
        #expect(read.rows.map(\.name) == ["B"] && read.problems.map(\.row) == [2, 3, 5] && !read.isRefused)
        #expect(SchoolsFile.parse(Array("a,b\n1,2\n".utf8)).isRefused)
        #expect(SchoolsFile.parse(Array("code,name\n".utf8)).isRefused)
        #expect(SchoolsFile.parse([]).isRefused)
    }
}
