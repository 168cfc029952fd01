// A node's own changes. One call is one change, or with `writeAll` many changes in one commit; what they
// supersede is read inside the transaction, or given by the form that was open.

internal import Records
internal import Trust
internal import Bytes
public import CRDT
internal import Crypto

/// What a write supersedes, covers or undoes.
public enum Basis: Hashable, Sendable {
    /// What stands when the change is written.
    case current
    /// What stood when the form opened, and nothing that came later.
    case seen([Dot])
}

/// One thing to do to one field.
public struct Edit: Hashable, Sendable {
    /// What to do.
    public let kind: OperationKind
    /// Collection of the record.
    public let collection: CollectionNumber
    /// The record; it exists from its first write on.
    public let record: RecordID
    /// The field, or `whole`.
    public let field: FieldNumber
    /// The value as it is to be stored; personal values salted already.
    public let value: Value
    /// What it replaces.
    public let basis: Basis

    /// An edit by its parts.
    public init(
        _ kind: OperationKind = .set, _ collection: CollectionNumber, _ record: RecordID,
        _ field: FieldNumber,
        _ value: Value = .nothing, basis: Basis = .current
    ) {
        self.kind = kind
        self.collection = collection
        self.record = record
        self.field = field
        self.value = value
        self.basis = basis
    }
}

extension Store {
    /// Writes one change; returns its dot once it is durable.
    @discardableResult
    public func write(
        _ edits: [Edit], in space: Space, lane: Lane = .entries, time: Int64, actor: RecordID? = nil
    ) throws(ReplicaError) -> Dot {
        let dots = try writeAll([edits], in: space, lane: lane, time: time, actor: actor)
        guard let dot = dots.first else { throw ReplicaError(.refused, at: space.name, "nothing to write") }
        return dot
    }

    /// Writes several changes in one commit.
    @discardableResult
    public func writeAll(
        _ changes: [[Edit]], in space: Space, lane: Lane = .entries, time: Int64, actor: RecordID? = nil
    ) throws(ReplicaError) -> [Dot] {
        try transaction { () throws(ReplicaError) in
            let (feed, branch) = try ownBranch(in: space, lane, time)
            var dots: [Dot] = []
            for edits in changes where !edits.isEmpty {
                dots.append(try author(edits, in: feed, branch, time: time, actor: actor))
            }
            return dots
        }
    }

    /// The feed to write and its one branch. A feed with two branches was continued by two copies of this
    /// node, and neither can be continued for sure: a new epoch begins first.
    private func ownBranch(in space: Space, _ lane: Lane, _ time: Int64) throws(ReplicaError) -> (Feed, Int) {
        var identity = try requireIdentity()
        if branches.of(Feed(space: space, node: identity.node, epoch: identity.epoch, lane: lane)).count > 1 {
            try begin(because: .otherBranch, nowMilliseconds: time)
            identity = try requireIdentity()
        }
        let feed = Feed(space: space, node: identity.node, epoch: identity.epoch, lane: lane)
        if let only = branches.of(feed).first { return (feed, only.id) }
        return (feed, try makeBranch(of: feed, parent: 0, fork: 0, hash: feed.root))
    }

    private func author(
        _ edits: [Edit], in feed: Feed, _ branchID: Int, time: Int64, actor: RecordID?
    ) throws(ReplicaError) -> Dot {
        guard let branch = branches[branchID] else {
            throw ReplicaError(.damaged, at: database.path, "branch")
        }
        let space = try spaces.make(feed.space, in: database)
        var operations: [Operation] = []
        operations.reserveCapacity(edits.count)
        var revived: Set<Int64> = []
        for edit in edits {
            let name = RecordName(space: space, collection: edit.collection, id: edit.record)
            let state = try state(try numbers.make(name, in: database), name)
            // An earlier change of this commit that only the record's history can tell: project it before
            // looking.
            if state.isDirty, state.needsHistory || state.isTangled { try flush() }
            if state.isDeleted, edit.kind.isContent, revived.insert(state.number).inserted {
                let deletes = try projection(of: state, try history(of: state)).deletes
                operations.append(Operation(.undo, edit.collection, edit.record, .whole, dots: deletes))
            }
            var operation = Operation(edit.kind, edit.collection, edit.record, edit.field, edit.value)
            operation.dots = try dots(for: edit, operation, state)
            try sayWhatWasSeen(in: &operation, of: state)
            operations.append(operation)
        }
        let nonce: UInt64? = begunFeeds.contains(feed) ? nil : Epoch(bytes: Sodium.random(8)).raw
        var change = Change(
            feed: feed, sequence: branch.sequence + 1, previous: try tipHash(of: branch), time: time,
            actor: actor, nonce: nonce, operations: operations)
        if !change.fitsLimits {
            // Rather than write nothing it says less of what was seen.
            var excess = change.fullForm.count - SpecificationLimits.changeBytesMax
            for index in operations.indices.reversed() where excess > 0 {
                excess -= operations[index].trailing.count
                change.operations[index].trailing = []
            }
            guard change.fitsLimits else {
                throw ReplicaError(.refused, at: feed.space.name, "more than one change can hold")
            }
        }
        let hash = change.hash
        try append(change, hash: hash, to: branchID)
        begunFeeds.insert(feed)
        return change.dot(hash)
    }

    private func dots(for edit: Edit, _ operation: Operation, _ state: RecordState) throws(ReplicaError)
        -> [Dot]
    {
        if case .seen(let dots) = edit.basis { return bounded(Set(dots), edit.kind) }
        switch edit.kind {
        case .set, .add, .remove:
            let candidates = state.candidates(of: operation.cell)
            if candidates.count == 1 { return [try dot(at: candidates[0].position)] }
            var dots: Set<Dot> = []
            for candidate in candidates { dots.insert(try dot(at: candidate.position)) }
            return bounded(dots, edit.kind)
        case .delete: return try covers(of: state)
        default: return []
        }
    }

    /// In order. Of more writes than one operation can name as many as it can: somebody wrote that many
    /// beside each other, and what remains stands beside the new value until the next write names it.
    private func bounded(_ dots: Set<Dot>, _ kind: OperationKind) -> [Dot] {
        let sorted = dots.sorted()
        return kind.supersedes ? Array(sorted.prefix(SpecificationLimits.dotsMax)) : sorted
    }

    /// The last change of each branch that touched the record: what a delete that is written now covers.
    func covers(of state: RecordState) throws(ReplicaError) -> [Dot] {
        var dots: [Dot] = []
        for position in lastPositions(try history(of: state)) { dots.append(try dot(at: position)) }
        return dots.sorted()
    }
}
