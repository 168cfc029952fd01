// The file in which a node writes how far it has come, outside its folder, so that a folder put back to an
// earlier state finds it: `${SAPHAN_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}}/saphan/<node id>`.
// Written after the commit and without fsync, to a new name and renamed: it may lag and may get lost, and
// never leads. Where it cannot be kept that is told, and nothing else depends on it.

internal import Bytes
public import CRDT
internal import Glibc
public import Replica

/// One node's high-water file.
public struct HighWaterFile: Sendable {
    /// What is there.
    public enum Content: Hashable, Sendable {
        /// A whole file.
        case whole(HighWater)
        /// None yet.
        case missing
        /// Something that does not read whole: a power cut, another program.
        case garbled
        /// It cannot be read, is no plain file, or its folder cannot be made.
        case unusable
    }

    /// Where it is.
    public let path: String
    private let folders: [String]

    /// The file of a node; nil where no variable says where to keep it.
    public init?(_ node: NodeID, variable: (String) -> String?) {
        func set(_ name: String) -> String? { variable(name).flatMap { $0.isEmpty ? nil : $0 } }
        guard
            let base = set("SAPHAN_STATE") ?? set("XDG_STATE_HOME")
                ?? set("HOME").map({ $0 + "/.local/state" })
        else { return nil }
        path = "\(base)/saphan/\(node)"
        folders = [base, base + "/saphan"]
    }

    /// Reads it.
    public var content: Content {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno == ENOENT ? .missing : .unusable }
        // Whoever opens a pipe waits until somebody writes into it.
        guard status.st_mode & S_IFMT == S_IFREG else { return .unusable }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .unusable }
        defer { close(descriptor) }
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .unusable }
        guard status.st_size <= LocalLimits.highWaterBytesMax else { return .garbled }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        guard read(descriptor, &bytes, bytes.count) == bytes.count else { return .unusable }
        return HighWater(text: bytes).map { .whole($0) } ?? .garbled
    }

    /// Writes it; false where that is impossible, or where what is there is no plain file and so none of
    /// ours to replace.
    public func write(_ water: HighWater) -> Bool {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return false }
        let part = "\(path).\(getpid()).new"
        var descriptor = create(part)
        if descriptor < 0, errno == ENOENT {
            for folder in folders { DataFolder(folder).makeQuietly() }
            descriptor = create(part)
        }
        guard descriptor >= 0 else { return false }
        let bytes = Array(water.text.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count
        close(descriptor)
        if isWritten, rename(part, path) == 0 { return true }
        unlink(part)
        return false
    }

    private func create(_ path: String) -> Int32 {
        open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    }
}

extension DataFolder {
    fileprivate func makeQuietly() { try? make() }
}
