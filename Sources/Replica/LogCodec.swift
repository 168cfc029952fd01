// The body of a change in the log: the full form with records and dots replaced by this file's small numbers.
// The full form, and so the hash, is rebuilt from it exactly.
//
//   flags (1 actor, 2 nonce) | zigzag time | [actor 16] | [nonce 8] | varint count | operations | rest
//   operation: header | [varint record] | [pointer previous] | varint field | varint length, value | dots
//     header bits 0-2 kind, 3 same record as before, 4 plain text (tag left out), 5-6 dots (0, 1, many), 7
//     previous
//     previous: the change before this one that touched the record; makes a record's history a linked list
//   pointer: varint 0, distance back in this branch | 1, full dot of a change not held | branch + 2, sequence
// An operation with a kind above 7 or with trailing bytes (dots form 3) carries both at its end.

internal import Crypto
internal import Bytes
internal import CRDT

/// A change as the log keeps it.
struct StoredChange {
    var time: Int64
    var actor: RecordID?
    var nonce: UInt64?
    var operations: [StoredOperation]
    var trailing: [UInt8]
}

/// An operation as the log keeps it.
struct StoredOperation {
    var kind: OperationKind
    var record: Int64
    /// The change before this one that touched the record.
    var previous: Position
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
        var writer = ByteWriter(capacity: 32 + change.operations.count * 28)
        writer.u8((change.actor == nil ? 0 : 1) | (change.nonce == nil ? 0 : 2))
        writer.signed(change.time)
        if let actor = change.actor { writer.identifier(actor) }
        if let nonce = change.nonce { writer.u64(nonce) }
        writer.varint(UInt64(change.operations.count))
        var last: Int64 = 0
        for operation in change.operations {
            write(operation, sameRecord: operation.record == last, at: position, to: &writer)
            last = operation.record
        }
        writer.raw(change.trailing)
        return writer.bytes
    }

    private static func write(
        _ operation: StoredOperation, sameRecord: Bool, at position: Position, to writer: inout ByteWriter
    ) {
        let isPlain = operation.value.tag == 1
        let isVerbatim = operation.kind.raw > 7 || !operation.trailing.isEmpty
        let form: UInt8 = isVerbatim ? 3 : UInt8(min(operation.dots.count, 2))
        let hasPrevious = operation.previous != .none
        writer.u8(
            operation.kind.raw & 7 | (sameRecord ? 8 : 0) | (isPlain ? 16 : 0) | form << 5
                | (hasPrevious ? 128 : 0))
        if !sameRecord { writer.varint(UInt64(operation.record)) }
        if hasPrevious { write(operation.previous, at: position, to: &writer) }
        writer.varint(UInt64(operation.field.raw))
        let value = operation.value.encoded
        if isPlain {
            writer.varint(UInt64(value.count - 1))
            writer.raw(value[1...])
        } else {
            writer.prefixed(value)
        }
        if form >= 2 { writer.varint(UInt64(operation.dots.count)) }
        for dot in operation.dots {
            switch dot {
            case .held(let held): write(held, at: position, to: &writer)
            case .absent(let dot):
                writer.u8(1)
                writer.dot(dot)
            }
        }
        if isVerbatim {
            writer.u8(operation.kind.raw)
            writer.prefixed(operation.trailing)
        }
    }

    private static func write(_ target: Position, at position: Position, to writer: inout ByteWriter) {
        if target.branch == position.branch && target < position {
            writer.u8(0)
            writer.varint(position.sequence - target.sequence)
        } else {
            writer.varint(UInt64(target.branch) + 2)
            writer.varint(target.sequence)
        }
    }

    static func decode(_ body: [UInt8], at position: Position, space: Space) throws(BytesError)
        -> StoredChange
    {
        var reader = ByteReader(body)
        let flags = try reader.u8()
        let time = try reader.signed()
        let actor: RecordID? = flags & 1 == 0 ? nil : try reader.identifier()
        let nonce: UInt64? = flags & 2 == 0 ? nil : try reader.u64()
        let count = try reader.count(limit: SpecificationLimits.operationsMax)
        var operations: [StoredOperation] = []
        operations.reserveCapacity(count)
        var last: Int64 = 0
        for _ in 0..<count {
            let operation = try readOperation(&reader, last: last, at: position, space: space)
            last = operation.record
            operations.append(operation)
        }
        return StoredChange(
            time: time, actor: actor, nonce: nonce, operations: operations, trailing: reader.rest())
    }

    private static func readOperation(
        _ reader: inout ByteReader, last: Int64, at position: Position, space: Space
    ) throws(BytesError) -> StoredOperation {
        let header = try reader.u8()
        let record = header & 8 != 0 ? last : Int64(truncatingIfNeeded: try reader.varint())
        var previous = Position.none
        if header & 128 != 0, case .held(let held) = try readDot(&reader, at: position, space: space) {
            previous = held
        }
        let field = FieldNumber(UInt16(try reader.count(limit: 65_535)))
        let length = try reader.count(limit: SpecificationLimits.valueBytesMax)
        let bytes = try reader.raw(length)
        let value = Value(encoded: header & 16 != 0 ? [1] + bytes : bytes)
        let form = header >> 5 & 3
        let count = form >= 2 ? try reader.count(limit: SpecificationLimits.dotsMax) : Int(form)
        var dots: [StoredDot] = []
        for _ in 0..<count { dots.append(try readDot(&reader, at: position, space: space)) }
        var operation = StoredOperation(
            kind: OperationKind(header & 7), record: record, previous: previous, field: field, value: value,
            dots: dots, trailing: [])
        if form == 3 {
            operation.kind = OperationKind(try reader.u8())
            operation.trailing = try reader.prefixed(limit: SpecificationLimits.changeBytesMax)
        }
        return operation
    }

    private static func readDot(
        _ reader: inout ByteReader, at position: Position, space: Space
    ) throws(BytesError) -> StoredDot {
        let code = try reader.varint()
        if code == 1 { return .absent(try reader.dot(in: space)) }
        let number = try reader.varint()
        if code == 0 {
            return .held(Position(branch: position.branch, sequence: position.sequence &- number))
        }
        return .held(Position(branch: Int(truncatingIfNeeded: code &- 2), sequence: number))
    }
}
