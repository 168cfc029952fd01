// The same seed gives the same bytes on the disk, in another process too. Seeds are for a whole process,
// so this runs in processes of its own.

import Bytes
import Crypto
import Disk
import Records
import Support
import Testing

@testable import Replica

@Suite struct SameSeedTests {
    /// One run from a seed: a hub from nothing, its work, a power loss in the midst of it, more work.
    private static func run(_ seed: UInt64) throws -> String {
        Sodium.start(seed: seed)
        DiskSystem.shared.beginRun(seed: seed, timeMilliseconds: 1_700_000_000_000)
        var random = SplitMix64(seed: seed)
        let office = try Office()
        let disk = office.disk("run")
        var done = Acknowledged()
        disk.plan(DiskFault(.kill, at: 40))
        try? Work(office: office).run(on: disk, &done)
        disk.powerLoss(using: &random)
        var text = "\(disk.snapshot().fingerprint)"
        try Work(office: office).run(on: disk, &done)
        text += "\(disk.snapshot().fingerprint)"
        return text
    }

    private func output(_ result: ExitTest.Result?) -> String {
        String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    }

    @Test("the same seed gives the same image, in one process and in the next; another seed gives another")
    func sameSeed() async throws {
        var outputs: [String] = []
        for _ in 0..<2 {
            let result = await #expect(
                processExitsWith: .success, observing: [\.standardOutputContent]
            ) {
                let (one, two, other) = (try Self.run(1), try Self.run(1), try Self.run(2))
                print("image", one, two == one ? "again" : two, other == one ? "again" : "another")
            }
            let text = output(result)
            let line = text.split(separator: "\n").first { $0.hasPrefix("image ") }
            outputs.append(String(try #require(line)))
        }
        #expect(outputs[0] == outputs[1])
        #expect(outputs[0].hasSuffix(" again another"))
    }
}
