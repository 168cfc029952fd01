// Files that commands write for people: reports, exports, rows to correct. Never half a file where a whole
// one was.

internal import Host
internal import Records
internal import Replica
internal import Terminal

enum OutputFile {
    /// Writes a whole file in place of the one that has the name, so that a full disk or a power cut leaves
    /// an older file as it was.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard !DataFolder(folder).isOwnFile(path) else {
            throw Failure(
                .refused,
                Label(
                    "\(path) เป็นชื่อไฟล์ของเครื่องเอง ไม่ได้เขียนอะไร",
                    "\(path) is a file of a node; nothing was written"),
                hint: Label("ใช้ชื่ออื่น", "Choose another name."))
        }
        do throws(FileFailure) { try DurableFile.write(bytes, to: path) } catch {
            let reason = error.reason
            throw Failure(
                .refused, Label("เขียนไฟล์ \(path) ไม่ได้: \(reason)", "\(path) cannot be written: \(reason)"),
                hint: Label("เลือกโฟลเดอร์ที่เขียนได้", "Choose a folder that can be written to."))
        }
    }

    /// Writes to standard output; a reader that went away is no reason to fail.
    static func show(_ bytes: [UInt8]) { try? DurableFile.put(bytes, to: 1) }
}
