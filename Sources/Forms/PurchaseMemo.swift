// The memo that asks to buy: why, what, for how much, out of which money; then the supplies officers'
// opinions and the decision.

internal import Page
internal import Records

enum PurchaseMemo {
    static let page = FormPage("purchase_memo", inThaiDigits: true) { request in
        let lines = request.lines("procurement_line")
        return [
            head(request)
                + body(request, lines)
                + [
                    .paragraph("จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ"),
                    MemoPaper.signature(
                        name: request.text("requester"), position: request.text("requester_position")),
                    .boxes([
                        Endorsement.box(
                            "ความเห็นเจ้าหน้าที่พัสดุ",
                            [
                                PaperTick("เห็นควรจัดซื้อ/จัดจ้าง", false),
                                PaperTick("ไม่มีวัสดุในคลัง", false),
                            ], role: "เจ้าหน้าที่พัสดุ"),
                        Endorsement.box(
                            "ความเห็นเจ้าหน้าที่การเงิน",
                            [
                                PaperTick("มีงบประมาณเพียงพอ", false),
                                PaperTick("งบประมาณไม่เพียงพอ", false),
                            ], role: "เจ้าหน้าที่การเงิน"),
                    ]),
                    .part(
                        "คำสั่ง",
                        Endorsement.verdict(
                            request, position: FormRecord.officeDirector, inMemo: true)),
                ]
        ]
    }

    private static func head(_ request: FormRecord) -> [PaperBlock] {
        MemoHead(
            department: request.unit, number: request.text("number"), day: request.day("requested_on"),
            subject: "ขอให้จัดซื้อ" + (kinds[request.code("kind")] ?? "") + " – " + request.text("title"),
            addressee: "ผู้อำนวยการ" + request.officeOrKind
        ).blocks
    }

    private static let kinds = [
        "equipment": "วัสดุอุปกรณ์", "internet": "ระบบอินเทอร์เน็ต", "web_space": "พื้นที่จัดทำเว็บไซต์",
        "service": "/จัดจ้างบริการ",
    ]

    private static func body(_ request: FormRecord, _ lines: [FormRecord]) -> [PaperBlock] {
        let gap = { (text: String) in MemoPaper.gap(MemoPaper.digits(text)) }
        let total = total(lines)
        let needed = request.day("needed_by")
        let median = request.number("median_price")
        var blocks: [PaperBlock] = [
            .paragraph(
                "ด้วย \(gap(request.text("requester"))) ตำแหน่ง \(gap(request.text("requester_position"))) "
                    + "\(MemoPaper.digits(request.unit)) มีความประสงค์ขอให้จัดซื้อ"
                    + "\(kinds[request.code("kind")] ?? "") "
                    + "โดยมีเหตุผลความจำเป็น คือ \(gap(request.text("reason"))) รายการดังต่อไปนี้"),
            .table(table(lines, total)),
            .paragraph(
                "ขอใช้เงิน\(gap(request.text("fund"))) รายการ \(gap(request.text("budget_line"))) "
                    + "ปีงบประมาณ พ.ศ. \(ThaiText.thaiDigits(gap(request.text("fiscal_year")))) "
                    + "วงเงินประมาณ \(MemoPaper.amount(total))"),
            .ticks(
                "วิธีจัดซื้อ/จัดจ้าง",
                methods.map { PaperTick($0.1, request.code("method") == $0.0) }),
        ]
        if let median {
            blocks.append(.paragraph("ราคากลาง \(MemoPaper.amount(median))"))
        }
        if let spec = request.follow("spec") {
            blocks.append(.paragraph("รายละเอียดคุณลักษณะเฉพาะตาม “\(MemoPaper.digits(spec.name))”"))
        }
        if !needed.isEmpty {
            blocks.append(.paragraph("ต้องการใช้ภายในวันที่ \(ThaiText.thaiDigits(needed))"))
        }
        return blocks
    }

    private static let methods = [
        ("full", "เฉพาะเจาะจง"), ("up_to_50000", "วงเงินไม่เกิน ๕๐,๐๐๐ บาท"),
        ("up_to_10000", "วงเงินไม่เกิน ๑๐,๐๐๐ บาท"), ("urgent", "เร่งด่วน (ข้อ ๗๙ วรรคสอง)"),
    ]

    /// Satang; nil while a price or a quantity is missing, or there are no lines.
    static func total(_ lines: [FormRecord]) -> Int64? {
        var sum: Int64 = 0
        for line in lines {
            guard let part = amount(line) else { return nil }
            let added = sum.addingReportingOverflow(part)
            if added.overflow { return nil }
            sum = added.partialValue
        }
        return lines.isEmpty ? nil : sum
    }

    private static func amount(_ line: FormRecord) -> Int64? {
        guard let quantity = line.number("quantity"), let price = line.number("unit_price") else {
            return nil
        }
        let product = quantity.multipliedReportingOverflow(by: price)
        return product.overflow ? nil : product.partialValue
    }

    private static func table(_ lines: [FormRecord], _ total: Int64?) -> PaperTable {
        let thai = ThaiText.thaiDigits
        var rows = lines.enumerated().map { place, line in
            PaperTable.Row.words([
                thai("\(place + 1)"),
                MemoPaper.digits(
                    [line.text("item"), line.text("note")].filter { !$0.isEmpty }.joined(separator: "\n")),
                thai(line.text("quantity")), line.text("unit"), thai(line.text("unit_price")),
                amount(line).map { thai(AssetCard.baht($0)) } ?? "",
            ])
        }
        while rows.count < 3 { rows.append(.words(["", "", "", "", "", ""])) }
        rows.append(
            .total([
                "", .words("รวมเป็นเงินทั้งสิ้น"), "", "", "",
                .words(total.map { thai(AssetCard.baht($0)) } ?? ""),
            ]))
        return PaperTable(
            [
                .init("ที่", 7, .middle), .init("รายการ", 36), .init("จำนวน", 11, .right),
                .init("หน่วย", 12, .middle), .init("ราคา/หน่วย (บาท)", 19, .right),
                .init("จำนวนเงิน (บาท)", 20, .right),
            ], rows)
    }
}
