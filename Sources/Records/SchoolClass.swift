// The 18 classes of the DMC headcount, in the order of its columns.

/// One class of the DMC headcount.
public enum SchoolClass: String, Hashable, CaseIterable, Sendable {
    /// Kindergarten, from three years old.
    case k1, k2, k3
    /// Primary.
    case p1, p2, p3, p4, p5, p6
    /// Secondary.
    case m1, m2, m3, m4, m5, m6
    /// Vocational certificate.
    case v1, v2, v3

    /// The levels that DMC adds up, in the order of its columns.
    public enum Level: Int, Hashable, CaseIterable, Sendable {
        /// อ.1-3.
        case kindergarten
        /// ป.1-6.
        case primary
        /// ม.1-3.
        case lowerSecondary
        /// ม.4-6 and ปวช.1-3.
        case upperSecondary

        /// As DMC's headers write it.
        public var label: Label {
            switch self {
            case .kindergarten: Label("ก่อนประถม", "Kindergarten")
            case .primary: Label("ประถม", "Primary")
            case .lowerSecondary: Label("ม.ต้น", "Lower secondary")
            case .upperSecondary: Label("ม.ปลายและเทียบเท่า", "Upper secondary and equivalent")
            }
        }

        /// Its classes, in the order of the columns.
        public var classes: [SchoolClass] { SchoolClass.allCases.filter { $0.level == self } }
    }

    /// Where DMC counts it.
    public var level: Level {
        switch self {
        case .k1, .k2, .k3: .kindergarten
        case .p1, .p2, .p3, .p4, .p5, .p6: .primary
        case .m1, .m2, .m3: .lowerSecondary
        case .m4, .m5, .m6, .v1, .v2, .v3: .upperSecondary
        }
    }

    /// Year within its level of schooling, 1 to 6.
    public var year: Int { Int(rawValue.dropFirst()) ?? 0 }

    /// `ป.1`, `Primary 1`.
    public var label: Label {
        switch rawValue.first {
        case "k": Label("อ.\(year)", "Kindergarten \(year)")
        case "p": Label("ป.\(year)", "Primary \(year)")
        case "m": Label("ม.\(year)", "Secondary \(year)")
        default: Label("ปวช.\(year)", "Vocational \(year)")
        }
    }
}
