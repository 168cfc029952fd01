// What the hub does with findings that span spaces: it writes each into every space concerned, once, and
// closes it when it no longer holds. Writing again what stands already writes nothing. A school without
// records here has no space to write into; then the office's own says it.

internal import Bytes
public import CRDT
internal import Records
internal import Trust

/// What became of findings.
public struct FindingsReport: Hashable, Sendable {
    /// Findings that hold now.
    public let findings: [Finding]
    /// Records written: raised, changed or raised again.
    public let raised: Int
    /// Records closed.
    public let resolved: Int
    /// Spaces that were written into, by name.
    public let spaces: [Space]
}

extension Store {
    /// Whether anything may have moved that a rule across spaces looks at, since the last `takeMoved`.
    public var mayHaveFindings: Bool {
        guard let movedCollections else { return true }
        return catalogue.invariants.contains { one in
            one.concerned.contains { catalogue[$0].map { movedCollections.contains($0.number) } ?? false }
        }
    }

    /// The collections that records were written of since the last call; nil where another process may have
    /// written of any.
    public func takeMoved() -> Set<CollectionNumber>? {
        defer { movedCollections = [] }
        return movedCollections
    }

    /// Forgets what is known of them: the next look is at everything.
    public func movedUnknown() { movedCollections = nil }

    /// Looks at every rule that spans spaces, or at those that `collections` decide, and writes what has
    /// become of it. At the hub alone; elsewhere nothing is known of other spaces, and nothing is written.
    public func raiseFindings(
        concerning collections: Set<CollectionNumber>? = nil, time: Int64
    ) throws(ReplicaError) -> FindingsReport {
        let nothing = FindingsReport(findings: [], raised: 0, resolved: 0, spaces: [])
        guard identity?.certificate.role == .hub,
            let collection = catalogue[RecordCollection.districtConflict.number]
        else { return nothing }
        let invariants = catalogue.invariants.filter { one in
            one.isAcrossSpaces
                && (collections.map { chosen in
                    one.concerned.contains { catalogue[$0].map { chosen.contains($0.number) } ?? false }
                } ?? true)
        }
        guard !invariants.isEmpty else { return nothing }
        return try transaction { () throws(ReplicaError) in
            let places = heldSpaces.filter { $0.schoolCode != nil } + [.office]
            var found: [Finding] = []
            for invariant in invariants {
                let isOwnSpaceKnown = isSeenWithinSpaces(invariant)
                found += try findings(invariant, among: places).filter { finding in
                    !isOwnSpaceKnown || finding.spaces.count > 1
                }
            }
            return try raise(found, of: Set(invariants.map(\.name)), collection, places, time)
        }
    }

    /// A rule that every space derives by itself is written only where it spans several.
    private func isSeenWithinSpaces(_ invariant: Invariant) -> Bool {
        switch invariant.kind {
        case .lentOnce, .grantedOnce: true
        default: false
        }
    }

    private func raise(
        _ findings: [Finding], of rules: Set<String>, _ collection: RecordCollection, _ places: [Space],
        _ time: Int64
    ) throws(ReplicaError) -> FindingsReport {
        var known: [RecordID: RecordRow] = [:]
        for row in try list(collection) where rules.contains(row["invariant"].plain) { known[row.id] = row }
        var changes: [Space: [[Edit]]] = [:]
        var standing: Set<RecordID> = []
        for finding in findings {
            let concerned = finding.spaces.filter(places.contains)
            for space in concerned.isEmpty ? [.office] : concerned {
                let key: [String: Value] = [
                    "invariant": .text(finding.invariant.name), "subject": .text(finding.subject),
                ]
                guard let id = collection.derivedID(in: space, key) else { continue }
                standing.insert(id)
                let edits = self.edits(finding, key, known[id], collection, id, time)
                if !edits.isEmpty { changes[space, default: []].append(edits) }
            }
        }
        let raised = changes.values.reduce(0) { $0 + $1.count }
        var resolved = 0
        for (id, row) in known.sorted(by: { $0.key < $1.key }) {
            guard !standing.contains(id), row["state"] == .text("open"), let field = collection["state"]
            else {
                continue
            }
            let closed = Stage(round: row.stateRound, state: "resolved").value
            changes[row.space, default: []].append([Edit(.set, collection.number, id, field.number, closed)])
            resolved += 1
        }
        for (space, list) in changes.sorted(by: { $0.key < $1.key }) {
            try writeAll(list, in: space, time: time)
        }
        return FindingsReport(
            findings: findings, raised: raised, resolved: resolved, spaces: changes.keys.sorted())
    }

    /// What a record lacks of a finding; nothing where it says it already.
    private func edits(
        _ finding: Finding, _ key: [String: Value], _ row: RecordRow?, _ collection: RecordCollection,
        _ id: RecordID, _ time: Int64
    ) -> [Edit] {
        var values: [String: Value] = [
            "message_th": .text(finding.message.th), "message_en": .text(finding.message.en),
            "holds": .text(finding.holds), "disputed": .text(finding.disputed.joined(separator: ", ")),
        ].mapValues { Self.clipped($0) }
        if let row {
            values = values.filter { name, value in
                row[name] != value.text.map { $0.isEmpty ? .null : .text($0) }
                    && row[name].plain != value.text
            }
            if row["state"] != .text("open") {
                values["state"] = Stage(round: row.stateRound + 1, state: "open").value
            }
        } else {
            values.merge(key) { first, _ in first }
            values["raised_at"] = .integer(time)
            values["state"] = Stage(round: 1, state: "open").value
            values = values.filter { $0.value.text?.isEmpty != true }
        }
        return collection.fields.compactMap { field in
            values[field.name].map { Edit(.set, collection.number, id, field.number, $0) }
        }
    }
}

extension Store {
    /// What schools wrote into it may be long; the record is not.
    private static func clipped(_ value: Value) -> Value {
        guard let text = value.text, text.count > LocalLimits.findingTextMax else { return value }
        return .text(text.prefix(LocalLimits.findingTextMax - 1) + "…")
    }
}

extension RecordRow {
    fileprivate var stateRound: UInt64 {
        if case .integer(let round) = self["state_round"], round > 0 { UInt64(round) } else { 1 }
    }
}
