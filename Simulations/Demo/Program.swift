// `Demo` builds a whole district in a temporary folder and shows what becomes of it (Demonstration); `Demo
// clerk` is the same program as the clerk of one folder; `Demo generate` writes the generated district's
// headcount file.

internal import Bytes
internal import CRDT
internal import Editing
internal import Glibc
internal import Records
internal import Replica
internal import Terminal

extension CommandTable {
    /// What this program takes. The first three are for people, through `./run demo`.
    static let demo = CommandTable(
        program: "demo",
        summary: Label("ทั้งเขตในโฟลเดอร์ชั่วคราว", "a whole district in a temporary folder"),
        commands: [
            Command(
                "demo", "สร้างเขตและเล่าเรื่อง", "build a district and tell its story",
                options: [
                    Option("headcount", "ไฟล์ DMC ของเขต", "headcount file of DMC", value: "FILE"),
                    Option("dir", "เก็บเขตไว้ที่นี่", "keep the district here", value: "D"),
                    Option("saphan", "โปรแกรม saphan", "the saphan program", value: "PATH", isRequired: true),
                ]),
            Command(
                "clerk", "บันทึกงานของโรงเรียนหนึ่ง", "enter the work of one school",
                options: [
                    Option("dir", "โฟลเดอร์", "folder", value: "D", isRequired: true),
                    Option(
                        "round", "รหัสรอบประเมิน", "id of the evaluation round", value: "ID", isRequired: true),
                    Option("seed", "เลขเริ่ม", "seed", value: "N"),
                    Option("pupils", "จำนวนนักเรียน", "pupils", value: "N"),
                ]),
            Command(
                "generate", "เขียนไฟล์ของเขตจำลอง", "write the generated district's file",
                options: [Option("seed", "เลขเริ่ม", "seed", value: "N")]),
            Command("help", "คำอธิบาย", "explain", [Positional("topic", "คำสั่ง", "a command", .rest)]),
        ])
}

@main
struct Program {
    static func main() {
        var words = (try? Surroundings.words()) ?? []
        if words.first.map({ $0.hasPrefix("-") }) ?? true { words.insert("demo", at: 0) }
        let output = Output(for: words, environment: Surroundings.variable)
        do {
            let invocation = try CommandTable.demo.parse(words, environment: Surroundings.variable)
            exit(try run(invocation, output).rawValue)
        } catch let error as UsageError {
            output.fail(error, in: .demo)
            exit(ExitCode.usage.rawValue)
        } catch let interruption as Interrupted {
            exit(128 + interruption.signal)
        } catch {
            output.fail(Failure(.refused, explain(error)))
            exit(ExitCode.refused.rawValue)
        }
    }

    private static func run(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        if invocation.has("help") || invocation.command == "help" {
            output.say(CommandTable.demo.help(on: "demo", output.language) ?? "")
            return .done
        }
        switch invocation.command {
        case "clerk": return try clerk(invocation, output)
        case "generate":
            let seed = try invocation.integer("seed", in: 0...Int.max) ?? 1
            try WholeFile.write(generated(seed: UInt64(seed)).bytes, to: "/dev/stdout")
            return .done
        default: return try demonstrate(invocation, output)
        }
    }

    private static func clerk(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let clerk = try Clerk(directory: invocation.value("dir") ?? "")
        guard let round = RecordID(hex: invocation.value("round") ?? "") else {
            let ids = try clerk.enter(OfficeWork.entries)
            output.say(ids[OfficeWork.roundPlace].description)
            return .done
        }
        let seed = try invocation.integer("seed", in: 0...Int.max) ?? 1
        let pupils = try invocation.integer("pupils", in: 0...1_000_000) ?? 0
        let entries = ClerkWork.generate(seed: UInt64(seed), pupils: pupils, round: 0)
        _ = try clerk.enter(entries, office: [round])
        return .done
    }

    /// The district that is made up where there is no file.
    static func generated(seed: UInt64) throws -> (rows: [HeadcountRow], bytes: [UInt8]) {
        let rows = District.generate(seed: seed, schools: District.schoolCount)
        guard let bytes = HeadcountTable.encode(rows) else {
            throw DemoError("เขียนไฟล์ไม่ได้", "a name does not fit")
        }
        return (rows, bytes)
    }

    private static func explain(_ error: any Error) -> Label {
        switch error {
        case let error as DemoError: error.message
        case let error as ReplicaError: Label(error.thai, error.english)
        case let error as EditingError:
            Label(
                error.refusals.map(\.message.th).joined(separator: " "),
                error.refusals.map(\.message.en).joined(separator: " "))
        default: Label("ทำไม่สำเร็จ", "it could not be done")
        }
    }
}
