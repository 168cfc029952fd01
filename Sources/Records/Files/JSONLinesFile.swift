// JSON lines as rows of a table, so that they go the way of every other file: known, read, refused and taken
// back alike. Names are headers; what a line says is in JSONLine.

internal import Bytes

/// A file of JSON lines, taken apart.
public struct JSONLinesFile: Sendable {
    /// Every name that a line has, in the order in which they are met.
    public private(set) var header: [String] = []
    private var lines: [JSONLine] = []

    /// True for a file that begins as JSON does, and no table.
    public static func isLikely(_ bytes: [UInt8]) -> Bool {
        let start = bytes.starts(with: TextEncoding.byteOrderMark) ? TextEncoding.byteOrderMark.count : 0
        let signs = bytes[start...].lazy.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(2)
        return [[0x7B, 0x22], [0x7B, 0x7D], [0x5B, 0x7B]].contains(Array(signs))
    }

    /// Reads a file for a collection; throws where it is too large, or a line of it is no object.
    public init(_ bytes: [UInt8], of collection: RecordCollection) throws(FileProblem) {
        guard bytes.count <= LocalLimits.importBytesMax else {
            throw .file("ไฟล์ใหญ่เกินไป", "the file is too large")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .file(Self.notUTF8.th, Self.notUTF8.en)
        }
        var known: Set<String> = []
        for (index, text) in Self.split(bytes).enumerated()
        where text.contains(where: { $0 != 0x20 && $0 != 0x09 }) {
            let number = index + 1
            guard lines.count < LocalLimits.csvRowsMax else {
                throw JSONLine.problem(number, CSVError.tooManyRows.label)
            }
            let line = try JSONLine(text, number, collection)
            for member in line.members where known.insert(member.name).inserted { header.append(member.name) }
            guard header.count <= LocalLimits.csvColumnsMax else {
                throw JSONLine.problem(number, Label("มีชื่อช่องมากเกินไป", "there are too many names"))
            }
            lines.append(line)
            guard lines.count * header.count <= Self.cellsMax else {
                throw JSONLine.problem(
                    number, Label("มีบรรทัดและชื่อช่องรวมกันมากเกินไป", "there are too many lines of too many names")
                )
            }
        }
        guard !lines.isEmpty else { throw .file("ไฟล์ไม่มีข้อมูล", "the file is empty") }
    }

    /// The same as a table whose columns mean this; throws where a value is none that a cell could hold.
    public func sheet(_ map: ColumnMap) throws(FileProblem) -> SheetFile {
        let places = Dictionary(
            header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var rows: [CSVRow] = []
        for line in lines {
            var cells = [String](repeating: "", count: header.count)
            for member in line.members {
                guard let place = places[member.name] else { continue }
                cells[place] = try line.cell(member, map.columns[place].meaning)
            }
            // As in a table, a line that says nothing is no row.
            guard cells.contains(where: { !$0.isEmpty }) else { continue }
            rows.append(CSVRow(line: line.number, number: line.number, cells: cells))
        }
        return SheetFile(header: header, rows: rows)
    }

    /// Lines without their ends, whichever of the three they have, and without a byte order mark.
    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.starts(with: TextEncoding.byteOrderMark) ? TextEncoding.byteOrderMark.count : 0
        var wasReturn = false
        for (place, byte) in bytes.enumerated() {
            let isEnd = byte == 0x0A || byte == 0x0D
            if isEnd {
                if byte == 0x0D || !wasReturn { lines.append(bytes[start..<place]) }
                start = place + 1
            }
            wasReturn = byte == 0x0D
        }
        return lines + [bytes[start...]]
    }

    static let notUTF8 = Label("ไฟล์ JSON ต้องเป็น UTF-8", "a file of JSON must be UTF-8")

    /// Lines by names: a table has as many cells, whether anything stands in them or not.
    private static let cellsMax = LocalLimits.importBytesMax / 4
}
