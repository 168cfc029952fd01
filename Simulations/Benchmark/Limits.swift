// The two limits that W1 is measured against, through the plain C API, in the same process and folder. L1
// updates one row a record, ten to a durable transaction; L2 takes in change blobs and row upserts, a
// hundred changes to a transaction, without checking a signature. Both run in slices, so that the product's
// own slices can lie between them and a noisy machine is noisy for both.

internal import CSQLite

/// A database with nothing of Saphan in it.
final class PlainDatabase {
    /// Changes in one transaction of L2.
    static let changesPerCommit = 100

    private let handle: OpaquePointer
    private var updates: [OpaquePointer?] = []
    private var upserts: [OpaquePointer?] = []
    private var insert: OpaquePointer?
    /// What the slices run so far have taken.
    private(set) var elapsed = Elapsed()

    /// A new file with the workload's records.
    init?(path: String, _ initial: [[String]]) {
        var opened: OpaquePointer?
        guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else { return nil }
        handle = opened
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=FULL")
        run("PRAGMA cache_size=-8192")
        load(initial)
        let fields = 0..<Workload.fieldCount
        updates = fields.map { prepare("UPDATE w1 SET f\($0)=?1 WHERE id=?2") }
        upserts = fields.map {
            prepare(
                "INSERT INTO w1(id, f\($0)) VALUES(?2, ?1) "
                    + "ON CONFLICT(id) DO UPDATE SET f\($0)=excluded.f\($0)"
            )
        }
        insert = prepare("INSERT INTO change(body) VALUES(?1)")
    }

    deinit {
        for statement in updates + upserts + [insert] { sqlite3_finalize(statement) }
        sqlite3_close(handle)
    }

    private func run(_ sql: String) { sqlite3_exec(handle, sql, nil, nil, nil) }

    private func prepare(_ sql: String) -> OpaquePointer? {
        var made: OpaquePointer?
        sqlite3_prepare_v2(handle, sql, -1, &made, nil)
        return made
    }

    private func load(_ initial: [[String]]) {
        let columns = (0..<Workload.fieldCount).map { "f\($0) TEXT" }.joined(separator: ", ")
        run("CREATE TABLE w1(id INTEGER PRIMARY KEY, \(columns))")
        run("CREATE TABLE change(id INTEGER PRIMARY KEY, body BLOB)")
        run("BEGIN")
        let marks = (1...Workload.fieldCount + 1).map { "?\($0)" }.joined(separator: ", ")
        let row = prepare("INSERT INTO w1 VALUES(\(marks))")
        for (record, values) in initial.enumerated() {
            sqlite3_bind_int64(row, 1, Int64(record))
            for (field, value) in values.enumerated() { bind(row, Int32(field + 2), value) }
            step(row)
        }
        sqlite3_finalize(row)
        run("COMMIT")
    }

    private func bind(_ statement: OpaquePointer?, _ index: Int32, _ value: String) {
        sqlite3_bind_text(statement, index, value, Int32(value.utf8.count), saphan_sqlite_transient())
    }

    private func step(_ statement: OpaquePointer?) {
        sqlite3_step(statement)
        sqlite3_reset(statement)
    }

    private func write(_ update: Workload.Update, with statement: OpaquePointer?) {
        bind(statement, 1, update.value)
        sqlite3_bind_int64(statement, 2, Int64(update.record))
        step(statement)
    }

    /// L1 for some changes: plain UPDATEs, a transaction each.
    func author(_ changes: some Collection<[Workload.Update]>) {
        let watch = Stopwatch()
        for change in changes {
            run("BEGIN IMMEDIATE")
            for update in change { write(update, with: updates[update.field]) }
            run("COMMIT")
        }
        elapsed += watch.elapsed
    }

    /// L2 for some changes: a blob each and row upserts, `changesPerCommit` to a transaction.
    func merge(_ changes: some Collection<[Workload.Update]>) {
        let watch = Stopwatch()
        var rest = changes[...]
        while !rest.isEmpty {
            run("BEGIN IMMEDIATE")
            for change in rest.prefix(Self.changesPerCommit) {
                bind(insert, 1, change.reduce(into: "") { $0 += $1.value + "......" })
                step(insert)
                for update in change { write(update, with: upserts[update.field]) }
            }
            run("COMMIT")
            rest = rest.dropFirst(Self.changesPerCommit)
        }
        elapsed += watch.elapsed
    }
}
