// The program, twice: what a seed does may not hang on the process, nor on the order in which sets happen
// to be walked, which differs between processes unless SWIFT_DETERMINISTIC_HASHING says otherwise.

import Foundation
import Testing

@Suite struct TraceTests {
    /// The line that names the trace.
    private func trace(_ seed: Int, variables: [String: String]) throws -> String {
        let arguments = ProcessInfo.processInfo.arguments
        let bundle = try #require(arguments.first { $0.contains(".xctest") })
        let program = Process()
        program.executableURL = URL(fileURLWithPath: bundle).deletingLastPathComponent()
            .appendingPathComponent("Simulate")
        program.arguments = ["--seed", "\(seed)", "--schools", "2", "--days", "1"]
        program.environment = ProcessInfo.processInfo.environment.merging(variables) { _, new in new }
        let pipe = Pipe()
        program.standardOutput = pipe
        program.standardError = FileHandle.nullDevice
        try program.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        program.waitUntilExit()
        return try #require(text.split(separator: "\n").first { $0.contains("trace ") }).description
    }

    @Test("one seed gives one trace in every process, whatever the order of sets")
    func processes() throws {
        for seed in [3, 11] {
            let traces = try [[:], [:], ["SWIFT_DETERMINISTIC_HASHING": "1"]].map { variables in
                let line = try trace(seed, variables: variables)
                return line.split(separator: ",").prefix(2).joined()
            }
            #expect(Set(traces).count == 1, "seed \(seed): \(traces)")
        }
    }
}
