// Files that commands write for people: reports, exports, rows to correct. Never half a file where a whole
// one was.

internal import Glibc
internal import Records
internal import Terminal

enum OutputFile {
    /// Writes a new file beside the path and renames it, so that a full disk leaves an older file as it
    /// was.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let partial = path + ".part"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        let isWhole = descriptor >= 0 && put(bytes, to: descriptor)
        let isWritten = isWhole && close(descriptor) == 0 && rename(partial, path) == 0
        guard isWritten else {
            let reason = String(cString: strerror(errno))
            unlink(partial)
            throw Failure(
                .refused, Label("เขียนไฟล์ \(path) ไม่ได้: \(reason)", "\(path) cannot be written: \(reason)"),
                hint: Label("เลือกโฟลเดอร์ที่เขียนได้", "Choose a folder that can be written to."))
        }
    }

    /// Writes to standard output; a reader that went away is no reason to fail.
    static func show(_ bytes: [UInt8]) { _ = put(bytes, to: 1) }

    private static func put(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            left = left.dropFirst(count)
        }
        return true
    }
}
