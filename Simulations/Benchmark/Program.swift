// ./run bench: workload W1 (Workload.swift) on two real nodes, beside what SQLite alone can do in the same
// minutes; then what real processes take. Times come out as ratios to those limits, counts as they are;
// medians of several runs.
//
//   Benchmark [--json] [--growth] [--rounds N] [--saphan PROGRAM]
// Without --saphan the figures of processes and of the program's size are null.

internal import FoundationEssentials
internal import Glibc
internal import Terminal

@main
struct Program {
    private static let roundsMin = 3

    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        func value(of name: String) -> String? {
            words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        }
        let folder =
            FileManager.default.temporaryDirectory.path
            + "/saphan-bench-\(ProcessInfo.processInfo.processIdentifier)"
        func make(_ name: String) throws -> String {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            return "\(folder)/\(name)"
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // The nodes' own notes stay in the folder too; before any thread reads the environment.
        setenv("SAPHAN_STATE", folder + "/state", 1)

        let workload = Workload(seed: 7)
        let count = max(roundsMin, value(of: "--rounds").flatMap { Int($0) } ?? 5)
        var rounds: [RoundFigures] = []
        for round in 0..<count { rounds.append(try Round.run(workload, in: make("round-\(round)"))) }
        let growth = words.contains("--growth") ? try Growth.measure(rounds, in: make) : []

        var processes: ProcessFigures?
        var binaryBytes: Int?
        if let program = value(of: "--saphan") {
            binaryBytes = try Data(contentsOf: URL(filePath: program)).count
            processes = try await ProcessFigures.measure(program, in: make("processes"))
        }
        let report = Report(
            workload: workload, rounds: rounds, processes: processes, binaryBytes: binaryBytes, growth: growth
        )
        print(words.contains("--json") ? report.json.line : report.text)
    }
}
