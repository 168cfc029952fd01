// The repair notice: six parts in the order in which the paper goes from hand to hand (DOMAIN §3.6). Each
// part ends with who signs it.

internal import Page
internal import Records

enum RepairNotice {
    static let page = FormPage("repair_notice") { ticket in
        let items = ticket.lines("ticket_item")
        return [
            [
                .title("แบบแจ้งซ่อมวัสดุอุปกรณ์", under: [ticket.unit]),
                .line([
                    PaperEntry("เลขที่", ticket.text("number")),
                    PaperEntry("วันที่แจ้ง", ticket.day("opened_at")),
                ]),
                .words("เรียน\u{2003}ผู้อำนวยการ\(ticket.officeOrKind)"),
                .ticks(
                    "ประเภท",
                    ["repair", "install", "consult"].map { kind in
                        PaperTick(kindLabels[kind] ?? kind, ticket.code("kind") == kind)
                    }), .space(1), notifier(ticket), table(ticket, items), inspector(ticket, items),
                vendor(ticket), decision(ticket), handBack(ticket),
            ]
        ]
    }

    private static let kindLabels = [
        "repair": "แจ้งซ่อม", "install": "ขอติดตั้ง", "consult": "ขอคำปรึกษา",
    ]

    private static func notifier(_ ticket: FormRecord) -> PaperBlock {
        .part(
            "๑. ผู้แจ้ง",
            [
                .line([
                    PaperEntry("ชื่อ – สกุล", ticket.text("reporter"), share: 3),
                    PaperEntry("ตำแหน่ง", ticket.text("reporter_position"), share: 2),
                ]),
                .line([
                    PaperEntry("หน่วยงาน", ticket.unit)
                ]),
                .line([
                    PaperEntry("สถานที่", ticket.text("place"), share: 3),
                    PaperEntry("โทรศัพท์", ticket.text("contact"), share: 2),
                ]), .line([PaperEntry("เรื่อง", ticket.text("title"))]),
                .ticks(
                    "ความเร่งด่วน",
                    RepairNotice.urgencies.map {
                        PaperTick($0.1, ticket.code("reporter_urgency") == $0.0)
                    }),
                .signLine(
                    PaperSignature(
                        "ผู้แจ้ง", name: ticket.text("reporter"), day: ticket.shortDay("opened_at"))),
                .signLine(PaperSignature("ผู้รับแจ้ง")),
            ])
    }

    private static let urgencies = [
        ("low", "ไม่เร่งด่วน"), ("normal", "ปกติ"), ("high", "ด่วน"), ("urgent", "ด่วนที่สุด"),
    ]

    private static func table(_ ticket: FormRecord, _ items: [FormRecord]) -> PaperBlock {
        let rows = items.enumerated().map { place, item in
            PaperTable.Row.words([
                "\(place + 1)", item.text("name"), assetNumber(item), self.place(item, of: ticket),
                item.text("symptom"),
            ])
        }
        return .part(
            "๒. รายการที่แจ้ง",
            [
                .table(
                    PaperTable(
                        [
                            .init("ที่", 6, .middle), .init("รายการ", 22), .init("หมายเลขครุภัณฑ์", 27),
                            .init("สถานที่ตั้ง", 17), .init("อาการชำรุด / ปัญหาที่พบ", 33),
                        ], rows, atLeast: 3))
            ])
    }

    /// As written on the line, else of the asset that the line names.
    static func assetNumber(_ item: FormRecord) -> String {
        item.text("asset_no").nonEmpty ?? item.follow("asset")?.text("asset_no") ?? ""
    }

    private static func place(_ item: FormRecord, of ticket: FormRecord) -> String {
        let moves = item.follow("asset")?.those("asset_movement", in: "asset", by: "moved_at") ?? []
        return moves.last?.text("to_place").nonEmpty ?? ticket.text("place")
    }

    private static func inspector(_ ticket: FormRecord, _ items: [FormRecord]) -> PaperBlock {
        let rows = items.enumerated().map { place, item in
            PaperTable.Row.words([
                "\(place + 1)", item.text("inspect_result"), item.values("comment").joined(separator: "\n"),
                item.text("technician"), item.shortDay("inspected_on"),
            ])
        }
        let state = ticket.code("state")
        return .part(
            "๓. ความเห็นของผู้ตรวจสอบ",
            [
                .table(
                    PaperTable(
                        [
                            .init("ที่", 6, .middle), .init("ผลการตรวจสอบ", 30), .init("ความเห็น", 32),
                            .init("ผู้ตรวจ", 20), .init("วันที่", 16, .middle),
                        ], rows, atLeast: 2)),
                .ticks(
                    "สรุป",
                    [
                        PaperTick("ซ่อมได้เอง", ["in_repair", "repaired"].contains(state)),
                        PaperTick("ต้องใช้อะไหล่", state == "waiting_parts"),
                        PaperTick("ส่งร้านซ่อม", state == "at_vendor"),
                        PaperTick("ชำรุด ซ่อมไม่คุ้ม", state == "unrepairable"),
                    ]), .signLine(PaperSignature("ผู้ตรวจสอบ")),
            ])
    }

    private static func vendor(_ ticket: FormRecord) -> PaperBlock {
        let cost = ticket.number("cost_estimate")
        return .part(
            "๔. ร้านซ่อม / อะไหล่",
            [
                .line([
                    PaperEntry("ชื่อร้าน", ticket.text("vendor"), share: 3),
                    PaperEntry("ผู้ติดต่อ / โทร.", ticket.text("vendor_contact"), share: 3),
                ]),
                .line([
                    PaperEntry("วันที่ส่งร้าน", ticket.day("vendor_sent_on"), share: 2),
                    PaperEntry("ราคาประมาณ", ticket.text("cost_estimate"), after: "บาท", share: 2),
                ]),
                .line([
                    PaperEntry("จำนวนเงิน (ตัวอักษร)", cost.map { ThaiBaht.words(satang: $0) } ?? "")
                ]),
                .area("ความเห็นของร้าน", ticket.text("vendor_suggestion"), lines: 1),
                .area("ความเห็นของผู้ตรวจสอบหลังได้รับใบเสนอราคา", ticket.text("technician_view"), lines: 1),
                .signLine(PaperSignature("ผู้ตรวจสอบ")),
            ])
    }

    private static func decision(_ ticket: FormRecord) -> PaperBlock {
        .part("๕. คำสั่งของผู้มีอำนาจ", Endorsement.verdict(ticket, position: FormRecord.officeDirector))
    }

    private static func handBack(_ ticket: FormRecord) -> PaperBlock {
        let last = ticket.lines("ticket_handback").last
        let works = last?.number("works").map { $0 != 0 }
        return .part(
            "๖. การส่งคืน",
            [
                .ticks(
                    "ผลการซ่อม",
                    [
                        PaperTick("ใช้งานได้ปกติ", works == true),
                        PaperTick("ยังใช้งานไม่ได้ เนื่องจาก", works == false, remark: last?.text("reason") ?? ""),
                    ]), .line([PaperEntry("วันเวลาที่ส่งคืน", last?.text("handed_at") ?? "")]),
                .signatures(
                    [
                        PaperSignature("ผู้ส่งคืน", name: last?.text("returned_by") ?? "", day: nil),
                        PaperSignature("ผู้รับคืน", name: last?.text("received_by") ?? "", day: nil),
                    ], across: 2),
            ])
    }
}
