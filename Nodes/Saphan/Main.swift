// Where saphan starts: understand the words, answer help, hand everything else to the commands.

internal import Glibc
internal import Records
internal import Terminal

@main
struct Main {
    static func main() async {
        let surroundings = Result { () throws(UsageError) in try Surroundings.words() }
        let words = (try? surroundings.get()) ?? []
        let output = Output(for: words, environment: Surroundings.variable)
        do {
            _ = try surroundings.get()
            let invocation = try CommandTable.saphan.parse(words, environment: Surroundings.variable)
            exit(try await run(invocation, output).rawValue)
        } catch let error as UsageError {
            output.fail(error, in: .saphan)
            exit(ExitCode.usage.rawValue)
        } catch {
            let failure = Failure(error)
            output.fail(failure)
            exit(failure.code.rawValue)
        }
    }

    /// Carries out one command.
    static func run(_ invocation: Invocation, _ output: Output) async throws -> ExitCode {
        if invocation.has("help") { return try help([invocation.command], output) }
        switch invocation.command {
        case "help": return try help(invocation.words("topic"), output)
        case "hub init", "hub serve", "hub invite", "hub allow", "hub check":
            return try await HubCommands.run(invocation, output)
        case "school join", "school serve", "school sync":
            return try await SchoolCommands.run(invocation, output)
        case "bundle out", "bundle in": return try BundleCommands.run(invocation, output)
        case "import": return try ImportCommands.records(invocation, output)
        case "export": return try ExportCommands.export(invocation, output)
        case "match schools": return try MatchCommands.schools(invocation, output)
        case "import schools": return try ImportCommands.schools(invocation, output)
        case "headcount status", "headcount confirm", "headcount withdraw", "headcount certify",
            "headcount acknowledge", "headcount return", "headcount freeze":
            return try HeadcountCommands.run(invocation, output)
        case "traffic seal", "traffic check", "traffic erase", "traffic import", "traffic export":
            return try TrafficCommands.run(invocation, output)
        case "import headcount": return try ImportCommands.headcount(invocation, output)
        case "new": return try WritingCommands.new(invocation, output)
        case "set": return try WritingCommands.set(invocation, output)
        case "show": return try ReadingCommands.show(invocation, output)
        case "list": return try ReadingCommands.list(invocation, output)
        case "delete": return try WritingCommands.delete(invocation, output)
        case "undo": return try WritingCommands.undo(invocation, output)
        case "conflicts": return try ConflictCommands.list(invocation, output)
        case "resolve": return try ConflictCommands.resolve(invocation, output)
        case "status": return try StatusCommands.status(invocation, output)
        case "check": return try StatusCommands.check(invocation, output)
        case "digest": return try StatusCommands.digest(invocation, output)
        case "print": return try FormCommands.print(invocation, output)
        case "new-form": return try FormCommands.new(invocation, output)
        case "backup": return try BackupCommands.backUp(invocation, output)
        case "restore": return try BackupCommands.restore(invocation, output)
        case "report headcount", "report summary": return try ReportCommands.run(invocation, output)
        default:
            output.fail(
                Failure(
                    .refused,
                    Label("รุ่นนี้ยังทำคำสั่งนี้ไม่ได้", "This version cannot do \(invocation.command) yet")))
            return .refused
        }
    }

    private static func help(_ topic: [String], _ output: Output) throws(UsageError) -> ExitCode {
        let table = CommandTable.saphan
        let name = topic.joined(separator: " ")
        let records = Label("สิ่งที่พิมพ์ได้: saphan help records", "What can be typed: saphan help records")
        let text =
            topic.isEmpty || name == "help"
            ? table.overview(output.language) + "\n" + records.text(output.language)
            : RecordHelp.page(on: name, in: table, output.language)
        guard let text else {
            throw UsageError(
                Label("ไม่มีคำอธิบายเรื่อง \(name)", "no help on \(name)"),
                suggestion: Nearest.of(name, in: table.commands.map(\.name) + ["records"]))
        }
        output.say(text)
        output.answer(["help": .text(text)])
        return .done
    }
}
