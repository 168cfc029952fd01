// Comma-separated values after RFC 4180, read tolerantly and written strictly. Reading takes LF, CRLF or CR
// alone as the end of a line and quotes anywhere a cell begins; it is bounded, and knows the line of every
// row, for a cell may hold line breaks. Writing ends lines with CRLF and guards cells that a spreadsheet
// would run as a formula.

internal import Bytes

/// One row of a CSV file.
public struct CSVRow: Hashable, Sendable {
    /// The line it begins on, from 1, as an editor counts.
    public let line: Int
    /// Its number as a spreadsheet counts: from 1, empty rows counted too.
    public let number: Int
    /// The cells as written, quotes taken off; spaces are kept.
    public let cells: [String]
}

/// Why a CSV file could not be read.
public enum CSVError: Error, Hashable, Sendable {
    /// A quoted cell that begins on this line never ends.
    case openQuote(line: Int)
    /// This line has a cell, or a number of cells, beyond the limit.
    case tooLong(line: Int)
    /// The file has more rows than the limit.
    case tooManyRows

    /// A sentence for the person who offered the file.
    public var label: Label {
        switch self {
        case .openQuote(let line):
            Label("บรรทัด \(line): เครื่องหมายคำพูดเปิดแล้วไม่ปิด", "line \(line): a quotation mark is never closed")
        case .tooLong(let line):
            Label(
                "บรรทัด \(line): ข้อความหรือจำนวนคอลัมน์มากเกินไป",
                "line \(line): a cell is too long or there are too many")
        case .tooManyRows: Label("ไฟล์มีแถวมากเกินไป", "the file has too many rows")
        }
    }
}

/// Reading and writing of CSV.
public enum CSV {
    /// The rows of a text; lines with nothing on them are left out.
    public static func rows(
        _ text: String, separator: CellSeparator = .comma
    ) throws(CSVError) -> [CSVRow] {
        var parser = CSVParser(separator: separator.rawValue)
        let bytes = Array(text.utf8)
        for byte in bytes { try parser.take(byte) }
        return try parser.finish()
    }

    /// One row as it is written, with its CRLF.
    public static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// A whole file that Excel opens rightly: byte order mark, UTF-8, CRLF.
    public static func file(_ rows: [[String]]) -> [UInt8] {
        var out = TextEncoding.byteOrderMark
        for row in rows { out.append(contentsOf: line(row).utf8) }
        return out
    }

    /// One cell, guarded and quoted where it has to be.
    public static func cell(_ text: String) -> String {
        let safe = isFormula(text) ? "'" + text : text
        let needsQuotes = safe.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        guard needsQuotes || safe.first == " " || safe.last == " " else { return safe }
        var quoted = "\""
        for character in safe.unicodeScalars {
            if character == "\"" { quoted.append("\"") }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }

    /// True where a spreadsheet would compute the cell; a plain negative number and a lone dash are none.
    static func isFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first, [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(first) else {
            return false
        }
        let digits = text.utf8.dropFirst()
        if first == 0x2D && digits.isEmpty { return false }
        let isNumber =
            first == 0x2D && digits.contains { $0 != 0x2E } && digits.filter { $0 == 0x2E }.count < 2
            && digits.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
        return !isNumber
    }
}

/// Reads one byte at a time, so that no lookahead and no line splitting is needed.
private struct CSVParser {
    private enum State { case start, plain, quoted, quoteInQuoted }

    private let separator: UInt8
    private var state = State.start
    private var rows: [CSVRow] = []
    private var cells: [String] = []
    private var cell: [UInt8] = []
    private var line = 1
    private var rowLine = 1
    private var number = 0
    private var quoteLine = 1
    private var wasReturn = false

    init(separator: UInt8) { self.separator = separator }

    mutating func take(_ byte: UInt8) throws(CSVError) {
        let afterReturn = wasReturn
        wasReturn = byte == 0x0D
        if byte == 0x0D || (byte == 0x0A && !afterReturn) { line += 1 }
        if state == .quoted {
            if byte == 0x22 { state = .quoteInQuoted } else { try add(byte) }
            return
        }
        switch byte {
        case 0x0A where afterReturn: rowLine = line
        case 0x0A, 0x0D: try endRow()
        case separator: try endCell()
        case 0x22 where state == .start:
            state = .quoted
            quoteLine = line
        case 0x22 where state == .quoteInQuoted:
            state = .quoted
            try add(byte)
        default:
            state = .plain
            try add(byte)
        }
    }

    mutating func finish() throws(CSVError) -> [CSVRow] {
        guard state != .quoted else { throw .openQuote(line: quoteLine) }
        try endRow()
        return rows
    }

    private mutating func add(_ byte: UInt8) throws(CSVError) {
        guard cell.count < LocalLimits.csvCellBytesMax else { throw .tooLong(line: line) }
        cell.append(byte)
    }

    private mutating func endCell() throws(CSVError) {
        guard cells.count < LocalLimits.csvColumnsMax else { throw .tooLong(line: rowLine) }
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
        state = .start
    }

    private mutating func endRow() throws(CSVError) {
        let isEmpty = cells.isEmpty && cell.isEmpty
        try endCell()
        number += 1
        if !isEmpty {
            guard rows.count < LocalLimits.csvRowsMax else { throw .tooManyRows }
            rows.append(CSVRow(line: rowLine, number: number, cells: cells))
        }
        cells.removeAll(keepingCapacity: true)
        rowLine = line
    }
}
