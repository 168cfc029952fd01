// A copy of the database in one file, made while others write; and what such a file says of itself. It
// holds no secret: keys are not in the database, and the invitations that are open (whoever reads one may
// join) are left out. A mark in it says that it is a backup, so that whoever opens it, by command or by
// hand, begins a new epoch first.
//
// The mark, in `meta`: version 1 | folder it was made from, text | when, zigzag milliseconds.

internal import Bytes
public import CRDT
public import Crypto
internal import Glibc
public import Trust

/// What a backup says of itself.
public struct BackupMarker: Hashable, Sendable {
    /// The folder it was made from, as the command named it.
    public let folder: String
    /// When, milliseconds since 1970 by that machine's clock.
    public let timeMilliseconds: Int64

    static let folderBytesMax = 4_096

    /// A marker by its parts.
    public init(folder: String, timeMilliseconds: Int64) {
        self.folder = folder
        self.timeMilliseconds = timeMilliseconds
    }

    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.u8(1)
        writer.text(folder.utf8.count <= Self.folderBytesMax ? folder : "")
        writer.signed(timeMilliseconds)
        return writer.bytes
    }

    init?(encoded bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard (try? reader.u8()) == 1, let folder = try? reader.text(limit: Self.folderBytesMax),
            let time = try? reader.signed()
        else { return nil }
        self.init(folder: folder, timeMilliseconds: time)
    }
}

extension Store {
    static let backupKey = "backup"
    static let nationalIDKeyName = "national id key"

    /// The key under which this node hides national ids, made when it is first needed. It is in no backup:
    /// after a restore a new one is made, and what was hidden before stays hidden and can no longer be
    /// compared.
    public func nationalIDKey(_ random: () -> [UInt8]) throws(ReplicaError) -> [UInt8] {
        if let known = try meta(Self.nationalIDKeyName) { return known }
        // Whoever only reads makes none: without it nothing is hidden here that could be equal.
        if isReading && !isWriting { return random() }
        return try transaction { () throws(ReplicaError) in
            if let known = try meta(Self.nationalIDKeyName) { return known }
            let made = random()
            try setMeta(Self.nationalIDKeyName, made)
            return made
        }
    }

    /// What this database says of the backup it came from; nil once an epoch began on it.
    public func backupMarker() throws(ReplicaError) -> BackupMarker? {
        try meta(Self.backupKey).flatMap { BackupMarker(encoded: $0) }
    }

    func removeMeta(_ key: String) throws(ReplicaError) {
        let statement = try database.statement("DELETE FROM meta WHERE key=?1")
        statement.bind(1, key)
        try statement.run()
    }

    /// Copies the database into the new file `path`, durably and with mode 0600, as it stands at one
    /// moment; what others write meanwhile is not in it. Heads are to be signed before, or what lies behind
    /// the last one can be read in the copy but never sent. Never writes over a file; on any error leaves
    /// none.
    public func backUp(to path: String, marker: BackupMarker) throws(ReplicaError) {
        guard access(path, F_OK) != 0 else {
            throw ReplicaError(.refused, at: path, "the file exists already")
        }
        let part = path + ".part"
        unlink(part)
        do throws(ReplicaError) {
            try reserve(part)
            let statement = try database.statement("VACUUM INTO ?1")
            statement.bind(1, part)
            try statement.run()
            try Self.finish(part, marker)
            try Self.publish(part, as: path)
        } catch {
            for name in [part, part + "-journal", part + "-wal", part + "-shm"] { unlink(name) }
            throw error
        }
    }

    /// Makes the file before SQLite does, so that nobody else can read it at any moment.
    private func reserve(_ path: String) throws(ReplicaError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ReplicaError(.readOnly, at: path, "errno \(errno)") }
        close(descriptor)
    }

    private static func finish(_ path: String, _ marker: BackupMarker) throws(ReplicaError) {
        let copy = try Database(path: path)
        try copy.execute("PRAGMA journal_mode=DELETE")
        try copy.execute("PRAGMA secure_delete=ON")
        try copy.execute("DELETE FROM invitation")
        let secret = try copy.statement("DELETE FROM meta WHERE key=?1")
        secret.bind(1, nationalIDKeyName)
        try secret.run()
        let statement = try copy.statement("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)")
        statement.bind(1, backupKey)
        statement.bind(2, marker.encoded)
        try statement.run()
    }

    /// Gives a finished file its name, unless somebody else has taken it meanwhile.
    private static func publish(_ part: String, as path: String) throws(ReplicaError) {
        let descriptor = open(part, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ReplicaError(.input, at: part, "errno \(errno)") }
        let status = fsync(descriptor)
        close(descriptor)
        guard status == 0 else { throw ReplicaError(.input, at: part, "errno \(errno)") }
        if link(part, path) == 0 {
            unlink(part)
        } else if errno == EEXIST || rename(part, path) != 0 {
            // Where the file system knows no links (a stick), the name was free a moment ago.
            throw ReplicaError(errno == EEXIST ? .refused : .input, at: path, "errno \(errno)")
        }
        let folder = open(parent(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// A file offered as a backup, looked at without changing it.
public struct BackupFile {
    /// What it says of itself.
    public let marker: BackupMarker
    /// The node whose it is.
    public let certificate: Certificate

    /// Why a file is no backup to restore from.
    public enum Failure: Error, Hashable, Sendable {
        /// There is no such file, or it cannot be read.
        case unreadable
        /// It is no database of Saphan, or not one that `saphan backup` made.
        case noBackup
        /// A newer version made it.
        case newer
        /// It is torn or changed, and where.
        case damaged(String)
    }

    /// Looks at a file.
    public init(_ path: String) throws(Failure) {
        guard access(path, R_OK) == 0 else { throw .unreadable }
        do throws(ReplicaError) {
            let database = try Database(path: path, readOnly: true)
            try Migrations.refuseNewer(database)
            guard let marker = try Self.meta(Store.backupKey, database).flatMap(BackupMarker.init(encoded:)),
                try Self.meta("certificate", database) != nil
            else { throw ReplicaError(.refused, at: path) }
            self.marker = marker
            certificate = try StoredIdentity { (key) throws(ReplicaError) in
                try Self.meta(key, database)
            }.certificate
        } catch {
            switch error.kind {
            case .newerFile: throw .newer
            case .readOnly: throw .unreadable
            case .refused: throw .noBackup
            case .damaged where error.place == "meta": throw .damaged(error.detail)
            default: throw Self.isDatabase(path) ? .damaged("header") : .noBackup
            }
        }
    }

    private static func meta(_ key: String, _ database: Database) throws(ReplicaError) -> [UInt8]? {
        let known = try database.statement("SELECT 1 FROM sqlite_schema WHERE name='meta'")
        defer { known.reset() }
        guard try known.step() else { return nil }
        let statement = try database.statement("SELECT value FROM meta WHERE key=?1")
        statement.bind(1, key)
        defer { statement.reset() }
        return try statement.step() ? statement.blob(0) : nil
    }

    /// Whether the file begins as databases do.
    private static func isDatabase(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16)
        return read(descriptor, &bytes, 16) == 16 && bytes.starts(with: "SQLite format 3".utf8)
    }
}

extension Store {
    private static let formerKey = "former"

    /// Takes the node's own name off this database, which has lost its keys: what it holds stays and is
    /// passed on, and the folder can join its district again under new keys.
    public func loseIdentity() throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            let identity = try requireIdentity()
            var former = ByteWriter()
            former.raw(identity.root.bytes)
            former.space(identity.certificate.space)
            try setMeta(Self.formerKey, former.bytes)
            for key in ["root", "certificate", "hub", "epoch", Self.placeKey, Self.reasonKey, Self.backupKey]
            {
                try removeMeta(key)
            }
            try database.execute("DELETE FROM agreed")
            try database.execute("DELETE FROM receipt")
            try loadIdentity()
        }
    }

    /// Whether this database may become a node of `space` in the district of `root`: what it holds of an
    /// earlier life must belong there.
    public func mayBecome(nodeOf space: Space, root: VerifyKey) throws(ReplicaError) -> Bool {
        guard let former = try meta(Self.formerKey) else { return true }
        var wanted = ByteWriter()
        wanted.raw(root.bytes)
        wanted.space(space)
        return former == wanted.bytes
    }
}
