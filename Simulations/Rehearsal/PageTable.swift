// Tables of the page: Thai and English under each other in a cell, numbers at the right, long tables cut
// with a line that says so.

internal import Page
internal import Records

/// What stands in a cell.
enum Cell {
    case text(String)
    case number(String)
    case label(Label)
    /// A value that was set aside, and more about it in small.
    case aside(Label, note: Label)
    /// A value that is shown, and more about it in small.
    case shown(Label, note: Label)
    /// Anything, and more about it in small.
    case noted(Label, note: Label)
    case list([Label])

    fileprivate var markup: Markup {
        switch self {
        case .text(let words): .element("td", [:], words)
        case .number(let words): .element("td", ["class": "n"], words)
        case .label(let label): .element("td", [:], Self.two(label))
        case .aside(let label, let note):
            .element("td", [:], [.element("span", ["class": "aside"], Self.two(label))] + Self.small(note))
        case .shown(let label, let note):
            .element("td", [:], [.element("span", ["class": "shown"], Self.two(label))] + Self.small(note))
        case .noted(let label, let note): .element("td", [:], Self.two(label) + Self.small(note))
        case .list(let labels):
            .element("td", [:], labels.flatMap { Self.two($0) + [.element("br")] }.dropLast())
        }
    }

    private static func small(_ note: Label) -> [Markup] {
        guard !note.th.isEmpty else { return [] }
        return [.element("br"), .element("span", ["class": "note"], two(note))]
    }

    fileprivate static func two(_ label: Label) -> [Markup] {
        guard label.th != label.en else { return [.text(label.th)] }
        return [.text(label.th), .element("br"), .element("span", ["class": "en"], label.en)]
    }
}

/// A table.
struct PageTable {
    /// A column's header.
    struct Column {
        let header: Label
        let isNumber: Bool
        var isWide = false

        static func text(_ th: String, _ en: String) -> Column {
            Column(header: Label(th, en), isNumber: false)
        }
        /// For sentences.
        static func wide(_ th: String, _ en: String) -> Column {
            Column(header: Label(th, en), isNumber: false, isWide: true)
        }
        static func number(_ th: String, _ en: String) -> Column {
            Column(header: Label(th, en), isNumber: true)
        }
    }

    let columns: [Column]
    let rows: [[Cell]]
    let none: Label
    /// Headers over several columns, with how many; none for a table without.
    var groups: [(Label, Int)] = []
    /// Rows that are printed; a screen shows more.
    var printedMax = rowsMax

    init(_ columns: [Column], _ rows: [[Cell]], none: Label = Label("ไม่มี", "None")) {
        self.columns = columns
        self.rows = rows
        self.none = none
    }

    /// Rows of one table on a page that somebody is to read.
    private static let rowsMax = 120

    var markup: Markup {
        guard !rows.isEmpty else { return Answer.both("p", none, className: "note") }
        let header = columns.map { column in
            Markup.element(
                "th", column.isNumber ? ["class": "n"] : column.isWide ? ["class": "wide"] : [:],
                Cell.two(column.header))
        }
        var head = [Markup.element("tr", [:], header)]
        if !groups.isEmpty {
            let over = groups.map { Markup.element("th", ["colspan": "\($0.1)"], Cell.two($0.0)) }
            head.insert(.element("tr", [:], over), at: 0)
        }
        let body = rows.prefix(Self.rowsMax).enumerated().map { number, row in
            Markup.element("tr", number < printedMax ? [:] : ["class": "more"], row.map(\.markup))
        }
        let table = Markup.element(
            "table", [:],
            [.element("thead", [:], head), .element("tbody", [:], body)])
        let rest = Label("รายการครบอยู่ในผลฉบับเต็มของโปรแกรม", "the program's full answer has the whole list")
        let screen =
            printedMax < Self.rowsMax
            ? Label("ดูเพิ่มได้เมื่อเปิดหน้านี้บนจอ", "this page on a screen has more") : rest
        return .all([
            table, note(shown: Self.rowsMax, "more", rest), note(shown: printedMax, "printed", screen),
        ])
    }

    /// How many of the rows are shown, where it is not all of them: on a screen, or on paper.
    private func note(shown: Int, _ className: String, _ whereElse: Label) -> Markup {
        guard rows.count > shown else { return .nothing }
        let all = rows.count
        return Answer.both(
            "p",
            Label(
                "แสดง \(shown) จาก \(all) แถว \(whereElse.th)",
                "\(shown) of \(all) rows; \(whereElse.en)."),
            className: "note \(className)")
    }
}
