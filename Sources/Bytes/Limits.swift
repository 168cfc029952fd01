// Every bound of Saphan, in one file at the bottom of the building so that each module can see it. The
// first block is part of the protocol (Protocol/SPEC.md, "Limits"): changing one needs a new protocol
// version. The second block is this program's own choice.

/// Bounds that both ends of a session must agree on.
public enum SpecificationLimits {
    /// Bytes of one change in its full form.
    public static let changeBytesMax = 60_000
    /// Operations in one change.
    public static let operationsMax = 2_048
    /// Dots in one operation.
    public static let dotsMax = 1_024
    /// Dots that say what the author of one operation had seen (SPEC §3).
    public static let seenMax = 256
    /// Bytes of one encoded value.
    public static let valueBytesMax = 32_768
    /// Bytes of one Noise message, its 16 byte tag included.
    public static let noiseMessageBytesMax = 65_535
    /// Bytes of one handshake message: a peer not yet authenticated is never awaited longer than that.
    public static let handshakeMessageBytesMax = 2_048
    /// Bytes of bulk a sender may have under way that the receiver has not said are stored.
    public static let creditBytes = 65_536
    /// Changes that one signed head may authenticate beyond the head before it.
    public static let changesPerHeadMax = 256
    /// Bytes of full form that one signed head may authenticate beyond the head before it.
    public static let bytesPerHeadMax = 65_536
    /// Bytes of full form of one stretch: what one head adds, and the change that made it full.
    public static let stretchBytesMax = 131_072
    /// Bytes of `creditBytes` that lane 1 leaves free, so that what people enter finds room at once.
    public static let creditReserveBytes = 16_384
    /// Branches in one version vector.
    public static let vectorEntriesMax = 1_024
    /// Sequence of a change; in dots, which only name one, it is not asked for.
    public static let sequenceMax: UInt64 = 1 << 62
    /// Entries of each table (feeds, actors, records, cells) that a stream of changes grows.
    public static let tableEntriesMax = 262_144
    /// Spaces that two nodes may share.
    public static let sharedSpacesMax = 8
    /// Messages after which each direction rekeys.
    public static let messagesPerKey: UInt64 = 1_024
    /// Hashes in one Locate frame.
    public static let locateHashesMax = 32
    /// Largest round of a workflow value and number of a log entry; larger ones count as this.
    public static let roundMax: UInt64 = 0xffff_ffff
    /// Bytes of a certificate.
    public static let certificateBytesMax = 1_024
    /// Bytes of a certificate's label, and of the label and software version in a request to join.
    public static let labelBytesMax = 120
    /// Bytes of a hub's address in an invitation.
    public static let addressBytesMax = 255
    /// Bytes of one code of digits that people type: up to here its check digits are proved (1,023 digits).
    public static let codeBytesMax = 635
    /// Bytes of a space's name.
    public static let spaceNameBytesMax = 32
    /// Bytes in every sealed piece of a bundle but the last, which may have fewer.
    public static let bundlePieceBytes = 65_536
    /// Nodes that one bundle is sealed to.
    public static let bundleRecipientsMax = 64
    /// Bytes of a bundle's manifest.
    public static let bundleManifestBytesMax = 131_072
    /// Ranges that a bundle's manifest names.
    public static let bundleRangesMax = 2_048
    /// Bytes of one frame of a bundle: what a Noise message holds.
    public static let bundleFrameBytesMax = 65_519
}

/// Bounds of this program alone.
public enum LocalLimits {
    /// Bytes of changes gathered into one Changes frame.
    public static let bulkFrameBytes = 16_384
    /// Bytes of full form of a change above which it is not packed.
    public static let packedBytesMax = 32_768
    /// Bytes that one Credit may return; far more than can be under way.
    public static let creditFrameMax = 1 << 24
    /// Bytes of changes, in full form, read from the log at once for a session.
    public static let bulkReadBytes = 131_072
    /// Bytes of changes, in full form, gathered from a bundle for one transaction, from below.
    public static let bundleCommitBytes = 1_048_576
    /// Earlier epochs of its hub that a node remembers.
    public static let hubEpochsMax = 64
    /// Names tried for the reply to a bundle where earlier ones are taken.
    public static let bundleReplyNamesMax = 99
    /// Changes stored in one transaction at the most.
    public static let changesPerCommitMax = 2_048
    /// Branches of one node that a hub stores before an officer has to say more (Crowding).
    public static let branchesPerNodeMax = 16
    /// The same at a school, which takes what the hub took.
    public static let branchesPerNodeAtSchoolMax = 1_024
    /// Milliseconds a handshake may take.
    public static let handshakeDeadlineMilliseconds: Int64 = 10_000
    /// Milliseconds a connection that this node has ended waits for the other side to end it too.
    public static let lingerMilliseconds: Int64 = 2_000
    /// Milliseconds without a frame after which a session ends.
    public static let idleDeadlineMilliseconds: Int64 = 120_000
    /// Milliseconds without a change after which a replica rests.
    public static let restAfterMilliseconds: Int64 = 600_000
    /// Changes since the last rest that are worth another.
    public static let restChangesMin = 64
    /// Milliseconds between pings on a quiet session.
    public static let pingIntervalMilliseconds: Int64 = 40_000
    /// Milliseconds that wall clock and monotone clock may part before sessions are dropped.
    public static let clockJumpMilliseconds: Int64 = 60_000
    /// Handshakes that did not complete, per address and second.
    public static let failedHandshakesPerSecond = 20
    /// Handshakes that did not complete which one address may have at once before that rate counts.
    public static let failedHandshakesBurst = 5
    /// Pairs of live copies of one node that are remembered, so that each is told once.
    public static let twinPairsMax = 1_024
    /// Milliseconds after which a session that ends counts as one that stood.
    public static let steadySessionMilliseconds: Int64 = 60_000
    /// Addresses remembered for it.
    public static let addressesMax = 4_096
    /// Half-open connections at once; one more takes the place of another.
    public static let halfOpenMax = 256
    /// Sessions of one node at once; one more ends the oldest. An honest node has one, and for a moment
    /// two; a classroom of computers made from one disk image is one node until each is invited anew, and
    /// where they are more than this they take turns. As many as `branchesPerNodeMax`.
    public static let sessionsPerNodeMax = 16
    /// Times a session may answer what it does not know, or lacks the change before, until it is closed.
    public static let patienceMax = 64
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
    /// Milliseconds to wait for another process that writes.
    public static let busyMilliseconds: Int32 = 10_000
    /// Bytes of a file offered for import.
    public static let importBytesMax = 64 << 20
    /// Bytes of a scenario file.
    public static let scenarioBytesMax = 1 << 20
    /// Values in a scenario file.
    public static let scenarioValuesMax = 50_000
    /// Schools of a scenario.
    public static let scenarioSchoolsMax = 300
    /// Days of a scenario.
    public static let scenarioDaysMax = 800
    /// Rule sets that are compared.
    public static let scenarioRuleSetsMax = 6
    /// Rows of a file of records offered for import.
    public static let importRowsMax = 200_000
    /// Refused rows, and kinds of doubt, told one by one; the rest are counted.
    public static let importProblemsMax = 200
    /// Changed values that a preview shows.
    public static let importSamplesMax = 12
    /// Elements or entries in one cell of an import.
    public static let importElementsMax = 500
    /// Bytes of what a person answers to a question with yes or no.
    public static let answerBytesMax = 256
    /// Operations in one change of an import.
    public static let operationsPerImportedChange = 256
    /// Bytes of one change of an import, from above.
    public static let bytesPerImportedChange = 48_000
    /// Milliseconds by which two clocks may differ before somebody is told.
    public static let clockWarningMilliseconds: Int64 = 300_000
    /// Years C.E. that a machine's clock may plausibly show.
    public static let plausibleYears = 2_024...2_099
    /// Bytes of one cell of a CSV file.
    public static let csvCellBytesMax = 32_768
    /// Cells in one row of a CSV file.
    public static let csvColumnsMax = 4_096
    /// Rows of a CSV file.
    public static let csvRowsMax = 1_000_000
    /// Lines of one kind that `show` names one by one; of more it gives the number.
    public static let shownLinesMax = 40
    /// Records that a list or `status` looks through for flaws; beyond, only `show` tells.
    public static let flawRecordsMax = 2_000
    /// Operations that it reads for that.
    public static let flawOperationsMax = 40_000
    /// Years that an asset may be written off over.
    public static let lifeYears: ClosedRange<Int> = 1...100
    /// Satang that one asset may cost, from above: ten thousand million baht.
    public static let assetCostSatangMax: Int64 = 1_000_000_000_000
    /// Pupils or rooms in one cell of a headcount; anything above is a slip (baht typed into a count).
    public static let headcountCellMax: Int64 = 99_999
    /// Characters of a name or number in a finding that spans schools: schools wrote the words, and the hub
    /// must be able to write the record.
    public static let findingNameMax = 60
    /// Lines that a flaw names which were not there as they are when their record was approved.
    public static let unseenLinesNamedMax = 3
    /// Schools without figures that a round's status names.
    public static let silentSchoolsSaid = 20
    /// Writes or records that one dismissal names.
    public static let dismissedMax = 2_000
    /// Loans that such a finding names.
    public static let findingPartiesSaid = 8
    /// Characters of a sentence of such a finding.
    public static let findingTextMax = 2_000
    /// Entries of a local collection that a list shows, the newest.
    public static let localEntriesShownMax = 10_000
    /// Days of traffic that one sealing may catch up with.
    public static let trafficDaysSealedMax = 400
    /// The law's least time that traffic data are kept, days from the day they entered (Computer Crime Act,
    /// 26).
    public static let trafficDaysKeptMin = 90
    /// Shortest time between two looks of a hub at the rules that span spaces.
    public static let findingsPauseMilliseconds: Int64 = 5_000
    /// Counts of people from 1 to below this are not published by themselves.
    public static let smallCellMax: Int64 = 5
    /// Milliseconds of the shortest and longest pause before connecting again.
    public static let backoffMilliseconds: ClosedRange<Int64> = 1_000...300_000
    /// How often a folder's lock is tried before it counts as held.
    public static let lockTriesMax = 100
    /// Microseconds between two tries.
    public static let lockPauseMicroseconds: UInt32 = 20_000
    /// How often the pause before connecting again is doubled at once for a node that the hub had no place
    /// for.
    public static let crowdedDoublings = 4
    /// Branches told in a high-water file.
    public static let highWaterMarksMax = 4_096
    /// Files in which a node ran, told in a high-water file: copies of a folder on one machine.
    public static let highWaterLivesMax = 8
    /// Earlier epochs that a node remembers as its own.
    public static let pastEpochsMax = 64
    /// Bytes of a high-water file.
    public static let highWaterBytesMax = 1 << 20
    /// Stretches of a node's own work that it remembers as missing.
    public static let absencesMax = 64
    /// Notices kept.
    public static let noticesMax = 64
    /// Milliseconds for which a node must have gone on in an epoch after it began another, before the
    /// district is told: clocks of an old machine and of the one that took its place differ by minutes.
    public static let overlapMillisecondsMin: Int64 = 3_600_000
    /// Milliseconds for which a notice is shown: 60 days, so that a termly visit still meets it.
    public static let noticeMilliseconds: Int64 = 60 * 86_400_000
    /// Milliseconds for which a notice that somebody has read stays quiet though it happens again.
    public static let noticeQuietMilliseconds: Int64 = 86_400_000
}
