// A change by the number of its branch here and its sequence: what dots become inside this file.

/// Branch (24 bits) and sequence (40 bits) of a held change; 0 means none.
struct Position: Hashable, Comparable, Sendable {
    let raw: Int64

    static let none = Position(raw: 0)

    init(raw: Int64) { self.raw = raw }
    init(branch: Int, sequence: UInt64) { raw = Int64(branch) << 40 | Int64(bitPattern: sequence) }

    var branch: Int { Int(raw >> 40) }
    var sequence: UInt64 { UInt64(raw & Position.sequenceMax) }

    /// Largest sequence a branch may have here: a million changes a second for twelve days.
    static let sequenceMax: Int64 = 1 << 40 - 1

    static func < (left: Position, right: Position) -> Bool { left.raw < right.raw }
}
