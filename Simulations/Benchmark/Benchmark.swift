// ./run bench: workload W1 (Workload.swift) on two real nodes, beside what SQLite alone can do in the same minutes.
// Times come out as ratios to those limits, counts as they are; medians of several runs.
internal import FoundationEssentials

@main
struct Benchmark {
    static func main() throws {
        let rounds = Int(CommandLine.arguments.dropFirst().first ?? "5") ?? 5
        let folder = FileManager.default.temporaryDirectory.path + "/saphan-bench-\(ProcessInfo.processInfo.processIdentifier)"
        if CommandLine.arguments.count < 3 { print(folder) }
        defer { if CommandLine.arguments.count < 3 { try? FileManager.default.removeItem(atPath: folder) } }
        let workload = Workload(seed: 7)
        for round in 0..<rounds {
            let base = "\(folder)/\(round)"
            try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
            let f = try Round.run(workload, in: base)
            func r(_ a: Elapsed, _ b: Elapsed) -> String { "\(a.wall / b.wall) cpu \(a.processor / b.processor) (\(a.processor) \(b.processor))" }
            print("authored", r(f.limit1, f.authored), "merged", r(f.limit2, f.merged), "session", r(f.limit2BesideSession, f.mergedInSession), f.wireBytes, f.diskBytes)
        }
    }
}
