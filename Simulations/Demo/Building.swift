// Building the district: the hub and its list of schools, the office's evaluation, then every school on its
// own: it is invited, joins, imports its row of the file, its clerk works, it syncs.

internal import Glibc
internal import Records
internal import Reports
internal import Terminal

extension Demonstration {
    mutating func build() throws {
        let first = rows[0]
        output.note(
            Label(
                "สร้างเขต \(first.officeName) \(rows.count) โรงเรียน",
                "\(first.officeName), \(rows.count) schools"))
        try run(
            command("hub", "init", "--dir", folder.hub, "--office", first.office, "--name", first.officeName))
        try run(command("import", "schools", "--dir", folder.hub, folder.headcountFile))
        let round = try run(clerk(folder.hub, ["--round", "office"])).lastLine
        try startHub()
        let errands = rows.enumerated().map { index, row in
            Errand(row.school, steps(of: row, seed: index + 1, round: round))
        }
        try everywhere(
            Label("เชิญ เข้าร่วม นำเข้า บันทึกงาน ซิงค์", "invite, join, import, enter, sync"), errands)
    }

    /// What one school does on its first day.
    private func steps(of row: HeadcountRow, seed: Int, round: String) -> [(ChildResult) throws ->
        ChildCommand]
    {
        let place = folder.school(row.school)
        let pupils = row.count(.all).total
        return [
            { _ in command("hub", "invite", "--dir", folder.hub, row.school) },
            { result in command("school", "join", "--dir", place, result.lastLine) },
            { _ in
                command(
                    "import", "headcount", "--dir", place, "--year", "\(Demonstration.round.year)", "--round",
                    "\(Demonstration.round.round)", folder.headcountFile, "--school", row.school)
            },
            { _ in clerk(place, ["--seed", "\(seed)", "--pupils", "\(pupils)", "--round", round]) },
            { _ in command("school", "sync", "--dir", place) },
        ]
    }

    /// This program again, as the clerk of one folder.
    private func clerk(_ directory: String, _ words: [String]) -> ChildCommand {
        ChildCommand("/proc/self/exe", ["clerk", "--dir", directory] + words)
    }
}
