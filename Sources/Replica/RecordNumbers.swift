// Records by small numbers, so that the log and the tables need not repeat 16 byte names.

internal import Bytes
internal import Records
internal import Crypto
internal import CRDT

/// What names a record across nodes.
struct RecordName: Hashable {
    let space: Int
    let collection: CollectionNumber
    let id: RecordID

    /// Hashes what nearly always tells records apart.
    func hash(into hasher: inout Hasher) { hasher.combine(id.low) }

    static func == (left: RecordName, right: RecordName) -> Bool {
        left.id.low == right.id.low && left.id.high == right.id.high
            && left.collection.raw == right.collection.raw
            && left.space == right.space
    }
}

/// A bounded cache over the `record` table, both ways.
struct RecordNumbers {
    private static let cachedMax = 32_768
    private var byKey: [RecordName: Int64] = [:]
    private var byNumber: [Int64: RecordName] = [:]

    /// The number of a record that may not exist.
    mutating func number(_ key: RecordName, in database: Database) throws(ReplicaError) -> Int64? {
        if let known = byKey[key] { return known }
        let statement = try database.statement(
            "SELECT number FROM record WHERE id=?1 AND collection=?2 AND space=?3")
        statement.bind(1, key.id.bytes)
        statement.bind(2, Int64(key.collection.raw))
        statement.bind(3, Int64(key.space))
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let number = statement.integer(0)
        remember(key, number)
        return number
    }

    /// The number of a record, made where there is none.
    mutating func make(_ key: RecordName, in database: Database) throws(ReplicaError) -> Int64 {
        if let known = try number(key, in: database) { return known }
        let statement = try database.statement(
            "INSERT INTO record(space, collection, id) VALUES(?1, ?2, ?3) RETURNING number")
        statement.bind(1, Int64(key.space))
        statement.bind(2, Int64(key.collection.raw))
        statement.bind(3, key.id.bytes)
        guard try statement.step() else { throw ReplicaError(.input, at: database.path, "record") }
        let number = statement.integer(0)
        try statement.run()
        remember(key, number)
        return number
    }

    /// What a number stands for.
    mutating func key(_ number: Int64, in database: Database) throws(ReplicaError) -> RecordName {
        if let known = byNumber[number] { return known }
        let statement = try database.statement("SELECT space, collection, id FROM record WHERE number=?1")
        statement.bind(1, number)
        defer { statement.reset() }
        guard try statement.step(), let id = RecordID(bytes: statement.blob(2)) else {
            throw ReplicaError(.damaged, at: database.path, "record \(number)")
        }
        let collection = CollectionNumber(UInt16(truncatingIfNeeded: statement.integer(1)))
        let key = RecordName(space: Int(statement.integer(0)), collection: collection, id: id)
        remember(key, number)
        return key
    }

    private mutating func remember(_ key: RecordName, _ number: Int64) {
        if byKey.count >= Self.cachedMax {
            byKey.removeAll(keepingCapacity: true)
            byNumber.removeAll(keepingCapacity: true)
        }
        byKey[key] = number
        byNumber[number] = key
    }
}
