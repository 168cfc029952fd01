// Computing the projection again from the log: after an upgrade, after a rule or a cut-off changed, and to
// check that what was written step by step is what the whole log says.

internal import Bytes
internal import Records
internal import CRDT
internal import Crypto

/// What `check` found.
public struct CheckReport: Hashable, Sendable {
    /// Changes whose chain was recomputed.
    public var changes = 0
    /// Records whose projection was recomputed.
    public var records = 0
    /// What is wrong; empty for a sound file.
    public var problems: [String] = []
}

extension Store {
    /// Projects every record again inside the transaction under way.
    func projectAgain() throws(ReplicaError) {
        for number in try recordNumbers() {
            try markForHistory(number)
            if dirty.count >= 1_024 { try flushRecords() }
        }
        try flushRecords()
    }

    /// Throws the projection away and computes it again from the log.
    public func rebuild() throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in try projectAgain() }
    }

    /// Gives unused pages back to the disk; can take a while.
    public func vacuum() throws(ReplicaError) {
        try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try database.execute("VACUUM")
        try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    func recordNumbers() throws(ReplicaError) -> [Int64] {
        let statement = try database.statement("SELECT number FROM record ORDER BY number")
        defer { statement.reset() }
        var list: [Int64] = []
        while try statement.step() { list.append(statement.integer(0)) }
        return list
    }

    /// Recomputes every hash of every chain, and the projection of every record, and compares. Writes
    /// nothing.
    public func check(progress: (Int) -> Void = { _ in }) throws(ReplicaError) -> CheckReport {
        var report = CheckReport()
        try refresh()
        try checkFile(&report)
        for branch in branches.branches.values.sorted(by: { $0.id < $1.id }) {
            try checkChain(branch, &report)
            progress(report.changes)
        }
        for number in try recordNumbers() {
            let state = try state(number, try numbers.key(number, in: database))
            let projection = try projection(of: state, try history(of: state))
            let wanted = projection.stateLine(collection: state.key.collection, record: state.key.id)
            if try line(of: state) != wanted {
                report.problems.append("record \(state.key.id) of collection \(state.key.collection.raw)")
            }
            if let table = tables[state.key.collection] {
                let fields = table.collection.fields.map {
                    ($0.number, ShownField(projection.fields[$0.number]))
                }
                if try !table.shows(fields, of: number, isDeleted: projection.isDeleted, in: database) {
                    report.problems.append("values of record \(state.key.id) in \(table.name)")
                }
            }
            report.records += 1
            if states.count > 8_192 { states.removeAll(keepingCapacity: true) }
        }
        return report
    }

    private func checkFile(_ report: inout CheckReport) throws(ReplicaError) {
        let statement = try database.statement("PRAGMA quick_check(5)")
        defer { statement.reset() }
        while try statement.step() {
            if let text = statement.text(0), text != "ok" { report.problems.append(text) }
        }
    }

    private func checkChain(_ branch: Branch, _ report: inout CheckReport) throws(ReplicaError) {
        var previous = branch.feed.root
        if branch.fork > 0, let position = branches.position(of: branch.fork, onChainOf: branch.id) {
            previous = try stored(at: position).hash
        }
        guard branch.sequence > branch.fork else { return }
        for sequence in branch.fork + 1...branch.sequence {
            let position = Position(branch: branch.id, sequence: sequence)
            let (kept, hash) = try stored(at: position)
            let change = Change(
                feed: branch.feed, sequence: sequence, previous: previous, time: kept.time, actor: kept.actor,
                nonce: kept.nonce, operations: try operations(of: kept), trailing: kept.trailing)
            if change.hash != hash {
                report.problems.append("change \(sequence) of \(branch.feed.node) does not hash to its name")
                return
            }
            previous = hash
            report.changes += 1
        }
        if previous != branch.hash {
            report.problems.append("tip of \(branch.feed.node) differs from its log")
        }
    }
}
