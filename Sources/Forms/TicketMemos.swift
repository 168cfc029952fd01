// Two memos that are tickets: asking to use equipment, and asking that work be done.

internal import Page
internal import Records

enum TicketMemos {
    static let use = FormPage("use_memo", inThaiDigits: true) { ticket in
        let items = ticket.lines("ticket_item")
        let rows = items.enumerated().map { place, item in
            PaperTable.Row.words([
                ThaiText.thaiDigits("\(place + 1)"), MemoPaper.digits(item.text("name")),
                RepairNotice.assetNumber(item),
                MemoPaper.digits(item.text("symptom")),
            ])
        }
        return [
            head(ticket, "ขอใช้วัสดุอุปกรณ์")
                + [
                    .paragraph(
                        "ด้วยข้าพเจ้า \(gap(ticket.text("reporter"))) ตำแหน่ง "
                            + "\(gap(ticket.text("reporter_position"))) มีความประสงค์ขอใช้วัสดุอุปกรณ์ "
                            + "เพื่อ\(gap(ticket.text("title"))) ณ \(gap(ticket.text("place"))) "
                            + "ตั้งแต่วันที่ …………………………… ถึงวันที่ …………………………… ตามรายการดังนี้"),
                    .table(
                        PaperTable(
                            [
                                .init("ที่", 7, .middle), .init("รายการ", 36), .init("หมายเลขครุภัณฑ์", 27),
                                .init("หมายเหตุ / ลักษณะการใช้งาน", 36),
                            ], rows, atLeast: 2)),
                    .paragraph(
                        "ข้าพเจ้าจะดูแลรักษาวัสดุอุปกรณ์ดังกล่าวให้อยู่ในสภาพเรียบร้อย "
                            + "และส่งคืนเมื่อใช้งานแล้วเสร็จ"),
                    .paragraph(MemoPaper.plea),
                    MemoPaper.signature(
                        name: ticket.text("reporter"), position: ticket.text("reporter_position")),
                ] + endorsements(ticket, "มีวัสดุอุปกรณ์พร้อมให้ใช้", "ไม่พร้อมให้ใช้ เพราะ")
        ]
    }

    static let work = FormPage("work_memo", inThaiDigits: true) { ticket in
        let items = ticket.lines("ticket_item")
        let rows = items.enumerated().map { place, item in
            PaperTable.Row.words([
                ThaiText.thaiDigits("\(place + 1)"), MemoPaper.digits(item.text("name")),
                MemoPaper.digits(item.text("symptom")),
                RepairNotice.assetNumber(item),
            ])
        }
        let due = ticket.day("due_on")
        return [
            head(ticket, "ขอให้ดำเนินการ")
                + [
                    .paragraph(
                        "ด้วย\(gap(ticket.unit)) โดย \(gap(ticket.text("reporter"))) ตำแหน่ง "
                            + "\(gap(ticket.text("reporter_position"))) มีความประสงค์ขอให้"
                            + "\(FormRecord.group) ดำเนินการ\(gap(ticket.text("title"))) ณ "
                            + "\(gap(ticket.text("place"))) รายละเอียดดังนี้"),
                    .table(
                        PaperTable(
                            [
                                .init("ที่", 7, .middle), .init("งานที่ขอให้ดำเนินการ", 36),
                                .init("รายละเอียด", 38), .init("ครุภัณฑ์ที่เกี่ยวข้อง", 25),
                            ], rows, atLeast: 2)),
                    .paragraph(
                        "ทั้งนี้ ขอให้แล้วเสร็จภายในวันที่ "
                            + (due.isEmpty ? "………………………………………" : ThaiText.thaiDigits(due))),
                    .paragraph(MemoPaper.plea),
                    MemoPaper.signature(
                        name: ticket.text("reporter"), position: ticket.text("reporter_position")),
                ] + endorsements(ticket, "เห็นควรดำเนินการ มอบหมายให้", "ไม่อาจดำเนินการได้ เพราะ")
        ]
    }

    private static func gap(_ text: String) -> String { MemoPaper.gap(MemoPaper.digits(text)) }

    private static func head(_ ticket: FormRecord, _ what: String) -> [PaperBlock] {
        let contact = ticket.text("contact")
        return MemoHead(
            department: ticket.unit + (contact.isEmpty ? "" : "\u{2003}โทร. \(contact)"),
            number: ticket.text("number"), day: ticket.day("opened_at"),
            subject: what + (ticket.text("title").isEmpty ? "" : " – \(ticket.text("title"))"),
            addressee: "ผู้อำนวยการ" + ticket.officeOrKind
        ).blocks
    }

    private static func endorsements(_ ticket: FormRecord, _ yes: String, _ no: String) -> [PaperBlock] {
        [
            .boxes([
                Endorsement.box(
                    "ความเห็นเจ้าหน้าที่ ICT",
                    [PaperTick(yes, false), PaperTick(no, false, remark: "")], role: "เจ้าหน้าที่", lines: 0),
                Endorsement.box(
                    "ความเห็นผู้อำนวยการกลุ่ม",
                    [PaperTick("เห็นควรอนุมัติ", false), PaperTick("ไม่ควรอนุมัติ เพราะ", false, remark: "")],
                    role: "ผอ.กลุ่ม", lines: 0),
            ]),
            .part(
                "คำสั่ง",
                Endorsement.verdict(ticket, position: FormRecord.officeDirector, inMemo: true)),
        ]
    }
}
