// What the tests of this folder stand on: their deadlines hold while other tests hold every thread that
// tasks share.

import Foundation
import Link
import Support
import Synchronization
import Testing

@Suite struct OwnThreadTests {
    @Test("a test with a thread of its own goes on while others hold every thread that tasks share")
    func othersCompute() async {
        // A process of its own, because all tests of one share those threads.
        await #expect(processExitsWith: .success) {
            let code = await withTaskExecutorPreference(OwnThread()) { await Computing().beside() }
            exit(code)
        }
    }
}

/// More tasks that compute than there are threads for them.
private final class Computing: Sendable {
    private let begun = Atomic(0)
    private let isOver = Atomic(false)

    private func compute() {
        begun.add(1, ordering: .relaxed)
        let end = ContinuousClock.now + .seconds(20)
        while !isOver.load(ordering: .relaxed), ContinuousClock.now < end {}
    }

    /// Talks over a socket while they compute; 0 when that worked.
    func beside() async -> Int32 {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return await withTaskGroup { group in
            for _ in 0..<cores + 2 {
                group.addTask(executorPreference: globalConcurrentExecutor) { self.compute() }
            }
            defer { isOver.store(true, ordering: .relaxed) }
            guard await within(10, { begun.load(ordering: .relaxed) >= cores }) else { return 1 }
            guard let answer = try? await talk(), answer == [1, 2, 3] else { return 2 }
            // They held those threads all the while, or this has shown nothing.
            return begun.load(ordering: .relaxed) == cores ? 0 : 3
        }
    }

    private func talk() async throws -> [UInt8]? {
        let (server, client) = (Party(.echo), Party())
        let (_, endpoint) = try await server.listen(.tcp(host: "127.0.0.1", port: 0))
        let number = await client.connect(endpoint)
        await client.write([1, 2, 3], number)
        _ = await client.reaches { $0.received[number]?.count == 3 }
        return await client.received[number]
    }
}
