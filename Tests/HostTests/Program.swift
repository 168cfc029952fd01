// The saphan program as the tests start it: found beside the test bundle, run to its end or kept running,
// killed by its own number and never by name.

import Foundation
import Glibc
import Support
import Synchronization
import Testing

enum Program {
    /// The program that the same build made; nil where there is none.
    static let path: String? = {
        let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        let bundles = CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        return ([runner] + bundles).map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/saphan"
        }
        .first { access($0, X_OK) == 0 }
    }()

    /// Under the thread sanitizer children are several times slower, and it does not see across processes.
    static let isSanitized = dlsym(nil, "__tsan_init") != nil

    /// Whether tests with child processes run.
    static let canRun = path != nil && !isSanitized

    /// Whether the long form was asked for.
    static let isLong = ProcessInfo.processInfo.environment["SAPHAN_LONG"] == "1"
}

struct ChildFailure: Error, CustomStringConvertible {
    let description: String
}

/// A running child process; killed when the last user lets go.
final class Child: Sendable {
    let pid: pid_t
    private let answersPath: String
    private let notesPath: String
    private let status = Mutex<Int32?>(nil)

    /// Starts `program` with `words`; what it writes goes to files in `folder`.
    init(_ program: String, _ words: [String], in folder: String, with variables: [String] = []) throws {
        let name = folder + "/child-" + UUID().uuidString
        (answersPath, notesPath) = (name + ".out", name + ".err")
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 1, answersPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&files, 2, notesPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of a pool block signals, hosts in this process ignore some; children would inherit both.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + words).map { strdup($0) } + [nil]
        let surroundings: [String] = ["PATH=/usr/bin:/bin", "LANG=en_US.UTF-8", "HOME=\(folder)"] + variables
        var environment: [UnsafeMutablePointer<CChar>?] = surroundings.map { strdup($0) } + [nil]
        defer { for pointer in arguments + environment { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &files, &attributes, &arguments, &environment)
        guard code == 0 else { throw ChildFailure(description: "\(program): errno \(code)") }
        self.pid = pid
    }

    deinit {
        guard status.withLock({ $0 == nil }) else { return }
        Glibc.kill(pid, SIGKILL)
        var ignored: Int32 = 0
        waitpid(pid, &ignored, 0)
    }

    /// What it wrote to standard output so far.
    var answers: String { (try? String(contentsOfFile: answersPath, encoding: .utf8)) ?? "" }
    /// What it wrote to standard error so far.
    var notes: String { (try? String(contentsOfFile: notesPath, encoding: .utf8)) ?? "" }

    /// The exit code, or the signal's number below zero; nil while it runs.
    var exitCode: Int32? {
        status.withLock { status in
            if status == nil {
                var value: Int32 = 0
                if waitpid(pid, &value, WNOHANG) == pid { status = value }
            }
            return status.map { $0 & 0x7f == 0 ? $0 >> 8 & 0xff : -($0 & 0x7f) }
        }
    }

    /// Kills it at once and waits until it is gone.
    func kill() async { await end(SIGKILL) }

    /// Asks it to stop; returns its exit code.
    @discardableResult
    func stop() async -> Int32? { await end(SIGTERM) }

    @discardableResult
    private func end(_ signal: Int32) async -> Int32? {
        if exitCode == nil { Glibc.kill(pid, signal) }
        return await exit(within: 20)
    }

    /// Waits for its end.
    func exit(within seconds: Double) async -> Int32? {
        _ = await within(seconds) { self.exitCode != nil }
        return exitCode
    }

    /// Memory that is resident now, in kilobytes.
    var residentKilobytes: Int? { field("VmRSS:") }

    /// Files and sockets it has open.
    var descriptorCount: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count) ?? 0
    }

    private func field(_ name: String) -> Int? {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").first { $0.hasPrefix(name) }
            .flatMap { $0.split(separator: "\t").last?.split(separator: " ").first }.flatMap { Int($0) }
    }
}
