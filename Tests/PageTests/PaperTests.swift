// The building blocks of forms: what keeps a table's head, a row and a signature in one piece, and that
// missing words become lines for a pen.

import Page
import Testing

@Suite struct PaperTests {
    private func source(_ blocks: PaperBlock...) -> String {
        Paper(title: "t", sheets: [blocks]).source
    }

    @Test("a form stands alone: A4, one file, no script, nothing fetched, page numbers and a foot")
    func standsAlone() {
        let page = Paper(title: "<b>", sheets: [[.words("ก")], [.words("ข")]], foot: "พิมพ์ <i>").source
        #expect(page.contains("@page{size:A4 portrait") && page.contains("counter(page)"))
        #expect(page.contains("<title>&lt;b&gt;</title>"))
        #expect(page.contains("@bottom-left{content:\"\\000e1e\\000e34") && !page.contains("<i>"))
        #expect(page.split(separator: "<main").count == 3, "a sheet begins on a page of its own")
        #expect(page.contains("\"TH Sarabun New\",\"TH SarabunPSK\",Laksaman,sans-serif"))
        for word in ["<script", "http:", "https:", "src=", "@import", "url("] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(Paper(title: "t", layout: .landscape, sheets: []).source.contains("A4 landscape"))
    }

    @Test(
        "a table repeats its head, keeps rows whole, fills up, and its columns share the width"
    )
    func table() {
        let table = PaperTable(
            [.init("ที่", 1, .middle), .init("รายการ", 3)],
            [.words(["1", "<a>"]), .band("ตอน"), .total(["", "รวม"])],
            atLeast: 5)
        let page = source(.table(table))
        #expect(page.contains("thead{display:table-header-group}tr{break-inside:avoid}"))
        #expect(page.contains("<col style=\"width:25%\"><col style=\"width:75%\">"))
        #expect(page.contains("<thead><tr><th>ที่</th><th>รายการ</th></tr></thead>"))
        #expect(page.contains("&lt;a&gt;") && page.contains("colspan=\"2\">ตอน"))
        #expect(page.split(separator: "<tr").count - 1 == 1 + 5)
    }

    @Test("a head of two rows covers its columns")
    func groups() {
        let table = PaperTable(
            [.init("a", 1), .init("b", 1), .init("c", 1)], groups: [.init("", over: 1), .init("g", over: 2)],
            [])
        #expect(
            source(.table(table)).contains(
                "<tr><th rowspan=\"2\">a</th><th colspan=\"2\">g</th></tr><tr><th>b</th><th>c</th></tr>"))
    }

    @Test("what is missing is a dotted line, as many as asked for")
    func missing() {
        #expect(source(.line([PaperEntry("ชื่อ", "")])).contains("<span class=\"v\"></span>"))
        #expect(source(.area("เหตุผล", "", lines: 3)).split(separator: "class=\"v\"").count - 1 == 3)
        #expect(source(.area("", "", lines: 2)).split(separator: "class=\"v\"").count - 1 == 2)
        #expect(source(.area("เหตุผล", "มี", lines: 3)).contains("<span class=\"t\">มี</span>"))
    }

    @Test("a short value stands whole on its line; a long word may break, so that no page grows wider")
    func wholeValues() {
        func isWhole(_ value: String) -> Bool {
            source(.line([PaperEntry("จำนวน", value, after: "คน")])).contains("class=\"v whole\"")
        }
        #expect(isWhole("215") && isWhole("28 พ.ย. 2569"))
        #expect(!isWhole("") && !isWhole(String(repeating: "x", count: 40)))
    }

    @Test("boxes are drawn, and say what they are to a reader without pictures")
    func ticks() {
        let page = source(.ticks("ผล", [PaperTick("ได้", true), PaperTick("ไม่ได้", false, remark: "เพราะ")]))
        #expect(page.contains("<title>☑</title>") && page.contains("<title>☐</title>"))
        #expect(page.contains("<span class=\"v\">เพราะ</span>"))
    }

    @Test("a short role stands beside the line to sign on, a long one under the name")
    func signatures() {
        let short = source(.signatures([PaperSignature("ผู้ยืม")], across: 2))
        #expect(short.contains("<span class=\"a\">ผู้ยืม</span>"))
        let long = source(.signatures([PaperSignature("หัวหน้าเจ้าหน้าที่พัสดุ", name: "นาย ก")], across: 2))
        #expect(long.contains("<p class=\"post\">หัวหน้าเจ้าหน้าที่พัสดุ</p>") && long.contains(">นาย ก<"))
        #expect(long.contains("<span>/</span>"), "an open day has gaps for a pen")
        let day = source(.signatures([PaperSignature("ผู้ยืม", day: "5 มกราคม 2569")], across: 2))
        #expect(!day.contains("<span>/</span>"))
    }

    @Test("labels fill sheets of twenty-four")
    func labels() {
        let label = PaperLabel(owner: "ก", name: "ข", number: "1", bars: Code128("1"), foot: "1")
        for (count, sheets) in [(1, 1), (24, 1), (25, 2), (48, 2)] {
            let page = source(.labels([PaperLabel](repeating: label, count: count)))
            #expect(page.split(separator: "class=\"labels\"").count - 1 == sheets)
            #expect(page.split(separator: "class=\"label\"").count - 1 == count)
        }
    }
}
