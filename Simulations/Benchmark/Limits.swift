// The two limits that W1 is measured against, through the plain C API, in the same process and folder: L1 updates one row
// a record, ten to a durable transaction; L2 takes in change blobs and row upserts, a hundred changes to a
// transaction, without checking a signature.

internal import CSQLite

/// A database with nothing of Saphan in it.
struct PlainDatabase {
    private let handle: OpaquePointer

    init?(path: String) {
        var opened: OpaquePointer?
        guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else { return nil }
        handle = opened
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=FULL")
    }

    func close() { sqlite3_close(handle) }

    private func run(_ sql: String) { sqlite3_exec(handle, sql, nil, nil, nil) }

    private func prepare(_ sql: String) -> OpaquePointer? {
        var made: OpaquePointer?
        sqlite3_prepare_v2(handle, sql, -1, &made, nil)
        return made
    }

    private func makeTable(_ initial: [[String]]) {
        let columns = (0..<Workload.fieldCount).map { "f\($0) TEXT" }.joined(separator: ", ")
        run("CREATE TABLE w1(id INTEGER PRIMARY KEY, \(columns))")
        run("CREATE TABLE change(id INTEGER PRIMARY KEY, body BLOB)")
        run("BEGIN")
        let marks = (1...Workload.fieldCount + 1).map { "?\($0)" }.joined(separator: ", ")
        let insert = prepare("INSERT INTO w1 VALUES(\(marks))")
        for (record, values) in initial.enumerated() {
            sqlite3_bind_int64(insert, 1, Int64(record))
            for (field, value) in values.enumerated() { bind(insert, Int32(field + 2), value) }
            sqlite3_step(insert)
            sqlite3_reset(insert)
        }
        sqlite3_finalize(insert)
        run("COMMIT")
    }

    private func bind(_ statement: OpaquePointer?, _ index: Int32, _ value: String) {
        sqlite3_bind_text(statement, index, value, Int32(value.utf8.count), saphan_sqlite_transient())
    }

    /// Seconds for `updates` as plain UPDATEs, `perCommit` to a transaction.
    func authored(_ initial: [[String]], _ updates: [Workload.Update]) -> Double {
        makeTable(initial)
        let statements = (0..<Workload.fieldCount).map { prepare("UPDATE w1 SET f\($0)=?1 WHERE id=?2") }
        let start = Stopwatch()
        for first in stride(from: 0, to: updates.count, by: Workload.updatesPerChange) {
            run("BEGIN IMMEDIATE")
            for update in updates[first..<min(first + Workload.updatesPerChange, updates.count)] {
                let statement = statements[update.field]
                bind(statement, 1, update.value)
                sqlite3_bind_int64(statement, 2, Int64(update.record))
                sqlite3_step(statement)
                sqlite3_reset(statement)
            }
            run("COMMIT")
        }
        let seconds = start.seconds
        for statement in statements { sqlite3_finalize(statement) }
        return seconds
    }

    /// Seconds for the same updates as change blobs and upserts, 100 changes to a transaction.
    func merged(_ initial: [[String]], _ updates: [Workload.Update]) -> Double {
        makeTable(initial)
        let upserts = (0..<Workload.fieldCount).map {
            prepare("INSERT INTO w1(id, f\($0)) VALUES(?2, ?1) ON CONFLICT(id) DO UPDATE SET f\($0)=excluded.f\($0)")
        }
        let insert = prepare("INSERT INTO change(body) VALUES(?1)")
        let start = Stopwatch()
        let perCommit = Workload.updatesPerChange * 100
        for batch in stride(from: 0, to: updates.count, by: perCommit) {
            run("BEGIN IMMEDIATE")
            for first in stride(from: batch, to: min(batch + perCommit, updates.count), by: Workload.updatesPerChange) {
                let change = updates[first..<min(first + Workload.updatesPerChange, updates.count)]
                bind(insert, 1, change.reduce(into: "") { $0 += $1.value + "......" })
                sqlite3_step(insert)
                sqlite3_reset(insert)
                for update in change {
                    let statement = upserts[update.field]
                    bind(statement, 1, update.value)
                    sqlite3_bind_int64(statement, 2, Int64(update.record))
                    sqlite3_step(statement)
                    sqlite3_reset(statement)
                }
            }
            run("COMMIT")
        }
        let seconds = start.seconds
        for statement in upserts + [insert] { sqlite3_finalize(statement) }
        return seconds
    }
}
