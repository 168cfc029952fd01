// A program started beside the benchmark, its standard output read line by line, its memory read from
// /proc. What cannot be read is an error that says what became of the program: no figure is ever made up.

internal import Glibc

/// A running child.
final class ChildProcess {
    private let id: pid_t
    private let output: Int32
    private let words: String
    private let complaints: String
    /// How it ended, once it has been waited for.
    private var ended: Int32?

    /// Starts `program`; its standard error goes to the file `complaints`.
    init(_ program: String, _ words: [String], complaints: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw BenchmarkError("no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, complaints, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var arguments = ([program] + words).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var made: pid_t = 0
        let status = posix_spawn(&made, program, &actions, nil, &arguments, environ)
        close(ends[1])
        guard status == 0 else {
            close(ends[0])
            throw BenchmarkError("\(program) does not start (errno \(status))")
        }
        (id, output) = (made, ends[0])
        self.words = words.prefix(2).joined(separator: " ")
        self.complaints = complaints
    }

    deinit { stop() }

    /// The next line of its output; nil when there are no more.
    func line() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == 0x0a { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Waits until it ends by itself; throws unless it ends well.
    func finish() throws {
        while line() != nil {}
        wait(0)
        if ended != 0 { throw failure("failed") }
    }

    /// Throws where it has ended, and says how.
    func requireRunning() throws {
        wait(WNOHANG)
        if ended != nil { throw failure("ended before it was measured") }
    }

    /// A line of /proc/<id>/status in bytes: "VmRSS" is what is resident now, "VmHWM" the most it ever was.
    func memory(_ name: String) throws -> Int {
        try requireRunning()
        let file = open("/proc/\(id)/status", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("has no /proc/\(id)/status (errno \(errno))") }
        defer { close(file) }
        let words = Self.text(of: file).split(separator: "\n").first { $0.hasPrefix(name + ":") }?.split {
            " \t".contains($0)
        }
        guard let words, words.count > 1, let kilobytes = Int(words[1]), kilobytes > 0 else {
            throw failure("says no \(name) in /proc/\(id)/status")
        }
        return kilobytes * 1_024
    }

    /// How many sockets it has open.
    func sockets() throws -> Int {
        try requireRunning()
        guard let folder = opendir("/proc/\(id)/fd") else { throw failure("has no /proc/\(id)/fd") }
        defer { closedir(folder) }
        var count = 0
        let socket = Array("socket:".utf8)
        while let entry = readdir(folder) {
            guard let name = entry.pointer(to: \.d_name.0) else { continue }
            var target = [CChar](repeating: 0, count: socket.count)
            let length = readlinkat(dirfd(folder), name, &target, target.count)
            if length == socket.count, target.map({ UInt8(bitPattern: $0) }) == socket { count += 1 }
        }
        return count
    }

    /// Asks it to end and waits until it has.
    func stop() {
        guard ended == nil else { return }
        kill(id, SIGTERM)
        wait(0)
    }

    private func wait(_ options: Int32) {
        guard ended == nil else { return }
        var status: Int32 = 0
        var waited = waitpid(id, &status, options)
        while waited < 0 && errno == EINTR { waited = waitpid(id, &status, options) }
        guard waited == id else { return }
        ended = status
        close(output)
    }

    /// What became of it, with its last words.
    private func failure(_ what: String) -> BenchmarkError {
        let how = ended.map { status in
            status & 0x7f == 0 ? ", exit \(status >> 8 & 0xff)" : ", signal \(status & 0x7f)"
        }
        var last = ""
        let file = open(complaints, O_RDONLY | O_CLOEXEC)
        if file >= 0 {
            last = Self.text(of: file).split(separator: "\n").suffix(3).joined(separator: " / ")
            close(file)
        }
        let reason = last.isEmpty ? "" : ": " + last
        return BenchmarkError("saphan \(words) (process \(id)) \(what)\(how ?? "")\(reason)")
    }

    private static func text(of file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
