// saphan report headcount, report summary. Reading alone: beside a running `serve`, on the hub or at a
// school.

internal import Host
internal import Records
internal import Replica
internal import Reports
internal import Terminal

enum ReportCommands {
    static func run(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let isHeadcount = invocation.command == "report headcount"
        let round = isHeadcount ? try HeadcountCommands.round(invocation) : nil
        let folder = DataFolder(invocation.value("dir") ?? "")
        try folder.reach()
        guard folder.hasNode else {
            throw Failure(
                .directory, Label("\(folder.path) ยังไม่มีข้อมูล", "there is no node in \(folder.path)"),
                hint: Label("ตรวจ --dir", "Check --dir."))
        }
        let store = try Store(directory: folder.path)
        if isHeadcount {
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

    private static func finish(
        _ page: ReportPage, csv: [UInt8], _ json: JSON, _ invocation: Invocation, _ output: Output
    ) throws {
        if let path = invocation.value("csv") { try OutputFile.write(csv, to: path) }
        output.say(page.text(output.language))
        output.answer(json)
    }
}
