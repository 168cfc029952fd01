// What people ask of a district: a scenario file, or the real history of a hub's folder. Rehearsal does it.

internal import Records
internal import Rehearsal
internal import Terminal

enum DistrictRun {
    static func run(_ request: Request, _ output: Output) -> ExitCode {
        var asked = RehearsalRequest()
        asked.file = request.file
        asked.rules = request.rules
        asked.html = request.html
        asked.replay = request.replay
        asked.order = request.order
        asked.days = request.days
        asked.isJSON = output.isJSON
        asked.language = output.language
        let outcome = RehearsalCommand.run(asked) { output.note($0) }
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
