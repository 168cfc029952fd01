// Making a bundle: first what belongs into it, from one unmoving view of the log, then the bytes, stretch
// by stretch. What is planned stays readable meanwhile: a log only grows.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Keeper
internal import Replica
internal import Sync
public import Trust

/// Clock and randomness of the moment a bundle is made.
public struct PackingMoment: Sendable {
    /// Milliseconds since 1970.
    public let nowMilliseconds: Int64
    /// So many bytes nobody can guess.
    public let random: @Sendable (Int) -> [UInt8]

    /// From both.
    public init(nowMilliseconds: Int64, random: @escaping @Sendable (Int) -> [UInt8]) {
        self.nowMilliseconds = nowMilliseconds
        self.random = random
    }
}

/// What a bundle is going to hold.
public struct Parcel: Sendable {
    /// Whom it is for.
    public let recipients: [Certificate]
    let plan: BundlePlan
    let receipts: [Receipt]
    let spaces: [Space]

    /// How many changes.
    public var changes: Int { plan.parts.reduce(0) { $0 + Int($1.range.count) } }
    /// How many receipts.
    public var receiptCount: Int { receipts.count }
    /// True where it would tell nothing but what its sender holds.
    public var isEmpty: Bool { plan.parts.isEmpty && receipts.isEmpty }
}

/// A bundle that was written.
public struct PackedBundle: Hashable, Sendable {
    /// Its name.
    public let id: String
    /// Its bytes.
    public let bytes: Int
}

extension Carrier {
    /// What `recipients` (machines of one school, or the hub) are to get: all changes of the shared spaces
    /// behind what every one of them is known to hold, and from the hub receipts for what they wrote. At
    /// the hub the receipts are kept, since from here on they are given.
    public func parcel(
        for recipients: [Certificate], nowMilliseconds now: Int64
    ) throws(CourierError) -> Parcel {
        guard recipients.count <= SpecificationLimits.bundleRecipientsMax else {
            throw .tooManyRecipients(limit: SpecificationLimits.bundleRecipientsMax)
        }
        let own = identity.certificate
        guard let school = own.role == .hub ? recipients.first?.space : own.space else {
            throw .noRecipient("")
        }
        let spaces = [Space.district, school]
        do throws(ReplicaError) {
            try store.signHeads(with: feedKey)
            let (plan, receipts) = try store.reading(failing: { $0 }) { () throws(ReplicaError) in
                var known: [[VectorEntry]] = []
                for node in recipients { known.append(try self.known(by: node, of: spaces)) }
                var failures: [ReplicaError] = []
                let reader = StoreReader(store) { failures.append($0) }
                let plan = BundlePlan(spaces: spaces, known: known, reading: reader)
                if let failure = failures.first { throw failure }
                return (plan, try self.receipts(for: recipients, in: school, now))
            }
            if !receipts.isEmpty { try store.keep(receipts) }
            return Parcel(recipients: recipients, plan: plan, receipts: receipts, spaces: spaces)
        } catch { throw .replica(error) }
    }

    /// The hub's word for what it holds of the feeds that the recipients wrote.
    private func receipts(
        for recipients: [Certificate], in school: Space, _ now: Int64
    ) throws(ReplicaError) -> [Receipt] {
        guard identity.certificate.role == .hub else { return [] }
        let authors = Set(recipients.map(\.nodeID))
        var receipts: [Receipt] = []
        for tip in try store.tips(of: school) where authors.contains(tip.feed.node) {
            guard let head = try store.head(branch: tip.branch) else { continue }
            receipts.append(
                Receipt.sign(
                    hub: identity.node, hubEpoch: identity.epoch, feed: head.feed, sequence: head.sequence,
                    hash: head.hash, time: now, by: feedKey))
        }
        return receipts
    }

    /// Writes a bundle into `sink`; `progress` is told how many of its changes are written.
    public func write(
        _ parcel: Parcel, at moment: PackingMoment, progress: (Int) -> Void = { _ in },
        into sink: ([UInt8]) throws(CourierError) -> Void
    ) throws(CourierError) -> PackedBundle {
        let id = BundleID(bytes: moment.random(16)) ?? BundleID(high: 0, low: 0)
        let manifest = BundleManifest(
            sender: identity.certificate, epoch: identity.epoch, id: id,
            timeMilliseconds: moment.nowMilliseconds,
            ranges: parcel.plan.parts.map(\.range))
        let keys = parcel.recipients.map(\.bundleKey)
        let secrets = BundleSecrets(recipients: keys.count, random: moment.random)
        var writer: BundleWriter
        do { writer = try BundleWriter(manifest, to: keys, secrets: secrets) } catch {
            throw .noRecipient(parcel.recipients.map(\.label).joined(separator: ", "))
        }
        var bytes = 0
        func pour(_ more: [UInt8]) throws(CourierError) {
            bytes += more.count
            if !more.isEmpty { try sink(more) }
        }
        for (number, space) in parcel.spaces.enumerated() {
            writer.addVector(parcel.plan.vectors[number], of: space, number: UInt8(number))
        }
        var written = 0
        for part in parcel.plan.parts {
            var reached = part.range.after
            while reached < part.range.last {
                for stretch in try stretches(of: part, after: reached) {
                    writer.add(stretch, space: part.range.space)
                    reached = stretch.head.sequence
                    written += stretch.changes.count
                    try pour(writer.take())
                }
                progress(written)
            }
        }
        for receipt in parcel.receipts { writer.add(receipt) }
        try pour(writer.finish(signingWith: feedKey))
        return PackedBundle(id: id.description, bytes: bytes)
    }

    private func stretches(of part: BundlePlan.Part, after sequence: UInt64) throws(CourierError) -> [Stretch]
    {
        do throws(ReplicaError) {
            let next = try store.stretches(
                branch: part.branch, after: sequence, through: part.range.last,
                bytesMax: LocalLimits.bulkReadBytes)
            guard !next.isEmpty else { throw ReplicaError(.damaged, at: Store.fileName, "stretch") }
            return next
        } catch { throw .replica(error) }
    }
}
