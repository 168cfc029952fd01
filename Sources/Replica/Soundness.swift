// Whether a file holds together well enough to begin with. Asked where there is reason to: the file is
// another than before, or the program that last had it open did not end by itself. An old database put back
// beside the log file of a newer one opens without a word, and is a mixture of both; a hub that began with
// it would answer out of it. This reads the file once through and does not recompute anything: `saphan
// check` does.

internal import Bytes
internal import CRDT

extension Store {
    /// Throws where SQLite finds the file damaged, or where a change is missing below the newest of its
    /// branch.
    public func ensureSound() throws(ReplicaError) {
        let statement = try database.statement("PRAGMA quick_check(1)")
        while try statement.step() {
            if let text = statement.text(0), text != "ok" {
                statement.reset()
                throw ReplicaError(.damaged, at: database.path, text)
            }
        }
        statement.reset()
        try refresh()
        for branch in branches.branches.values.sorted(by: { $0.id < $1.id }) {
            let count = try database.statement("SELECT count(*) FROM change WHERE position BETWEEN ?1 AND ?2")
            count.bind(1, Position(branch: branch.id, sequence: 0).raw)
            count.bind(2, Position(branch: branch.id, sequence: UInt64(Position.sequenceMax)).raw)
            defer { count.reset() }
            guard try count.step(), count.integer(0) == Int64(branch.sequence) - Int64(branch.fork) else {
                throw ReplicaError(.damaged, at: database.path, "changes of branch \(branch.id) are missing")
            }
        }
    }
}
