// What happens when the process has no descriptor left.

import Glibc
import Link
import Support
import Testing

@Suite(.ownThread) struct ExhaustionTests {
    @Test(
        "without descriptors a listener pauses, does not spin, and takes the waiting peer when there are some"
    )
    func descriptorsRunOut() async {
        // A process of its own, because descriptors belong to all tests of one.
        await #expect(processExitsWith: .success) {
            let server = Party(.echo)
            let (_, endpoint) = try await server.listen(.tcp(host: "127.0.0.1", port: 0))
            let peer = try RawPeer(connectingTo: endpoint)
            let first = await server.reachesAwake { $0.accepted.count == 1 }
            let waiting = try RawPeer.unconnected()
            var taken: [Int32] = []
            var limit = rlimit(rlim_cur: 64, rlim_max: 64)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            while true {
                let next = dup(0)
                if next < 0 { break }
                taken.append(next)
            }
            try waiting.connect(to: endpoint)
            let paused = await server.reachesAwake { !$0.pauses.isEmpty }
            var before = rusage()
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &before)
            usleep(500_000)
            var after = rusage()
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &after)
            let spent =
                (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1_000_000
                + after.ru_utime.tv_usec - before.ru_utime.tv_usec
            let pauses = await server.pauses
            for descriptor in taken { close(descriptor) }
            let second = await server.reachesAwake { $0.accepted.count == 2 }
            peer.send([1])
            let works = await server.reachesAwake { !$0.received.isEmpty }
            guard first, paused, pauses == [.tooManyOpen], spent < 200_000, second, works else { exit(1) }
            exit(0)
        }
    }
}

extension Party {
    /// As `reaches`, without the timer of `Task.sleep`, which would open a descriptor of its own.
    nonisolated func reachesAwake(_ condition: @Sendable (isolated Party) -> Bool) async -> Bool {
        for _ in 0..<4_000 {
            if await condition(self) { return true }
            usleep(5_000)
        }
        return false
    }
}
