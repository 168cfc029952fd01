// A file of rows as somebody offers it: how it was encoded, what separates its cells, its header, its rows.
// The first steps of every import. Nothing is known here of what the columns mean.

internal import Bytes

/// A file of rows, taken apart.
public struct SheetFile: Hashable, Sendable {
    /// The cells of the first row that has any.
    public let header: [String]
    /// The rows after it.
    public let rows: [CSVRow]
    /// How it was encoded.
    public let encoding: TextEncoding
    /// What separated its cells.
    public let separator: CellSeparator

    /// Reads a file; throws where it is too large, of no known encoding, no table, or has no row at all.
    public init(_ bytes: [UInt8]) throws(FileProblem) {
        let read = try SheetReader.read(bytes)
        var rows = read.rows.filter { row in row.cells.contains { !ThaiText.clean($0).isEmpty } }[...]
        let isDeclared = rows.first.map { $0.cells.joined().hasPrefix("sep=") } ?? false
        if isDeclared { rows = rows.dropFirst() }
        guard let first = rows.popFirst() else {
            throw .file("ไฟล์ไม่มีข้อมูล", "the file is empty")
        }
        header = first.cells
        self.rows = Array(rows)
        encoding = read.encoding
        separator = read.separator
    }

    /// A table that was read from something else.
    init(header: [String], rows: [CSVRow]) {
        self.header = header
        self.rows = rows
        encoding = .utf8
        separator = .comma
    }
}

/// The first steps of every import: size, encoding, cells.
enum SheetReader {
    static func rows(_ bytes: [UInt8]) throws(FileProblem) -> (rows: [CSVRow], encoding: TextEncoding) {
        let read = try read(bytes)
        return (read.rows, read.encoding)
    }

    static func read(
        _ bytes: [UInt8]
    ) throws(FileProblem) -> (rows: [CSVRow], encoding: TextEncoding, separator: CellSeparator) {
        guard bytes.count <= LocalLimits.importBytesMax else {
            throw .file("ไฟล์ใหญ่เกินไป", "the file is too large")
        }
        guard let (text, encoding) = TextEncoding.decode(bytes) else {
            throw .file(
                "รหัสอักษรของไฟล์ไม่ใช่ UTF-8 หรือ Windows-874 โปรดบันทึกใหม่เป็น CSV UTF-8",
                "the file is neither UTF-8 nor Windows-874; save it again as CSV UTF-8")
        }
        let separator = CellSeparator.sniff(text)
        do {
            return (try CSV.rows(text, separator: separator), encoding, separator)
        } catch {
            throw .file("อ่านไฟล์ CSV ไม่ได้: \(error.label.th)", "not a CSV file: \(error.label.en)")
        }
    }
}
