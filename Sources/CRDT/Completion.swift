// The wire may leave out the hash part of a dot where the receiver holds that feed on a single branch. The
// dot then carries `ShortHash.leftOut`, and the change has no hash until the part is filled in again from
// the receiver's log. Filling in keeps the order of the dots as it came: it is part of what the author
// hashed.

public import Crypto

extension ShortHash {
    /// Stands for a hash part that the receiver is to take from its own log. No change has this hash.
    public static let leftOut = ShortHash(high: 0, low: 0)
}

extension Change {
    /// True while some dot lacks its hash part; such a change cannot be hashed.
    public var isIncomplete: Bool {
        operations.contains { operation in operation.dots.contains { $0.hash == .leftOut } }
    }

    /// Fills in every hash part that was left out; `hash` answers from the log, changes of the same stretch
    /// that were linked before this one included. False, with the change half filled, when one answer is
    /// missing.
    public mutating func complete(_ hash: (Feed, UInt64) -> ShortHash?) -> Bool {
        for index in operations.indices where operations[index].dots.contains(where: { $0.hash == .leftOut })
        {
            for place in operations[index].dots.indices {
                let dot = operations[index].dots[place]
                guard dot.hash == .leftOut else { continue }
                guard let found = hash(dot.feed, dot.sequence) else { return false }
                operations[index].dots[place] = Dot(feed: dot.feed, sequence: dot.sequence, hash: found)
            }
        }
        return true
    }

    /// True when the dots of every operation are sorted without repetition, as the full form demands. A
    /// completed change that is not in order must not be stored: nobody could read its full form.
    public var isInOrder: Bool {
        operations.allSatisfy { operation in
            zip(operation.dots, operation.dots.dropFirst()).allSatisfy { $0 < $1 }
        }
    }
}
