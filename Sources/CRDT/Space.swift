// A space is the unit of replication and permission.

public import Bytes

/// `district` (written by the hub, read by all), `office` (the office's own records) or `school/<smis
/// code>`.
public struct Space: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name as it is hashed and shown.
    public let name: String

    /// What every node reads and only the hub writes.
    public static let district = Space(trusted: "district")
    /// The district office's own records; they stay at the hub.
    public static let office = Space(trusted: "office")

    /// The space of one school; nil unless `code` is eight digits.
    public static func school(_ code: String) -> Space? {
        let digits = Array(code.utf8)
        guard digits.count == 8, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Space(trusted: "school/" + code)
    }

    /// From a name; nil unless it is one of the three forms.
    public init?(_ name: String) {
        switch name {
        case "district", "office": self.name = name
        default:
            guard name.hasPrefix("school/"), let school = Space.school(String(name.dropFirst(7))) else {
                return nil
            }
            self = school
        }
    }

    private init(trusted name: String) { self.name = name }

    /// The eight digits of a school's space; nil for the other two.
    public var schoolCode: String? { name.hasPrefix("school/") ? String(name.dropFirst(7)) : nil }

    /// The name.
    public var description: String { name }

    /// Order of the names' bytes.
    public static func < (left: Space, right: Space) -> Bool { left.name < right.name }
}

extension ByteWriter {
    /// A space, by its name.
    public mutating func space(_ space: Space) { text(space.name) }
}

extension ByteReader {
    /// A space; any other text is not canonical.
    public mutating func space() throws(BytesError) -> Space {
        guard let space = Space(try text(limit: SpecificationLimits.spaceNameBytesMax)) else {
            throw .notCanonical
        }
        return space
    }
}
