// saphan match schools: another registry beside the district's list. What is settled can be taken; what is
// not is shown to a person with what it may be.

internal import Editing
internal import Records
internal import Terminal

enum MatchCommands {
    static func schools(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let (bytes, name) = try ImportCommands.read(invocation)
        let confirmed = try confirmed(invocation)
        let run = invocation.has("yes") ? RecordCommands.write : RecordCommands.run
        return try run(invocation, output) { editor in
            let matching = try editor.matchSchools(bytes, confirmed: confirmed)
            if let path = invocation.value("out") { try OutputFile.write(CSV.file(matching.cells), to: path) }
            tell(matching, output)
            guard invocation.has("yes") else {
                output.note(
                    Label(
                        "ยังไม่บันทึก เพิ่ม --yes เพื่อเติม \(matching.settled) โรงเรียน",
                        "Nothing was stored; --yes fills in \(English.count(matching.settled, "school"))."))
                output.answer(json(matching))
                return .done
            }
            let plan = try editor.importRecords(matching.file, fileName: name, for: "school")
            return ImportText(editor, output).tell(plan.report, isDry: false)
        }
    }

    private static func confirmed(_ invocation: Invocation) throws(UsageError) -> [Int: String] {
        var confirmed: [Int: String] = [:]
        for text in invocation.values("confirm") {
            let parts = ThaiText.arabicDigits(text).split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, let row = Int(parts[0]), row > 1, let code = SMISCode(String(parts[1]))
            else {
                throw UsageError(
                    command: invocation.command,
                    Label(
                        "--confirm ต้องเขียนเป็น แถว=รหัส SMIS: \(text)", "--confirm takes ROW=SMIS code: \(text)"
                    ))
            }
            confirmed[row] = code.text
        }
        return confirmed
    }

    private static func tell(_ matching: SchoolMatching, _ output: Output) {
        let counts: [(Label, NameMatch.Kind)] = [
            (Label("ตรงกัน", "equal"), .exact), (Label("คล้ายกัน ให้คนตัดสิน", "alike, for a person"), .near),
            (Label("ชื่อซ้ำ ให้คนตัดสิน", "names that stand twice, for a person"), .twins),
            (Label("ไม่พบ", "not found"), .none),
        ]
        output.say(
            Table(
                [Table.Column(Label("", "")), Table.Column(Label("", ""), isNumber: true)],
                rows: counts.map { ["  " + $0.text(output.language), String(matching.count($1))] }
            ).render(output.language, header: false))
        for match in matching.matches where match.kind != .exact {
            let schools = match.schools.map { "\($0.code) \($0.name)" }.joined(separator: " / ")
            output.say(
                Label(
                    "แถว \(match.row) \(match.name): \(schools.isEmpty ? "ไม่พบ" : schools)",
                    "row \(match.row) \(match.name): \(schools.isEmpty ? "not found" : schools)"))
        }
        for school in matching.unnamed {
            output.say(
                Label(
                    "ไม่อยู่ในไฟล์: \(school.code) \(school.name)",
                    "not in the file: \(school.code) \(school.name)"))
        }
        let (filled, left) = (matching.filled.joined(separator: ", "), matching.left.joined(separator: ", "))
        output.say(Label("คอลัมน์ที่จะเติม: \(filled)", "Columns that fill in: \(filled)"))
        if !left.isEmpty { output.note(Label("คอลัมน์ที่ไม่ใช้: \(left)", "columns left out: \(left)")) }
    }

    private static func json(_ matching: SchoolMatching) -> JSON {
        [
            "settled": .integer(Int64(matching.settled)),
            "filled": .array(matching.filled.map { .text($0) }),
            "left": .array(matching.left.map { .text($0) }),
            "matches": .array(
                matching.matches.map { match in
                    [
                        "row": .integer(Int64(match.row)), "name": .text(match.name),
                        "kind": .text(match.kind.rawValue),
                        "schools": .array(
                            match.schools.map { ["code": .text($0.code), "name": .text($0.name)] }),
                    ]
                }),
        ]
    }
}
