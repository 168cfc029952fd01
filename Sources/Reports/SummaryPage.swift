// The director's page, laid out in sections.

internal import CRDT
internal import Records

extension SummaryReport {
    /// The report for people.
    public var page: ReportPage {
        var page = ReportPage(Label("สรุปสำหรับผู้อำนวยการ \(unit)", "Summary for the director, \(unit)"))
        coverage.write(to: &page)
        writePupils(to: &page)
        writeStates(to: &page)
        writeShortages(to: &page)
        writeEvaluations(to: &page)
        writeConflicts(to: &page)
        writeSchools(to: &page)
        return page
    }

    private func writePupils(to page: inout ReportPage) {
        let name = "\(headcount.round.round)/\(headcount.round.year)"
        page.heading("นักเรียน", "Pupils")
        guard !headcount.rows.isEmpty else {
            page.line("ยังไม่มีโรงเรียนใดบันทึก", "No school has recorded any yet")
            return
        }
        let (whole, counted, flags) = (headcount.whole, headcount.coverage, headcount.flags.count)
        page.line(
            "รอบ \(name): \(whole.total) คน (ชาย \(whole.male) หญิง \(whole.female)) \(whole.rooms) ห้อง",
            "Round \(name): \(English.count(whole.total, "pupil")) "
                + "(\(English.count(whole.male, "boy")), \(English.count(whole.female, "girl"))), "
                + English.count(whole.rooms, "room"))
        page.line(
            "จาก \(counted.included) ใน \(counted.schools) โรงเรียน "
                + "ช่องที่ต้องตัดสิน \(flags)",
            "From \(counted.included) of \(counted.schools) schools; cells to settle: \(flags)"
        )
    }

    private func writeStates(to page: inout ReportPage) {
        let none = Label("ไม่มี", "None")
        for (title, states) in [
            (Label("ใบแจ้ง ตามสถานะ", "Tickets by state"), tickets),
            (Label("ครุภัณฑ์ ตามสภาพ", "Assets by condition"), assets),
        ] {
            page.blocks.append(.heading(title))
            let total = states.reduce(0) { $0 + $1.count }
            var rows = states.map { [$0.label, .number(Int64($0.count))] }
            if !rows.isEmpty { rows.append([Label("รวม", "Total"), .number(Int64(total))]) }
            page.table([.text("สถานะ", "State"), .number("จำนวน", "Number")], rows, none: none)
        }
    }

    private func writeShortages(to page: inout ReportPage) {
        page.heading("วัสดุติดลบ", "Stock below zero")
        page.table(
            [
                .text("พื้นที่", "Space"), .text("รหัส", "Code"), .text("ชื่อ", "Name"),
                .number("คงเหลือ", "On hand"),
                .text("หน่วย", "Unit"),
            ],
            shortages.map {
                [.same($0.space.name), .same($0.code), .same($0.name), .number($0.onHand), .same($0.unit)]
            }, none: Label("ไม่มี", "None"))
    }

    private func writeEvaluations(to page: inout ReportPage) {
        page.heading("ผลการประเมิน", "Evaluation")
        if evaluations.isEmpty { page.line("ไม่มี", "None") }
        for round in evaluations {
            page.line(
                "\(round.title): \(round.responses) ชุด จาก \(round.schools) โรงเรียน",
                "\(round.title): \(English.count(round.responses, "response")) "
                    + "from \(English.count(round.schools, "school"))")
            for note in round.notes { page.line(note.th, note.en) }
            let items = round.items.map { item in
                [.same("\(item.number)"), .same(item.question)] + round.cells(item.figures)
            }
            let whole = [Label.same(""), Label("ทุกข้อ", "All items")] + round.cells(round.whole)
            page.table(
                [
                    .number("ข้อ", "Item"), .text("เรื่อง", "Question"), .number("n", "n"),
                    .number("x̄", "x̄"),
                    .number("S.D.", "S.D."), .text("ระดับ", "Level"),
                ], items.isEmpty ? [] : items + [whole], none: Label("ไม่มี", "None"))
        }
    }

    private func writeConflicts(to page: inout ReportPage) {
        page.heading("รอคนตัดสิน", "Waiting for a person")
        page.table(
            [.text("ชุดข้อมูล", "Collection"), .text("เรื่อง", "What"), .number("จำนวน", "Number")],
            conflicts.map { [$0.collection, $0.subject, .number(Int64($0.count))] },
            none: Label("ไม่มี", "None"))
    }

    private func writeSchools(to page: inout ReportPage) {
        page.heading("ความสดของข้อมูล", "How fresh each school is")
        page.table(
            [
                .text("รหัส", "Code"), .text("โรงเรียน", "School"), .text("ใบรับล่าสุด", "Last receipt"),
                .text("ติดต่อล่าสุด", "Last heard"), .text("แก้ไขล่าสุด", "Newest change"),
            ],
            schools.map { school in
                let never = Label("ไม่เคย", "never")
                return [
                    .same(school.code), .same(school.name), school.receipt.map { .moment($0) } ?? never,
                    school.heard.map { .moment($0) } ?? never, .moment(school.newest),
                ]
            }, none: Label("ยังไม่มีโรงเรียน", "No school yet"))
    }
}

extension EvaluationFigures {
    /// n, mean, deviation, words; dashes where too few answered.
    fileprivate func cells(_ figures: AnswerFigures) -> [Label] {
        let count = Label.number(figures.answered)
        guard let shown = figures.shown, let mean = shown.meanHundredths,
            let deviation = shown.deviationHundredths
        else {
            let few = Label("n<5 ไม่แสดง", "n<5, not shown")
            return [count, .same("–"), .same("–"), few]
        }
        return [
            count, .same(ReportNumber.hundredths(mean)), .same(ReportNumber.hundredths(deviation)),
            bands.word(mean),
        ]
    }
}

enum ReportNumber {
    /// `3.05` from 305.
    static func hundredths(_ value: Int64) -> String {
        let part = value % 100
        return "\(value / 100).\(part < 10 ? "0" : "")\(part)"
    }
}
