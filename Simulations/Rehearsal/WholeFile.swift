// Files read whole, with the C library alone. They are written by `DurableFile`.

internal import Glibc
internal import Records

/// Why a file was not read.
enum UnreadFile: Error, Hashable {
    /// As the system says it: `errno`.
    case system(Int32)
    /// It is a device, a pipe, anything that may never end.
    case noPlainFile
    /// It has more bytes than are read.
    case tooLarge(Int)

    /// In a few words.
    var reason: Label {
        switch self {
        case .system(ENOENT): Label("ไม่มีไฟล์นี้", "there is no such file")
        case .system(EACCES): Label("ไม่มีสิทธิ์อ่าน", "there is no permission to read it")
        case .system(EISDIR): Label("เป็นโฟลเดอร์", "it is a folder")
        case .system(let code): Label(String(cString: strerror(code)), String(cString: strerror(code)))
        case .noPlainFile: Label("ไม่ใช่ไฟล์ธรรมดา", "it is no plain file")
        case .tooLarge(let most):
            Label("ไฟล์ใหญ่เกิน \(most >> 10) KiB", "the file is too large, more than \(most >> 10) KiB")
        }
    }
}

enum WholeFile {
    /// A file's bytes, at most `bytesMax`. A pipe is read as well: `<(...)` of a shell is one.
    static func read(_ path: String, bytesMax: Int) throws(UnreadFile) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw .system(EISDIR) }
        guard kind == S_IFREG || kind == S_IFIFO else { throw .noPlainFile }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno) }
            guard bytes.count + count <= bytesMax else { throw .tooLarge(bytesMax) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }
}
