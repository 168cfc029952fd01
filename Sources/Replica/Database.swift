// One SQLite connection: opening with the settings that durability needs, transactions, prepared
// statements. Every statement is prepared; values are bound, never spliced.

internal import Bytes
internal import CSQLite

/// A connection. Belongs to whoever opened it; never shared between threads at once.
final class Database {
    let handle: OpaquePointer
    let path: String
    private var prepared: [String: Statement] = [:]
    /// Asked for before everything else, so not looked up by its text.
    private var versionStatement: Statement?
    /// The files that are open; nil until somebody noted them.
    private var files: OpenFiles?

    /// Opens `path`; a writing connection sets WAL and `synchronous=FULL` (DESIGN §4).
    init(path: String, readOnly: Bool = false) throws(ReplicaError) {
        var opened: OpaquePointer?
        let flags = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let status = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard status == SQLITE_OK, let opened else {
            let detail = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw ReplicaError(code: status, place: path, detail: detail)
        }
        handle = opened
        self.path = path
        sqlite3_busy_timeout(handle, LocalLimits.busyMilliseconds)
        sqlite3_extended_result_codes(handle, 1)
        try execute("PRAGMA trusted_schema=OFF")
        try execute("PRAGMA cache_size=-8192")
        try execute("PRAGMA temp_store=MEMORY")
        guard !readOnly else { return }
        try execute("PRAGMA journal_mode=WAL")
        try execute("PRAGMA synchronous=FULL")
        #if PLANTED_BUGS
            if PlantedBug.synchronousNormal.isPlanted { try execute("PRAGMA synchronous=NORMAL") }
        #endif
        try execute("PRAGMA wal_autocheckpoint=1000")
    }

    /// The last connection to close empties the log into the file and deletes both by name, so one whose
    /// files are no longer at their paths is left open: the names may be somebody else's now.
    deinit {
        guard files?.mayBeClosed ?? true else { return }
        prepared.removeAll()
        versionStatement = nil
        sqlite3_close_v2(handle)
    }

    /// Runs one or more statements that return nothing and take no values.
    func execute(_ sql: String) throws(ReplicaError) {
        let status = sqlite3_exec(handle, sql, nil, nil, nil)
        if status != SQLITE_OK { throw failure(status) }
    }

    /// The prepared statement for this text, ready to bind; kept for the next time.
    func statement(_ sql: String) throws(ReplicaError) -> Statement {
        if let known = prepared[sql] {
            known.reset()
            return known
        }
        let made = try Statement(sql, on: self)
        if prepared.count > 512 { prepared.removeAll() }
        prepared[sql] = made
        return made
    }

    /// Remembers which files are open: after the first read, for that opens the log.
    func noteOpenFiles() { files = OpenFiles(at: path) }

    /// Whether the paths still lead to the files that are open.
    var isInPlace: Bool { files?.areInPlace ?? true }

    /// Moves when another connection committed.
    func dataVersion() throws(ReplicaError) -> Int64 {
        if versionStatement == nil { versionStatement = try Statement("PRAGMA data_version", on: self) }
        guard let statement = versionStatement else { return 0 }
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : 0
    }

    /// Writes the log into the file and gives memory back, unless another connection is in the way.
    func rest() throws(ReplicaError) {
        for statement in prepared.values { statement.reset() }
        sqlite3_busy_timeout(handle, 0)
        defer { sqlite3_busy_timeout(handle, LocalLimits.busyMilliseconds) }
        try execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sqlite3_db_release_memory(handle)
    }

    func failure(_ status: Int32) -> ReplicaError {
        ReplicaError(code: status, place: path, detail: String(cString: sqlite3_errmsg(handle)))
    }
}

/// A prepared statement with its bound values and current row.
final class Statement {
    private let pointer: OpaquePointer
    private unowned let database: Database

    fileprivate init(_ sql: String, on database: Database) throws(ReplicaError) {
        var made: OpaquePointer?
        let status = sqlite3_prepare_v3(
            database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil)
        guard status == SQLITE_OK, let made else { throw database.failure(status) }
        pointer = made
        self.database = database
    }

    deinit { sqlite3_finalize(pointer) }

    func reset() { sqlite3_reset(pointer) }

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(pointer, index, value) }
    func bind(_ index: Int32, _ value: String) {
        sqlite3_bind_text(pointer, index, value, Int32(value.utf8.count), saphan_sqlite_transient())
    }
    func bind(_ index: Int32, _ value: [UInt8]) {
        sqlite3_bind_blob(
            pointer, index, value.isEmpty ? [0] : value, Int32(value.count), saphan_sqlite_transient())
    }
    func bindNull(_ index: Int32) { sqlite3_bind_null(pointer, index) }

    /// True while there is a row.
    func step() throws(ReplicaError) -> Bool {
        let status = sqlite3_step(pointer)
        if status == SQLITE_ROW { return true }
        if status == SQLITE_DONE { return false }
        sqlite3_reset(pointer)
        throw database.failure(status)
    }

    /// Runs to the end and is ready again.
    func run() throws(ReplicaError) {
        while try step() {}
        sqlite3_reset(pointer)
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }
    func text(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(pointer, column) else { return nil }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(pointer, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
    }
    func type(_ column: Int32) -> Int32 { sqlite3_column_type(pointer, column) }
    func name(_ column: Int32) -> String {
        sqlite3_column_name(pointer, column).map { String(cString: $0) } ?? ""
    }
}
