// saphan traffic seal, check, erase, import, export.

internal import Bytes
internal import Editing
internal import Records
internal import Replica
internal import Terminal

enum TrafficCommands {
    static func run(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        switch invocation.command {
        case "traffic seal": return try seal(invocation, output)
        case "traffic check": return try check(invocation, output)
        case "traffic erase": return try erase(invocation, output)
        case "traffic import": return try importFile(invocation, output)
        default: return try export(invocation, output)
        }
    }

    private static func collection(_ invocation: Invocation) -> String {
        invocation.value("collection") ?? "traffic_log"
    }

    private static func seal(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.write(invocation, output) { editor in
            let days = try editor.sealTraffic()
            for day in days {
                output.say(
                    Label(
                        "ปิดผนึก \(day.day.medium(.th)): \(day.sealed.entries) รายการ",
                        "Sealed \(day.day.medium(.en)): "
                            + English.count(day.sealed.entries, "entry", "entries")))
            }
            if days.isEmpty { output.say(Label("ไม่มีวันที่ต้องปิดผนึก", "No day waits to be sealed")) }
            output.answer(["days": .array(days.map(\.json))])
            return .done
        }
    }

    private static func check(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.read(invocation, output) { editor, output in
            let (days, troubles) = try editor.checkTraffic()
            for one in troubles {
                output.say(
                    Label(
                        "\(one.day.medium(.th)): \(one.message.th)",
                        "\(one.day.medium(.en)): \(one.message.en)"))
            }
            output.say(
                Label(
                    "ตรวจ \(days) วัน พบปัญหา \(troubles.count) เก็บอย่างน้อย \(try editor.trafficDaysKept()) วัน",
                    "Checked \(English.count(days, "day")): \(English.count(troubles.count, "problem")); "
                        + "kept for \(try editor.trafficDaysKept()) days at least"))
            output.answer([
                "days": .integer(Int64(days)), "kept_days": .integer(Int64(try editor.trafficDaysKept())),
                "problems": .array(
                    troubles.map {
                        [
                            "day": .text($0.day.description), "th": .text($0.message.th),
                            "en": .text($0.message.en),
                        ]
                    }),
            ])
            return troubles.isEmpty ? .done : .directory
        }
    }

    private static func erase(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let day = try date("before", invocation)
        return try RecordCommands.write(invocation, output) { editor in
            guard let day else { return .usage }
            if collection(invocation) != "traffic_log" {
                let entries = try editor.eraseLogins(before: day)
                output.say(
                    Label(
                        "ลบ \(entries) รายการ", "Erased \(English.count(entries, "entry", "entries"))"))
                output.answer(["entries": .integer(Int64(entries))])
                return .done
            }
            let (days, entries) = try editor.eraseTraffic(before: day)
            output.say(
                Label(
                    "ลบ \(entries) รายการของ \(days) วัน ลายพิมพ์ยังอยู่",
                    "Erased \(English.count(entries, "entry", "entries")) of \(English.count(days, "day")); "
                        + "their digests stay"))
            output.answer(["days": .integer(Int64(days)), "entries": .integer(Int64(entries))])
            return .done
        }
    }

    private static func importFile(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.write(invocation, output) { editor in
            let (bytes, _) = try ImportCommands.read(invocation)
            let done = try editor.importLocal(bytes, to: collection(invocation))
            for problem in done.problems { output.note(output.both(problem.message)) }
            output.say(
                Label(
                    "เพิ่ม \(done.added) รายการ ไม่รับ \(done.problems.count)",
                    "Added \(English.count(done.added, "entry", "entries")), "
                        + English.count(done.problems.count, "problem")))
            output.answer([
                "added": .integer(Int64(done.added)), "problems": .array(done.problems.map(\.json)),
            ])
            return .done
        }
    }

    private static func export(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let (first, last) = (try date("from", invocation), try date("until", invocation))
        return try RecordCommands.read(invocation, output) { editor, output in
            let path = invocation.value("out") ?? ""
            let (bytes, count) = try editor.exportLocal(collection(invocation), from: first, through: last)
            try OutputFile.write(bytes, to: path)
            output.say(
                Label(
                    "เขียน \(count) รายการลง \(path)",
                    "Wrote \(English.count(count, "entry", "entries")) to \(path)"))
            output.answer(["count": .integer(Int64(count)), "file": .text(path)])
            return .done
        }
    }

    private static func date(_ option: String, _ invocation: Invocation) throws -> ThaiDate? {
        guard let text = invocation.value(option) else { return nil }
        guard let date = ThaiDate(typed: text) else {
            throw UsageError(
                command: invocation.command,
                Label(
                    "--\(option) ต้องเป็นวันที่ เช่น 5/1/2569: \(text)",
                    "--\(option) must be a day, such as 5/1/2569: \(text)"))
        }
        return date
    }
}

extension TrafficDay {
    fileprivate var json: JSON {
        [
            "day": .text(day.description), "entries": .integer(Int64(sealed.entries)),
            "digest": .text(Hex.encode(sealed.digest)),
            "previous": sealed.previous.map { .text(Hex.encode($0)) } ?? .null,
        ]
    }
}
