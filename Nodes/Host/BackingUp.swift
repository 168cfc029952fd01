// Making a backup of a folder: where the file may be put, what is signed before, how the keys are that it
// does not hold.

internal import Glibc
internal import Keeper
internal import Replica
internal import Trust

/// A backup that was made.
public struct BackedUp: Hashable, Sendable {
    /// How the node's keys are, which a backup does not hold.
    public enum Keys: Hashable, Sendable {
        /// There, and its own.
        case sound
        /// Not there.
        case missing
        /// Others can read them, so they are not used.
        case tooOpen
        /// Damaged, another node's, or not to be read.
        case unfit
    }

    /// Changes in it.
    public let changes: Int
    /// Own changes that no signature covers since the keys are gone.
    public let unsigned: Int
    /// How the keys are.
    public let keys: Keys
    /// Files in the same folder that are parts of backups: cut short, or being made at this moment. Nobody
    /// can tell which, so they stay.
    public let parts: [String]
}

/// Makes and restores backups.
public enum Backups {
    /// Copies the node in `folder` into the new file `path` while others may write.
    public static func make(of folder: DataFolder, to path: String, nowMilliseconds now: Int64) throws
        -> BackedUp
    {
        guard access(folder.database, F_OK) == 0 else { throw RestoreError.noNode(folder.path) }
        try checkName(path, folder)
        let store = try Store(directory: folder.path)
        guard let certificate = store.identity?.certificate else { throw RestoreError.noNode(folder.path) }
        // What no head covers would come back to this node alone and could never be sent on.
        // Keys that are damaged or another's keep nobody from saving what is left.
        let (keys, state) = keys(of: folder, certificate)
        if let keys { try store.signHeads(with: keys.feed) }
        let marker = BackupMarker(folder: absolute(folder.path), timeMilliseconds: now)
        do throws(ReplicaError) { try store.backUp(to: path, marker: marker) } catch {
            throw failure(error, path)
        }
        let place = FileNames.folder(of: path)
        return BackedUp(
            changes: try store.changeCount(), unsigned: try store.unsignedCounts().own, keys: state,
            parts: FileNames.list(in: place).filter { BackupFile.isPart($0) })
    }

    /// Refuses a name that no new file can have, before anything is done.
    private static func checkName(_ path: String, _ folder: DataFolder) throws(RestoreError) {
        guard !folder.isOwnFile(path) else { throw .ownFile(path) }
        var status = stat()
        // A link that leads nowhere is a name that is taken too.
        guard lstat(path, &status) != 0 else { throw .exists(path) }
        let place = FileNames.folder(of: path)
        let code = stat(place, &status) == 0 ? 0 : errno
        guard code == 0 || code == ENOENT || code == ENOTDIR else { throw .placeClosed(place, reason(code)) }
        guard code == 0, status.st_mode & S_IFMT == S_IFDIR else { throw .placeMissing(place) }
        guard access(place, W_OK | X_OK) == 0 else { throw .placeClosed(place, reason(errno)) }
    }

    /// What is full, fails or cannot be written is where the copy goes.
    private static func failure(_ error: ReplicaError, _ path: String) -> any Error {
        switch error.kind {
        case .refused where error.place == path: RestoreError.exists(path)
        case .readOnly where error.place == path:
            RestoreError.placeClosed(FileNames.folder(of: path), error.detail)
        case .diskFull, .input: ReplicaError(error.kind, at: path, error.detail)
        default: error
        }
    }

    /// The node's own keys, and how they are where they cannot be used.
    private static func keys(
        of folder: DataFolder, _ certificate: Certificate
    ) -> (keys: NodeKeys?, state: BackedUp.Keys) {
        guard folder.hasNode else { return (nil, .missing) }
        do throws(HostError) {
            let keys = try NodeKeys.load(from: folder)
            return keys.fit(certificate) ? (keys, .sound) : (nil, .unfit)
        } catch {
            if case .tooOpen = error { return (nil, .tooOpen) }
            return (nil, .unfit)
        }
    }

    /// The path from the root, as the backup remembers it; the path itself where it cannot be told.
    private static func absolute(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(validatingCString: real) ?? path
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
