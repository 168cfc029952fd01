// Bundles as files. A bundle is written beside its name (PartialFile) and gets the name only when it is
// whole and on the disk: what has the name is whole, whenever the stick is pulled out. Nothing is ever
// written over.

internal import Bytes
internal import Glibc

/// Writing a bundle's file.
public enum BundleFile {
    /// Runs `body`, which writes into a new file; it gets the name `path` when `body` has returned.
    public static func make<Result>(
        _ path: String, random: (Int) -> [UInt8],
        _ body: (_ sink: ([UInt8]) throws(CourierError) -> Void) throws(CourierError) -> Result
    ) throws(CourierError) -> Result {
        try refuseExisting(path)
        let partial = try PartialFile.begin(path, random: random)
        defer { partial.release() }
        do throws(CourierError) {
            let result = try body { (bytes) throws(CourierError) in try partial.add(bytes) }
            try partial.publish()
            return result
        } catch {
            partial.discard()
            throw error
        }
    }

    /// Throws where something has the name already.
    public static func refuseExisting(_ path: String) throws(CourierError) {
        var status = stat()
        if lstat(path, &status) == 0 { throw .exists(path) }
        guard errno == ENOENT else { throw .file(path, errno: errno) }
    }
}

/// Reads a bundle's file, always the one that was opened.
public final class BundleFileSource: BundleSource {
    /// Its path.
    public let name: String
    /// Its bytes, just before it was opened.
    public let bytes: Int
    private let descriptor: Int32

    /// Opens a plain file.
    public init(_ path: String) throws(CourierError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .file(path, errno: errno) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG else { throw kind == S_IFDIR ? .file(path, errno: EISDIR) : .noFile(path) }
        name = path
        bytes = Int(status.st_size)
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .file(path, errno: errno) }
    }

    deinit { close(descriptor) }

    /// See BundleSource.
    public func rewind() throws(CourierError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .file(name, errno: errno) }
    }

    /// See BundleSource.
    public func read() throws(CourierError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: SpecificationLimits.bundlePieceBytes) {
            buffer, count in
            while true {
                let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if got < 0 && errno == EINTR { continue }
                count = max(0, got)
                failure = got < 0 ? errno : 0
                return
            }
        }
        if failure != 0 { throw .file(name, errno: failure) }
        return bytes
    }
}
