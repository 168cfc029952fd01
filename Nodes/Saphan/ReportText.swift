// A report laid out for a terminal.

internal import Records
internal import Reports
internal import Terminal

extension ReportPage {
    /// The page as lines; sections are separated by an empty line.
    func text(_ language: Language) -> String {
        var lines = [title.text(language)]
        for block in blocks {
            switch block {
            case .heading(let label): lines += ["", label.text(language)]
            case .line(let label): lines.append("  " + label.text(language))
            case .table(let columns, let rows):
                let table = Table(
                    columns.map { Table.Column($0.header, isNumber: $0.isNumber) },
                    rows: rows.map { $0.map { $0.text(language) } })
                lines += table.render(language).split(separator: "\n").map { "  " + $0 }
            }
        }
        return lines.joined(separator: "\n")
    }
}
