// The packed form of a change, writing side. Layout (SPEC "Packed form"):
//   head       bits 0-3 number of operations (15: a varint follows), 4 the actor differs from the change
// before,
//              6 a nonce follows, 7 full form: the head is 0x80 exactly, varint length and the full form
// follow
//   [varint count] [actor: varint 0 none, 1 new and 16 bytes, k + 2 table] zigzag time - time before [nonce
// 8] Operation:
//   head       bits 0-4 field (31: a varint follows), 5-6 form of the dots, 7 a shape byte follows
//   [varint field] varint record: 0 as before, 1 new (varint collection, id 16), k + 2 table
//   [shape: kind in the high four bits, value tag in the low four; without it a set of text]
//   varint length, value without its tag
//   dots       form 0 none; 1 the expected one; 2 varint distance back in this feed; 3 varint count, each a
// reference
//   reference  varint 2 * feed + (1 if the hash follows), feed = table size: new (25 bytes); varint sequence;
// [hash 16] Sequence and chain follow from the place in the stretch. What does not fit this layout travels
// in full form.

internal import Bytes
internal import CRDT
internal import Crypto

/// Up to which sequence the receiver holds feeds on a single branch that is also the sender's: there the
/// hash part of a dot may be left out. Used for lookups only.
typealias KnownFeeds = [Feed: UInt64]

/// Writes changes of one stream in packed form.
struct ChangePacker {
    var tables = PackTables()

    /// Appends `change`. `feed` is the index of its feed in the tables; `full` asks for the full form.
    mutating func pack(
        _ change: Change, feed: Int, known: KnownFeeds, full: Bool, into writer: inout ByteWriter
    ) {
        // Strange dots can make a packed change larger than its full form: a large one must still fit its
        // frame.
        if full || !ChangePacker.fits(change) || change.fullFormBytes > LocalLimits.packedBytesMax {
            writer.u8(0x80)
            writer.prefixed(change.fullForm)
            return
        }
        let count = change.operations.count
        let isNewActor = change.actor != tables.actor
        writer.u8(
            UInt8(min(count, 15)) | (isNewActor ? 0x10 : 0) | (change.nonce == nil ? 0 : 0x40))
        if count >= 15 { writer.varint(UInt64(count)) }
        if isNewActor { packActor(change.actor, into: &writer) }
        writer.signed(change.time &- tables.time)
        tables.time = change.time
        if let nonce = change.nonce { writer.u64(nonce) }
        for operation in change.operations {
            pack(operation, of: change, feed: feed, known: known, into: &writer)
        }
    }

    /// Whether the packed layout can carry the change.
    static func fits(_ change: Change) -> Bool {
        change.trailing.isEmpty
            && change.operations.allSatisfy { operation in
                operation.trailing.isEmpty && operation.kind.raw < 16 && operation.value.tag < 16
                    && operation.dots.allSatisfy { $0.sequence > 0 && $0.feed.space == change.feed.space }
            }
    }

    private mutating func packActor(_ actor: RecordID?, into writer: inout ByteWriter) {
        tables.actor = actor
        guard let actor else { return writer.varint(0) }
        if let index = tables.index(of: actor) { return writer.varint(UInt64(index) + 2) }
        _ = tables.add(actor)
        writer.varint(1)
        writer.identifier(actor)
    }

    private mutating func pack(
        _ operation: Operation, of change: Change, feed: Int, known: KnownFeeds,
        into writer: inout ByteWriter
    ) {
        let isPlain = operation.kind == .set && operation.value.tag == 1
        let key = RecordKey(collection: operation.collection, record: operation.record)
        let old = tables.index(of: key)
        let form = self.form(operation, record: old, change: change, feed: feed, known: known)
        writer.u8(UInt8(min(operation.field.raw, 31)) | form << 5 | (isPlain ? 0 : 0x80))
        if operation.field.raw >= 31 { writer.varint(UInt64(operation.field.raw)) }
        let record = packRecord(key, old, into: &writer)
        if !isPlain { writer.u8(operation.kind.raw << 4 | operation.value.tag) }
        writer.varint(UInt64(operation.value.encoded.count - 1))
        writer.raw(operation.value.encoded.dropFirst())
        packDots(operation, form, of: change, feed, known, record, into: &writer)
        if operation.kind == .set {
            tables.wrote(record: record, field: operation.field, feed: feed, sequence: change.sequence)
        }
    }

    private mutating func packRecord(_ key: RecordKey, _ old: Int?, into writer: inout ByteWriter) -> Int {
        guard let old else {
            writer.varint(1)
            writer.varint(UInt64(key.collection.raw))
            writer.identifier(key.record)
            tables.record = tables.add(key) ?? 0
            return tables.record
        }
        writer.varint(old == tables.record ? 0 : UInt64(old) + 2)
        tables.record = old
        return old
    }

    /// Which of the four forms the dots of an operation take.
    private func form(_ operation: Operation, record: Int?, change: Change, feed: Int, known: KnownFeeds)
        -> UInt8
    {
        guard let dot = operation.dots.first else { return 0 }
        guard operation.dots.count == 1 else { return 3 }
        let isKnown = known[dot.feed].map { dot.sequence <= $0 } ?? false
        if let record, let expected = tables.expected(record: record, field: operation.field),
            tables.feeds[expected.feed] == dot.feed, expected.sequence == dot.sequence,
            expected.hash == dot.hash || (expected.hash == .leftOut && isKnown)
        {
            return 1
        }
        return isKnown && dot.feed == change.feed && dot.sequence < change.sequence ? 2 : 3
    }

    private mutating func packDots(
        _ operation: Operation, _ form: UInt8, of change: Change, _ feed: Int, _ known: KnownFeeds,
        _ record: Int, into writer: inout ByteWriter
    ) {
        switch form {
        case 2:
            let sequence = operation.dots[0].sequence
            writer.varint(change.sequence - sequence)
            tables.spelledOut(
                PackedDot(feed: feed, sequence: sequence, hash: .leftOut), record: record)
        case 3:
            writer.varint(UInt64(operation.dots.count))
            for dot in operation.dots {
                let packed = packReference(dot, known, into: &writer)
                if operation.dots.count == 1 { tables.spelledOut(packed, record: record) }
            }
        default: break
        }
    }

    private mutating func packReference(_ dot: Dot, _ known: KnownFeeds, into writer: inout ByteWriter)
        -> PackedDot
    {
        let isKnown = known[dot.feed].map { dot.sequence <= $0 } ?? false
        let index = packFeed(dot.feed, bit: isKnown ? 0 : 1, into: &writer)
        writer.varint(dot.sequence)
        if !isKnown { writer.identifier(dot.hash) }
        return PackedDot(feed: index, sequence: dot.sequence, hash: isKnown ? .leftOut : dot.hash)
    }

    /// A feed by its index, or as a new entry; `bit` travels below the index.
    mutating func packFeed(_ feed: Feed, bit: UInt64, into writer: inout ByteWriter) -> Int {
        if let index = tables.index(of: feed) {
            writer.varint(UInt64(index) << 1 | bit)
            return index
        }
        writer.varint(UInt64(tables.feeds.count) << 1 | bit)
        writer.feedWithoutSpace(feed)
        return tables.add(feed) ?? 0
    }
}
