// Where the demonstration keeps everything: one folder, made with mode 0700, removed at the end unless the
// person named it. Nothing of the demonstration is outside, the nodes' own notes (SAPHAN_STATE) included.

internal import Glibc
internal import Records

/// Why the demonstration could not go on.
struct DemoError: Error {
    let message: Label

    init(_ th: String, _ en: String) { message = Label(th, en) }
}

/// The folder of one district.
struct DemoFolder {
    let path: String
    /// Stays when the program ends.
    let isKept: Bool

    var hub: String { path + "/hub" }
    var state: String { path + "/state" }
    var logs: String { path + "/log" }
    var headcountFile: String { path + "/headcount.csv" }

    /// The folder of a school's machine; the first machine is number 1.
    func school(_ code: String, machine: Int = 1) -> String {
        path + "/schools/" + code + (machine == 1 ? "" : "-\(machine)")
    }

    /// Makes the folder: a fresh temporary one, or `wanted`, which must be empty or missing.
    init(wanted: String?) throws(DemoError) {
        if let wanted {
            path = wanted.hasPrefix("/") ? wanted : DemoFolder.current + "/" + wanted
            isKept = true
            guard mkdir(path, 0o700) == 0 || (errno == EEXIST && DemoFolder.names(in: path).isEmpty) else {
                throw DemoError(
                    "ใช้โฟลเดอร์ \(path) ไม่ได้ ต้องว่างหรือยังไม่มี", "\(path) cannot be used: it must be empty or new"
                )
            }
        } else {
            let place = getenv("TMPDIR").flatMap { String(validatingCString: $0) } ?? "/tmp"
            var template = Array((place + "/saphan-demo-XXXXXX").utf8CString)
            guard mkdtemp(&template) != nil else {
                throw DemoError(
                    "สร้างโฟลเดอร์ชั่วคราวใน \(place) ไม่ได้", "no temporary folder can be made in \(place)")
            }
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            isKept = false
        }
        for inner in [path + "/schools", state, logs] { mkdir(inner, 0o700) }
    }

    /// Removes the folder unless it stays.
    func remove() {
        if !isKept { DemoFolder.remove(path) }
    }

    private static var current: String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard getcwd(&bytes, bytes.count) != nil else { return "." }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in names(in: path) { remove(path + "/" + name) }
        rmdir(path)
    }

    private static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

/// Small files, whole.
enum WholeFile {
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    static func text(_ path: String) -> String { String(decoding: read(path) ?? [], as: UTF8.self) }

    static func write(_ bytes: [UInt8], to path: String) throws(DemoError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { if descriptor >= 0 { close(descriptor) } }
        var left = bytes[...]
        while descriptor >= 0, !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            left = left.dropFirst(count)
        }
        guard descriptor >= 0, left.isEmpty else {
            throw DemoError("เขียน \(path) ไม่ได้", "\(path) cannot be written")
        }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
