// A table of a form: its head stands again on each page, and no row breaks between two pages unless it is
// longer than one.

/// A table on paper.
public struct PaperTable: Hashable, Sendable {
    /// One column.
    public struct Column: Hashable, Sendable {
        /// Its head.
        public let header: String
        /// Its share of the width.
        public let share: Int
        /// Where its cells stand.
        public let side: Side

        /// A column by its parts.
        public init(_ header: String, _ share: Int, _ side: Side = .left) {
            self.header = header
            self.share = share
            self.side = side
        }
    }

    /// Where words stand in a cell.
    public enum Side: String, Hashable, Sendable {
        /// Texts.
        case left = "w"
        /// Short codes, days.
        case middle = "m"
        /// Numbers.
        case right = "r"
    }

    /// What stands in a cell.
    public enum Cell: Hashable, Sendable, ExpressibleByStringLiteral {
        /// Words.
        case words(String)
        /// A box, ticked or not.
        case tick(Bool)

        /// Words.
        public init(stringLiteral words: String) { self = .words(words) }
    }

    /// One row.
    public enum Row: Hashable, Sendable {
        /// A cell for each column.
        case cells([Cell])
        /// One cell over the whole width, in bold.
        case band(String)
        /// As `cells`, in bold.
        case total([Cell])

        /// Words for each column.
        public static func words(_ words: [String]) -> Row { .cells(words.map(Cell.words)) }
    }

    /// A cell over several columns' heads.
    public struct Group: Hashable, Sendable {
        /// What it says; empty over columns that have none.
        public let header: String
        /// Over how many columns.
        public let span: Int

        /// A cell by its parts.
        public init(_ header: String, over span: Int) {
            self.header = header
            self.span = span
        }
    }

    /// From left to right.
    public let columns: [Column]
    /// Over the heads; empty for a head of one row.
    public let groups: [Group]
    /// From top to bottom.
    public let rows: [Row]
    /// Empty rows for a pen, under the others.
    public let blankRows: Int

    /// A table by its parts; `atLeast` rows stand on paper, empty ones filling up.
    public init(_ columns: [Column], groups: [Group] = [], _ rows: [Row], atLeast: Int = 0) {
        self.columns = columns
        self.groups = groups
        self.rows = rows
        blankRows = max(0, atLeast - rows.count)
    }

    /// The table as it is printed.
    var markup: Markup {
        let shares = Double(max(1, columns.map(\.share).reduce(0, +)))
        let widths = columns.map { column in
            Markup.element("col", ["style": "width:\(Drawing.digits(Double(column.share) * 100 / shares))%"])
        }
        let blank = Row.cells(columns.map { _ in .words("") })
        let all = rows + [Row](repeating: blank, count: blankRows)
        return .element(
            "table", [:],
            [
                .element("colgroup", [:], widths), .element("thead", [:], head),
                .element("tbody", [:], all.map(row)),
            ])
    }

    private var head: [Markup] {
        let heads = Markup.element("tr", [:], columns.map { .element("th", [:], $0.header) })
        guard !groups.isEmpty else { return [heads] }
        var cells: [Markup] = []
        var under: [Markup] = []
        var place = 0
        for group in groups {
            let covered = columns[place..<min(columns.count, place + group.span)]
            if group.header.isEmpty {
                cells += covered.map { .element("th", ["rowspan": "2"], $0.header) }
            } else {
                cells.append(.element("th", ["colspan": "\(group.span)"], group.header))
                under += covered.map { .element("th", [:], $0.header) }
            }
            place += group.span
        }
        return [.element("tr", [:], cells), .element("tr", [:], under)]
    }

    private func row(_ row: Row) -> Markup {
        switch row {
        case .cells(let cells): .element("tr", [:], zip(columns, cells).map(cell))
        case .total(let cells): .element("tr", ["class": "total"], zip(columns, cells).map(cell))
        case .band(let words):
            .element(
                "tr", ["class": "band"],
                [.element("td", ["colspan": "\(columns.count)"], words)])
        }
    }

    private func cell(_ column: Column, _ cell: Cell) -> Markup {
        switch cell {
        case .words(let words): .element("td", ["class": column.side.rawValue], words)
        case .tick(let isOn): .element("td", ["class": "m"], [Paper.tick(isOn)])
        }
    }
}
