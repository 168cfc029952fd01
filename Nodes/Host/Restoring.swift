// Making a folder of a backup. The backup holds no key; whoever restores brings `node.keys`, or it is found
// where the backup was made. A folder appears whole or not at all: everything is made and checked in a folder
// of its own inside, and only renaming the database makes it a node.

public import CRDT
internal import Crypto
internal import Glibc
internal import Keeper
internal import Replica
internal import Trust

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

extension Backups {
    /// Makes the new node folder `folder` of the backup `path`; `keys` names a key file, where one is
    /// given. The first thing the restored node does is to begin a new epoch. On any error nothing is left
    /// behind.
    public static func restore(
        _ path: String, into folder: DataFolder, keys: String?, progress: (Int) -> Void = { _ in }
    ) throws -> Restored {
        try refuseOccupied(folder)
        let backup: BackupFile
        do throws(BackupFile.Failure) { backup = try BackupFile(path) } catch {
            throw RestoreError(error, path)
        }
        let found = try find(for: backup, in: folder, given: keys)
        if found == nil, backup.certificate.role == .hub { throw RestoreError.hubKeysMissing }
        return try alone(in: folder) {
            // Another restore may have ended here since it was looked.
            try refuseOccupied(folder)
            let workshop = try Workshop(in: folder)
            defer { workshop.close() }
            return try build(backup, path, found, in: workshop.folder, for: folder, progress)
        }
    }

    private static func refuseOccupied(_ folder: DataFolder) throws(RestoreError) {
        guard access(folder.database, F_OK) != 0 else { throw .occupied(folder.path) }
        // SQLite would take another database's log for this one's.
        if let left = folder.leftBeside { throw .leftovers(left) }
    }

    /// Runs `body` on a folder that is made where it is missing, and locked: of two restores into one folder
    /// one works, and the other hears of it. Where it fails, what was made is gone again.
    private static func alone(in folder: DataFolder, _ body: () throws -> Restored) throws -> Restored {
        let isNew = access(folder.path, F_OK) != 0
        let isLockNew = access(folder.lockFile, F_OK) != 0
        do {
            try folder.make()
            let lock = try folder.lock()
            defer { withExtendedLifetime(lock) {} }
            do { return try body() } catch {
                // Only who holds the lock may take its file away, and not from a node that came to be.
                if isLockNew, access(folder.database, F_OK) != 0 { unlink(folder.lockFile) }
                throw error
            }
        } catch {
            if isNew { rmdir(folder.path) }
            if case HostError.inUse = error { throw RestoreError.atWork(folder.path) }
            throw error
        }
    }

    private static func build(
        _ backup: BackupFile, _ path: String, _ keys: NodeKeys?, in workshop: DataFolder,
        for folder: DataFolder,
        _ progress: (Int) -> Void
    ) throws -> Restored {
        try DataFolder.copy(path, to: workshop.database)
        let (changes, unsigned) = try open(workshop, path, keys, progress)
        let isKept = folder.hasNode
        if let keys, !isKept { try keys.save(in: folder) }
        do throws(HostError) { try DataFolder.move(workshop.database, to: folder.database) } catch {
            if keys != nil, !isKept { unlink(folder.keyFile) }
            if case .folder(_, EEXIST) = error { throw RestoreError.occupied(folder.path) }
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
}
