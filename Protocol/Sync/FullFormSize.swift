// The bytes of a full form, counted without writing it.

internal import Bytes
public import CRDT

extension Change {
    /// Length of `fullForm`.
    public var fullFormBytes: Int {
        var bytes = sequence.varintBytes + time.zigzag.varintBytes + 1
        bytes += (actor == nil ? 0 : 16) + (nonce == nil ? 0 : 8)
        bytes += UInt64(operations.count).varintBytes + trailing.count
        for operation in operations {
            let inner = operation.fullFormBytes
            bytes += UInt64(inner).varintBytes + inner
        }
        return bytes
    }
}

extension Operation {
    /// Length of the operation in a full form, its own length not counted.
    fileprivate var fullFormBytes: Int {
        var bytes = 17 + UInt64(collection.raw).varintBytes + UInt64(field.raw).varintBytes
        bytes += UInt64(value.encoded.count).varintBytes + value.encoded.count
        bytes += UInt64(dots.count).varintBytes + trailing.count
        for dot in dots { bytes += 41 + dot.sequence.varintBytes }
        return bytes
    }
}

extension UInt64 {
    /// Bytes of the number as a varint.
    var varintBytes: Int { self < 0x80 ? 1 : (70 - leadingZeroBitCount) / 7 }
}

extension Int64 {
    /// The number as ByteWriter.signed writes it.
    fileprivate var zigzag: UInt64 { UInt64(bitPattern: (self << 1) ^ (self >> 63)) }
}
