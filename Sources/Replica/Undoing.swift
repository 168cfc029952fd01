// Taking changes back. An undo names the writes it makes count as not projected; what they superseded
// stands again unless somebody replaced it since. It works only on fields the author may write, and can
// itself be undone.

#if PLANTED_BUGS
    internal import Bytes
#endif
public import CRDT
internal import Crypto
internal import Records

/// What an undo did, and what it left alone.
public struct UndoReport: Hashable, Sendable {
    /// The changes that carry the undo.
    public let dots: [Dot]
    /// Cells in which a write was taken back.
    public let undone: Int
    /// Fields that somebody has written since, by record: they keep the newer value.
    public let touchedSince: [Touched]

    /// A field that was written again after the change that is undone.
    public struct Touched: Hashable, Sendable {
        /// The record.
        public let record: RecordID
        /// Its collection.
        public let collection: CollectionNumber
        /// The field.
        public let field: FieldNumber
    }
}

extension Store {
    /// The newest change of this node in lane 0 of any space that is no undo itself and that this node has
    /// not undone whole since; nil where there is none. Changes that write into `passing` are passed by.
    public func newestOwnChange(passing: Set<CollectionNumber> = []) throws(ReplicaError) -> Dot? {
        try refresh()
        guard let identity else { return nil }
        var newest: (time: Int64, dot: Dot)?
        for branch in branches.branches.values
        where branch.feed.node == identity.node && branch.feed.lane == .entries {
            var undone: [Dot: Int] = [:]
            var sequence = branch.sequence
            while sequence > branch.fork {
                let position = Position(branch: branch.id, sequence: sequence)
                let dot = try dot(at: position)
                let operations = try operations(of: stored(at: position).change)
                sequence -= 1
                if undone[dot, default: 0] >= operations.count { continue }
                if operations.contains(where: { passing.contains($0.collection) }) { continue }
                guard operations.allSatisfy({ $0.kind == .undo }) else {
                    let time = try stored(at: position).change.time
                    if newest.map({ ($0.time, $0.dot) < (time, dot) }) ?? true { newest = (time, dot) }
                    break
                }
                for operation in operations { for named in operation.dots { undone[named, default: 0] += 1 } }
            }
        }
        return newest?.dot
    }

    /// What a held change does; nil for a change that is not held.
    public func operations(of dot: Dot) throws(ReplicaError) -> [Operation]? {
        guard let position = try position(of: dot) else { return nil }
        return try operations(of: stored(at: position).change)
    }

    /// The held change whose hash begins with these hexadecimal digits (at least six); nil for none or
    /// several.
    public func change(_ prefix: String) throws(ReplicaError) -> Dot? {
        try refresh()
        guard prefix.utf8.count >= 6, prefix.utf8.count <= 64, prefix.allSatisfy(\.isHexDigit) else {
            return nil
        }
        let statement = try database.statement(
            "SELECT position FROM change WHERE lower(hex(hash)) LIKE ?1 || '%' LIMIT 2")
        // Rows keep the first half of it (WholeHashes.swift).
        statement.bind(1, String(prefix.lowercased().prefix(32)))
        defer { statement.reset() }
        var found: [Position] = []
        while try statement.step() { found.append(Position(raw: statement.integer(0))) }
        return found.count == 1 ? try dot(at: found[0]) : nil
    }

    /// The dots of the changes of a feed from one sequence to another.
    public func dots(of feed: Feed, from first: UInt64, through last: UInt64) throws(ReplicaError) -> [Dot] {
        try refresh()
        guard let branch = branches.of(feed).first, first >= 1, last <= branch.sequence, first <= last else {
            return []
        }
        var dots: [Dot] = []
        for sequence in first...last {
            guard let position = branches.position(of: sequence, onChainOf: branch.id) else { continue }
            dots.append(try dot(at: position))
        }
        return dots
    }

    /// Undoes everything these changes did in one space. Long lists become several changes in the same
    /// commit.
    public func undo(
        _ targets: [Dot], lane: Lane = .entries, time: Int64, actor: RecordID? = nil
    ) throws(ReplicaError) -> UndoReport {
        try refresh()
        guard let space = targets.first?.feed.space else {
            throw ReplicaError(.refused, at: "undo", "no such change")
        }
        var named: [Target: [Dot]] = [:]
        var order: [Target] = []
        var touched: [UndoReport.Touched] = []
        for dot in targets where dot.feed.space == space {
            guard let position = try position(of: dot) else { continue }
            let change = try stored(at: position).change
            for (kept, operation) in zip(change.operations, try operations(of: change)) {
                guard operation.kind <= .undo else { continue }
                if try isTouchedSince(kept, operation, position) {
                    touched.append(
                        .init(
                            record: operation.record, collection: operation.collection, field: operation.field
                        ))
                }
                let target = Target(operation)
                if named[target] == nil { order.append(target) }
                named[target, default: []].append(dot)
                #if PLANTED_BUGS
                    if PlantedBug.undoRemovesOthers.isPlanted {
                        let state = try state(kept.record, try numbers.key(kept.record, in: database))
                        let standing = state.candidates(of: operation.cell)
                        for one in standing { named[target]?.append(try self.dot(at: one.position)) }
                    }
                #endif
            }
        }
        let edits = order.map { $0.undo(named[$0] ?? []) }
        guard !edits.isEmpty else { throw ReplicaError(.refused, at: "undo", "nothing to take back") }
        let dots = try writeAll(edits.map { [$0] }.changes, in: space, lane: lane, time: time, actor: actor)
        return UndoReport(dots: dots, undone: edits.count, touchedSince: touched)
    }

    /// What one undo operation can name: a cell may stand once in a change.
    private struct Target: Hashable {
        let collection: CollectionNumber
        let record: RecordID
        let field: FieldNumber
        let element: Value

        init(_ operation: Operation) {
            collection = operation.collection
            record = operation.record
            field = operation.field
            element = operation.kind == .add || operation.kind == .remove ? operation.value : .nothing
        }

        func undo(_ dots: [Dot]) -> Edit {
            Edit(.undo, collection, record, field, element, basis: .seen(dots))
        }
    }

    private func isTouchedSince(
        _ kept: StoredOperation, _ operation: Operation, _ position: Position
    ) throws(ReplicaError) -> Bool {
        guard operation.kind.supersedes else { return false }
        let state = try state(kept.record, try numbers.key(kept.record, in: database))
        return !state.candidates(of: operation.cell).contains { $0.position == position }
    }
}
