// The file's layout, as numbered steps that are never edited: a new layout is a new step. `PRAGMA
// user_version` is the number of steps taken; an older binary refuses a file with more than it knows.
//
// The log is the truth, and what is in it is never changed:
//   change      position = branch << 40 | sequence; hash (WholeHashes); body (LogCodec)
//   branch      one row a branch of a feed: parent and fork are where it left another branch, hash the change
//   there.
//               Its tip is its last row of change: no commit has to write it twice
//   signed_head signature of the author over a change's hash;  receipt  the hub's word that it is stored
//   space, record   short numbers for long names; bodies name records by them
// Beside it stands what others said: heard (what a node holds, as it last said), agreed, contact.
// Everything else can be computed again from it (`saphan check` does):
//   <collection>    one table a collection, made by ProjectionTable: shown values in typed columns, dots in
//   _state
//   cell            candidates of fields that have several, and of set elements
//   tangle          records that only a full projection can tell: their line of the state digest, and the
//                   changes from which their history can be followed
//   refusal         operations without effect, and why;  conflict  what needs a person
//   awaited         changes that some record's delete covers and that are not held yet
// And what this node remembers for itself alone, which nothing can compute again:
//   meta            its identity, epoch and place;  invitation, agreed, contact  what sessions need
//   absence         own work known to have been written and not held;  notice  what a person should hear of

enum Migrations {
    static let steps: [String] = [
        """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE space(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE branch(
            id INTEGER PRIMARY KEY, space INTEGER NOT NULL, node BLOB NOT NULL, epoch BLOB NOT NULL,
            lane INTEGER NOT NULL, parent INTEGER NOT NULL, fork INTEGER NOT NULL, hash BLOB NOT NULL);
        CREATE TABLE change(position INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL);
        CREATE TABLE signed_head(position INTEGER PRIMARY KEY, signature BLOB NOT NULL);
        CREATE TABLE receipt(
            position INTEGER PRIMARY KEY, hub BLOB NOT NULL, epoch BLOB NOT NULL, time INTEGER NOT NULL,
            signature BLOB NOT NULL);
        CREATE TABLE record(
            number INTEGER PRIMARY KEY, space INTEGER NOT NULL, collection INTEGER NOT NULL,
            id BLOB NOT NULL);
        CREATE UNIQUE INDEX record_by_id ON record(id, collection, space);
        CREATE TABLE cell(
            record INTEGER NOT NULL, field INTEGER NOT NULL, element BLOB NOT NULL, dots BLOB NOT NULL,
            shown INTEGER NOT NULL, PRIMARY KEY(record, field, element)) WITHOUT ROWID;
        CREATE TABLE tangle(record INTEGER PRIMARY KEY, line BLOB NOT NULL, roots BLOB NOT NULL);
        CREATE TABLE refusal(
            record INTEGER NOT NULL, position INTEGER NOT NULL, operation INTEGER NOT NULL,
            reason INTEGER NOT NULL,
            PRIMARY KEY(record, position, operation)) WITHOUT ROWID;
        CREATE TABLE conflict(
            id BLOB PRIMARY KEY, space INTEGER NOT NULL, kind INTEGER NOT NULL, record INTEGER NOT NULL,
            field INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX conflict_by_record ON conflict(record);
        CREATE TABLE awaited(
            hash BLOB NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(hash, record)) WITHOUT ROWID;
        CREATE VIEW history AS
            SELECT space.name AS space, hex(branch.node) AS node, hex(branch.epoch) AS epoch,
                branch.lane AS lane,
                change.position & 0xffffffffff AS sequence, hex(substr(change.hash, 1, 16)) AS hash,
                length(change.body) AS bytes
            FROM change JOIN branch ON branch.id = change.position >> 40
                JOIN space ON space.id = branch.space;
        """,
        """
        CREATE TABLE invitation(token BLOB PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE agreed(space INTEGER PRIMARY KEY, digest BLOB NOT NULL, time INTEGER NOT NULL);
        CREATE TABLE contact(
            node BLOB PRIMARY KEY, time INTEGER NOT NULL, clock INTEGER NOT NULL) WITHOUT ROWID;
        """,
        """
        CREATE TABLE absence(
            space TEXT NOT NULL, epoch BLOB NOT NULL, lane INTEGER NOT NULL, first INTEGER NOT NULL,
            last INTEGER NOT NULL, hash BLOB NOT NULL, time INTEGER NOT NULL, seen INTEGER NOT NULL,
            PRIMARY KEY(space, epoch, lane, hash)) WITHOUT ROWID;
        CREATE TABLE notice(
            kind INTEGER NOT NULL, subject BLOB NOT NULL, time INTEGER NOT NULL, number INTEGER NOT NULL,
            seen INTEGER NOT NULL, PRIMARY KEY(kind, subject)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE heard(
            node BLOB NOT NULL, space INTEGER NOT NULL, epoch BLOB NOT NULL, time INTEGER NOT NULL,
            entries BLOB NOT NULL, PRIMARY KEY(node, space)) WITHOUT ROWID;
        """,
        "ALTER TABLE absence ADD COLUMN even INTEGER NOT NULL DEFAULT 0",
    ]

    /// Takes the steps the file has not taken; all or none.
    static func run(on database: Database) throws(ReplicaError) {
        try refuseNewer(database)
        guard try version(of: database) < steps.count else { return }
        try database.execute("BEGIN IMMEDIATE")
        do {
            for step in steps[try version(of: database)...] { try database.execute(step) }
            try database.execute("PRAGMA user_version=\(steps.count)")
            try database.execute("COMMIT")
        } catch {
            try? database.execute("ROLLBACK")
            throw error
        }
    }

    /// Throws where a newer version has laid out the file.
    static func refuseNewer(_ database: Database) throws(ReplicaError) {
        let taken = try version(of: database)
        guard taken >= 0 else { throw ReplicaError(.damaged, at: database.path, "layout \(taken)") }
        guard taken > steps.count else { return }
        throw ReplicaError(
            .newerFile, at: database.path, "layout \(taken), this program knows \(steps.count)")
    }

    private static func version(of database: Database) throws(ReplicaError) -> Int {
        let statement = try database.statement("PRAGMA user_version")
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }
}
