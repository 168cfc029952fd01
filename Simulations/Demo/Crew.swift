// Many errands at a time, each a chain of commands of one school. At most eight children run at once; a
// chain that fails is remembered with what its command said, and the others go on.

internal import Glibc
internal import Records

/// A chain of commands; each is made from what the one before it said.
struct Errand {
    /// SMIS code of the school.
    let school: String
    let steps: [(ChildResult) throws -> ChildCommand]

    init(_ school: String, _ steps: [(ChildResult) throws -> ChildCommand]) {
        self.school = school
        self.steps = steps
    }
}

/// What went wrong with a school.
struct Trouble {
    let school: String
    let message: Label
}

/// Runs errands.
struct Crew {
    let children: Children
    /// Children at a time.
    static let size = 8

    /// Runs all errands; returns what failed, by school. `progress` is told how many have ended.
    func run(_ errands: [Errand], progress: (Int) -> Void) throws -> [Trouble] {
        var busy: [pid_t: (errand: Int, step: Int)] = [:]
        var next = 0
        var done = 0
        var troubles: [Trouble] = []
        let nothing = ChildResult(exit: 0, output: "", notes: "")
        func begin(_ errand: Int, _ step: Int, after result: ChildResult) throws {
            guard step < errands[errand].steps.count else {
                done += 1
                return progress(done)
            }
            do {
                busy[try children.start(try errands[errand].steps[step](result))] = (errand, step)
            } catch let error as DemoError {
                troubles.append(Trouble(school: errands[errand].school, message: error.message))
                done += 1
                progress(done)
            }
        }
        while next < errands.count || !busy.isEmpty {
            while next < errands.count, busy.count < Crew.size {
                next += 1
                try begin(next - 1, 0, after: nothing)
            }
            guard !busy.isEmpty else { continue }
            let (child, result) = try children.wait(forAnyOf: Array(busy.keys))
            guard let (errand, step) = busy.removeValue(forKey: child) else { continue }
            if result.exit == 0 {
                try begin(errand, step + 1, after: result)
            } else {
                troubles.append(Trouble(school: errands[errand].school, message: Crew.words(result)))
                done += 1
                progress(done)
            }
        }
        return troubles.sorted { $0.school < $1.school }
    }

    /// What a failed command said.
    static func words(_ result: ChildResult) -> Label {
        let said = (result.notes.isEmpty ? result.output : result.notes).split(separator: "\n").suffix(3)
        let text = said.joined(separator: " ")
        return Label("จบด้วยรหัส \(result.exit): \(text)", "ended with code \(result.exit): \(text)")
    }
}
