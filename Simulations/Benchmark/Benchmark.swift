// Measures.

internal import FoundationEssentials
internal import Replica

@main
struct Benchmark {
    static func main() throws {
        let workload = Workload(seed: 7)
        let folder = FileManager.default.temporaryDirectory.path + "/saphan-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for round in 0..<3 {
            let base = folder + "/\(round)"
            try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
            guard let plain = PlainDatabase(path: base + "/l1.db"), let other = PlainDatabase(path: base + "/l2.db") else { return }
            let limit1 = plain.authored(workload.initial, workload.first)
            let limit2 = other.merged(workload.initial, workload.first)
            plain.close()
            other.close()
            let pair = try Pair(folder: base)
            try pair.load(workload.initial)
            let authored = try pair.author(workload.first, on: pair.first, time: 1_760_000_000_000)
            _ = try pair.author(workload.second, on: pair.second, time: 1_760_000_100_000)
            let merged = try pair.send(from: pair.first, to: pair.second, after: 0)
            let back = try pair.send(from: pair.second, to: pair.first, after: 0)
            let updates = Double(workload.first.count)
            print("L1 \(updates / limit1) L2 \(updates / limit2) authored \(updates / authored) ratio \(limit1 / authored) merged \(updates / merged) ratio \(limit2 / merged) back \(2000 / back)")
            let same = try pair.first.replica.digests(of: pair.space) == pair.second.replica.digests(of: pair.space)
            for node in [pair.first, pair.second] {
                try node.replica.vacuum()
                let size = try FileManager.default.attributesOfItem(atPath: node.directory + "/saphan.db")[.size] as? UInt64 ?? 0
                print(same, "bytes per cell", Double(size) / 20_000)
            }
        }
    }
}
