// Making a backup of a folder, and a folder of a backup. The backup holds no key; whoever restores brings
// `node.keys`, or it is found where the backup was made. A folder appears whole or not at all: everything
// is made and checked in a folder of its own inside, and only renaming the database makes it a node.

public import CRDT
internal import Crypto
internal import Glibc
internal import Keeper
internal import Replica
internal import Trust

/// Why a backup cannot be made or restored.
public enum RestoreError: Error, Hashable, Sendable {
    /// The folder holds no node.
    case noNode(String)
    /// The backup's new name is taken.
    case exists(String)
    /// The folder to restore into holds a database.
    case occupied(String)
    /// A log of the database that was there is left; the new one would take it for its own.
    case leftovers(String)
    /// The file cannot be read.
    case unreadable(String)
    /// The file is no backup.
    case noBackup(String)
    /// A newer version made it.
    case newer(String)
    /// It is torn or changed; what was found first.
    case damaged(String, String)
    /// These keys belong to another node.
    case otherKeys(String)
    /// A hub without its keys is none.
    case hubKeysMissing

    /// What happened and what to do, Thai.
    public var thai: String {
        switch self {
        case .noNode(let path): "ไม่มีข้อมูลของ saphan ใน \(path) ตรวจ --dir"
        case .exists(let path): "มีไฟล์ \(path) อยู่แล้ว เลือกชื่อใหม่ จะไม่เขียนทับ"
        case .occupied(let path): "\(path) มีฐานข้อมูลอยู่แล้ว กู้คืนลงในโฟลเดอร์ใหม่"
        case .leftovers(let path):
            "\(path) ของฐานข้อมูลเดิมยังอยู่ ย้าย saphan.db-wal และ saphan.db-shm ไปที่อื่นก่อน หรือกู้คืนลงในโฟลเดอร์ใหม่"
        case .unreadable(let path): "อ่านไฟล์ \(path) ไม่ได้ ตรวจชื่อไฟล์และสิทธิ์"
        case .noBackup(let path): "\(path) ไม่ใช่ไฟล์สำรองจาก saphan backup"
        case .newer(let path): "\(path) สร้างโดยโปรแกรมรุ่นใหม่กว่า ปรับรุ่นโปรแกรมก่อน"
        case .damaged(let path, let what): "ไฟล์สำรอง \(path) เสียหาย (\(what)) ใช้ไฟล์สำรองอื่น"
        case .otherKeys(let path): "กุญแจใน \(path) เป็นของเครื่องอื่น ใช้ node.keys ของเครื่องที่สำรองไว้"
        case .hubKeysMissing: "กู้คืนเครื่องของเขตต้องมี node.keys เดิม: --keys FILE หรือวางไว้ในโฟลเดอร์ก่อน"
        }
    }

    /// What happened and what to do, English.
    public var english: String {
        switch self {
        case .noNode(let path): "There is no node in \(path); check --dir."
        case .exists(let path): "\(path) exists already; choose another name. Nothing is written over."
        case .occupied(let path): "\(path) holds a database already; restore into a new folder."
        case .leftovers(let path):
            "\(path) of the database that was there is left: move saphan.db-wal and saphan.db-shm elsewhere "
                + "first, or restore into a new folder."
        case .unreadable(let path): "\(path) cannot be read; check the name and the permissions."
        case .noBackup(let path): "\(path) is not a backup made by saphan backup."
        case .newer(let path): "A newer version made \(path); upgrade first."
        case .damaged(let path, let what): "The backup \(path) is damaged (\(what)); use another one."
        case .otherKeys(let path):
            "The keys in \(path) belong to another node; use those of the node that was backed up."
        case .hubKeysMissing:
            "Restoring a hub needs its node.keys: give --keys FILE, or put the file into the folder first."
        }
    }
}

/// A folder that was restored.
public struct Restored: Hashable, Sendable {
    /// What the node is called.
    public let label: String
    /// Hub or school.
    public let role: Role
    /// When the backup was made, milliseconds since 1970.
    public let timeMilliseconds: Int64
    /// Changes in it.
    public let changes: Int
    /// Whether the node's own keys were found; a school without them joins again as a new node.
    public let hasKeys: Bool
    /// Changes that were never signed: without the keys they are shown here and cannot be passed on.
    public let unsigned: Int
}

/// A backup that was made.
public struct BackedUp: Hashable, Sendable {
    /// Changes in it.
    public let changes: Int
    /// Own changes that no signature covers since the keys are gone.
    public let unsigned: Int
}

/// Makes and restores backups.
public enum Backups {
    /// Copies the node in `folder` into the new file `path` while others may write.
    public static func make(of folder: DataFolder, to path: String, nowMilliseconds now: Int64) throws
        -> BackedUp
    {
        guard access(folder.database, F_OK) == 0 else { throw RestoreError.noNode(folder.path) }
        guard access(path, F_OK) != 0 else { throw RestoreError.exists(path) }
        let store = try Store(directory: folder.path)
        guard store.identity != nil else { throw RestoreError.noNode(folder.path) }
        // What no head covers would come back to this node alone and could never be sent on.
        // Keys that are damaged or another's keep nobody from saving what is left.
        if let keys = folder.hasNode ? try? NodeKeys.load(from: folder) : nil,
            store.identity.map({ keys.fit($0.certificate) }) ?? false
        {
            try store.signHeads(with: keys.feed)
        }
        let marker = BackupMarker(folder: absolute(folder.path), timeMilliseconds: now)
        do throws(ReplicaError) { try store.backUp(to: path, marker: marker) } catch {
            // What is full or fails is where the copy goes.
            let isOfTarget = error.kind == .diskFull || error.kind == .input
            throw isOfTarget ? ReplicaError(error.kind, at: path, error.detail) : error
        }
        return BackedUp(changes: try store.changeCount(), unsigned: try store.unsignedCounts().own)
    }

    /// Makes the new node folder `folder` of the backup `path`; `keys` names a key file, where one is
    /// given. The first thing the restored node does is to begin a new epoch. On any error nothing is left
    /// behind.
    public static func restore(
        _ path: String, into folder: DataFolder, keys: String?, progress: (Int) -> Void = { _ in }
    ) throws -> Restored {
        guard access(folder.database, F_OK) != 0 else { throw RestoreError.occupied(folder.path) }
        // SQLite would take another database's log for this one's.
        if let left = folder.leftBeside { throw RestoreError.leftovers(left) }
        let backup: BackupFile
        do throws(BackupFile.Failure) { backup = try BackupFile(path) } catch {
            throw RestoreError(error, path)
        }
        let found = try find(for: backup, in: folder, given: keys)
        if found == nil, backup.certificate.role == .hub { throw RestoreError.hubKeysMissing }
        let isNew = access(folder.path, F_OK) != 0
        let workshop = DataFolder(folder.path + "/.restoring", state: folder.state)
        try workshop.make()
        do {
            let restored = try build(backup, path, found, in: workshop, for: folder, progress)
            rmdir(workshop.path)
            return restored
        } catch {
            workshop.removeDatabase()
            rmdir(workshop.path)
            if isNew { rmdir(folder.path) }
            throw error
        }
    }

    private static func build(
        _ backup: BackupFile, _ path: String, _ keys: NodeKeys?, in workshop: DataFolder,
        for folder: DataFolder,
        _ progress: (Int) -> Void
    ) throws -> Restored {
        // What an attempt that was killed left.
        workshop.removeDatabase()
        try DataFolder.copy(path, to: workshop.database)
        let (changes, unsigned) = try open(workshop, path, keys, progress)
        let isKept = folder.hasNode
        if let keys, !isKept { try keys.save(in: folder) }
        do throws(HostError) { try DataFolder.move(workshop.database, to: folder.database, in: folder) } catch
        {
            if keys != nil, !isKept { unlink(folder.keyFile) }
            throw error
        }
        return Restored(
            label: backup.certificate.label, role: backup.certificate.role,
            timeMilliseconds: backup.marker.timeMilliseconds, changes: changes, hasKeys: keys != nil,
            unsigned: unsigned)
    }

    /// Checks every change and record of the copy, and begins the new epoch in it, or takes the node's name
    /// off where its keys are gone. Closed when this returns.
    private static func open(
        _ workshop: DataFolder, _ path: String, _ keys: NodeKeys?, _ progress: (Int) -> Void
    ) throws -> (changes: Int, unsigned: Int) {
        do throws(ReplicaError) {
            let store = try Store(directory: workshop.path)
            // A signature that rotted keeps nothing back: it is made anew, or left to its author.
            try store.mendHeads(with: keys?.feed)
            let report = try store.check(progress: progress)
            if let problem = report.problems.first { throw ReplicaError(.damaged, at: path, problem) }
            guard try NodeHost.isAddressSound(in: store) else {
                throw ReplicaError(.damaged, at: path, "the hub's address")
            }
            let unsigned = keys == nil ? try store.unsignedCounts().own : 0
            if keys != nil {
                try Footing(workshop).affirm(store)
            } else {
                try store.loseIdentity()
            }
            return (report.changes, unsigned)
        } catch {
            switch error.kind {
            // The folder can be written, as the copy shows: it is the file that says otherwise.
            case .damaged, .missing, .readOnly: throw RestoreError.damaged(path, error.detail)
            case .newerFile: throw RestoreError.newer(path)
            default: throw HostError.replica(error)
            }
        }
    }

    /// The node's keys: in the new folder, in the file that was named, or where the backup was made.
    private static func find(
        for backup: BackupFile, in folder: DataFolder, given: String?
    ) throws -> NodeKeys? {
        if folder.hasNode {
            let keys = try NodeKeys.load(from: folder)
            guard keys.fit(backup.certificate) else { throw RestoreError.otherKeys(folder.keyFile) }
            return keys
        }
        if let given {
            let keys = try NodeKeys.load(file: given)
            guard keys.fit(backup.certificate) else { throw RestoreError.otherKeys(given) }
            return keys
        }
        let home = DataFolder(backup.marker.folder)
        guard !backup.marker.folder.isEmpty, home.hasNode, let keys = try? NodeKeys.load(from: home) else {
            return nil
        }
        return keys.fit(backup.certificate) ? keys : nil
    }

    /// The path from the root, as the backup remembers it; the path itself where it cannot be told.
    private static func absolute(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(validatingCString: real) ?? path
    }
}

extension RestoreError {
    fileprivate init(_ failure: BackupFile.Failure, _ path: String) {
        switch failure {
        case .unreadable: self = .unreadable(path)
        case .noBackup: self = .noBackup(path)
        case .newer: self = .newer(path)
        case .damaged(let what): self = .damaged(path, what)
        }
    }
}
