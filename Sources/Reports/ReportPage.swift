// A report as it is read: headings, lines and tables in both languages, before anybody decides how wide a
// column is or what paper it goes on. The terminal and later the printer lay it out; here nothing has a
// width.

public import Records

/// One report for people.
public struct ReportPage: Hashable, Sendable {
    /// One column of a table.
    public struct Column: Hashable, Sendable {
        /// Its header.
        public let header: Label
        /// Numbers stand at the right.
        public let isNumber: Bool

        /// A column of text.
        public static func text(_ th: String, _ en: String) -> Column {
            Column(header: Label(th, en), isNumber: false)
        }

        /// A column of numbers.
        public static func number(_ th: String, _ en: String) -> Column {
            Column(header: Label(th, en), isNumber: true)
        }
    }

    /// What stands under each other.
    public enum Block: Hashable, Sendable {
        /// Begins a section.
        case heading(Label)
        /// One sentence.
        case line(Label)
        /// Rows of cells under headers.
        case table([Column], [[Label]])
    }

    /// What the report is.
    public let title: Label
    /// From top to bottom.
    public internal(set) var blocks: [Block] = []

    init(_ title: Label) { self.title = title }

    mutating func heading(_ th: String, _ en: String) { blocks.append(.heading(Label(th, en))) }
    mutating func line(_ th: String, _ en: String) { blocks.append(.line(Label(th, en))) }

    /// A table; a line that there is nothing, where it has no rows.
    mutating func table(_ columns: [Column], _ rows: [[Label]], none: Label) {
        blocks.append(rows.isEmpty ? .line(none) : .table(columns, rows))
    }

    /// The page as a CSV file: every section with its lines and tables under each other.
    public func csv(_ language: Language) -> [UInt8] {
        var rows = [[title.text(language)]]
        for block in blocks {
            switch block {
            case .heading(let label): rows += [[""], [label.text(language)]]
            case .line(let label): rows.append([label.text(language)])
            case .table(let columns, let cells):
                rows.append(columns.map { $0.header.text(language) })
                rows += cells.map { $0.map { $0.text(language) } }
            }
        }
        return CSV.file(rows)
    }
}

extension Label {
    /// The same in both languages: numbers, codes, names.
    static func same(_ text: String) -> Label { Label(text, text) }

    /// A number; a dash where it is not known, which is not zero.
    static func number(_ number: Int64?) -> Label { same(number.map { String($0) } ?? "–") }

    /// A moment; a dash where there was none.
    static func moment(_ milliseconds: Int64?) -> Label {
        guard let milliseconds else { return same("–") }
        return Label(
            ThaiDate.show(milliseconds: milliseconds, .th), ThaiDate.show(milliseconds: milliseconds, .en))
    }
}
