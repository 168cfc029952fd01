// Checks, before anything is stored, that the changes of a bundle hang together and that their authors
// signed them: the same as the replica will do, read-only. What hangs on something that is not held cannot
// be checked here and will not be stored either.

internal import CRDT
internal import Crypto
internal import Records
internal import Replica
internal import Trust

/// Follows the ranges of one bundle.
struct StretchVerifier {
    private let store: Store
    /// Everybody this node believes, and those whom changes of the bundle itself bring.
    private var district: DistrictTrust
    /// The end of the stretch before this one.
    private var last: (feed: Feed, sequence: UInt64, hash: Hash256)?

    init(_ carrier: Carrier) {
        store = carrier.store
        district = carrier.district
    }

    mutating func check(_ stretch: Stretch) throws(CourierError) {
        guard let author = district.certificate(of: stretch.feed.node) else { return }
        guard author.role == .hub || author.space == stretch.feed.space else {
            throw .untrusted(author: author.label)
        }
        guard var hash = try before(stretch, author) else { return }
        for var change in stretch.changes {
            change.feed = stretch.feed
            change.previous = hash
            guard change.isInOrder, change.fitsLimits else { throw .untrusted(author: author.label) }
            hash = change.hash
        }
        let head = SignedHead(
            feed: stretch.feed, sequence: stretch.head.sequence, hash: hash, signature: stretch.head.signature
        )
        do { try head.verify(by: author.feedKey) } catch { throw .untrusted(author: author.label) }
        last = (stretch.feed, stretch.head.sequence, hash)
        if stretch.feed.space == .district { believe(stretch.changes) }
    }

    /// The full hash before a stretch; nil where it is not held.
    private func before(_ stretch: Stretch, _ author: Certificate) throws(CourierError) -> Hash256? {
        let sequence = stretch.head.sequence - UInt64(stretch.changes.count)
        if let last, last.feed == stretch.feed, last.sequence == sequence,
            last.hash.short == stretch.previous
        {
            return last.hash
        }
        if sequence == 0 {
            guard stretch.feed.root.short == stretch.previous else {
                throw .untrusted(author: author.label)
            }
            return stretch.feed.root
        }
        do {
            return try store.fullHash(
                of: Dot(feed: stretch.feed, sequence: sequence, hash: stretch.previous))
        } catch { throw .replica(error) }
    }

    /// Takes the certificates among changes of `district`.
    private mutating func believe(_ changes: [Change]) {
        for change in changes {
            for operation in change.operations
            where operation.collection == RecordCollection.certificate.number {
                guard let body = operation.value.bytes, let certificate = try? Certificate(encoded: body)
                else { continue }
                try? district.insert(certificate)
            }
        }
    }
}
