// The asset register card: the head that the comptroller's form has, its twelve columns, and a line for
// each fiscal year in which the thing loses value (DOMAIN §3.5).

internal import CRDT
internal import Page
internal import Records

enum AssetCard {
    static let page = FormPage("asset_card", .landscape) { asset in
        [[.title("ทะเบียนคุมทรัพย์สิน")] + head(asset) + [.table(table(asset)), .note(rule)]]
    }

    private static let rule =
        "ค่าเสื่อมราคาวิธีเส้นตรง คิดเป็นเดือนเต็มถึงวันที่ 30 กันยายนของทุกปี มูลค่าคงเหลือขั้นต่ำ 1 บาท"

    private static func head(_ asset: FormRecord) -> [PaperBlock] {
        let number = asset.text("asset_no").nonEmpty ?? ""
        let details = [asset.text("description"), asset.text("brand")].filter { !$0.isEmpty }
        return [
            .line([
                PaperEntry("ส่วนราชการ", asset.office, share: 3),
                PaperEntry("หน่วยงาน", asset.unit, share: 3),
            ]),
            .line([
                PaperEntry("ประเภท", asset.text("category"), share: 3), PaperEntry("รหัส", number, share: 3),
                PaperEntry("รุ่น/แบบ", asset.text("model"), share: 2),
                PaperEntry("หมายเลขเครื่อง", asset.text("serial_no"), share: 2),
            ]),
            .line([
                PaperEntry("ลักษณะ/คุณสมบัติ", details.joined(separator: " "), share: 4),
                PaperEntry("สถานที่ตั้ง/หน่วยงานผู้รับผิดชอบ", place(asset), share: 4),
            ]),
            .line([
                PaperEntry("ชื่อผู้ขาย/ผู้รับจ้าง/ผู้บริจาค", asset.text("vendor"), share: 4),
                PaperEntry("ที่อยู่", asset.text("vendor_address"), share: 4),
                PaperEntry("โทรศัพท์", asset.text("vendor_phone"), share: 2),
            ]),
            .ticks(
                "ประเภทเงิน",
                funds.map { PaperTick($0.1, asset.code("fund_source") == $0.0) }),
            .ticks("วิธีการที่ได้มา", methods(asset.text("method"))), .space(1),
        ]
    }

    private static let funds = [
        ("budget", "เงินงบประมาณ"), ("non_budget", "เงินนอกงบประมาณ"),
        ("donation", "เงินบริจาค/เงินช่วยเหลือ"), ("other", "อื่น ๆ"),
    ]

    /// The ways as printed; a way that is none of them stands behind "other".
    static func methods(_ typed: String) -> [PaperTick] {
        let wanted = ThaiText.compareKey(typed)
        let known = ["ตกลงราคา", "เฉพาะเจาะจง", "สอบราคา", "คัดเลือก", "e-bidding", "รับบริจาค"]
        let found = known.first { !wanted.isEmpty && wanted.contains(ThaiText.compareKey($0)) }
        return known.map { PaperTick($0, $0 == found) }
            + [
                PaperTick(
                    "อื่น ๆ", found == nil && !wanted.isEmpty, remark: found == nil ? typed : "")
            ]
    }

    /// Where it stands now: the last movement's place and holder.
    static func place(_ asset: FormRecord) -> String {
        let last = asset.those("asset_movement", in: "asset", by: "moved_at").last
        guard let last else { return "" }
        return [last.text("to_school"), last.text("to_place"), last.text("holder")].filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    private static func table(_ asset: FormRecord) -> PaperTable {
        let price = asset.number("unit_price")
        let quantity = asset.number("quantity")
        let total = price.flatMap { price in quantity.map { price.multipliedReportingOverflow(by: $0) } }
        let cost = total.flatMap { $0.overflow ? nil : $0.partialValue }
        let life = asset.number("life_years")
        let loss = depreciation(cost: cost, life: life, acquired: asset.date("acquired_on"))
        let first = PaperTable.Row.words([
            asset.shortDay("acquired_on"), asset.text("doc_no"), asset.text("name"),
            quantity.map { "\($0)" } ?? "", asset.text("unit_price"), cost.map(baht) ?? "",
            life.map { "\($0) ปี" } ?? "", loss.map { rate($0.rateHundredths) } ?? "", "", "",
            cost.map(baht) ?? "", asset.text("condition"),
        ])
        let rows = years(loss, until: ThaiDate(milliseconds: asset.reading.printedAt)).map { year in
            PaperTable.Row.words([
                "30 ก.ย. \(year.fiscalYear)", "", "ค่าเสื่อมราคาปี \(year.fiscalYear)", "", "", "",
                "", "", baht(year.charge), baht(year.accumulated), baht(year.net), "",
            ])
        }
        return PaperTable(
            [
                .init("วัน เดือน ปี", 13, .middle), .init("ที่เอกสาร", 11), .init("รายการ", 20),
                .init("จำนวนหน่วย", 8, .right), .init("ราคาต่อหน่วย/ ชุด/กลุ่ม", 11, .right),
                .init("มูลค่ารวม", 11, .right), .init("อายุใช้งาน", 6, .middle),
                .init("อัตราค่าเสื่อมราคา", 8, .middle), .init("ค่าเสื่อมราคาประจำปี", 10, .right),
                .init("ค่าเสื่อมราคาสะสม", 10, .right), .init("มูลค่าสุทธิ", 11, .right),
                .init("หมายเหตุ", 9),
            ], [first] + rows, atLeast: 6)
    }

    static func baht(_ satang: Int64) -> String { FieldType.money.show(.integer(satang), .th) }

    private static func depreciation(cost: Int64?, life: Int64?, acquired: ThaiDate?) -> Depreciation? {
        guard let cost, let acquired, let life = life.map(Int.init) else { return nil }
        return Depreciation(cost: cost, lifeYears: life, acquired: acquired)
    }

    /// The fiscal years that are over on the day of printing.
    private static func years(_ loss: Depreciation?, until day: ThaiDate) -> [Depreciation.Year] {
        let over = (day.month, day.day) == (9, 30) ? day.fiscalYear : day.fiscalYear - 1
        return loss?.years(through: over) ?? []
    }

    /// Hundredths of a per cent, decimals only where there are any.
    private static func rate(_ hundredths: Int64) -> String {
        let rest = hundredths % 100
        return "\(hundredths / 100)" + (rest == 0 ? "" : ".\(rest < 10 ? "0" : "")\(rest)") + "%"
    }
}
