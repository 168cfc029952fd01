// Computing the projection again: after an upgrade, a rule or a cut-off from the history of each record,
// and, to mend what was written step by step, from a scan of the whole log that trusts none of it.

internal import Bytes
internal import Records
internal import CRDT
internal import Crypto

extension Store {
    /// Projects every record again inside the transaction under way.
    func projectAgain() throws(ReplicaError) {
        for number in try recordNumbers() {
            try markForHistory(number)
            if dirty.count >= 1_024 { try flushRecords() }
        }
        try flushRecords()
    }

    /// Throws the projection away and computes it again from the log alone.
    public func rebuild() throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            let ofCollections = madeTables.map { "\"\($0.name)\"" }
            for name in ofCollections + ["cell", "tangle", "refusal", "conflict", "awaited"] {
                try database.execute("DELETE FROM \(name)")
            }
            states.removeAll()
            judged.removeAll()
            mayAwait = false
            try eachRecord { (number, touched) throws(ReplicaError) in
                let state = RecordState(number: number, key: try numbers.key(number, in: database))
                try write(try history(of: number, from: touched), into: state)
            }
            // Where certificates or rules were among what was missing, they judge the rest anew.
            try trustOrRulesMoved()
            try flushRecords()
        }
    }

    /// Records in one scan of the log, which needs memory for the positions of their changes.
    private static let recordsPerScan = 65_536

    /// Every record with the changes that touched it, found by reading the whole log.
    func eachRecord(_ body: (Int64, [Position]) throws(ReplicaError) -> Void) throws(ReplicaError) {
        // A damaged file may give them out of order.
        var left = try recordNumbers().sorted()[...]
        while let first = left.first {
            let some = left.prefix(Self.recordsPerScan)
            var touched = try changesTouching(first...(some.last ?? first))
            for number in some { try body(number, touched.removeValue(forKey: number) ?? []) }
            left = left.dropFirst(some.count)
        }
    }

    private func changesTouching(_ numbers: ClosedRange<Int64>) throws(ReplicaError) -> [Int64: [Position]] {
        let statement = try database.statement("SELECT position, body FROM change ORDER BY position")
        defer { statement.reset() }
        var touched: [Int64: [Position]] = [:]
        while try statement.step() {
            let position = Position(raw: statement.integer(0))
            for operation in try decode(statement.blob(1), at: position).operations
            where numbers.contains(operation.record) && touched[operation.record]?.last != position {
                touched[operation.record, default: []].append(position)
            }
        }
        return touched
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
}
