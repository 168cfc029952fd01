// The request for access to information systems: who asks, for which system at which level until when, on
// what ground in law; five people sign in order (DOMAIN §3.6).

internal import Page
internal import Records

enum AccessForm {
    static let page = FormPage("access_request") { request in
        let person = request.follow("person")
        let lines = request.lines("access_line")
        return [
            [
                .title("แบบคำร้องขอเข้าถึงระบบข้อมูลสารสนเทศ", under: [request.office]),
                .line([
                    PaperEntry("เลขที่", request.text("number"), share: 3),
                    PaperEntry("วันที่", request.day("requested_on"), share: 2),
                ]), asker(request, person), .part("๒. ระบบที่ขอเข้าถึง", [.table(table(lines))]),
                .part(
                    "๓. เหตุผลและฐานตามกฎหมาย",
                    [
                        .area("ฐานตามกฎหมายที่ใช้ข้อมูลได้", request.text("legal_basis"), lines: 1),
                        .area("หมายเหตุ", request.text("note"), lines: 1),
                        .note(
                            "ผู้ขอจะใช้ข้อมูลเท่าที่จำเป็นตามวัตถุประสงค์ข้างต้น ไม่เปิดเผยต่อผู้ไม่มีหน้าที่ "
                                + "และปฏิบัติตามพระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 "
                                + "และพระราชบัญญัติว่าด้วยการกระทำความผิดเกี่ยวกับคอมพิวเตอร์ พ.ศ. 2550"),
                    ]), opinions(request, person),
                order(request), granted(request),
            ]
        ]
    }

    private static func asker(_ request: FormRecord, _ person: FormRecord?) -> PaperBlock {
        .part(
            "๑. ผู้ขอ",
            [
                .line([
                    PaperEntry("ชื่อ – สกุล", person?.name ?? "", share: 3),
                    PaperEntry("ตำแหน่ง", person?.text("position") ?? "", share: 2),
                ]),
                .line([
                    PaperEntry("หน่วยงาน", request.unit)
                ]), .line([PaperEntry("กลุ่ม/ฝ่าย", person?.text("unit") ?? "")]),
                .line([
                    PaperEntry("โทรศัพท์", person?.text("phone") ?? "", share: 2),
                    PaperEntry("อีเมล", person?.text("email") ?? "", share: 3),
                ]),
            ])
    }

    private static func table(_ lines: [FormRecord]) -> PaperTable {
        let rows = lines.enumerated().map { place, line in
            let level = line.code("level")
            return PaperTable.Row.cells([
                .words("\(place + 1)"), .words(line.text("system")), .tick(level == "viewer"),
                .tick(level == "editor"), .tick(level == "admin"), .words(line.text("purpose")),
                .words(line.shortDay("valid_from")), .words(line.shortDay("valid_until")),
            ])
        }
        let blank = PaperTable.Row.cells(["", "", .tick(false), .tick(false), .tick(false), "", "", ""])
        return PaperTable(
            [
                .init("ที่", 6, .middle), .init("ระบบ", 24), .init("ดู", 8, .middle),
                .init("แก้ไข", 10, .middle), .init("ผู้ดูแล", 11, .middle), .init("วัตถุประสงค์", 25),
                .init("ตั้งแต่", 14, .middle), .init("ถึง", 14, .middle),
            ],
            groups: [
                .init("", over: 2), .init("ระดับสิทธิ", over: 3), .init("", over: 1), .init("ระยะเวลา", over: 2),
            ], rows + [PaperTable.Row](repeating: blank, count: max(0, 3 - rows.count)))
    }

    private static func opinions(_ request: FormRecord, _ person: FormRecord?) -> PaperBlock {
        let told = request.values("approvals")
        let unit = request.isOfSchool ? "ผู้อำนวยการโรงเรียน" : "หัวหน้าหน่วยงาน"
        return .part(
            "๔. ความเห็นตามลำดับ",
            [
                told.isEmpty ? .space(0) : .area("", told.joined(separator: "\n"), lines: 0),
                .signatures(
                    [
                        PaperSignature(
                            "", name: person?.name ?? "", position: "ผู้ขอ", day: request.day("requested_on")),
                        PaperSignature("", position: unit), PaperSignature("", position: "เจ้าหน้าที่ ICT"),
                        PaperSignature("", position: "ผู้อำนวยการกลุ่ม ICT"),
                    ], across: 2),
            ])
    }

    private static func order(_ request: FormRecord) -> PaperBlock {
        let decided = request.verdict("decision")
        return .part(
            "๕. คำสั่ง",
            [
                .ticks(
                    "",
                    [
                        PaperTick("อนุมัติ", decided.code == "approved"),
                        PaperTick("ไม่อนุมัติ เพราะ", decided.code == "refused", remark: ""),
                    ]),
                .signatures(
                    [
                        PaperSignature(
                            "ผู้อนุมัติ", position: FormRecord.officeDirector, day: decided.day)
                    ], across: 2),
            ])
    }

    private static func granted(_ request: FormRecord) -> PaperBlock {
        let grants = request.those("access_grant", in: "request")
        let rows = grants.map { grant in
            PaperTable.Row.words([
                grant.text("system"), grant.text("level"), grant.follow("account")?.text("username") ?? "",
                grant.shortDay("valid_from"), grant.shortDay("valid_until"), grant.text("state"),
            ])
        }
        return .part(
            "๖. การให้สิทธิ (สำหรับเจ้าหน้าที่)",
            [
                .table(
                    PaperTable(
                        [
                            .init("ระบบ", 28), .init("ระดับ", 16, .middle), .init("บัญชีผู้ใช้", 20),
                            .init("ตั้งแต่", 14, .middle), .init("ถึง", 14, .middle), .init("สถานะ", 14, .middle),
                        ], rows, atLeast: 2)),
                .signLine(PaperSignature("ผู้ให้สิทธิ")),
            ])
    }
}
