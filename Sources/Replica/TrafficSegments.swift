// Sealing: the entries of a day get one digest that covers the digest of the day before, and that digest
// alone travels, in a record of `traffic_day`. Whoever holds the entries can show later that they are the
// ones; whoever changes, adds or drops one, or a day, cannot. An entry that comes late goes into the next
// day that is sealed, since a sealed day does not move and no entry may be refused.
//
//   digest = BLAKE2b-256("saphan-traffic/1" | previous digest, 32 bytes or none | day | count
//            | for each entry in the order added: count of values
//            | for each value: field number, length, encoded value)

internal import Bytes
internal import CRDT
internal import Crypto
public import Records

/// The digest of one day.
public struct SealedDay: Hashable, Sendable {
    /// The day, in the form of `ThaiDate`.
    public let day: String
    /// Entries under it.
    public let entries: Int
    /// Their digest.
    public let digest: [UInt8]
    /// The digest of the day sealed before; nil for the first.
    public let previous: [UInt8]?

    /// A sealed day by its parts.
    public init(day: String, entries: Int, digest: [UInt8], previous: [UInt8]?) {
        self.day = day
        self.entries = entries
        self.digest = digest
        self.previous = previous
    }
}

extension Store {
    /// Puts what is not sealed yet, and began before the end of `day` in milliseconds, under that day.
    public func seal(
        _ collection: RecordCollection, day: String, endMilliseconds: Int64, previous: [UInt8]?
    ) throws(ReplicaError) -> SealedDay {
        try requireLocal(collection)
        return try transaction { () throws(ReplicaError) in
            if try hasLocalTable(collection), let moment = collection.fields.first {
                let statement = try database.statement(
                    "UPDATE \"\(collection.name)\" SET _segment=?1 "
                        + "WHERE _segment IS NULL AND \"\(moment.name)\"<?2")
                statement.bind(1, day)
                statement.bind(2, endMilliseconds)
                try statement.run()
            }
            return try digest(of: collection, day: day, previous: previous)
        }
    }

    /// The digest of a day's entries as they are held now.
    public func digest(
        of collection: RecordCollection, day: String, previous: [UInt8]?
    ) throws(ReplicaError) -> SealedDay {
        let entries = try entries(of: collection, segment: day, limit: Int(Int32.max))
        var stream = Blake2bStream(length: 32)
        var head = ByteWriter()
        head.text("saphan-traffic/1")
        head.raw(previous ?? [])
        head.text(day)
        head.varint(UInt64(entries.count))
        stream.update(head.bytes)
        for entry in entries {
            var writer = ByteWriter()
            writer.varint(UInt64(entry.values.count))
            for (name, value) in entry.values {
                let bytes = value.encoded
                writer.varint(UInt64(collection[name]?.number.raw ?? 0))
                writer.varint(UInt64(bytes.count))
                writer.raw(bytes)
            }
            stream.update(writer.bytes)
        }
        return SealedDay(
            day: day, entries: entries.count, digest: stream.digest, previous: previous)
    }

    /// Removes the entries of a sealed day; returns how many there were. Whether its time is over is for
    /// the caller to know.
    public func eraseEntries(
        of collection: RecordCollection, segment: String
    ) throws(ReplicaError) -> Int {
        try erase(collection, where: "_segment=?1") { $0.bind(1, segment) }
    }

    /// Erases the entries of moments before one, milliseconds, that no day covers; returns how many. For
    /// collections whose days are not sealed.
    @discardableResult
    public func eraseUnsealed(
        of collection: RecordCollection, beforeMilliseconds end: Int64
    ) throws(ReplicaError) -> Int {
        guard let moment = collection.fields.first else { return 0 }
        return try erase(collection, where: "_segment IS NULL AND \"\(moment.name)\"<?1") { $0.bind(1, end) }
    }

    private func erase(
        _ collection: RecordCollection, where condition: String, _ bind: (Statement) -> Void
    ) throws(ReplicaError) -> Int {
        try requireLocal(collection)
        return try transaction { () throws(ReplicaError) in
            guard try hasLocalTable(collection) else { return 0 }
            // What is erased is overwritten in the file.
            try database.execute("PRAGMA secure_delete=ON")
            let statement = try database.statement(
                "DELETE FROM \"\(collection.name)\" WHERE \(condition) RETURNING _entry")
            bind(statement)
            defer { statement.reset() }
            var count = 0
            while try statement.step() { count += 1 }
            return count
        }
    }

    /// The moments of the first and last entry that no day covers yet; nil where there is none.
    public func unsealedMoments(of collection: RecordCollection) throws(ReplicaError) -> ClosedRange<Int64>? {
        try requireLocal(collection)
        guard try hasLocalTable(collection), let moment = collection.fields.first else { return nil }
        let statement = try database.statement(
            "SELECT min(\"\(moment.name)\"), max(\"\(moment.name)\") FROM \"\(collection.name)\" "
                + "WHERE _segment IS NULL")
        defer { statement.reset() }
        guard try statement.step(), !statement.isNull(0), !statement.isNull(1) else { return nil }
        let (first, last) = (statement.integer(0), statement.integer(1))
        return first <= last ? first...last : nil
    }

    /// The moments of the first and last entry of a sealed day; nil where it has none.
    public func moments(
        of collection: RecordCollection, segment: String
    ) throws(ReplicaError) -> ClosedRange<Int64>? {
        let moments = try entries(of: collection, segment: segment, limit: Int(Int32.max)).compactMap {
            entry in
            collection.fields.first.flatMap { entry[$0.name].integer }
        }
        guard let first = moments.min(), let last = moments.max() else { return nil }
        return first...last
    }
}
