// This program once more, beside itself, for one seed: many run at a time, none can disturb another, and
// one that crashes or never ends is an outcome like any other.

internal import Glibc
internal import Simulator

/// One child process and what it has said so far.
final class Worker {
    let seed: UInt64
    let output: Int32
    private let id: pid_t
    private var said: [UInt8] = []
    private let startedSeconds = Worker.seconds()

    /// Starts this program with other words. Its notes go where ours go.
    init?(seed: UInt64, words: [String], variables: [String] = []) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var arguments = (["Simulate"] + words).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var made: pid_t = 0
        let status = posix_spawn(&made, "/proc/self/exe", &actions, nil, &arguments, environ)
        close(ends[1])
        guard status == 0 else {
            close(ends[0])
            return nil
        }
        (self.seed, output, id) = (seed, ends[0], made)
    }

    /// Takes what it has said; false once it has said everything.
    func read() -> Bool {
        var part = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(output, &part, part.count)
        if count < 0, errno == EINTR { return true }
        guard count > 0 else { return false }
        said += part[..<count]
        return true
    }

    /// What came of it; waits until it is gone.
    func outcome() -> RunRecord {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        close(output)
        if let record = RunRecord(lines: String(decoding: said, as: UTF8.self)) { return record }
        var record = RunRecord(seed: seed)
        let how = status & 0x7f == 0 ? "exit \(status >> 8 & 0xff)" : "signal \(status & 0x7f)"
        record.violation = Violation(
            checker: "process", words: "the run's process ended without an outcome: \(how)", milliseconds: 0)
        return record
    }

    /// Ends it.
    func stop() { kill(id, SIGKILL) }

    var ageSeconds: Int { Worker.seconds() - startedSeconds }

    /// Seconds of a clock that never jumps.
    static func seconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }
}

/// Runs a piece of work for each seed in processes of its own, `count` at a time, in the order of the
/// seeds.
struct WorkerPool {
    let count: Int
    /// The words a worker is started with.
    let words: (UInt64) -> [String]
    /// A run that takes longer is stopped.
    var secondsMax = 1_800

    /// As many as there are processors.
    static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Calls `done` with each outcome as it comes; false from it ends everything.
    func run(_ seeds: some Sequence<UInt64>, done: (RunRecord) -> Bool) {
        var left = seeds.makeIterator()
        var workers: [Worker] = []
        defer {
            for worker in workers {
                worker.stop()
                _ = worker.outcome()
            }
        }
        while true {
            while workers.count < count, let seed = left.next() {
                guard let worker = Worker(seed: seed, words: words(seed)) else { return }
                workers.append(worker)
            }
            guard !workers.isEmpty else { return }
            var waits = workers.map { pollfd(fd: $0.output, events: Int16(POLLIN), revents: 0) }
            _ = poll(&waits, nfds_t(waits.count), 1_000)
            for worker in workers where worker.ageSeconds > secondsMax { worker.stop() }
            var ended: [Worker] = []
            for (worker, wait) in zip(workers, waits) where wait.revents != 0 && !worker.read() {
                ended.append(worker)
            }
            for worker in ended {
                workers.removeAll { $0 === worker }
                if !done(worker.outcome()) { return }
            }
        }
    }
}
