// Every bound of Saphan, in one file at the bottom of the building so that each module can see it. The first block
// is part of the protocol (Protocol/SPEC.md, "Limits"): changing one needs a new protocol version. The second block
// is this program's own choice.

/// Bounds that both ends of a session must agree on.
public enum SpecificationLimits {
    /// Bytes of one change in its full form.
    public static let changeBytesMax = 60_000
    /// Operations in one change.
    public static let operationsMax = 2_048
    /// Dots in one operation.
    public static let dotsMax = 1_024
    /// Bytes of one encoded value.
    public static let valueBytesMax = 32_768
    /// Bytes of one Noise message, its 16 byte tag included.
    public static let noiseMessageBytesMax = 65_535
    /// Bytes of bulk a sender may have under way that the receiver has not said are stored.
    public static let creditBytes = 65_536
    /// Changes that one signed head may authenticate beyond the head before it.
    public static let changesPerHeadMax = 256
    /// Bytes of full form that one signed head may authenticate beyond the head before it.
    public static let bytesPerHeadMax = 65_536
    /// Messages after which each direction rekeys.
    public static let messagesPerKey: UInt64 = 1_024
    /// Hashes in one Locate frame.
    public static let locateHashesMax = 32
    /// Largest round of a workflow value and number of a log entry; larger ones count as this.
    public static let roundMax: UInt64 = 0xffff_ffff
    /// Bytes of a certificate.
    public static let certificateBytesMax = 1_024
    /// Bytes of a space's name.
    public static let spaceNameBytesMax = 32
}

/// Bounds of this program alone.
public enum LocalLimits {
    /// Bytes of changes gathered into one Changes frame.
    public static let bulkFrameBytes = 16_384
    /// Changes stored in one transaction at the most.
    public static let changesPerCommitMax = 2_048
    /// Branches of one node that are stored before an officer has to say more.
    public static let branchesPerNodeMax = 16
    /// Milliseconds a handshake may take.
    public static let handshakeDeadlineMilliseconds: Int64 = 10_000
    /// Milliseconds without a frame after which a session ends.
    public static let idleDeadlineMilliseconds: Int64 = 120_000
    /// Milliseconds between pings on a quiet session.
    public static let pingIntervalMilliseconds: Int64 = 40_000
    /// Milliseconds that wall clock and monotone clock may part before sessions are dropped.
    public static let clockJumpMilliseconds: Int64 = 60_000
    /// Handshakes that did not complete, per address and second.
    public static let failedHandshakesPerSecond = 20
    /// Half-open connections at once.
    public static let halfOpenMax = 256
    /// Connections at once.
    public static let connectionsMax = 1_024
    /// Bytes waiting to be written to one connection.
    public static let outgoingBytesMax = 1_048_576
    /// Bytes read from one connection in one turn.
    public static let receiveBytesMax = 65_536
    /// Sockets served in one turn.
    public static let socketsPerTurnMax = 64
    /// Connections taken from one listener in one turn.
    public static let acceptsPerTurnMax = 16
    /// Milliseconds a listener rests when nothing more can be opened.
    public static let acceptPauseMilliseconds: Int64 = 1_000
    /// Words on one command line.
    public static let commandWordsMax = 4_096
    /// Milliseconds a reader may keep its view of the database.
    public static let readerMilliseconds: Int64 = 5_000
    /// Milliseconds to wait for another process that writes.
    public static let busyMilliseconds: Int32 = 10_000
    /// Bytes of a file offered for import.
    public static let importBytesMax = 64 << 20
    /// Seconds of the shortest and longest pause before connecting again.
    public static let backoffMilliseconds: ClosedRange<Int64> = 1_000...300_000
}
