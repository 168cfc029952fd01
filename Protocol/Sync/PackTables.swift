// What both ends of a stream of changes remember, so that a name travels once. Writer and reader pass
// through the same steps in the same order and so hold the same tables; there is one set per direction,
// space and stream. Every table is bounded by SpecificationLimits.tableEntriesMax: feeds, actors and
// records must not grow beyond it (the writer resets all tables in time), cells are no longer added.

internal import Bytes
internal import CRDT
internal import Crypto

/// A record with its collection, as one table entry.
struct RecordKey: Hashable {
    let collection: CollectionNumber
    let record: RecordID
}

/// A dot as the tables keep it: feed by its index, hash part as it travelled.
struct PackedDot: Hashable {
    var feed: Int
    var sequence: UInt64
    var hash: ShortHash
}

/// The tables of one stream of one space.
struct PackTables {
    private(set) var feeds: [Feed] = []
    private(set) var actors: [RecordID] = []
    private(set) var records: [RecordKey] = []
    /// Per record the first single dot that was spelled out for it.
    private var bases: [PackedDot?] = []
    /// Per record and field where this stream last set it: feed index in the high 16 bits, sequence below.
    private var cells: [UInt64: UInt64] = [:]
    private var feedIndex: [Feed: Int] = [:]
    private var actorIndex: [RecordID: Int] = [:]
    private var recordIndex: [RecordKey: Int] = [:]
    /// Author of the last packed change.
    var actor: RecordID?
    /// Time of the last packed change.
    var time: Int64 = 0
    /// Record of the last packed operation.
    var record = 0

    /// True when the next stretch could overflow a table; its writer then starts with empty ones.
    var isNearlyFull: Bool {
        max(feeds.count, max(actors.count, records.count)) > SpecificationLimits.tableEntriesMax - 16_384
    }

    func index(of feed: Feed) -> Int? { feedIndex[feed] }
    func index(of actor: RecordID) -> Int? { actorIndex[actor] }
    func index(of record: RecordKey) -> Int? { recordIndex[record] }

    /// Adds a feed and returns its index; nil when the table is full or the feed is there already.
    mutating func add(_ feed: Feed) -> Int? {
        guard feeds.count < SpecificationLimits.tableEntriesMax, feedIndex[feed] == nil else { return nil }
        feeds.append(feed)
        feedIndex[feed] = feeds.count - 1
        return feeds.count - 1
    }

    /// Adds an actor; nil when the table is full or the actor is there already.
    mutating func add(_ actor: RecordID) -> Int? {
        guard actors.count < SpecificationLimits.tableEntriesMax, actorIndex[actor] == nil else { return nil }
        actors.append(actor)
        actorIndex[actor] = actors.count - 1
        return actors.count - 1
    }

    /// Adds a record; nil when the table is full or the record is there already.
    mutating func add(_ record: RecordKey) -> Int? {
        guard records.count < SpecificationLimits.tableEntriesMax, recordIndex[record] == nil else {
            return nil
        }
        records.append(record)
        bases.append(nil)
        recordIndex[record] = records.count - 1
        return records.count - 1
    }

    /// The dot that an operation on this field most likely supersedes: what this stream last wrote there,
    /// else the record's base.
    func expected(record: Int, field: FieldNumber) -> PackedDot? {
        if let cell = cells[cellKey(record, field)] {
            return PackedDot(feed: Int(cell >> 48), sequence: cell & 0xffff_ffff_ffff, hash: .leftOut)
        }
        return bases[record]
    }

    /// Remembers a single dot that was spelled out; the first one of a record stays.
    mutating func spelledOut(_ dot: PackedDot, record: Int) {
        if bases[record] == nil { bases[record] = dot }
    }

    /// Remembers where a field was set.
    mutating func wrote(record: Int, field: FieldNumber, feed: Int, sequence: UInt64) {
        guard feed < 1 << 16, sequence < 1 << 48 else { return }
        let key = cellKey(record, field)
        guard cells.count < SpecificationLimits.tableEntriesMax || cells[key] != nil else { return }
        cells[key] = UInt64(feed) << 48 | sequence
    }

    private func cellKey(_ record: Int, _ field: FieldNumber) -> UInt64 {
        UInt64(record) << 16 | UInt64(field.raw)
    }
}
