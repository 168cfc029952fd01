// The processes of the demonstration: started with posix_spawn, waited for by id, and all ended before this
// program ends, whether it finishes, fails or is interrupted. Signals are blocked and taken one by one
// where we wait, so there are no signal handlers.

internal import Glibc
internal import Records

/// What to start.
struct ChildCommand {
    let program: String
    let words: [String]

    init(_ program: String, _ words: [String]) {
        self.program = program
        self.words = words
    }
}

/// How a child ended and what it said.
struct ChildResult {
    /// 0 to 255, or 128 and the signal's number.
    let exit: Int32
    /// Standard output.
    let output: String
    /// Standard error.
    let notes: String

    /// The last line of the output that says anything.
    var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
}

/// An interruption by a person or the system.
struct Interrupted: Error {
    let signal: Int32
}

/// Every child of this process.
final class Children {
    private let folder: DemoFolder
    private let language: Language
    private var signals = sigset_t()
    private var running: [pid_t: String] = [:]
    private var ended: [pid_t: Int32] = [:]
    private var started = 0

    /// Children of one demonstration, speaking its language.
    init(_ folder: DemoFolder, _ language: Language) {
        self.folder = folder
        self.language = language
        sigemptyset(&signals)
        for signal in [SIGCHLD, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        sigprocmask(SIG_BLOCK, &signals, nil)
    }

    /// Starts a child; its output goes to files in the log folder.
    func start(_ command: ChildCommand) throws(DemoError) -> pid_t {
        started += 1
        let name = folder.logs + "/\(started)"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, name + ".out", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, name + ".err", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = ([command.program] + command.words).map { strdup($0) }
        let variables = environment.map { strdup($0) }
        defer { for word in words + variables { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(
            &child, command.program, &actions, &attributes, words + [nil], variables + [nil])
        guard code == 0 else {
            let reason = String(cString: strerror(code))
            throw DemoError(
                "เปิด \(command.program) ไม่ได้: \(reason)", "\(command.program) cannot be started: \(reason)")
        }
        running[child] = name
        return child
    }

    /// Waits until any of `wanted` ends.
    func wait(forAnyOf wanted: [pid_t]) throws -> (pid_t, ChildResult) {
        while true {
            if let child = wanted.first(where: { ended[$0] != nil }),
                let exit = ended.removeValue(forKey: child)
            {
                let name = running.removeValue(forKey: child) ?? ""
                let result = ChildResult(
                    exit: exit, output: WholeFile.text(name + ".out"), notes: WholeFile.text(name + ".err"))
                unlink(name + ".out")
                unlink(name + ".err")
                return (child, result)
            }
            try pause(milliseconds: 1_000)
        }
    }

    /// What a running child has said so far, once it holds `mark`.
    func output(of child: pid_t, holding mark: String, milliseconds: Int) throws -> String {
        for _ in 0..<max(1, milliseconds / 10) {
            let text = running[child].map { WholeFile.text($0 + ".out") } ?? ""
            if text.contains(mark) && text.hasSuffix("\n") { return text }
            if ended[child] != nil { break }
            try pause(milliseconds: 10)
        }
        let notes = running[child].map { WholeFile.text($0 + ".err") } ?? ""
        throw DemoError("เครื่องของเขตไม่เริ่มทำงาน: \(notes)", "the hub did not start: \(notes)")
    }

    /// Asks a child to stop and waits for it.
    func stop(_ child: pid_t) throws -> ChildResult {
        kill(child, SIGTERM)
        return try wait(forAnyOf: [child]).1
    }

    /// Ends whatever still runs: by request, then by force.
    func endAll() {
        for signal in [SIGTERM, SIGKILL] {
            for child in running.keys.sorted() where ended[child] == nil { kill(child, signal) }
            for _ in 0..<50 where running.keys.contains(where: { ended[$0] == nil }) {
                usleep(100_000)
                reap()
            }
        }
    }

    private func pause(milliseconds: Int) throws {
        reap()
        if ended.keys.contains(where: { running[$0] != nil }), milliseconds > 10 { return }
        var time = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
        let signal = sigtimedwait(&signals, nil, &time)
        if signal == SIGINT || signal == SIGTERM || signal == SIGHUP { throw Interrupted(signal: signal) }
        reap()
    }

    private func reap() {
        for child in running.keys where ended[child] == nil {
            var status: Int32 = 0
            guard waitpid(child, &status, WNOHANG) == child else { continue }
            ended[child] = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
        }
    }

    /// What children may know of this process's surroundings.
    private var environment: [String] {
        let names: [String] = ["PATH", "HOME", "TMPDIR"]
        let kept = names.compactMap { name in
            getenv(name).flatMap { String(validatingCString: $0) }.map { "\(name)=\($0)" }
        }
        return kept + [
            "SAPHAN_STATE=\(folder.state)", "LC_ALL=\(language == .en ? "en_US.UTF-8" : "th_TH.UTF-8")",
        ]
    }
}
