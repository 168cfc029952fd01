// What may stand in a bundle, in which order, from whom: first the sender's vectors, then the changes of
// the manifest's ranges, range by range, then receipts. Everything is checked here that can be checked
// without the log of the reader.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Trust

/// Who reads, and whom he believes.
struct BundleScope {
    let own: Certificate
    let district: DistrictTrust

    /// The two spaces that a sender shares with the reader; throws for strangers and for those who share
    /// none.
    func spaces(sharedWith sender: Certificate) throws(BundleError) -> [Space] {
        var trust = district
        do { try trust.insert(sender) } catch { throw .foreign }
        guard sender.nodeID != own.nodeID, own.role == .school || sender.role == .school else {
            throw .outOfScope
        }
        let school = own.role == .school ? own.space : sender.space
        guard sender.role == .hub || sender.space == school else { throw .outOfScope }
        return [.district, school]
    }

    /// Whether a node is a hub of the district.
    func isHub(_ node: NodeID) -> Bool { district.certificate(of: node)?.role == .hub }
}

/// The frames of one bundle, as they come.
struct BundleFrames {
    let manifest: BundleManifest
    private let scope: BundleScope
    private let spaces: [Space]
    private var vectors = 0
    private var incoming = StretchReader()
    /// The range whose changes come next, and how far they have come.
    private var range = 0
    private var reached: UInt64 = 0
    private var hasReceipts = false

    init(manifest bytes: [UInt8], in scope: BundleScope) throws(BundleError) {
        manifest = try BundleManifest(encoded: bytes) { (sender) throws(BundleError) in
            try scope.spaces(sharedWith: sender)
        }
        self.scope = scope
        spaces = try scope.spaces(sharedWith: manifest.sender)
        reached = manifest.ranges.first?.after ?? 0
        for range in manifest.ranges { try check(range.feed) }
    }

    mutating func take(_ bytes: [UInt8]) throws(BundleError) -> BundleItem? {
        let frame: Frame
        do { frame = try Frame(bytes, spaces: [:]) } catch { throw .malformed("frame") }
        switch frame {
        case .hello(let number, let space, let digest, let vector):
            guard let vector, vectors < spaces.count, Int(number) == vectors, space == spaces[vectors],
                vector.digest(of: space) == digest
            else { throw .malformed("vector") }
            for entry in vector.entries { try check(entry.feed) }
            vectors += 1
            return .vector(space, vector)
        case .changes(let bytes):
            guard vectors == spaces.count, !hasReceipts else { throw .malformed("order") }
            return try changes(bytes)
        case .receipt(let receipt):
            guard vectors == spaces.count, range == manifest.ranges.count else { throw .malformed("order") }
            guard manifest.sender.role == .hub, receipt.hub == manifest.sender.nodeID,
                spaces.contains(receipt.feed.space)
            else { throw .outOfScope }
            do { try receipt.verify(by: manifest.sender.feedKey) } catch { throw .badSignature }
            hasReceipts = true
            return .receipt(receipt)
        default: throw .malformed("frame")
        }
    }

    /// Throws unless everything that the manifest announced has come.
    func finish() throws(BundleError) {
        guard vectors == spaces.count, range == manifest.ranges.count, !incoming.isBusy else {
            throw .malformed("content")
        }
    }

    private mutating func changes(_ bytes: [UInt8]) throws(BundleError) -> BundleItem? {
        guard range < manifest.ranges.count, bytes.count > 1 else { throw .malformed("order") }
        if bytes[1] & ChangesFlag.first != 0, incoming.isBusy { throw .malformed("Changes") }
        let wanted = manifest.ranges[range]
        let names = Dictionary(uniqueKeysWithValues: spaces.indices.map { (UInt8($0), spaces[$0]) })
        let read: ReadStretch?
        do throws(SessionFailure) {
            read = try incoming.read(bytes, spaces: names) { (feed) throws(SessionFailure) in
                if feed != wanted.feed { throw .malformed("feed") }
            }
        } catch { throw .malformed("Changes") }
        guard let read else { return nil }
        let stretch = read.stretch
        guard stretch.head.sequence - UInt64(stretch.changes.count) == reached,
            stretch.head.sequence <= wanted.last
        else { throw .malformed("range") }
        guard !stretch.changes.contains(where: \.isIncomplete) else { throw .malformed("hash left out") }
        reached = stretch.head.sequence
        if reached == wanted.last {
            range += 1
            reached = range < manifest.ranges.count ? manifest.ranges[range].after : 0
        }
        return .stretch(stretch)
    }

    /// Throws unless a sender may bring this feed.
    private func check(_ feed: Feed) throws(BundleError) {
        guard feed.mayBeOffered(isHub: { scope.isHub($0) }) else { throw .outOfScope }
    }
}
