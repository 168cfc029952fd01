// `./run simulate`: one seed, many seeds, a run from a file, shrinking one that fails, and showing that
// planted bugs are caught. What people ask of a district (scenarios, replayed history) is handed to the
// Rehearsal module.

internal import Glibc
internal import Records
internal import Rehearsal
internal import Simulator
internal import Terminal

@main
struct Program {
    static func main() {
        let surroundings = Result { () throws(UsageError) in try Surroundings.words() }
        var words = (try? surroundings.get()) ?? []
        if words.first != "help" && words.first != "simulate" { words.insert("simulate", at: 0) }
        let output = Output(for: words, environment: Surroundings.variable)
        do {
            _ = try surroundings.get()
            let invocation = try CommandTable.simulate.parse(words, environment: Surroundings.variable)
            exit(output.ended(try run(Request(invocation), output)).rawValue)
        } catch let error as UsageError {
            output.fail(error, in: .simulate)
            exit(ExitCode.usage.rawValue)
        } catch let failure as Failure {
            output.fail(failure)
            exit(failure.code.rawValue)
        } catch {
            output.fail(Failure(.refused, Label("ทำไม่สำเร็จ: \(error)", "it could not be done: \(error)")))
            exit(ExitCode.refused.rawValue)
        }
    }

    static func run(_ request: Request, _ output: Output) throws -> ExitCode {
        if let bug = request.bug, request.way != .planted { try PlantedRuns.plant(bug) }
        switch request.way {
        case .help:
            output.say(CommandTable.simulate.help(on: "simulate", output.language) ?? "")
            return .done
        case .record: return OneRun.record(try request.list())
        case .one: return OneRun(request, output).show(try request.list())
        case .minimise: return Shrinking(request, output).run(try request.list())
        case .seeds(let seeds): return Batch(request, output).run(seeds)
        case .planted: return try PlantedRuns(request, output).run()
        case .speed: return SpeedRun(output).run(isLong: request.isLong)
        case .district: return rehearse(request.rehearsal, output)
        }
    }

    /// What people ask of a district: the Rehearsal module's answer, printed.
    private static func rehearse(_ request: RehearsalRequest, _ output: Output) -> ExitCode {
        var request = request
        request.isJSON = output.isJSON
        request.language = output.language
        let outcome = RehearsalCommand.run(request) { output.note($0) }
        if let failure = outcome.failure {
            output.fail(failure)
        } else if output.isJSON {
            output.answer(outcome.json)
        } else {
            output.say(outcome.text)
        }
        return outcome.code
    }
}
