// The body of a change in the log: the full form with records and dots replaced by this file's small
// numbers. The full form, and so the hash, is rebuilt from it exactly.
//
//   flags (1 actor, 2 nonce) | zigzag time | [actor 16] | [nonce 8] | varint count | operations | rest
//   operation: header | [extras] | [zigzag record, less the record before] | [pointer link]
//              | field << 4 and length in one byte, or varint field, varint length | value | dots | [rest]
//     header bits 0-2 kind, 3 same record as before, 4 plain text (tag left out), 5-6 dots (0, 1, many, see
//     extras), 7 field and length are below 16 and share a byte
//     extras, where dots say 3: 1 a link, 2 a kind above 7 or a rest: both at the end. Dots then begin with
//     their count
//     link: a change that touched the record before this one, where no dot leads there (History.swift)
//   dots: [varint count] | pointers
//   pointer: varint n << 2 | form
//     form 0 sequence in this branch less n; 1 sequence n in the other branch named last; 2 sequence n, then
//     varint branch; 3 full dot of a change not held

internal import Crypto
internal import Bytes
internal import CRDT

/// A change as the log keeps it.
struct StoredChange: Hashable {
    var time: Int64
    var actor: RecordID?
    var nonce: UInt64?
    var operations: [StoredOperation]
    var trailing: [UInt8]
}

/// An operation as the log keeps it.
struct StoredOperation: Hashable {
    var kind: OperationKind
    var record: Int64
    /// A change that touched the record before this one and that no dot leads to.
    var link: Position
    var field: FieldNumber
    var value: Value
    var dots: [StoredDot]
    var trailing: [UInt8]
}

/// A dot: by position where its change is held, in full where it is not.
enum StoredDot: Hashable {
    case held(Position)
    case absent(Dot)

    /// Where the change is held; nil where it is not.
    var position: Position? { if case .held(let position) = self { position } else { nil } }
}

enum LogCodec {
    static func encode(_ change: StoredChange, at position: Position) -> [UInt8] {
        var writer = LogWriter(position, capacity: 32 + change.operations.count * 24)
        writer.bytes.u8((change.actor == nil ? 0 : 1) | (change.nonce == nil ? 0 : 2))
        writer.bytes.signed(change.time)
        if let actor = change.actor { writer.bytes.identifier(actor) }
        if let nonce = change.nonce { writer.bytes.u64(nonce) }
        writer.bytes.varint(UInt64(change.operations.count))
        for operation in change.operations { writer.write(operation) }
        writer.bytes.raw(change.trailing)
        return writer.bytes.bytes
    }

    /// The time alone, without reading on.
    static func time(of body: [UInt8]) throws(BytesError) -> Int64 {
        var reader = ByteReader(body)
        _ = try reader.u8()
        return try reader.signed()
    }

    static func decode(_ body: [UInt8], at position: Position, space: Space) throws(BytesError)
        -> StoredChange
    {
        var reader = LogReader(body, position, space)
        let flags = try reader.bytes.u8()
        let time = try reader.bytes.signed()
        let actor: RecordID? = flags & 1 == 0 ? nil : try reader.bytes.identifier()
        let nonce: UInt64? = flags & 2 == 0 ? nil : try reader.bytes.u64()
        let count = try reader.bytes.count(limit: SpecificationLimits.operationsMax)
        var operations: [StoredOperation] = []
        operations.reserveCapacity(count)
        for _ in 0..<count { operations.append(try reader.operation()) }
        return StoredChange(
            time: time, actor: actor, nonce: nonce, operations: operations, trailing: reader.bytes.rest())
    }
}

/// Bits of an operation's header.
private enum Header {
    static let kind: UInt8 = 7
    static let sameRecord: UInt8 = 8
    static let plainText: UInt8 = 16
    static let dotsShift: UInt8 = 5
    static let short: UInt8 = 128
    static let hasLink: UInt8 = 1
    static let isVerbatim: UInt8 = 2
}

/// Writes operations; what one leaves out is told by those before it.
private struct LogWriter {
    var bytes: ByteWriter
    private let position: Position
    private var record: Int64 = 0
    private var other = 0

    init(_ position: Position, capacity: Int) {
        bytes = ByteWriter(capacity: capacity)
        self.position = position
    }

    mutating func write(_ operation: StoredOperation) {
        let value = operation.value.encoded
        let tagged = operation.value.tag == 1 ? 1 : 0
        let length = value.count - tagged
        let field = operation.field.raw
        let isShort = field < 16 && length < 16
        let isSame = operation.record == record
        let isVerbatim = operation.kind.raw > 7 || !operation.trailing.isEmpty
        let hasLink = operation.link != .none
        let form = isVerbatim || hasLink ? 3 : UInt8(min(operation.dots.count, 2))
        bytes.u8(
            operation.kind.raw & Header.kind | (isSame ? Header.sameRecord : 0)
                | (tagged == 1 ? Header.plainText : 0) | form << Header.dotsShift
                | (isShort ? Header.short : 0))
        if form == 3 { bytes.u8((hasLink ? Header.hasLink : 0) | (isVerbatim ? Header.isVerbatim : 0)) }
        if !isSame { bytes.signed(operation.record &- record) }
        record = operation.record
        if hasLink { write(operation.link) }
        if isShort {
            bytes.u8(UInt8(field) << 4 | UInt8(length))
        } else {
            bytes.varint(UInt64(field))
            bytes.varint(UInt64(length))
        }
        bytes.raw(value[tagged...])
        if form >= 2 { bytes.varint(UInt64(operation.dots.count)) }
        for dot in operation.dots {
            switch dot {
            case .held(let held): write(held)
            case .absent(let dot):
                bytes.u8(3)
                bytes.dot(dot)
            }
        }
        if isVerbatim {
            bytes.u8(operation.kind.raw)
            bytes.prefixed(operation.trailing)
        }
    }

    private mutating func write(_ target: Position) {
        if target.branch == position.branch && target < position {
            bytes.varint((position.sequence - target.sequence) << 2)
        } else if target.branch == other {
            bytes.varint(target.sequence << 2 | 1)
        } else {
            bytes.varint(target.sequence << 2 | 2)
            bytes.varint(UInt64(target.branch))
            other = target.branch
        }
    }
}

/// Reads what LogWriter wrote.
private struct LogReader {
    var bytes: ByteReader
    private let position: Position
    private let space: Space
    private var record: Int64 = 0
    private var other = 0

    init(_ body: [UInt8], _ position: Position, _ space: Space) {
        bytes = ByteReader(body)
        self.position = position
        self.space = space
    }

    mutating func operation() throws(BytesError) -> StoredOperation {
        let header = try bytes.u8()
        let form = header >> Header.dotsShift & 3
        let extras = form == 3 ? try bytes.u8() : 0
        if header & Header.sameRecord == 0 { record &+= try bytes.signed() }
        var link = Position.none
        if extras & Header.hasLink != 0, case .held(let held) = try dot() { link = held }
        let (field, length) = try fieldAndLength(isShort: header & Header.short != 0)
        let raw = try bytes.raw(length)
        let value = Value(encoded: header & Header.plainText != 0 ? [1] + raw : raw)
        let count = form >= 2 ? try bytes.count(limit: SpecificationLimits.dotsMax) : Int(form)
        var dots: [StoredDot] = []
        dots.reserveCapacity(count)
        for _ in 0..<count { dots.append(try dot()) }
        var operation = StoredOperation(
            kind: OperationKind(header & Header.kind), record: record, link: link, field: field, value: value,
            dots: dots, trailing: [])
        if extras & Header.isVerbatim != 0 {
            operation.kind = OperationKind(try bytes.u8())
            operation.trailing = try bytes.prefixed(limit: SpecificationLimits.changeBytesMax)
        }
        return operation
    }

    private mutating func fieldAndLength(isShort: Bool) throws(BytesError) -> (FieldNumber, Int) {
        if isShort {
            let both = try bytes.u8()
            return (FieldNumber(UInt16(both >> 4)), Int(both & 15))
        }
        let field = FieldNumber(UInt16(try bytes.count(limit: 65_535)))
        return (field, try bytes.count(limit: SpecificationLimits.valueBytesMax))
    }

    private mutating func dot() throws(BytesError) -> StoredDot {
        let pointer = try bytes.varint()
        let number = pointer >> 2
        switch pointer & 3 {
        case 0: return .held(Position(branch: position.branch, sequence: position.sequence &- number))
        case 1: return .held(Position(branch: other, sequence: number))
        case 2:
            other = Int(truncatingIfNeeded: try bytes.varint())
            return .held(Position(branch: other, sequence: number))
        default: return .absent(try bytes.dot(in: space))
        }
    }
}
