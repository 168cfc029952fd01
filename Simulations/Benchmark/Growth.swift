// W5 in short: W1 with ten times the records, updates and history. What one update costs should not grow.

internal import Terminal

enum Growth {
    private static let scale = 10

    /// Ten times the workload against once, per update: authoring should stay within 1.3, merging within 2.
    static func measure(_ small: [RoundFigures], in folder: (String) throws -> String) throws -> [JSON.Member]
    {
        var large: [RoundFigures] = []
        for round in 0..<3 {
            large.append(try Round.run(Workload(seed: 7, scale: scale), in: folder("growth-\(round)")))
        }
        func growth(_ time: (RoundFigures) -> Double) -> JSON {
            Figure.json(median(large.map(time)) / Double(scale) / median(small.map(time)), 2)
        }
        return [
            JSON.Member("growth_scale", Figure.json(Double(scale), 0)),
            JSON.Member("growth_authored", growth { $0.authored.processor }),
            JSON.Member("growth_authored_wall", growth { $0.authored.wall }),
            JSON.Member("growth_l1", growth { $0.limit1.processor }),
            JSON.Member("growth_merged", growth { $0.merged.processor }),
            JSON.Member("growth_merged_wall", growth { $0.merged.wall }),
            JSON.Member("growth_l2", growth { $0.limit2.processor }),
            JSON.Member("growth_wire", growth { Double($0.wireBytes) }),
            JSON.Member("growth_disk", growth { Double($0.diskBytes) }),
        ]
    }
}
