// The sealed connection after a handshake: one cipher a direction, rekeyed on both sides after the same
// number of messages (Noise §11.3). The transport keeps the order, so counters are never sent.

internal import Bytes
internal import Crypto

/// Seals what goes out and opens what comes in. The first failure ends both directions.
public struct TransportState: Sendable {
    private var sending: CipherState
    private var receiving: CipherState
    private var isPoisoned = false

    /// Bytes of plaintext that one message can carry.
    public static let plaintextBytesMax = SpecificationLimits.noiseMessageBytesMax - ChaChaPoly.tagBytes

    init(sending: CipherState, receiving: CipherState) {
        self.sending = sending
        self.receiving = receiving
    }

    /// The sealed message, 16 bytes longer than `plaintext` (at most `plaintextBytesMax` bytes).
    public mutating func seal(_ plaintext: [UInt8]) throws(NoiseError) -> [UInt8] {
        if isPoisoned { throw .poisoned }
        isPoisoned = true
        guard plaintext.count <= TransportState.plaintextBytesMax else {
            throw .tooLong(limit: TransportState.plaintextBytesMax)
        }
        let sealed = try sending.encryptWithAd([], plaintext)
        try TransportState.rekeyIfDue(&sending)
        isPoisoned = false
        return sealed
    }

    /// The plaintext of the other side's next message.
    public mutating func open(_ sealed: [UInt8]) throws(NoiseError) -> [UInt8] {
        if isPoisoned { throw .poisoned }
        isPoisoned = true
        guard sealed.count <= SpecificationLimits.noiseMessageBytesMax else {
            throw .tooLong(limit: SpecificationLimits.noiseMessageBytesMax)
        }
        let plaintext = try receiving.decryptWithAd([], sealed)
        try TransportState.rekeyIfDue(&receiving)
        isPoisoned = false
        return plaintext
    }

    /// How many messages were sealed and opened.
    public var counters: (sent: UInt64, received: UInt64) { (sending.counter, receiving.counter) }

    private static func rekeyIfDue(_ cipher: inout CipherState) throws(NoiseError) {
        if cipher.counter.isMultiple(of: SpecificationLimits.messagesPerKey) { try cipher.rekey() }
    }

    /// Both directions at other counters: lets a test stand at the end of 2^64 messages.
    mutating func setNonces(_ counter: UInt64) {
        sending.setNonce(counter)
        receiving.setNonce(counter)
    }
}
