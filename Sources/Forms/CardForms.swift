// The request for a user card, and the card itself.

internal import Page
internal import Records

enum CardForms {
    static let request = FormPage("id_card_request") { request in
        let person = request.follow("person")
        let systems = request.values("systems")
        let rows = systems.enumerated().map { PaperTable.Row.words(["\($0 + 1)", $1, ""]) }
        let decided = request.verdict("decision")
        let state = request.code("state")
        return [
            [
                .title("แบบคำขอมีบัตรประจำตัวในการใช้งาน", under: [request.office]),
                .line([
                    PaperEntry("เลขที่", request.text("number"), share: 3),
                    PaperEntry("วันที่", request.day("requested_on"), share: 2),
                ]), .words("เรียน\u{2003}\(MemoPaper.gap(request.head))"),
                .line([
                    PaperEntry("ข้าพเจ้า", person?.name ?? ""),
                    PaperEntry("ตำแหน่ง", person?.text("position") ?? ""),
                ]),
                .line([
                    PaperEntry("กลุ่ม/ฝ่าย", person?.text("unit") ?? "")
                ]), .line([PaperEntry("สังกัด", request.unit)]),
                .line([
                    PaperEntry("โทรศัพท์", person?.text("phone") ?? ""),
                    PaperEntry("อีเมล", person?.text("email") ?? ""),
                ]), .paragraph("ขอมีบัตรประจำตัวผู้ใช้งานในระบบ เพื่อใช้งานระบบต่อไปนี้"),
                .table(
                    PaperTable(
                        [.init("ที่", 8, .middle), .init("ระบบที่ขอใช้งาน", 60), .init("หมายเหตุ", 32)], rows,
                        atLeast: 2)), .area("เหตุผลที่ขอ", request.text("reason"), lines: 2),

                .ticks(
                    "หลักฐานที่แนบ",
                    [
                        PaperTick("รูปถ่าย ๑ นิ้ว ๑ รูป", request.code("photo_hash").nonEmpty != nil),
                        PaperTick("สำเนาบัตรเจ้าหน้าที่ของรัฐ", false),
                    ]),
                .note(
                    "ข้าพเจ้าขอรับรองว่าข้อความข้างต้นเป็นความจริง จะเก็บรักษาบัตรและรหัสผ่านไว้เป็นความลับ "
                        + "ไม่ให้ผู้อื่นใช้แทน และจะปฏิบัติตามพระราชบัญญัติว่าด้วยการกระทำความผิดเกี่ยวกับคอมพิวเตอร์ "
                        + "พ.ศ. 2550 และที่แก้ไขเพิ่มเติม"),
                .signLine(
                    PaperSignature(
                        "ผู้ขอมีบัตร", name: person?.name ?? "", day: request.shortDay("requested_on"))),
                .boxes([
                    Endorsement.box(
                        "ผลการตรวจสอบ",
                        [
                            PaperTick(
                                "หลักฐานครบถ้วน",
                                ["verified", "approved", "printed"].contains(state)),
                            PaperTick("ไม่ถูกต้อง", false),
                        ], position: "เจ้าหน้าที่ ICT", lines: 0),
                    Endorsement.box(
                        "คำสั่ง",
                        [
                            PaperTick("อนุมัติ", decided.code == "approved"),
                            PaperTick("ไม่อนุมัติ", decided.code == "refused"),
                        ], name: request.text("decided_by", beside: "decision"), position: "ผู้อนุมัติ", lines: 0,
                        day: decided.day),
                ]), issued(request),
            ]
        ]
    }

    private static func issued(_ request: FormRecord) -> PaperBlock {
        let card = request.those("id_card", in: "request").last
        return .part(
            "การออกบัตร",
            [
                .line([
                    PaperEntry("เลขที่บัตร", card?.text("card_no") ?? "")
                ]),
                .line([
                    PaperEntry("วันออกบัตร", card?.day("issued_on") ?? ""),
                    PaperEntry("วันหมดอายุ", card?.day("expires_on") ?? ""),
                ]),
                .signLine(PaperSignature("ผู้รับบัตร")), .signLine(PaperSignature("ผู้ออกบัตร")),
            ])
    }

    static let card = FormPage("id_card") { card in
        let person = card.follow("person")
        let number = ThaiText.arabicDigits(card.text("card_no"))
        let shown = PaperCard(
            issuer: card.office.isEmpty ? card.unit : card.office, title: "บัตรประจำตัวผู้ใช้งานในระบบ",
            holder: [
                PaperEntry("ชื่อ", person?.name ?? ""),
                PaperEntry("ตำแหน่ง", person?.text("position") ?? ""),
                PaperEntry(
                    "สังกัด", card.isOfSchool ? card.unit : person?.text("unit").nonEmpty ?? card.unit),
            ],
            facts: [
                PaperEntry("เลขที่", number), PaperEntry("ออกบัตร", card.date("issued_on")?.short() ?? ""),
                PaperEntry("หมดอายุ", card.date("expires_on")?.short() ?? ""),
            ],
            back: [
                "บัตรนี้ใช้แสดงตนในการใช้งานระบบสารสนเทศ ห้ามให้ผู้อื่นใช้แทน",
                "หากสูญหายให้แจ้ง\(FormRecord.group) ทันที",
                "เก็บได้โปรดส่งคืนที่หน่วยงานผู้ออกบัตร",
            ], signers: ["ผู้ถือบัตร", "ผู้ออกบัตร"], bars: Code128(number) ?? Code128(card.shortID),
            number: number)
        return [
            [
                .title("แบบบัตรประจำตัวผู้ใช้งานในระบบ"),
                .note("ตัดตามเส้นประ พับกลาง แล้วเคลือบ ขนาดบัตร 85.6 × 54 มม."), .card(shown),
                .line([
                    PaperEntry("ได้รับบัตรเลขที่", number, share: 3),
                    PaperEntry("สถานะบัตร", card.text("state"), share: 2),
                ]),
                .signatures(
                    [
                        PaperSignature("ผู้รับบัตร", name: person?.name ?? ""),
                        PaperSignature("ผู้จ่ายบัตร"),
                    ], across: 2),
            ]
        ]
    }
}
