// saphan headcount status, confirm, withdraw, certify, acknowledge, return, freeze.

internal import Bytes
internal import Editing
internal import Records
internal import Replica
internal import Reports
internal import Terminal

enum HeadcountCommands {
    static func run(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        guard invocation.command != "headcount status" else { return try status(invocation, output) }
        let round = try round(invocation)
        let reason = invocation.value("reason")
        return try RecordCommands.write(invocation, output) { editor in
            var steps: [HeadcountStep] = []
            switch invocation.command {
            case "headcount confirm": steps = [try editor.confirmHeadcount(round, reason: reason)]
            case "headcount withdraw": steps = [try editor.withdrawHeadcount(round)]
            case "headcount certify": steps = [try editor.certifyHeadcount(round)]
            case "headcount return":
                steps = [
                    try editor.returnHeadcount(
                        invocation.value("school") ?? "", round, reason: reason ?? "")
                ]
            default:
                let isFreezing = invocation.command == "headcount freeze"
                for school in try schools(invocation, editor, round, toClose: isFreezing) {
                    steps.append(
                        isFreezing
                            ? try editor.freezeHeadcount(school, round)
                            : try editor.acknowledgeHeadcount(school, round))
                }
            }
            return tell(steps, output)
        }
    }

    /// The school that was named, or every one that waits for this step: to be closed with what was
    /// acknowledged of it last, or for word on its newest revision.
    private static func schools(
        _ invocation: Invocation, _ editor: Editor, _ round: HeadcountRound?, toClose isFreezing: Bool
    ) throws -> [String] {
        if let school = invocation.value("school") { return [school] }
        return try editor.headcountStanding(round).schools.filter { school in
            let revisions = school.revisions
            if isFreezing { return revisions.closable != nil }
            return revisions.newest?.stage?.state == "certified"
                && revisions.doubled.last != revisions.newest?.revision
        }.map(\.school)
    }

    /// The round that --year and --round name, as every command takes it; nil where both were left out.
    static func round(_ invocation: Invocation) throws(UsageError) -> HeadcountRound? {
        guard let year = invocation.value("year"), let round = invocation.value("round") else {
            guard !invocation.has("year"), !invocation.has("round") else {
                throw UsageError(
                    command: invocation.command,
                    Label("--year และ --round ต้องมาด้วยกัน", "--year and --round go together"))
            }
            return nil
        }
        do throws(EditingError) { return try HeadcountRound(year: year, round: round) } catch {
            let wrong = error.refusals.map(\.message)
            throw UsageError(
                command: invocation.command,
                Label(wrong.map(\.th).joined(separator: "; "), wrong.map(\.en).joined(separator: "; ")))
        }
    }

    private static func tell(_ steps: [HeadcountStep], _ output: Output) -> ExitCode {
        for step in steps {
            let whole = step.snapshot.whole
            output.say(
                Label(
                    "\(step.school) ฉบับที่ \(step.revision): ชาย \(whole.male) หญิง \(whole.female) "
                        + "รวม \(whole.total) \(whole.rooms) ห้อง",
                    "\(step.school) revision \(step.revision): male \(whole.male), female \(whole.female), "
                        + "total \(whole.total), \(whole.rooms) rooms"))
            say(step.differences, of: step.revision, output)
            for one in step.later {
                output.say(
                    Label(
                        "  ฉบับที่ \(one.revision) (\(state(one, .th))) ยังอยู่ ไม่นับจนกว่าเขตจะปิดรอบด้วยฉบับนั้น",
                        "  revision \(one.revision) (\(state(one, .en))) stays, and counts only once the "
                            + "district closes the round on it"))
            }
        }
        if steps.isEmpty {
            output.say(Label("ไม่มีโรงเรียนที่รอขั้นนี้", "No school waits for this step"))
        }
        output.answer([
            "count": .integer(Int64(steps.count)), "certificates": .array(steps.map(\.json)),
        ])
        return .done
    }

    private static func say(_ differences: [HeadcountDifference], of revision: Int, _ output: Output) {
        for one in differences {
            output.say(
                Label(
                    "  \(one.one.label.th) ต่างจากฉบับที่ \(revision): \(one.certified.words.th) "
                        + "ขณะนี้ \(one.now.words.th)",
                    "  \(one.one.label.en) differs from certified revision \(revision): "
                        + "\(one.certified.words.en), now \(one.now.words.en)"))
        }
    }

    private static func status(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let wanted = try round(invocation)
        return try RecordCommands.read(invocation, output) { editor, output in
            let standing = try editor.headcountStanding(wanted, school: invocation.value("school"))
            let name = "\(standing.round.round)/\(standing.round.year)"
            let silent = invocation.value("school") == nil ? try silent(standing, editor) : []
            let all = standing.schools.count + silent.count
            output.say(
                Label(
                    "จำนวนนักเรียน รอบ \(name): รับรองและรับทราบแล้ว \(standing.counted.count) จาก "
                        + "\(all) โรงเรียน รวม \(standing.certified.total) "
                        + "ขณะนี้ \(standing.now.total)",
                    "Headcount, round \(name): \(standing.counted.count) of "
                        + "\(English.count(all, "school")) "
                        + "certified and acknowledged, total \(standing.certified.total), "
                        + "now \(standing.now.total)"))
            for school in standing.schools { say(school, output) }
            if !silent.isEmpty {
                let names = silent.prefix(LocalLimits.silentSchoolsSaid).joined(separator: ", ")
                let more = silent.count > LocalLimits.silentSchoolsSaid ? " …" : ""
                output.say(
                    Label(
                        "ยังไม่บันทึกอะไรเลย \(silent.count) โรงเรียน: \(names)\(more)",
                        "Nothing recorded by \(English.count(silent.count, "school")): \(names)\(more)"))
            }
            output.answer([
                "year": .integer(Int64(standing.round.year)), "round": .integer(Int64(standing.round.round)),
                "certified_schools": .integer(Int64(standing.counted.count)),
                "certified": standing.certified.json, "now": standing.now.json,
                "schools": .array(standing.schools.map(\.json)),
                "silent": .array(silent.map { .text($0) }),
            ])
            return .done
        }
    }

    /// Schools of the district that recorded nothing in the round: they are missing, not without pupils.
    private static func silent(_ standing: HeadcountRoundStanding, _ editor: Editor) throws -> [String] {
        let known = Set(standing.schools.map(\.school))
        return try SchoolStandings.counted(editor.store).map(\.code).filter { !known.contains($0) }
    }

    /// Where work on a revision stands, for people.
    private static func state(_ one: HeadcountCertificate, _ language: Language) -> String {
        let type = RecordCollection.headcountCertificate.stateField?.type
        return one.stage.map { type?.label($0.state, language) ?? $0.state }
            ?? Label("ขัดกัน", "contested").text(language)
    }

    private static func say(_ school: HeadcountStanding, _ output: Output) {
        if school.revisions.all.isEmpty {
            output.say(Label("\(school.school) ยังไม่ยืนยัน", "\(school.school) not confirmed"))
        }
        for one in school.revisions.all {
            let isCounted = one.id == school.revisions.counted?.id
            let isBack = one.stage?.state == "returned" && !one.returnReason.isEmpty
            let reason =
                (one.reason.isEmpty ? "" : " – \(one.reason)") + (isBack ? " – \(one.returnReason)" : "")
            let mark = isCounted ? Label(" (นับฉบับนี้)", " (this one counts)") : Label("", "")
            output.say(
                Label(
                    "\(school.school) ฉบับที่ \(one.revision) \(state(one, .th))\(mark.th)\(reason)",
                    "\(school.school) revision \(one.revision) \(state(one, .en))\(mark.en)\(reason)"))
        }
        let revision = (school.revisions.counted ?? school.revisions.newest)?.revision ?? 0
        say(school.differences, of: revision, output)
    }
}

extension ClassCount {
    fileprivate var words: Label {
        Label("ชาย \(male) หญิง \(female) ห้อง \(rooms)", "male \(male), female \(female), rooms \(rooms)")
    }
}

extension HeadcountStep {
    fileprivate var json: JSON {
        [
            "school": .text(school), "revision": .integer(Int64(revision)), "figures": snapshot.whole.json,
            "differences": .array(differences.map(\.json)), "record": written.json,
            "later": .array(later.map(\.json)),
        ]
    }
}

extension HeadcountCertificate {
    fileprivate var json: JSON {
        [
            "id": .text(id.description), "revision": .integer(Int64(revision)),
            "state": stage.map { .text($0.state) } ?? .null, "reason": .text(reason),
            "returned_because": .text(returnReason),
        ]
    }
}

extension HeadcountStanding {
    fileprivate var json: JSON {
        [
            "school": .text(school), "now": now.map { $0.whole.json } ?? .null,
            "certified": revisions.counted?.acknowledged.map { $0.whole.json } ?? .null,
            "counts": revisions.counted.map { .integer(Int64($0.revision)) } ?? .null,
            "revisions": .array(revisions.all.map(\.json)),
            "differences": .array(differences.map(\.json)),
        ]
    }
}
