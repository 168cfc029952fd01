// A table for a terminal: columns as wide as their widest cell, two spaces between.

public import Records

/// Rows under headers.
public struct Table: Hashable, Sendable {
    /// One column.
    public struct Column: Hashable, Sendable {
        /// Its header.
        public let header: Label
        /// Numbers stand at the right.
        public let isNumber: Bool

        /// A column by its header.
        public init(_ header: Label, isNumber: Bool = false) {
            self.header = header
            self.isNumber = isNumber
        }
    }

    /// From left to right.
    public let columns: [Column]
    /// Cells; a row that is too short is filled up, one that is too long is cut.
    public var rows: [[String]]

    /// A table by its parts.
    public init(_ columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// The lines, without a line end after the last; no spaces end a line.
    public func render(_ language: Language, header: Bool = true) -> String {
        var lines = rows.map { row in
            columns.indices.map { Harmless.text($0 < row.count ? row[$0] : "") }
        }
        if header { lines.insert(columns.map { $0.header.text(language) }, at: 0) }
        let widths = columns.indices.map { column in
            lines.map { TextWidth.of($0[column]) }.max() ?? 0
        }
        return lines.map { line in
            let cells = columns.indices.map { column in
                TextWidth.pad(line[column], to: widths[column], right: columns[column].isNumber)
            }
            let text = cells.joined(separator: "  ")
            return String(
                text.prefix(upTo: text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex))
        }.joined(separator: "\n")
    }
}
