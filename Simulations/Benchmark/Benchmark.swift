// ./run bench: workload W1 (Workload.swift) on two real nodes, beside what SQLite alone can do in the same
// minutes. Times come out as ratios to those limits, counts as they are; medians of several runs.
internal import FoundationEssentials

@main
struct Benchmark {
    static func main() throws {
        let rounds = 5
        let folder =
            FileManager.default.temporaryDirectory.path
            + "/saphan-bench-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let workload = Workload(seed: 7)
        for round in 0..<rounds {
            let base = "\(folder)/\(round)"
            try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
            let f = try Round.run(workload, in: base)
            print(
                "authored", f.limit1 / f.authored, "merged", f.limit2 / f.merged, "session",
                f.limit2BesideSession / f.mergedInSession)
            print(f)
        }
    }
}
