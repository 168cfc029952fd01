// Who this node is, and whom it believes. The certificates of others are records of `district`; the node's
// own and its hub's are kept beside them, so that a node can judge before the district has come.

internal import Bytes
public import CRDT
public import Crypto
internal import Records
public import Trust

/// The node's place in its district.
public struct ReplicaIdentity: Hashable, Sendable {
    /// The district's root key.
    public let root: VerifyKey
    /// The node's own certificate.
    public let certificate: Certificate
    /// The hub's.
    public let hub: Certificate
    /// Which life of the node: part of the name of every feed it writes.
    public let epoch: Epoch

    /// The node.
    public var node: NodeID { certificate.nodeID }
}

/// Everybody of the district, and the certificates this was read from, by the hashes of their bytes.
struct KnownDistrict {
    let identity: ReplicaIdentity
    var trust: DistrictTrust
    var read: Set<ShortHash>
}

/// The collections that decide what is shown.
enum SystemCollections {
    static let certificate = CollectionNumber(100)
    static let ruleOverride = CollectionNumber(101)
    static let dismissal = CollectionNumber(102)
}

extension Store {
    /// Makes this folder a node: stores the district's key and both certificates, and begins the first
    /// epoch. What an earlier life of the folder left in the log is projected again, now that somebody can
    /// judge it.
    public func become(
        _ certificate: Certificate, hub: Certificate, root: VerifyKey
    ) throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            try setMeta("root", root.bytes)
            try setMeta("certificate", certificate.encoded)
            try setMeta("hub", hub.encoded)
            try setEpoch()
            try loadIdentity()
            try loadTrust()
            if !branches.branches.isEmpty { try projectAgain() }
        }
    }

    /// Begins a new epoch: from now on this node writes feeds nobody else can have continued (DESIGN §5).
    public func beginEpoch(
        because reason: EpochReason = .restored, nowMilliseconds now: Int64 = 0
    ) throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in try begin(because: reason, nowMilliseconds: now) }
    }

    func setEpoch() throws(ReplicaError) {
        if let present = try meta("epoch") { try addPastEpoch(Epoch(bytes: present)) }
        try setMeta("epoch", Sodium.random(8))
    }

    /// Remembers an epoch that is not to be written again.
    func addPastEpoch(_ epoch: Epoch) throws(ReplicaError) {
        let past = try pastEpochs().filter { $0 != epoch } + [epoch]
        try setMeta(Self.pastEpochsKey, past.suffix(LocalLimits.pastEpochsMax).flatMap(\.bytes))
    }

    /// Under which epochs this node is known to have written before, the newest last.
    func pastEpochs() throws(ReplicaError) -> [Epoch] {
        let bytes = try meta(Self.pastEpochsKey) ?? []
        return stride(from: 0, to: bytes.count - 7, by: 8).map { Epoch(bytes: Array(bytes[$0..<$0 + 8])) }
    }

    private static let pastEpochsKey = "past epochs"

    func loadIdentity() throws(ReplicaError) {
        guard let root = try meta("root"), let certificate = try meta("certificate"),
            let hub = try meta("hub"),
            let epoch = try meta("epoch")
        else {
            identity = nil
            return
        }
        do {
            identity = ReplicaIdentity(
                root: try VerifyKey(bytes: root), certificate: try Certificate(encoded: certificate),
                hub: try Certificate(encoded: hub), epoch: Epoch(bytes: epoch))
        } catch { throw ReplicaError(.damaged, at: database.path, "identity") }
    }

    /// The node's identity, or an error that says the folder is no node yet.
    func requireIdentity() throws(ReplicaError) -> ReplicaIdentity {
        guard let identity else { throw ReplicaError(.missing, at: database.path, "no node here yet") }
        return identity
    }

    /// Verifies the certificates held in `district`; those that do not verify are no certificates.
    func loadTrust() throws(ReplicaError) {
        judged.removeAll()
        try readDistrict()
        certificates = knownDistrict?.trust.byNode ?? [:]
        schema = catalogue.schema.overriding(try overrides())
    }

    /// Everybody of the district this node knows; nil before it has joined.
    public func district() throws(ReplicaError) -> DistrictTrust? {
        try refresh()
        return knownDistrict?.trust
    }

    /// Reads the certificates that the tables show. Those that were verified before are not verified again,
    /// as long as none has gone and no hub has come.
    private func readDistrict() throws(ReplicaError) {
        guard let identity else {
            knownDistrict = nil
            return
        }
        let bodies = try certificateBodies()
        let read = Set(bodies.map { Blake2b.hash256($0).short })
        if let known = knownDistrict, known.identity == identity, known.read.isSubset(of: read) {
            if known.read.count == read.count { return }
            let fresh = bodies.filter { !known.read.contains(Blake2b.hash256($0).short) }
                .compactMap { try? Certificate(encoded: $0) }
            if fresh.allSatisfy({ $0.role != .hub }) {
                for certificate in fresh { try? knownDistrict?.trust.insert(certificate) }
                knownDistrict?.read = read
                return
            }
        }
        var trust = DistrictTrust(root: identity.root)
        try? trust.insert(identity.hub)
        try? trust.insert(identity.certificate)
        var later: [Certificate] = []
        for body in bodies {
            guard let certificate = try? Certificate(encoded: body) else { continue }
            if certificate.role == .hub { try? trust.insert(certificate) } else { later.append(certificate) }
        }
        for certificate in later { try? trust.insert(certificate) }
        knownDistrict = KnownDistrict(identity: identity, trust: trust, read: read)
    }

    func certificateBodies() throws(ReplicaError) -> [[UInt8]] {
        guard let table = tables[SystemCollections.certificate], table.isMade else { return [] }
        let statement = try database.statement("SELECT _record, body FROM \"\(table.name)\" ORDER BY _record")
        var bodies: [[UInt8]] = []
        var disputed: [Int64] = []
        while try statement.step() {
            if statement.isNull(1) {
                disputed.append(statement.integer(0))
            } else {
                bodies.append(statement.blob(1))
            }
        }
        statement.reset()
        for record in disputed { bodies += try everyBody(record) }
        return bodies
    }

    /// Every body that stands in a certificate's record. Two branches of a hub may have certified the same
    /// node: the table then shows neither, but each is signed and counts.
    private func everyBody(_ record: Int64) throws(ReplicaError) -> [[UInt8]] {
        let state = try state(record, try numbers.key(record, in: database))
        let key = CellKey(field: FieldNumber(1))
        var bodies: [[UInt8]] = []
        for standing in state.candidates(of: key) {
            if let body = try candidate(standing, of: key, in: state).value.bytes { bodies.append(body) }
        }
        return bodies
    }

    /// In the order of the records' ids, which is the same on every node; only the hub writes `district`.
    private func overrides() throws(ReplicaError) -> [RuleOverride] {
        guard let table = tables[SystemCollections.ruleOverride], table.isMade else { return [] }
        let statement = try database.statement(
            "SELECT t.collection, t.field, t.rule FROM \"\(table.name)\" t "
                + "JOIN record ON record.number = t._record "
                + "WHERE t._deleted=0 AND record.space=?1 ORDER BY record.id")
        statement.bind(1, Int64(spaces.number(.district) ?? 0))
        defer { statement.reset() }
        var list: [RuleOverride] = []
        while try statement.step() {
            guard let collection = statement.text(0), let field = statement.text(1),
                let rule = statement.text(2),
                let override = catalogue.override(collection: collection, field: field, rule: rule)
            else { continue }
            list.append(override)
        }
        return list
    }

    /// A certificate or a rule has changed in this transaction: judge again what they decide.
    func trustOrRulesMoved() throws(ReplicaError) {
        let before = schema
        let known = Set(certificates.keys)
        try loadTrust()
        let moved = known.symmetricDifference(certificates.keys)
        let concernsHeld = !moved.isEmpty && branches.feeds.contains { moved.contains($0.node) }
        if schema != before || concernsHeld { try projectAgain() }
    }

    /// Puts the district's cut-offs in force and projects again what they concern. A node that is listed
    /// with no cut-off counts for nothing.
    public func setCutOffs(_ cutOffs: [NodeID: [CutOff]]) throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            self.cutOffs = cutOffs
            judged.removeAll()
            try projectAgain()
        }
    }
}

extension DistrictTrust {
    var byNode: [NodeID: Certificate] {
        Dictionary(certificates.map { ($0.nodeID, $0) }, uniquingKeysWith: { _, last in last })
    }
}
