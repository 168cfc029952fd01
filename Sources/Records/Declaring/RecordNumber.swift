// Numbers that need no centre: `57030001-2569-K7Q-0042` is unit, fiscal year B.E., tag of the node's epoch,
// running number. Two machines, or one restored, have different tags, so neither waits for the other;
// should two numbers still be equal, an invariant says so. The tag's alphabet has no I, L, O, U.

public import CRDT

/// The number of a record, for people.
public struct RecordNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// SMIS code of the school or code of the office.
    public let unit: String
    /// Fiscal year B.E.
    public let fiscalYear: Int
    /// Three base32 characters of the epoch.
    public let tag: String
    /// From 1, within unit, year and tag.
    public let running: Int

    /// The next number of a node: `running` is 1 + the greatest that this epoch gave out in this year.
    public init(unit: String, fiscalYear: Int, epoch: Epoch, running: Int) {
        self.unit = unit
        self.fiscalYear = fiscalYear
        tag = epoch.tag
        self.running = running
    }

    /// Reads a number as people type it: Thai digits, lower case, O for 0, I or L for 1 in the tag, no
    /// leading zeros.
    public init?(typed text: String) {
        let parts = ThaiText.compareKey(text).split(separator: "-").map(String.init)
        guard parts.count == 4, parts[0].utf8.count == 8, plainNumber(parts[0]) != nil,
            let year = plainNumber(parts[1]), (2_400...2_999).contains(year),
            let running = plainNumber(parts[3]), running >= 1, parts[2].utf8.count == 3
        else { return nil }
        let letters = parts[2].uppercased().map { ["O": "0", "I": "1", "L": "1"][$0] ?? $0 }
        guard letters.allSatisfy({ "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains($0) }) else { return nil }
        unit = parts[0]
        fiscalYear = year
        tag = String(letters)
        self.running = running
    }

    /// The number as it is stored and printed.
    public var description: String { "\(unit)-\(fiscalYear)-\(tag)-\(pad(running, 4))" }

    /// What all numbers of one unit, year and epoch begin with: `57030001-2569-K7Q-`.
    public var prefix: String { "\(unit)-\(fiscalYear)-\(tag)-" }

    /// Unit, year, tag, running number.
    public static func < (left: RecordNumber, right: RecordNumber) -> Bool {
        (left.unit, left.fiscalYear, left.tag, left.running)
            < (right.unit, right.fiscalYear, right.tag, right.running)
    }
}
