// The packed form of a change, reading side; the layout stands in ChangePacker. Hash parts that were left
// out stay `ShortHash.leftOut`, and `previous` stays zero: the replica fills both in.

internal import Bytes
internal import CRDT
internal import Crypto

/// Reads changes of one stream.
struct ChangeUnpacker {
    var tables = PackTables()

    /// Reads the change at `sequence` of the feed with index `feed`; tells whether it came in full form.
    mutating func unpack(_ reader: inout ByteReader, feed: Int, sequence: UInt64) throws(BytesError)
        -> (change: Change, isFull: Bool)
    {
        let head = try reader.u8()
        let name = tables.feeds[feed]
        if head & 0x80 != 0 {
            guard head == 0x80 else { throw .notCanonical }
            let bytes = try reader.prefixed(limit: SpecificationLimits.changeBytesMax)
            let change = try Change(fullForm: bytes, feed: name, previous: .zero)
            guard change.sequence == sequence, !change.isIncomplete else { throw .notCanonical }
            return (change, true)
        }
        guard head & 0x20 == 0 else { throw .notCanonical }
        var count = Int(head & 15)
        if count == 15 {
            count = try reader.count(limit: SpecificationLimits.operationsMax)
            guard count >= 15 else { throw .notCanonical }
        }
        if head & 0x10 != 0 { try unpackActor(&reader) }
        tables.time = tables.time &+ (try reader.signed())
        var change = Change(
            feed: name, sequence: sequence, previous: .zero, time: tables.time, actor: tables.actor,
            operations: [])
        if head & 0x40 != 0 { change.nonce = try reader.u64() }
        change.operations.reserveCapacity(min(count, 64))
        for _ in 0..<count {
            change.operations.append(try unpackOperation(&reader, feed: feed, sequence: sequence))
        }
        guard change.fullFormBytes <= SpecificationLimits.changeBytesMax else {
            throw .tooLong(limit: SpecificationLimits.changeBytesMax)
        }
        return (change, false)
    }

    private mutating func unpackActor(_ reader: inout ByteReader) throws(BytesError) {
        switch try reader.varint() {
        case 0: tables.actor = nil
        case 1:
            let actor = try reader.identifier(RecordID.self)
            guard tables.add(actor) != nil else { throw .notCanonical }
            tables.actor = actor
        case let raw:
            guard raw - 2 < UInt64(tables.actors.count) else { throw .notCanonical }
            tables.actor = tables.actors[Int(raw - 2)]
        }
    }

    private mutating func unpackOperation(_ reader: inout ByteReader, feed: Int, sequence: UInt64)
        throws(BytesError) -> Operation
    {
        let head = try reader.u8()
        var field = UInt16(head & 31)
        if field == 31 {
            field = UInt16(try reader.count(limit: 65_535))
            guard field >= 31 else { throw .notCanonical }
        }
        let record = try unpackRecord(&reader)
        let shape = head & 0x80 == 0 ? 1 : try reader.u8()
        guard head & 0x80 == 0 || shape != 1 else { throw .notCanonical }
        let length = try reader.count(limit: SpecificationLimits.valueBytesMax - 1)
        var encoded: [UInt8] = [shape & 15]
        encoded.append(contentsOf: try reader.raw(length))
        let key = tables.records[record]
        var operation = Operation(
            OperationKind(shape >> 4), key.collection, key.record, FieldNumber(field),
            Value(encoded: encoded))
        operation.dots = try unpackDots(
            &reader, form: head >> 5 & 3, cell: (record, operation.field), feed, sequence)
        if operation.kind == .set {
            tables.wrote(record: record, field: operation.field, feed: feed, sequence: sequence)
        }
        return operation
    }

    private mutating func unpackRecord(_ reader: inout ByteReader) throws(BytesError) -> Int {
        switch try reader.varint() {
        case 0: guard tables.record < tables.records.count else { throw .notCanonical }
        case 1:
            let collection = CollectionNumber(UInt16(try reader.count(limit: 65_535)))
            let key = RecordKey(collection: collection, record: try reader.identifier())
            guard let index = tables.add(key) else { throw .notCanonical }
            tables.record = index
        case let raw:
            guard raw - 2 < UInt64(tables.records.count) else { throw .notCanonical }
            tables.record = Int(raw - 2)
        }
        return tables.record
    }

    private mutating func unpackDots(
        _ reader: inout ByteReader, form: UInt8, cell: (record: Int, field: FieldNumber), _ feed: Int,
        _ sequence: UInt64
    ) throws(BytesError) -> [Dot] {
        switch form {
        case 0: return []
        case 1:
            guard let expected = tables.expected(record: cell.record, field: cell.field) else {
                throw .notCanonical
            }
            return [dot(expected)]
        case 2:
            let distance = try reader.varint()
            guard distance > 0, distance < sequence else { throw .notCanonical }
            let packed = PackedDot(feed: feed, sequence: sequence - distance, hash: .leftOut)
            tables.spelledOut(packed, record: cell.record)
            return [dot(packed)]
        default:
            let count = try reader.count(limit: SpecificationLimits.dotsMax)
            guard count > 0 else { throw .notCanonical }
            var dots: [Dot] = []
            for _ in 0..<count {
                let packed = try unpackReference(&reader)
                if count == 1 { tables.spelledOut(packed, record: cell.record) }
                dots.append(dot(packed))
            }
            return dots
        }
    }

    private func dot(_ packed: PackedDot) -> Dot {
        Dot(feed: tables.feeds[packed.feed], sequence: packed.sequence, hash: packed.hash)
    }

    private mutating func unpackReference(_ reader: inout ByteReader) throws(BytesError) -> PackedDot {
        guard let space = tables.feeds.first?.space else { throw .notCanonical }
        let (index, bit) = try unpackFeed(&reader, in: space)
        let sequence = try reader.varint()
        guard sequence > 0 else { throw .notCanonical }
        let hash: ShortHash = bit == 0 ? .leftOut : try reader.identifier()
        guard bit == 0 || hash != .leftOut else { throw .notCanonical }
        return PackedDot(feed: index, sequence: sequence, hash: hash)
    }

    /// A feed by its index, or a new one of `space`; returns the bit that travelled below the index.
    mutating func unpackFeed(_ reader: inout ByteReader, in space: Space) throws(BytesError) -> (
        index: Int, bit: UInt64
    ) {
        let raw = try reader.varint()
        let count = UInt64(tables.feeds.count)
        guard raw >> 1 <= count else { throw .notCanonical }
        guard raw >> 1 == count else { return (Int(raw >> 1), raw & 1) }
        guard let index = tables.add(try reader.feed(in: space)) else { throw .notCanonical }
        return (index, raw & 1)
    }
}
