// Hashes of held changes by position, read 256 at a time: completing a dot then costs an array access, not
// a query.

internal import Bytes
internal import CRDT
internal import Crypto

/// A bounded cache of the first halves of change hashes: each page has one slot that it may take.
struct HashPages {
    private static let pageBits: Int64 = 8
    private static let slotCount: Int64 = 1_024
    private var slots: [(key: Int64, page: [ShortHash])]

    init() { slots = [(key: Int64, page: [ShortHash])](repeating: (-1, []), count: Int(Self.slotCount)) }

    /// Pages of one branch lie side by side, those of others elsewhere.
    private static func slot(of key: Int64) -> Int {
        let branch = key >> (40 - pageBits)
        return Int((key &+ branch &* 61) & (slotCount - 1))
    }

    /// The hash at a position of its own branch (not below the branch's fork); nil where nothing is held.
    mutating func hash(at position: Position, in database: Database) throws(ReplicaError) -> ShortHash? {
        let key = position.raw >> Self.pageBits
        let index = Int(position.raw & (1 << Self.pageBits - 1))
        let slot = Self.slot(of: key)
        if slots[slot].key != key || index >= slots[slot].page.count || slots[slot].page[index] == Self.absent
        {
            slots[slot] = (key, try load(key, in: database))
        }
        guard index < slots[slot].page.count, slots[slot].page[index] != Self.absent else { return nil }
        return slots[slot].page[index]
    }

    /// Remembers a change that was just appended, where its page is known already.
    mutating func note(_ hash: ShortHash, at position: Position) {
        let key = position.raw >> Self.pageBits
        let index = Int(position.raw & (1 << Self.pageBits - 1))
        let slot = Self.slot(of: key)
        if slots[slot].key == key, slots[slot].page.count == index {
            slots[slot].page.append(hash)
        } else if index == 0 {
            slots[slot] = (key, [hash])
        }
    }

    private static let absent = ShortHash(high: 0, low: 0)

    private func load(_ key: Int64, in database: Database) throws(ReplicaError) -> [ShortHash] {
        let statement = try database.statement(
            "SELECT position, substr(hash, 1, 16) FROM change WHERE position BETWEEN ?1 AND ?2 "
                + "ORDER BY position"
        )
        let first = key << Self.pageBits
        statement.bind(1, first)
        statement.bind(2, first + 255)
        var page: [ShortHash] = []
        while try statement.step() {
            while page.count < Int(statement.integer(0) - first) { page.append(Self.absent) }
            page.append(ShortHash(bytes: statement.blob(1)) ?? Self.absent)
        }
        statement.reset()
        return page
    }
}
