// What is wrong with a file that somebody offers for import: the row, the column, why, in both languages.

/// One thing wrong with a file.
public struct FileProblem: Error, Hashable, Sendable {
    /// What it means for the import.
    public enum Weight: Hashable, Sendable {
        /// Nothing of the file is imported.
        case file
        /// This row is not imported, the others are.
        case row
        /// Everything is imported; somebody should look.
        case notice
    }

    /// What it means for the import.
    public let weight: Weight
    /// Row of the file as a spreadsheet counts, the header being row 1; nil where it is about the file.
    public let row: Int?
    /// Column from 0; nil where it is about the row or the file.
    public let column: Int?
    /// SMIS code of the row's school, as written; nil where it has none.
    public let school: String?
    /// The whole sentence.
    public let message: Label

    /// A problem by its parts.
    public init(weight: Weight, row: Int?, column: Int?, school: String?, message: Label) {
        self.weight = weight
        self.row = row
        self.column = column
        self.school = school
        self.message = message
    }

    /// A problem of the file as a whole.
    public static func file(_ th: String, _ en: String) -> FileProblem {
        FileProblem(weight: .file, row: nil, column: nil, school: nil, message: Label(th, en))
    }

    /// A problem of a row; `place` names the school, `column` the column with its header.
    public static func row(
        _ row: Int, school: String?, column: (index: Int, name: String)? = nil, weight: Weight = .row,
        _ th: String,
        _ en: String
    ) -> FileProblem {
        let place = school.map { " \($0)" } ?? ""
        let columnTh = column.map { " คอลัมน์ \($0.name)" } ?? ""
        let columnEn = column.map { ", column \($0.name)" } ?? ""
        return FileProblem(
            weight: weight, row: row, column: column?.index, school: school,
            message: Label("แถว \(row)\(place)\(columnTh): \(th)", "row \(row)\(place)\(columnEn): \(en)"))
    }
}
