// The part of the page about time and lines: how old the director's page was, which school waited longest
// and why, what went over each line.

internal import Page
internal import Records
internal import Simulator

extension Answer {
    /// Delays, freshness, schools; nothing for real history, where nobody saw the moments of arrival.
    var delaySection: Markup {
        guard let base = sets.first, !base.schools.isEmpty else { return .nothing }
        let rows = sets.map { set -> [Cell] in
            [.label(set.title)]
                + [500, 950, 1_000].map { .label(Length.label(set.delay(perMille: $0))) }
                + [.number("\(set.delays.count)"), .number("\(set.unarrived)"), .number("\(set.lost)")]
        }
        return .all([
            Self.heading("กว่าเขตจะเห็นงานของโรงเรียน", "Until the district sees what a school wrote"),
            PageTable(
                [
                    .text("ชุดกติกา", "Rule set"),
                    .text("ของที่มาถึง ครึ่งหนึ่งภายใน (ค่ากลาง)", "of what arrived, half within (median)"),
                    .text("95 % ของที่มาถึง ภายใน", "95 % of it within"),
                    .text("นานที่สุดที่มาถึง", "longest that arrived"),
                    .number("มาถึงแล้ว", "arrived"), .number("ยังไม่ถึงเมื่อจบ", "not there at the end"),
                    .number("ไม่มีใครเก็บไว้", "held by nobody"),
                ], rows
            ).markup,
            freshnessFigure(base), waitFigure(base), schoolTable(base),
        ])
    }

    private func freshnessFigure(_ base: SetAnswer) -> Markup {
        guard !base.freshness.isEmpty else { return .nothing }
        let day = Double(Milliseconds.day)
        let worst = base.freshness.map { Double($0.worst) / day }
        let top = worst.max() ?? 0
        let step = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100].first { top / $0 <= 5 } ?? 200
        let marks = stride(from: 0, through: max(top, step), by: step).map { value in
            LineChart.Mark(value, step < 1 ? "\(Int(value * 24)) ชม./h" : "\(Int(value)) วัน/d")
        }
        let chart = LineChart(
            lines: [
                LineChart.Line("โรงเรียนที่ข้อมูลเก่าที่สุด / the school furthest behind", worst),
                LineChart.Line("เฉลี่ยทุกโรงเรียน / average", base.freshness.map { Double($0.mean) / day }),
            ], across: dayMarks, upwards: marks,
            summary: "หน้าของผู้อำนวยการเก่าเพียงใด / how old the director's page was")
        let behind = base.freshness.map(\.schoolsBehind).max() ?? 0
        let most = Self.mostBehind(behind)
        let lost =
            base.lost == 0
            ? Label("", "") : Label(" งานที่สูญหายนับถึงเวลาที่หายไป", "; what was lost counts until it was gone")
        return figure(
            chart.markup,
            Label(
                "หน้าของผู้อำนวยการเก่าเพียงใด (\(base.title.th)) \(most.th)\(lost.th)",
                "how old the director's page was (\(base.title.en)); \(most.en)\(lost.en)"))
    }

    /// How many schools were a day behind at the same moment, at the worst.
    static func mostBehind(_ count: Int) -> Label {
        switch count {
        case 0: Label("ไม่มีโรงเรียนใดช้ากว่าหนึ่งวัน", "no school was ever more than a day behind")
        case 1:
            Label(
                "ช้ากว่าหนึ่งวันไม่เกินครั้งละหนึ่งโรงเรียน",
                "at most one school at a time was more than a day behind")
        default:
            Label(
                "มากที่สุด \(count) โรงเรียนช้ากว่าหนึ่งวันพร้อมกัน",
                "at most \(count) schools were more than a day behind at once")
        }
    }

    private var dayMarks: [LineChart.Mark] {
        let step = [1, 2, 5, 7, 14, 30, 60, 100, 200].first { days / $0 <= 12 } ?? 400
        return stride(from: 0, through: days, by: step).map { day in
            let label = begin.map { date in
                let moment = ThaiDate(milliseconds: date.milliseconds + Int64(day) * Milliseconds.day)
                return "\(moment.day) \(ThaiDate.monthsShort[moment.month - 1].beside)"
            }
            return LineChart.Mark(Double(day) / Double(max(1, days)), label ?? "\(day)")
        }
    }

    private func waitFigure(_ base: SetAnswer) -> Markup {
        let slowest = base.bySlowness.filter { $0.longest != nil }.prefix(Self.barsMax)
        let bars = slowest.map { school in
            let hours = Double(school.longest ?? 0) / Double(Milliseconds.hour)
            let wait = Length.label(school.longest)
            return BarChart.Bar(
                "\(schoolName(school.number).beside) (\(school.profile?.label.beside ?? ""))", [hours],
                caption: wait.beside)
        }
        guard !bars.isEmpty else { return .nothing }
        let most = Self.barsMax
        let cut =
            base.schools.count > most
            ? Label(" (\(most) แห่งที่นานที่สุด)", " (the \(most) longest)") : Label("", "")
        return figure(
            BarChart(
                parts: [""], bars: bars, summary: "รอนานที่สุดของแต่ละโรงเรียน / the longest wait of each school"
            ).markup,
            Label(
                "รอนานที่สุดของแต่ละโรงเรียน (\(base.title.th))\(cut.th)",
                "the longest wait of each school (\(base.title.en))\(cut.en)"))
    }

    /// Schools in the chart of waits.
    private static let barsMax = 10

    private func schoolTable(_ base: SetAnswer) -> Markup {
        let hasLost = base.schools.contains { $0.lost > 0 }
        let rows = base.bySlowness.map { school -> [Cell] in
            let counts =
                [school.written, school.unarrived] + (hasLost ? [school.lost] : []) + [school.clashes]
            return [.label(schoolName(school.number)), .label(school.profile?.label ?? Label("–", "–"))]
                + counts.map { .number("\($0)") } + [
                    .label(Length.label(school.longest)), .label(school.reason),
                    .number(Length.bytes(school.bytesUp)), .number(Length.bytes(school.bytesDown)),
                ]
        }
        let lost: [PageTable.Column] = hasLost ? [.number("สูญหาย", "Lost")] : []
        let first: [PageTable.Column] = [
            .text("โรงเรียน", "School"), .text("สาย", "Line"), .number("เขียน", "Written"),
            .number("ยังไม่ถึง", "Not there"),
        ]
        let last: [PageTable.Column] = [
            .number("ขัดกัน", "Conflicts"), .text("รอนานสุด", "Longest wait"),
            .wide("เพราะ", "Because"), .number("ส่ง", "Sent"), .number("รับ", "Received"),
        ]
        var table = PageTable(first + lost + last, rows)
        table.printedMax = Self.printedRows
        return table.markup
    }

    /// What happened besides.
    var eventSection: Markup {
        // What happened under any of the rule sets.
        let whats = EventNames.labels.filter { what in
            sets.contains { set in set.events.contains { $0.what == what } }
        }
        guard !whats.isEmpty else { return .nothing }
        let rows = whats.map { what -> [Cell] in
            [.label(what)]
                + sets.map { set in .number("\(set.events.first { $0.what == what }?.count ?? 0)") }
        }
        return .all([
            Self.heading("เหตุการณ์อื่น", "What happened besides"),
            PageTable(
                [.text("เหตุการณ์", "Event")] + sets.map { .number($0.title.th, $0.title.en) }, rows
            ).markup,
        ])
    }

    /// How to read the page.
    var readingSection: Markup {
        .all([
            Self.heading("วิธีอ่าน", "How to read this"),
            Self.both(
                "p",
                Label(
                    "ขัดกัน: หลายคนเขียนช่องเดียวกันคนละค่าโดยยังไม่เห็นของกัน กติกาของช่องเลือกค่าที่แสดง "
                        + "หรือเหลือให้คนตัดสิน ทุกค่ายังอยู่ในประวัติ "
                        + "ช่องที่ใช้กติกา “เขียนครั้งเดียว” ต้องให้คนตัดสินเมื่อมีค่าที่สอง แม้ไม่มีใครขัดกัน",
                    "Conflict: several people wrote different values into one field before they had "
                        + "seen each other's. The field's rule chooses what is shown, or leaves it to a "
                        + "person. Every value stays in the history. A field under `once` is left to a "
                        + "person as soon as it has a second value, also where nobody clashed."
                )),
            Self.both(
                "p",
                isReplay
                    ? Label(
                        "อ่านจากประวัติจริงโดยไม่เขียนลงโฟลเดอร์",
                        "Read from real history; nothing was written to the folder.")
                    : Label(
                        "เป็นการจำลองด้วยโปรแกรมจริง คน สาย และดินฟ้าอากาศสุ่มจากเลขเริ่ม เลขเดิมได้ผลเดิม",
                        "A simulation with the real program; people, lines and weather are drawn from "
                            + "the seed, and the same seed gives the same result."
                    )),
        ])
    }
}
