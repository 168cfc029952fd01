// What a node gives back while nobody works. Resting changes nothing that is held: what stands in SQLite's
// log file moves into the database, and what is remembered is read again when it is next asked for.

internal import Bytes

extension Store {
    /// Empties the log file into the database and forgets what can be read again. Waits for nobody: where
    /// another process is at work, the log file stays until the next time. Throws where the disk fails;
    /// what is stored is stored all the same.
    public func rest() throws(ReplicaError) {
        guard !isWriting, !isReading else { return }
        forgetCaches()
        try database.rest()
    }
}
