// The 96 columns of the DMC area export: area code, area name, school code, school name, then for each
// class male, female, total, rooms; after each level the same four of the level, and at the end of all.
// Headers as DMC writes them: `ป.1 ชาย`, `ป.1 หญิง`, `รวมป.1`, `ป.1 ห้อง`; `รวมประถม ชาย`, `รวมประถม หญิง`,
// `รวมประถม`, `รวมห้องประถม`.

/// Male, female and rooms of one class, of a level or of a school.
public struct ClassCount: Hashable, Sendable {
    /// Boys.
    public var male: Int64
    /// Girls.
    public var female: Int64
    /// Rooms.
    public var rooms: Int64

    /// A count by its parts.
    public init(male: Int64 = 0, female: Int64 = 0, rooms: Int64 = 0) {
        self.male = male
        self.female = female
        self.rooms = rooms
    }

    /// Boys and girls.
    public var total: Int64 { male + female }
    /// True where nobody is counted and no room kept.
    public var isZero: Bool { male == 0 && female == 0 && rooms == 0 }

    /// Part by part.
    public static func + (left: ClassCount, right: ClassCount) -> ClassCount {
        ClassCount(
            male: left.male + right.male, female: left.female + right.female, rooms: left.rooms + right.rooms)
    }

    /// As four columns: male, female, total, rooms.
    var columns: [Int64] { [male, female, total, rooms] }
}

/// What a group of four columns counts.
public enum HeadcountGroup: Hashable, Sendable {
    /// One class.
    case one(SchoolClass)
    /// One level.
    case level(SchoolClass.Level)
    /// The whole school.
    case all

    /// All 23 groups in the order of the columns.
    public static let inOrder: [HeadcountGroup] =
        SchoolClass.Level.allCases.flatMap { level in
            level.classes.map { HeadcountGroup.one($0) } + [.level(level)]
        } + [.all]

    /// The headers of its four columns.
    public var headers: [String] {
        switch self {
        case .one(let one):
            let name = one.label.th
            return ["\(name) ชาย", "\(name) หญิง", "รวม\(name)", "\(name) ห้อง"]
        case .level(let level):
            let name = "รวม" + level.label.th
            return ["\(name) ชาย", "\(name) หญิง", name, "รวมห้อง" + level.label.th]
        case .all: return ["รวมทั้งหมด ชาย", "รวมทั้งหมด หญิง", "รวมทั้งหมด", "รวมห้องทั้งหมด"]
        }
    }
}

/// The columns of the file.
public enum HeadcountColumns {
    /// Columns of a row.
    public static let count = 96
    /// Columns before the counts.
    public static let leading = 4
    /// The 96 headers.
    public static let headers: [String] =
        ["รหัสเขต", "ชื่อเขต", "รหัสโรงเรียน", "ชื่อโรงเรียน"] + HeadcountGroup.inOrder.flatMap(\.headers)

    /// A column for people: `F (อ.1 หญิง)` by its letter in a spreadsheet and its header; `index` from 0.
    public static func name(_ index: Int) -> String {
        let header = headers.indices.contains(index) ? headers[index] : ""
        return "\(letter(index)) (\(header))"
    }

    /// `A` to `Z`, then `AA`: as a spreadsheet names columns.
    public static func letter(_ index: Int) -> String {
        let last = String(UnicodeScalar(UInt8(0x41 + index % 26)))
        return index < 26 ? last : letter(index / 26 - 1) + last
    }
}
