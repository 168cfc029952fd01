// One immutable edit by one author in one space, and the bytes that its hash is taken over.
//
// Full form (SPEC "Changes, full form"):
//   varint sequence | zigzag time | flags | actor 16 if flags.0 | nonce 8 if flags.1 | varint count |
//   operations | rest
// Operation: varint length | kind | varint collection | record 16 | varint field | varint length, value
//            | varint count, dots (feed 25, varint sequence, hash 16) | rest
// The hash is BLAKE2b-256("saphan-change/1" || hash of the change before || full form with personal values
// replaced by their commitments). No layout here ever consults the catalogue.

public import Bytes
public import Crypto

/// One edit: 1 or more operations that arrive and commit as a whole.
public struct Change: Hashable, Sendable {
    /// The feed it belongs to.
    public var feed: Feed
    /// Its place there, from 1.
    public var sequence: UInt64
    /// The full hash of the change before it; of the feed's root for the first.
    public var previous: Hash256
    /// The author's wall clock, milliseconds since 1970. Breaks ties and nothing else.
    public var time: Int64
    /// The person who made it, never a name.
    public var actor: RecordID?
    /// Eight random bytes in the first change a process writes to a feed, so that clones never write equal
    /// bytes.
    public var nonce: UInt64?
    /// What it does.
    public var operations: [Operation]
    /// Bytes a later version put behind the operations; kept as they are.
    public var trailing: [UInt8]

    /// A change by its parts.
    public init(
        feed: Feed, sequence: UInt64, previous: Hash256, time: Int64, actor: RecordID? = nil,
        nonce: UInt64? = nil, operations: [Operation], trailing: [UInt8] = []
    ) {
        self.feed = feed
        self.sequence = sequence
        self.previous = previous
        self.time = time
        self.actor = actor
        self.nonce = nonce
        self.operations = operations
        self.trailing = trailing
    }

    /// The full hash: names the change and, through `previous`, everything before it.
    public var hash: Hash256 {
        var writer = ByteWriter(capacity: 128 + operations.count * 112)
        writer.raw("saphan-change/1".utf8)
        writer.hash(previous)
        write(to: &writer, committed: true)
        return Blake2b.hash256(writer.bytes)
    }

    /// The dot of this change, once its hash is known.
    public func dot(_ hash: Hash256) -> Dot { Dot(feed: feed, sequence: sequence, hash: hash.short) }

    /// The full form, personal values in clear.
    public var fullForm: [UInt8] {
        var writer = ByteWriter(capacity: 64 + operations.count * 112)
        write(to: &writer, committed: false)
        return writer.bytes
    }

    /// Whether others could read its full form. What is hashed may be far shorter, where values are
    /// personal.
    public var fitsLimits: Bool {
        guard operations.count <= SpecificationLimits.operationsMax else { return false }
        var atMost = 48 + trailing.count
        for operation in operations {
            guard operation.value.encoded.count <= SpecificationLimits.valueBytesMax,
                operation.dots.count <= SpecificationLimits.dotsMax
            else { return false }
            atMost +=
                32 + operation.value.encoded.count + operation.dots.count * 52 + operation.trailing.count
        }
        return atMost <= SpecificationLimits.changeBytesMax
            || fullForm.count <= SpecificationLimits.changeBytesMax
    }

    private func write(to writer: inout ByteWriter, committed: Bool) {
        writer.varint(sequence)
        writer.signed(time)
        writer.u8((actor == nil ? 0 : 1) | (nonce == nil ? 0 : 2))
        if let actor { writer.identifier(actor) }
        if let nonce { writer.u64(nonce) }
        writer.varint(UInt64(operations.count))
        var inner = ByteWriter(capacity: 256)
        for operation in operations {
            inner.bytes.removeAll(keepingCapacity: true)
            operation.write(to: &inner, committed: committed)
            writer.prefixed(inner.bytes)
        }
        writer.raw(trailing)
    }

    /// Reads a full form of the change that follows `previous` in `feed`.
    public init(fullForm bytes: [UInt8], feed: Feed, previous: Hash256) throws(BytesError) {
        guard bytes.count <= SpecificationLimits.changeBytesMax else {
            throw .tooLong(limit: SpecificationLimits.changeBytesMax)
        }
        var reader = ByteReader(bytes)
        let sequence = try reader.varint()
        let time = try reader.signed()
        let flags = try reader.u8()
        guard flags < 4 else { throw .notCanonical }
        let actor: RecordID? = flags & 1 == 0 ? nil : try reader.identifier()
        let nonce: UInt64? = flags & 2 == 0 ? nil : try reader.u64()
        let count = try reader.count(limit: SpecificationLimits.operationsMax)
        var operations: [Operation] = []
        operations.reserveCapacity(min(count, 64))
        for _ in 0..<count {
            operations.append(
                try Operation(
                    encoded: try reader.prefixed(limit: SpecificationLimits.changeBytesMax), in: feed.space))
        }
        self.init(
            feed: feed, sequence: sequence, previous: previous, time: time, actor: actor, nonce: nonce,
            operations: operations, trailing: reader.rest())
    }
}

extension Operation {
    func write(to writer: inout ByteWriter, committed: Bool) {
        writer.u8(kind.raw)
        writer.varint(UInt64(collection.raw))
        writer.identifier(record)
        writer.varint(UInt64(field.raw))
        writer.prefixed(committed ? value.committed.encoded : value.encoded)
        writer.varint(UInt64(dots.count))
        for dot in dots { writer.dot(dot) }
        writer.raw(trailing)
    }

    init(encoded: [UInt8], in space: Space) throws(BytesError) {
        var reader = ByteReader(encoded)
        let kind = OperationKind(try reader.u8())
        let collection = CollectionNumber(UInt16(try reader.count(limit: 65_535)))
        let record = try reader.identifier(RecordID.self)
        let field = FieldNumber(UInt16(try reader.count(limit: 65_535)))
        let value = try reader.prefixed(limit: SpecificationLimits.valueBytesMax)
        guard !value.isEmpty else { throw .notCanonical }
        let count = try reader.count(limit: SpecificationLimits.dotsMax)
        var dots: [Dot] = []
        for _ in 0..<count {
            let dot = try reader.dot(in: space)
            if let last = dots.last, !(last < dot) { throw .notCanonical }
            dots.append(dot)
        }
        self.init(kind, collection, record, field, Value(encoded: value), dots: dots, trailing: reader.rest())
    }
}
