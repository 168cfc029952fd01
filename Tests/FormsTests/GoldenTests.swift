// Every form says what it said: its words, tags taken out, are kept as files beside the tests. To change
// them on purpose, run the tests with SAPHAN_WRITE_GOLDEN=1 and read the difference.

import Foundation
import Page
import Records
import Testing

@testable import Forms

@Suite struct GoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("FormsText")

    @Test("each form has a page and each page a form")
    func pages() throws {
        #expect(PaperForm.all.map(\.name).sorted() == FormPage.all.map(\.name).sorted())
        for form in PaperForm.all {
            let collection = try #require(Catalogue.standard[form.collection], "\(form.name)")
            let known = collection["kind"]?.type.choices.map(\.code) ?? []
            #expect(Set(form.kinds).isSubset(of: known), "\(form.name)")
        }
    }

    @Test("every form prints the words it is known for, and the same bytes twice")
    func golden() throws {
        let clerk = try Clerk()
        let samples = try clerk.samples()
        #expect(samples.map(\.form).sorted() == PaperForm.all.map(\.name).sorted())
        let isWriting = ProcessInfo.processInfo.environment["SAPHAN_WRITE_GOLDEN"] == "1"
        for (form, id) in samples {
            let source = try clerk.paper(form, id).source
            #expect(try clerk.paper(form, id).source == source)
            let text = PlainText.of(source)
            let file = Self.folder.appendingPathComponent("\(form).txt")
            if isWriting { try Data(text.utf8).write(to: file) }
            let wanted = try String(contentsOf: file, encoding: .utf8)
            guard wanted != text else { continue }
            let pair = zip(wanted.split(separator: "\n"), text.split(separator: "\n")).first { $0.0 != $0.1 }
            Issue.record("\(form): was “\(pair?.0 ?? "shorter")”, is “\(pair?.1 ?? "longer")”")
        }
    }

    @Test("the parts of repair, loan, access and memo stand in the order in which the paper goes round")
    func order() throws {
        let clerk = try Clerk()
        let samples = Dictionary(uniqueKeysWithValues: try clerk.samples())
        let wanted: [(String, [String])] = [
            (
                "repair_notice",
                ["๑. ผู้แจ้ง", "๒. รายการที่แจ้ง", "๓. ความเห็นของผู้ตรวจสอบ", "๔. ร้านซ่อม", "๕. คำสั่ง", "๖. การส่งคืน"]
            ),
            (
                "loan_request",
                [
                    "หัวหน้าเจ้าหน้าที่พัสดุ", "ข้าพเจ้า", "หมายเลขครุภัณฑ์", "กำหนดส่งคืน", "207 – 209", "ผู้ยืม", "๑.",
                    "๒.", "๓.", "๔.", "การจ่ายพัสดุ", "การส่งคืน",
                ]
            ),
            (
                "access_request",
                [
                    "๑. ผู้ขอ", "๒. ระบบที่ขอเข้าถึง", "๓. เหตุผล", "ผู้ขอ", "หัวหน้าหน่วยงาน", "เจ้าหน้าที่ ICT",
                    "ผู้อำนวยการกลุ่ม ICT",
                    "๕. คำสั่ง", "ผู้อนุมัติ", "๖. การให้สิทธิ",
                ]
            ),
            (
                "memo",
                [
                    "บันทึกข้อความ", "ส่วนราชการ", "ที่", "วันที่", "เรื่อง", "เรียน", "ด้วยเหตุ", "ในการนี้", "จึงเรียนมา",
                    "นาย ก ข",
                    "ผอ.กลุ่ม", "เห็นควร",
                ]
            ),
        ]
        for (form, parts) in wanted {
            var rest = PlainText.of(try clerk.paper(form, try #require(samples[form])).source)[...]
            for part in parts {
                guard let found = rest.range(of: part) else {
                    Issue.record("\(form): \(part) is not behind what stands before it")
                    break
                }
                rest = rest[found.upperBound...]
            }
        }
    }
}
