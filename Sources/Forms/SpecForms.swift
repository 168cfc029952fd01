// Specifications: the sheet that says what is required, and the comparison of what vendors offer with it. A
// vendor passes where every mandatory requirement does; the winner is the committee's word, not this
// program's.

internal import CRDT
internal import Page
internal import Records

enum SpecForms {
    static let sheet = FormPage("spec_sheet") { spec in
        let requirements = spec.lines("requirement", by: "item_no")
        let rows = requirements.map { one in
            PaperTable.Row.words([
                one.text("item_no"), one.text("body"), measure(one),
                one.number("is_mandatory") == 0 ? "ไม่บังคับ" : "บังคับ", one.text("weight"),
            ])
        }
        let decided = spec.verdict("decision")
        return [
            [
                .title("แบบการกำหนดคุณสมบัติ", under: ["(รายละเอียดคุณลักษณะเฉพาะ)", spec.unit]),
                .line([
                    PaperEntry("เรื่อง", spec.text("title"), share: 4),
                    PaperEntry("ฉบับที่", spec.text("revision"), share: 1),
                ]), .line([PaperEntry("รายการพัสดุ", spec.text("item"))]),
                .heading("๑. วัตถุประสงค์"), .area("", spec.text("purpose"), lines: 2),
                .heading("๒. คุณลักษณะเฉพาะ"),
                .table(
                    PaperTable(
                        [
                            .init("ข้อ", 7, .middle), .init("คุณลักษณะที่ต้องการ", 51),
                            .init("เกณฑ์การวัด", 24), .init("ประเภท", 13, .middle), .init("น้ำหนัก", 12, .middle),
                        ], rows, atLeast: 6)), .heading("๓. คณะทำงานกำหนดคุณลักษณะเฉพาะ"),
                .signatures(team(spec), across: 2),
                .part(
                    "คำสั่ง",
                    [
                        .ticks(
                            "",
                            [
                                PaperTick("อนุมัติให้ใช้คุณลักษณะเฉพาะนี้", decided.code == "approved"),
                                PaperTick("ไม่อนุมัติ เพราะ", decided.code == "refused", remark: ""),
                            ]),
                        .signatures(
                            [PaperSignature("ผู้อนุมัติ", position: FormRecord.officeDirector, day: decided.day)],
                            across: 2
                        ),
                    ]),
            ]
        ]
    }

    /// Chairperson and members; three places where nobody is named.
    static func team(_ spec: FormRecord) -> [PaperSignature] {
        let people = spec.followAll("team")
        let names = people.map(\.name) + [String](repeating: "", count: max(0, 3 - people.count))
        let positions = people.map { $0.text("position") } + [String](repeating: "", count: 3)
        return names.enumerated().map { place, name in
            PaperSignature(
                place == 0 && people.isEmpty ? "ประธานกรรมการ" : "กรรมการ", name: name,
                position: positions[place], day: nil)
        }
    }

    private static func measure(_ requirement: FormRecord) -> String {
        [requirement.text("measure"), requirement.text("amount"), requirement.text("unit")]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    static let comparison = FormPage("spec_comparison", .landscape) { comparison in
        let spec = comparison.follow("spec")
        let offers = comparison.followAll("offers").sorted { ($0.madeAt, $0.id) < ($1.madeAt, $1.id) }
        let requirements = spec?.lines("requirement", by: "item_no") ?? []
        let judged = judgements(comparison)
        let recommended = comparison.follow("recommended")
        return [
            [
                .title("แบบสรุปเปรียบเทียบคุณสมบัติ", under: [comparison.unit]),
                .line([
                    PaperEntry("เรื่อง", comparison.text("title"), share: 4),
                    PaperEntry("วันที่", comparison.day("compared_on"), share: 2),
                ]),
                .line([
                    PaperEntry("คุณลักษณะเฉพาะ", spec?.name ?? "", share: 5),
                    PaperEntry("ฉบับที่", spec?.text("revision") ?? "", share: 1),
                    PaperEntry("ตามคำขอเลขที่", comparison.follow("request")?.text("number") ?? "", share: 4),
                ]), .table(table(requirements, offers, judged)),
                .note("ผ่าน = เป็นไปตามข้อกำหนด, * = ข้อบังคับ, สรุปผลผ่านเมื่อผ่านข้อบังคับครบทุกข้อ"),
                .line([
                    PaperEntry("เห็นควรเลือก", recommended?.text("vendor") ?? "", share: 2),
                    PaperEntry("เป็นเงิน", recommended?.text("price") ?? "", after: "บาท", share: 1),
                ]), .area("เหตุผล", comparison.text("reason"), lines: 2),
                .signatures(committee(comparison, spec), across: 3),
            ]
        ]
    }

    private static func committee(_ comparison: FormRecord, _ spec: FormRecord?) -> [PaperSignature] {
        let people = comparison.follow("request")?.followAll("committee") ?? []
        let names = people.map(\.name) + [String](repeating: "", count: max(0, 3 - people.count))
        return names.enumerated().map { place, name in
            PaperSignature(place == 0 && people.isEmpty ? "ประธานกรรมการ" : "กรรมการ", name: name)
        }
    }

    private struct Cell: Hashable {
        let requirement: RecordID
        let offer: RecordID
    }

    private static func judgements(_ comparison: FormRecord) -> [Cell: FormRecord] {
        var found: [Cell: FormRecord] = [:]
        for one in comparison.lines("judgement") {
            guard let requirement = one.follow("requirement"), let offer = one.follow("offer") else {
                continue
            }
            found[Cell(requirement: requirement.id, offer: offer.id)] = one
        }
        return found
    }

    private static func table(
        _ requirements: [FormRecord], _ offers: [FormRecord], _ judged: [Cell: FormRecord]
    ) -> PaperTable {
        // A sheet to be filled in by hand has room for three vendors.
        let vendors = max(offers.count, offers.isEmpty ? 3 : 1)
        var rows = rows(requirements, offers, judged, vendors)
        while rows.count < 5 {
            rows.append(.words([String](repeating: "", count: 3 + 2 * vendors)))
        }
        rows.append(
            total("สรุปผล", offers, vendors) { ["", result($0, requirements, judged)] })
        rows.append(total("ราคาที่เสนอ (บาท)", offers, vendors) { [$0.text("price"), ""] })
        var columns: [PaperTable.Column] = [
            .init("ข้อ", 5, .middle), .init("ข้อกำหนด", 26), .init("เกณฑ์", 17),
        ]
        for _ in 0..<vendors {
            columns += [.init("ที่เสนอ", 40 / vendors + 6), .init("ผล", 26 / vendors + 2, .middle)]
        }
        return PaperTable(columns, groups: groups(offers, vendors), rows)
    }

    /// A row for each requirement: what each vendor offers for it, and what was found.
    private static func rows(
        _ requirements: [FormRecord], _ offers: [FormRecord], _ judged: [Cell: FormRecord], _ vendors: Int
    ) -> [PaperTable.Row] {
        let answers = offers.map { offer in
            Dictionary(
                offer.lines("offer_answer").compactMap { answer in
                    answer.follow("requirement").map { ($0.id, answer.text("offered")) }
                }, uniquingKeysWith: { first, _ in first })
        }
        return requirements.map { one in
            var cells = [
                one.text("item_no") + (one.number("is_mandatory") == 0 ? "" : "*"), one.text("body"),
                measure(one),
            ]
            for place in 0..<vendors {
                guard place < offers.count else {
                    cells += ["", ""]
                    continue
                }
                let cell = Cell(requirement: one.id, offer: offers[place].id)
                cells += [answers[place][one.id] ?? "", judged[cell]?.text("verdict") ?? ""]
            }
            return PaperTable.Row.words(cells)
        }
    }

    /// Who stands above each pair of columns.
    private static func groups(_ offers: [FormRecord], _ vendors: Int) -> [PaperTable.Group] {
        let names = offers.map { offer in
            [offer.text("vendor"), offer.text("product")].filter { !$0.isEmpty }.joined(separator: "\n")
        }
        return [PaperTable.Group("", over: 3)]
            + (0..<vendors).map {
                PaperTable.Group($0 < names.count ? names[$0] : "ผู้เสนอราคารายที่ \($0 + 1)", over: 2)
            }
    }

    private static func total(
        _ name: String, _ offers: [FormRecord], _ vendors: Int, _ pair: (FormRecord) -> [String]
    ) -> PaperTable.Row {
        var cells: [PaperTable.Cell] = ["", .words(name), ""]
        for place in 0..<vendors {
            cells += place < offers.count ? pair(offers[place]).map(PaperTable.Cell.words) : ["", ""]
        }
        return .total(cells)
    }

    /// Passed where every mandatory requirement is; empty while one is not judged or judged differently.
    private static func result(
        _ offer: FormRecord, _ requirements: [FormRecord], _ judged: [Cell: FormRecord]
    ) -> String {
        let mandatory = requirements.filter { $0.number("is_mandatory") != 0 }
        let verdicts = mandatory.map { one -> [String] in
            judged[Cell(requirement: one.id, offer: offer.id)]?.values("verdict") ?? []
        }
        if verdicts.contains(["ไม่ผ่าน"]) { return "ไม่ผ่าน" }
        return !verdicts.isEmpty && verdicts.allSatisfy { $0 == ["ผ่าน"] } ? "ผ่าน" : ""
    }
}
