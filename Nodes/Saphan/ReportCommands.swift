// saphan report headcount, report summary. Reading alone: beside a running `serve`, on the hub or at a
// school.

internal import Host
internal import Records
internal import Replica
internal import Reports
internal import Terminal

enum ReportCommands {
    static func run(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let folder = DataFolder(invocation.value("dir") ?? "")
        try folder.reach()
        guard folder.hasNode else {
            throw Failure(
                .directory, Label("\(folder.path) ยังไม่มีข้อมูล", "there is no node in \(folder.path)"),
                hint: Label("ตรวจ --dir", "Check --dir."))
        }
        let store = try Store(directory: folder.path)
        if invocation.command == "report headcount" {
            let round = try round(invocation)
            let report = try store.reading(failing: { $0 }) { () throws(ReplicaError) in
                try HeadcountReport(store, round: round)
            }
            guard report.round.year > 0 else {
                throw Failure(
                    .refused, Label("ยังไม่มีข้อมูลจำนวนนักเรียน", "no headcount is recorded yet"),
                    hint: Label(
                        "นำเข้าด้วย saphan import headcount", "Import one with saphan import headcount."))
            }
            try finish(report.page, csv: report.csv, report.json, invocation, output)
        } else {
            let report = try store.reading(failing: { $0 }) { () throws(ReplicaError) in
                try SummaryReport(store)
            }
            try finish(report.page, csv: report.page.csv(output.language), report.json, invocation, output)
        }
        return .done
    }

    private static func round(_ invocation: Invocation) throws -> HeadcountRound? {
        let year = try invocation.integer("year", in: 2_500...2_700)
        let round = try invocation.integer("round", in: 1...3)
        switch (year, round) {
        case (nil, nil): return nil
        case (let year?, let round?): return HeadcountRound(year: year, round: round)
        default:
            throw UsageError(
                command: invocation.command,
                Label("--year และ --round ต้องมาด้วยกัน", "--year and --round go together"))
        }
    }

    private static func finish(
        _ page: ReportPage, csv: [UInt8], _ json: JSON, _ invocation: Invocation, _ output: Output
    ) throws {
        if let path = invocation.value("csv") { try OutputFile.write(csv, to: path) }
        output.say(page.text(output.language))
        output.answer(json)
    }
}
