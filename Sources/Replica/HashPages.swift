// Hashes of held changes by position, read 256 at a time: completing a dot then costs an array access, not a
// query.

internal import Bytes
internal import CRDT
internal import Crypto

/// A bounded cache of the first halves of change hashes.
struct HashPages {
    private static let pageBits: Int64 = 8
    private static let pagesMax = 1_024
    private var pages: [Int64: [ShortHash]] = [:]

    /// The hash at a position of its own branch (not below the branch's fork); nil where nothing is held.
    mutating func hash(at position: Position, in database: Database) throws(ReplicaError) -> ShortHash? {
        let key = position.raw >> Self.pageBits
        let index = Int(position.raw & (1 << Self.pageBits - 1))
        if let page = pages[key], index < page.count, page[index] != Self.absent { return page[index] }
        let page = try load(key, in: database)
        return index < page.count && page[index] != Self.absent ? page[index] : nil
    }

    /// Remembers a change that was just appended, where its page is known already.
    mutating func note(_ hash: ShortHash, at position: Position) {
        let key = position.raw >> Self.pageBits
        let index = Int(position.raw & (1 << Self.pageBits - 1))
        if pages[key]?.count == index {
            pages[key]?.append(hash)
        } else if index == 0 {
            makeRoom()
            pages[key] = [hash]
        }
    }

    private static let absent = ShortHash(high: 0, low: 0)

    private mutating func load(_ key: Int64, in database: Database) throws(ReplicaError) -> [ShortHash] {
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
        makeRoom()
        pages[key] = page
        return page
    }

    private mutating func makeRoom() {
        if pages.count >= Self.pagesMax { pages.removeAll(keepingCapacity: true) }
    }
}
