// A node's data directory: one SQLite file with the log of changes and the tables computed from it. This
// file opens it and runs its transactions; the rest of the module says what happens inside one.
//
// Not Sendable: whoever opens a replica owns it and calls it from one place at a time. Several processes
// may each have one open on the same folder: everything that decides what is written is read inside `BEGIN
// IMMEDIATE`, and whatever is remembered between transactions is dropped when another process has
// committed.

internal import Bytes
public import CRDT
internal import Crypto
public import Records
public import Trust

/// The log and its projection, in one file.
public final class Store {
    /// The file's name in a data directory.
    public static let fileName = "saphan.db"

    /// What this version knows of collections.
    public let catalogue: Catalogue
    let database: Database
    var tables: [CollectionNumber: ProjectionTable]

    /// What asks for one row of a collection of the catalogue: making the text costs more than the row.
    var rowQueries: [CollectionNumber: String] = [:]

    // Remembered between transactions; dropped together.
    var spaces: SpaceNumbers
    var branches: BranchTable
    var pages = HashPages()
    var numbers = RecordNumbers()
    var states: [Int64: RecordState] = [:]
    var schema: Schema
    var certificates: [NodeID: Certificate] = [:]
    /// Everybody this node knows, and what that was read from: to verify a certificate takes 70 µs.
    var knownDistrict: KnownDistrict?
    var mayAwait = false
    /// Changes judged lately; forgotten whenever what judges them moves.
    var judged: [Position: JudgedChange] = [:]
    private var seenVersion: Int64 = -1

    // The transaction under way.
    var dirty: [RecordState] = []
    /// Changes of the log that this flush has read.
    var decodedChanges: [Position: StoredChange] = [:]
    /// Collections that records were written of since somebody asked; nil where it may be any.
    var movedCollections: Set<CollectionNumber>?
    var isWriting = false
    private(set) var isReading = false
    /// Feeds this process has written to; the first change it writes to each carries a nonce.
    var begunFeeds: Set<Feed> = []
    /// When nodes began their epochs, of those that were asked about.
    var epochBegins: [NodeID: [Epoch: Int64]] = [:]

    /// Where certificates' issuers are judged by; set once the node belongs to a district.
    public internal(set) var identity: ReplicaIdentity?
    /// Cut-offs in force (DESIGN §5); set through `setCutOffs`.
    public internal(set) var cutOffs: [NodeID: [CutOff]] = [:]

    /// Opens or makes the database in `directory`, takes the migrations it lacks, and projects again what a
    /// newer catalogue sees differently.
    public init(directory: String, catalogue: Catalogue = .standard, readOnly: Bool = false)
        throws(ReplicaError)
    {
        Sodium.start()
        self.catalogue = catalogue
        database = try Database(path: directory + "/" + Store.fileName, readOnly: readOnly)
        if readOnly { try Migrations.refuseNewer(database) } else { try Migrations.run(on: database) }
        tables = [:]
        for collection in catalogue.collections where !collection.isLocal {
            tables[collection.number] = ProjectionTable(collection)
        }
        // Both tables of one moment: another process may commit between them.
        try database.execute("BEGIN")
        spaces = try SpaceNumbers(from: database)
        branches = try BranchTable(from: database, spaces: spaces)
        try database.execute("COMMIT")
        schema = catalogue.schema
        // A file that is as this catalogue needs it is opened without a write: whoever only reads does not
        // wait for whoever writes.
        let isReady = readOnly ? true : try knownCatalogue() == catalogue.version
        if isReady {
            try refresh()
        } else {
            try prepareTables()
        }
        database.noteOpenFiles()
    }

    /// The version of the catalogue that the tables were last made for.
    private func knownCatalogue() throws(ReplicaError) -> UInt32? {
        try meta("catalogue").flatMap { String(validating: $0, as: UTF8.self) }.flatMap { UInt32($0) }
    }

    private func prepareTables() throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            for table in madeTables { try tables[table.collection.number]?.create(in: database) }
            let known = try knownCatalogue()
            // What an older catalogue appended would not be linked to the history of records it does not
            // know.
            if let known, known > catalogue.version {
                throw ReplicaError(
                    .newerFile, at: database.path,
                    "catalogue \(known), this program knows \(catalogue.version)")
            }
            if let known, known != catalogue.version { try projectAgain() }
            // Opening a file that is as it should be writes nothing: it works on a full disk too.
            if known != catalogue.version {
                try setMeta("catalogue", Array(String(catalogue.version).utf8))
            }
        }
    }

    /// Runs `body` in one write transaction; on any error nothing of it stays. Inside `together` it joins
    /// the transaction under way: what it wrote can be read, and stays or goes with the rest.
    func transaction<Result>(_ body: () throws(ReplicaError) -> Result) throws(ReplicaError) -> Result {
        if isWriting {
            let result = try body()
            try flush()
            return result
        }
        try ensureInPlace()
        try database.statement("BEGIN IMMEDIATE").run()
        isWriting = true
        defer { isWriting = false }
        do {
            try refresh()
            let result = try body()
            try flush()
            try database.statement("COMMIT").run()
            try ensureInPlace()
            // The data version is not read again here: it moves for other connections' commits alone, and
            // one that came since ours would be taken for seen.
            boundStates()
            return result
        } catch {
            dirty.removeAll()
            decodedChanges.removeAll()
            try? database.execute("ROLLBACK")
            isWriting = false
            forget()
            throw error
        }
    }

    /// Runs `body` in one write transaction: what it reads cannot move before it has written. Where `body`
    /// throws, or the transaction does, nothing of it stays. Not to be called inside itself.
    public func together<Result, Failure: Error>(
        failing: (ReplicaError) -> Failure, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var failure: Failure?
        do throws(ReplicaError) {
            return try transaction { () throws(ReplicaError) in
                do throws(Failure) { return try body() } catch {
                    failure = error
                    throw ReplicaError(.refused, at: "together")
                }
            }
        } catch { throw failure ?? failing(error) }
    }

    /// Runs `body` on one unmoving state of the database: what other processes commit meanwhile is not
    /// seen, so a list and what it points at fit each other. `body` only reads, and not for
    /// long: the log grows meanwhile.
    public func reading<Result, Failure: Error>(
        failing: (ReplicaError) -> Failure, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if isWriting || isReading { return try body() }
        do throws(ReplicaError) { try beginReading() } catch { throw failing(error) }
        defer { endReading() }
        return try body()
    }

    private func beginReading() throws(ReplicaError) {
        try database.execute("BEGIN")
        isReading = true
        do { try refresh() } catch {
            endReading()
            throw error
        }
    }

    private func endReading() {
        isReading = false
        try? database.execute("COMMIT")
    }

    /// Drops what is remembered when another process has written; returns whether it had. What is read anew
    /// is read from one state of the database: a branch beside the space it lies in.
    @discardableResult
    public func refresh() throws(ReplicaError) -> Bool {
        let version = try database.dataVersion()
        guard version != seenVersion else { return false }
        if !isWriting && !isReading {
            try beginReading()
            endReading()
            return true
        }
        seenVersion = version
        do { try load() } catch {
            seenVersion = -1
            throw error
        }
        return true
    }

    private func load() throws(ReplicaError) {
        forgetCaches()
        movedCollections = nil
        spaces = try SpaceNumbers(from: database)
        branches = try BranchTable(from: database, spaces: spaces)
        try loadTables()
        try loadIdentity()
        try loadTrust()
        let statement = try database.statement("SELECT EXISTS(SELECT 1 FROM awaited)")
        mayAwait = try statement.step() && statement.integer(0) != 0
        statement.reset()
    }

    /// Which collections have a table: another process may have made one, a rollback may have taken one
    /// away.
    private func loadTables() throws(ReplicaError) {
        let statement = try database.statement("SELECT name FROM sqlite_schema WHERE type='table'")
        defer { statement.reset() }
        var names: Set<String> = []
        while try statement.step() { if let name = statement.text(0) { names.insert(name) } }
        for (number, table) in tables { tables[number]?.isMade = names.contains(table.name) }
    }

    /// The tables that the file has, by name.
    var madeTables: [ProjectionTable] { tables.values.filter(\.isMade).sorted { $0.name < $1.name } }

    func forgetCaches() {
        pages = HashPages()
        numbers = RecordNumbers()
        judged.removeAll()
        states.removeAll()
        epochBegins.removeAll()
    }

    private func forget() {
        forgetCaches()
        // The change that began a feed may have gone; one nonce too many does no harm.
        begunFeeds.removeAll()
        seenVersion = -1
        _ = try? refresh()
    }

    private static let statesMax = 8_192

    private func boundStates() {
        if states.count > Self.statesMax { states.removeAll(keepingCapacity: true) }
    }
}

extension Store {
    /// A named value of this node alone; not replicated.
    public func meta(_ key: String) throws(ReplicaError) -> [UInt8]? {
        let statement = try database.statement("SELECT value FROM meta WHERE key=?1")
        statement.bind(1, key)
        defer { statement.reset() }
        return try statement.step() ? statement.blob(0) : nil
    }

    func setMeta(_ key: String, _ value: [UInt8]) throws(ReplicaError) {
        let statement = try database.statement("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)")
        statement.bind(1, key)
        statement.bind(2, value)
        try statement.run()
    }

    /// Stores a named value of this node alone.
    public func putMeta(_ key: String, _ value: [UInt8]) throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in try setMeta(key, value) }
    }
}
