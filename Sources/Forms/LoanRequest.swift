// The loan form, which is also the slip: what is borrowed and until when, who answers for it, five
// signatures, then what was handed out and what came back (DOMAIN §3.6).

internal import Page
internal import Records

enum LoanRequest {
    static let page = FormPage("loan_request") { loan in
        let lines = loan.lines("loan_line")
        return [
            request(loan, lines)
                + signatures(loan) + [.space(2), issue(loan), returns(loan, lines)]
        ]
    }

    private static func request(_ loan: FormRecord, _ lines: [FormRecord]) -> [PaperBlock] {
        let rows = lines.enumerated().map { place, line in
            PaperTable.Row.words([
                "\(place + 1)", line.text("name"), line.text("quantity"), RepairNotice.assetNumber(line),
                line.text("note"),
            ])
        }
        return [
            .title("แบบบันทึกขอยืมวัสดุอุปกรณ์", under: [loan.unit]),
            .line([
                PaperEntry("เลขที่", loan.text("number"), share: 3),
                PaperEntry("วันที่", loan.day("borrow_on"), share: 2),
            ]), .words("เรียน\u{2003}หัวหน้าเจ้าหน้าที่พัสดุ"),
            .line([
                PaperEntry("ข้าพเจ้า", loan.text("borrower"), share: 3),
                PaperEntry("ตำแหน่ง", loan.text("borrower_position"), share: 2),
            ]),
            .line([
                PaperEntry("สังกัด", loan.text("borrower_unit"), share: 3),
                PaperEntry("สถานที่ใช้", loan.text("place_used"), share: 2),
            ]), .area("มีความประสงค์ขอยืมวัสดุอุปกรณ์ เพื่อ", loan.text("purpose"), lines: 2),
            .table(
                PaperTable(
                    [
                        .init("ที่", 7, .middle), .init("รายการ", 34), .init("จำนวน", 11, .middle),
                        .init("หมายเลขครุภัณฑ์", 36), .init("หมายเหตุ", 19),
                    ], rows, atLeast: 3)),
            .line([
                PaperEntry("ยืมตั้งแต่วันที่", loan.day("borrow_on")),
                PaperEntry("กำหนดส่งคืนวันที่", loan.day("due_on")),
            ]), extended(loan), .note(liability),
        ]
    }

    private static func extended(_ loan: FormRecord) -> PaperBlock {
        let days = loan.values("extensions")
        guard let last = days.last else { return .space(0) }
        return .line([PaperEntry("ขยายเวลาส่งคืนถึงวันที่", last)])
    }

    private static let liability =
        "ข้าพเจ้าจะดูแลรักษาพัสดุที่ยืมและส่งคืนในสภาพที่ใช้การได้เรียบร้อยภายในกำหนด หากเกิดชำรุดเสียหาย "
        + "หรือใช้การไม่ได้ หรือสูญหายไป ข้าพเจ้ายินดีจัดการแก้ไขซ่อมแซมให้คงสภาพเดิมโดยเสียค่าใช้จ่ายของตนเอง "
        + "หรือชดใช้เป็นพัสดุประเภท ชนิด ขนาด ลักษณะและคุณภาพอย่างเดียวกัน "
        + "หรือชดใช้เป็นเงินตามราคาที่เป็นอยู่ในขณะยืม ตามระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและ"
        + "การบริหารพัสดุภาครัฐ พ.ศ. 2560 ข้อ 207 – 209"

    private static func signatures(_ loan: FormRecord) -> [PaperBlock] {
        let check = loan.verdict("supply_check")
        let endorsed = loan.verdict("endorsement")
        let decided = loan.verdict("decision")
        let why = loan.text("check_reason", beside: "supply_check")
        let head = loan.isOfSchool ? "ผู้อำนวยการโรงเรียน" : "ผู้อำนวยการ"
        return [
            .signatures(
                [PaperSignature("ผู้ยืม", name: loan.text("borrower"), day: loan.day("borrow_on"))], across: 2),
            .boxes([
                Endorsement.box(
                    "๑. ผู้ช่วยเจ้าหน้าที่พัสดุ",
                    [
                        PaperTick("ให้ยืมได้", check.code == "lendable"),
                        PaperTick(
                            "ให้ยืมไม่ได้ เพราะ", check.code == "not_lendable",
                            remark: check.code == "lendable" ? "" : why),
                    ], lines: 0, day: check.day),
                Endorsement.box(
                    "๒. เจ้าหน้าที่พัสดุ",
                    [PaperTick("เห็นควรให้ยืม", false), PaperTick("ไม่เห็นควร เพราะ", false, remark: "")],
                    lines: 0),
            ]),
            .boxes([
                Endorsement.box(
                    "๓. หัวหน้าเจ้าหน้าที่พัสดุ",
                    [
                        PaperTick("เห็นควรให้ยืม", endorsed.code == "endorsed"),
                        PaperTick("ไม่เห็นควร", endorsed.code == "not_endorsed"),
                    ], lines: 0, day: endorsed.day),
                Endorsement.box(
                    "๔. \(head)",
                    [
                        PaperTick("อนุมัติ", decided.code == "approved"),
                        PaperTick("ไม่อนุมัติ", decided.code == "refused"),
                    ], name: loan.text("decided_by", beside: "decision"), lines: 0, day: decided.day),
            ]),
        ]
    }

    private static func issue(_ loan: FormRecord) -> PaperBlock {
        .part(
            "การจ่ายพัสดุ",
            [
                .line([PaperEntry("จ่ายพัสดุตามรายการข้างต้นแล้ว เมื่อวันที่", loan.text("issued_at"))]),
                .signatures(
                    [
                        PaperSignature("ผู้จ่ายพัสดุ", name: loan.text("issued_by"), day: nil),
                        PaperSignature("ผู้รับพัสดุ", name: loan.text("received_by"), day: nil),
                    ], across: 2),
            ])
    }

    /// What stands for the number of a line: a return that names none speaks of all, and one that names a
    /// line which is not on this paper says which.
    private static func unplaced(_ back: FormRecord, _ line: FormRecord?) -> String {
        if let line { return line.shortID }
        return back.text("line").nonEmpty ?? "ทุกรายการ"
    }

    private static func returns(_ loan: FormRecord, _ lines: [FormRecord]) -> PaperBlock {
        let places = Dictionary(
            lines.enumerated().map { ($0.element.id, $0.offset + 1) },
            uniquingKeysWith: { first, _ in first })
        let back = loan.lines("loan_return")
        let rows = back.map { one in
            let line = one.follow("line")
            let place = line.flatMap { places[$0.id] }
            return PaperTable.Row.words([
                place.map { "\($0)" } ?? unplaced(one, line), line?.text("name") ?? "",
                one.text("returned_at"),
                [one.text("condition"), one.text("note")].filter { !$0.isEmpty }.joined(separator: " "),
            ])
        }
        let by = back.last
        return .part(
            "การส่งคืน",
            [
                .table(
                    PaperTable(
                        [
                            .init("ที่", 12, .middle), .init("รายการ", 36), .init("วันเวลาที่ส่งคืน", 24, .middle),
                            .init("สภาพพัสดุ", 34),
                        ], rows, atLeast: 2)),
                .signatures(
                    [
                        PaperSignature(
                            "ผู้ส่งคืน", name: by?.text("returned_by") ?? "", day: by?.day("returned_at") ?? ""),
                        PaperSignature(
                            "ผู้รับคืน", name: by?.text("received_by") ?? "", day: by?.day("returned_at") ?? ""),
                    ], across: 2),
            ])
    }
}
