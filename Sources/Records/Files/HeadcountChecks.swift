// The checks of one headcount row: every cell a count, and all sums of the row (HeadcountSums).

internal import Bytes

/// Checks of one row.
enum HeadcountChecks {
    /// The row, or what is wrong with it.
    static func row(_ cells: [String], school: String, row: Int) -> (HeadcountRow?, [FileProblem]) {
        let (figures, wrong) = figures(cells, school: school, row: row, limit: LocalLimits.headcountCellMax)
        guard wrong.isEmpty else { return (nil, wrong) }
        var counts: [SchoolClass: ClassCount] = [:]
        for (index, group) in HeadcountGroup.inOrder.enumerated() {
            guard case .one(let one) = group else { continue }
            counts[one] = ClassCount(
                male: figures[index * 4], female: figures[index * 4 + 1], rooms: figures[index * 4 + 3])
        }
        let found = HeadcountRow(
            office: ThaiText.clean(cells[0]), officeName: ThaiText.clean(cells[1]), school: school,
            schoolName: ThaiText.clean(cells[3]), counts: counts, row: row)
        guard let slip = HeadcountSums.slip(figures) else { return (found, []) }
        let column = HeadcountColumns.leading + slip.index
        let given = figures[slip.index]
        let why =
            slip.isCertain
            ? Label(
                "เขียน \(given) แต่ยอดรวมของแถวตรงกับ \(slip.expected)",
                "says \(given) but the row's sums fit \(slip.expected)")
            : Label(
                "เขียน \(given) แต่ผลรวมคือ \(slip.expected)",
                "says \(given) but its parts add up to \(slip.expected)")
        let name = HeadcountColumns.name(column)
        return (nil, [.row(row, school: school, column: (column, name), why.th, why.en)])
    }

    /// The 92 figures; every cell that is none is named.
    static func figures(
        _ cells: [String], school: String?, row: Int, limit: Int64
    ) -> (figures: [Int64], wrong: [FileProblem]) {
        var figures: [Int64] = []
        var wrong: [FileProblem] = []
        for (index, cell) in cells.enumerated().dropFirst(HeadcountColumns.leading) {
            let text = ThaiText.arabicDigits(ThaiText.clean(cell))
            if let number = TypedNumber.scaled(text, places: 0), (0...limit).contains(number) {
                figures.append(number)
            } else {
                figures.append(0)
                let why = reason(text, limit: limit)
                wrong.append(
                    .row(row, school: school, column: (index, HeadcountColumns.name(index)), why.th, why.en))
            }
        }
        return (figures, wrong)
    }

    /// Throws unless the header names the columns that are expected.
    static func header(_ cells: [String]) throws(FileProblem) {
        for (index, cell) in cells.enumerated() {
            let expected = HeadcountColumns.headers[index]
            guard cell != expected, ThaiText.compareKey(cell) != ThaiText.compareKey(expected) else {
                continue
            }
            let shown = cell.count > 40 ? cell.prefix(40) + "…" : cell[...]
            let letter = HeadcountColumns.letter(index)
            throw .file(
                "หัวตารางคอลัมน์ \(letter) คือ “\(shown)” ต้องเป็น “\(expected)”",
                "the header of column \(letter) is “\(shown)” instead of “\(expected)”"
            )
        }
    }

    /// The same problem, not in the way of the import.
    static func notice(_ problem: FileProblem) -> FileProblem {
        FileProblem(
            weight: .notice, row: problem.row, column: problem.column, school: problem.school,
            message: problem.message)
    }

    private static func reason(_ text: String, limit: Int64) -> Label {
        if text.isEmpty || text == "-" {
            return Label("ว่าง ถ้าไม่มีนักเรียนให้ใส่ 0", "is empty; write 0 where there is nobody")
        }
        let shown = text.count > 20 ? text.prefix(20) + "…" : text[...]
        guard let number = TypedNumber.scaled(text, places: 0) else {
            return Label("“\(shown)” ไม่ใช่จำนวนเต็ม", "“\(shown)” is not a whole number")
        }
        if number < 0 { return Label("“\(shown)” ติดลบ", "“\(shown)” is negative") }
        return Label("“\(shown)” มากเกิน \(limit)", "“\(shown)” is more than \(limit)")
    }
}
