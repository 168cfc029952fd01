// A program started beside the benchmark, its standard output read line by line, its memory read from /proc.

internal import Glibc

/// A running child.
final class ChildProcess {
    private let id: pid_t
    private let output: Int32
    private var isRunning = true

    /// Starts `program`; its standard error goes to /dev/null.
    init(_ program: String, _ words: [String]) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw BenchmarkError("no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
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

    /// A line of /proc/<id>/status in bytes: "VmRSS" is what is resident now, "VmHWM" the most it ever was.
    func memory(_ name: String) -> Int? {
        let file = open("/proc/\(id)/status", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 8_192)
        let count = read(file, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        let words = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }?.split {
            " \t".contains($0)
        }
        guard let words, words.count > 1, let kilobytes = Int(words[1]) else { return nil }
        return kilobytes * 1_024
    }

    /// Asks it to end and waits until it has.
    func stop() {
        guard isRunning else { return }
        isRunning = false
        kill(id, SIGTERM)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        close(output)
    }
}
