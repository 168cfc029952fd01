// What is kept of a national id: a hash under a key that stays on the node which wrote it, and the last
// four digits, so that one node can tell whether two records are of one person and a clerk can compare with
// a card. The number itself is nowhere; the thirteen digits have so little in them that a hash without a
// key would be no secret.

internal import Bytes
internal import Crypto

/// A national id as it is stored.
public struct KeptNationalID: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits.
    public let hash: String
    /// The last four digits.
    public let lastFour: String

    /// Hides an id under a node's key.
    public init(_ id: NationalID, key: [UInt8]) {
        hash = Hex.encode(Blake2b.hash(Array(id.digits.utf8), key: key, length: 16))
        lastFour = String(id.digits.suffix(4))
    }

    /// Reads the stored text, and no other.
    public init?(stored text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 32, parts[1].utf8.count == 4,
            parts[0].allSatisfy({ "0123456789abcdef".contains($0) }), plainNumber(parts[1]) != nil
        else { return nil }
        hash = String(parts[0])
        lastFour = String(parts[1])
    }

    /// As it is stored.
    public var text: String { "\(hash)-\(lastFour)" }

    /// `x-xxxx-xxxx8-78-1`.
    public var masked: String {
        let digits = Array(lastFour)
        return "x-xxxx-xxxx\(digits[0])-\(digits[1])\(digits[2])-\(digits[3])"
    }

    /// What is shown of a value of another form, which may be the number itself.
    static let hidden = "x-xxxx-xxxxx-xx-x"
}
