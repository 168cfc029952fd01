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
    /// none. Trouble with the copy has `path` as its place, and a name that is taken is `refused`.
    public func backUp(to path: String, marker: BackupMarker) throws(ReplicaError) {
        var status = stat()
        // A link that leads nowhere is a name that is taken too.
        guard lstat(path, &status) != 0 else { throw Self.failure(EEXIST, path) }
        let part = try Self.reserve(path)
        do throws(ReplicaError) {
            let statement = try database.statement("VACUUM INTO ?1")
            statement.bind(1, part)
            try statement.run()
            try Self.finish(part, marker)
            try Self.publish(part, as: path)
        } catch {
            for suffix in ["", "-journal", "-wal", "-shm"] { unlink(part + suffix) }
            throw error.place == part ? ReplicaError(error.kind, at: path, error.detail) : error
        }
    }

    /// Makes the file before SQLite does, so that nobody else can read it at any moment; under a name that
    /// nothing had before, neither another backup nor a file of a person's own.
    private static func reserve(_ path: String) throws(ReplicaError) -> String {
        var template = Array((path + BackupFile.partMark + "XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure(errno, path) }
        close(descriptor)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Why a copy cannot be made, by the system's number.
    private static func failure(_ code: Int32, _ path: String) -> ReplicaError {
        let kind: ReplicaError.Kind =
            switch code {
            case EEXIST: .refused
            case ENOSPC, EDQUOT: .diskFull
            case EIO: .input
            default: .readOnly
            }
        return ReplicaError(kind, at: path, FileFailure(code).reason)
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
        guard descriptor >= 0 else { throw failure(errno, path) }
        let code = fsync(descriptor) == 0 ? 0 : errno
        close(descriptor)
        guard code == 0 else { throw failure(code, path) }
        do throws(FileFailure) { try DurableFile.publish(part, as: path) } catch {
            throw failure(error.code, path)
        }
    }
}

/// A file offered as a backup, looked at without changing it.
public struct BackupFile {
    /// What it says of itself.
    public let marker: BackupMarker
    /// The node whose it is.
    public let certificate: Certificate

    /// What stands between a backup's name and six characters of chance while it is being made.
    static let partMark = ".saphan-part-"

    /// Whether this is the name of a backup that is being made, or was not finished.
    public static func isPart(_ name: String) -> Bool {
        let suffix = ["-journal", "-wal", "-shm"].first { name.hasSuffix($0) } ?? ""
        let part = name.dropLast(suffix.count)
        return part.dropLast(6).hasSuffix(partMark)
            && part.suffix(6).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// Why a file is no backup to restore from.
    public enum Failure: Error, Hashable, Sendable {
        /// There is no such file, or it cannot be read.
        case unreadable
        /// It is a folder, a device or a pipe.
        case noFile
        /// It is no database of Saphan, or not one that `saphan backup` made.
        case noBackup
        /// A newer version made it.
        case newer
        /// It is torn or changed, and where.
        case damaged(String)
    }

    /// Looks at a file.
    public init(_ path: String) throws(Failure) {
        var status = stat()
        guard stat(path, &status) == 0, access(path, R_OK) == 0 else { throw .unreadable }
        // Whoever opens a pipe waits until somebody writes into it.
        guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile }
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
