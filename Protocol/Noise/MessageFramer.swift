// Cuts a stream of bytes into messages: u16 big-endian length, then that many bytes (Noise §13). Takes the
// stream in any pieces. Holds nothing beyond what it was fed, and refuses a length above its limit from the
// two bytes alone, so that nobody makes a node wait for 64 KiB before the handshake is through.

public import Bytes
internal import Crypto

/// Whole messages out of pieces of a stream.
public struct MessageFramer: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0

    /// Bytes of the longest message accepted now; raised once the handshake is through.
    public var limit: Int

    /// A framer for the handshake; `limit` is at most 65,535.
    public init(limit: Int = SpecificationLimits.handshakeMessageBytesMax) { self.limit = limit }

    /// Bytes fed and not yet taken.
    public var pending: Int { buffer.count - start }

    /// Takes in the next piece of the stream.
    public mutating func feed(_ bytes: some Collection<UInt8>) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        } else if start > SpecificationLimits.noiseMessageBytesMax {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Exactly `count` bytes without a length, such as the preamble; nil until they are there.
    public mutating func take(_ count: Int) -> [UInt8]? {
        guard pending >= count else { return nil }
        defer { start += count }
        return Array(buffer[start..<start + count])
    }

    /// The next whole message without its length; nil until it is there. A message shorter than a tag is
    /// refused.
    public mutating func next() throws(NoiseError) -> [UInt8]? {
        guard pending >= 2 else { return nil }
        let length = Int(buffer[start]) << 8 | Int(buffer[start + 1])
        guard length <= limit else { throw .tooLong(limit: limit) }
        guard length >= ChaChaPoly.tagBytes else { throw .truncated }
        guard pending >= 2 + length else { return nil }
        start += 2
        return take(length)
    }

    /// A message with its length before it; at most 65,535 bytes, as every Noise message is.
    public static func frame(_ message: [UInt8]) -> [UInt8] {
        let length = UInt16(clamping: message.count)
        return [UInt8(length >> 8), UInt8(length & 0xff)] + message
    }
}
