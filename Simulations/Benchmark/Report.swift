// What the benchmark says: ten figures with their targets, and below them what they were computed from.

internal import Records
internal import Terminal

/// One of the ten figures.
struct Figure {
    let name: String
    let value: Double?
    let digits: Int
    /// What it should be, at least or at most.
    let target: Double
    let isFloor: Bool

    var json: JSON.Member { JSON.Member(name, Figure.json(value, digits)) }

    var row: [String] {
        let isMet = value.map { isFloor ? $0 >= target : $0 <= target }
        return [
            name, value.map { Figure.text($0, digits) } ?? "-",
            (isFloor ? "≥ " : "≤ ") + Figure.text(target, digits),
            isMet.map { $0 ? "✓" : "✗" } ?? "-",
        ]
    }

    static func json(_ value: Double?, _ digits: Int) -> JSON {
        guard let value, value.isFinite else { return .null }
        var scaled = value
        for _ in 0..<digits { scaled *= 10 }
        return .decimal(Int64(scaled.rounded()), digits: digits)
    }

    private static func text(_ value: Double, _ digits: Int) -> String { json(value, digits).line }
}

/// The middle of some figures; 0 of none.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let last = sorted.last else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1
        ? sorted[middle] : (sorted[middle - 1] + (middle < sorted.count ? sorted[middle] : last)) / 2
}

/// Everything measured.
struct Report {
    let workload: Workload
    let rounds: [RoundFigures]
    let processes: ProcessFigures?
    let binaryBytes: Int?
    var growth: [JSON.Member] = []

    private func middle(_ value: (RoundFigures) -> Double) -> Double { median(rounds.map(value)) }

    var figures: [Figure] {
        let megabyte = 1e6
        func floor(_ name: String, _ value: Double?, _ target: Double, _ digits: Int) -> Figure {
            Figure(name: name, value: value, digits: digits, target: target, isFloor: true)
        }
        func ceiling(_ name: String, _ value: Double?, _ target: Double, _ digits: Int) -> Figure {
            Figure(name: name, value: value, digits: digits, target: target, isFloor: false)
        }
        return [
            floor("authored_ratio", middle { $0.limit1.wall / $0.authored.wall }, 0.75, 2),
            floor("merged_ratio", middle { $0.limit2.wall / $0.merged.wall }, 1, 2),
            ceiling(
                "wire_bytes_per_update", middle { Double($0.wireBytes) } / Double(workload.updates), 20, 1),
            ceiling(
                "disk_bytes_per_cell", middle { Double($0.diskBytes) } / Double(workload.cellCount), 75, 1),
            floor("later_shown", middle { Double($0.laterShown) }, 2_000, 0),
            ceiling("quiet_round_trips", middle { Double($0.quietRoundTrips) }, 2, 0),
            ceiling("quiet_bytes", middle { Double($0.quietBytes) }, 1_500, 0),
            ceiling("idle_school_mb", processes.map { Double($0.idleSchoolBytes) / megabyte }, 30, 1),
            ceiling("hub_139_mb", processes.map { Double($0.hubBytes) / megabyte }, 120, 1),
            ceiling("binary_mb", binaryBytes.map { Double($0) / megabyte }, 25, 1),
        ]
    }

    /// One line for programs.
    var json: JSON { .object(figures.map(\.json) + [JSON.Member("raw", .object(raw))]) }

    /// A table for people.
    var text: String {
        let table = Table(
            [
                Table.Column(Label("ตัวเลข", "figure")),
                Table.Column(Label("วัดได้", "measured"), isNumber: true),
                Table.Column(Label("เป้าหมาย", "target"), isNumber: true), Table.Column(Label("", "")),
            ], rows: figures.map(\.row))
        let lines = raw.map { "  \($0.name): \($0.value.line)" }
        return table.render(.en) + "\n\nWhat these come from, medians of \(rounds.count) runs:\n"
            + lines.joined(separator: "\n")
    }

    private var raw: [JSON.Member] {
        func perSecond(_ time: @escaping (RoundFigures) -> Elapsed) -> JSON {
            Figure.json(middle { Double(workload.updatesOfA) / time($0).wall }, 0)
        }
        func list(_ value: (RoundFigures) -> Double) -> JSON {
            .array(rounds.map { Figure.json(value($0), 2) })
        }
        var members = [
            JSON.Member("rounds", Figure.json(Double(rounds.count), 0)),
            JSON.Member("authored_per_second", perSecond(\.authored)),
            JSON.Member("l1_per_second", perSecond(\.limit1)),
            JSON.Member("merged_per_second", perSecond(\.merged)),
            JSON.Member("l2_per_second", perSecond(\.limit2)),
            JSON.Member("authored_ratios", list { $0.limit1.wall / $0.authored.wall }),
            JSON.Member("merged_ratios", list { $0.limit2.wall / $0.merged.wall }),
            JSON.Member(
                "authored_processor_ratio",
                Figure.json(middle { $0.limit1.processor / $0.authored.processor }, 2)),
            JSON.Member(
                "merged_processor_ratio", Figure.json(middle { $0.limit2.processor / $0.merged.processor }, 2)
            ),
            JSON.Member("decoding_milliseconds", Figure.json(middle { $0.decoding.wall * 1_000 }, 1)),
            JSON.Member("signing_milliseconds", Figure.json(middle { $0.signing.wall * 1_000 }, 1)),
            JSON.Member(
                "merged_in_session_ratio",
                Figure.json(middle { $0.limit2BesideSession.wall / $0.mergedInSession.wall }, 2)),
            JSON.Member("session_commits", Figure.json(middle { Double($0.commitsInSession) }, 0)),
            JSON.Member("wire_bytes", Figure.json(middle { Double($0.wireBytes) }, 0)),
            JSON.Member("disk_bytes", Figure.json(middle { Double($0.diskBytes) }, 0)),
        ]
        if let processes {
            members += [
                JSON.Member("hub_sessions", Figure.json(Double(processes.sessions), 0)),
                JSON.Member("hub_peak_mb", Figure.json(Double(processes.hubPeakBytes) / 1e6, 1)),
            ]
        }
        return members + growth
    }
}
