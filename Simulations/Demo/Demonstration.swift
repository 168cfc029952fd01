// The demonstration as a whole: what it was asked, the district's rows, the commands it uses, and its
// phases in order.

internal import CRDT
internal import Glibc
internal import Records
internal import Replica
internal import Reports
internal import Terminal

/// What a demonstration works with.
struct Demonstration {
    /// The product's binary.
    let saphan: String
    let folder: DemoFolder
    let children: Children
    let output: Output
    /// One row for each school.
    let rows: [HeadcountRow]
    /// The 92 figures to reach: the file's own totals row, or the sums where it has none.
    let totals: [Int64]
    /// What went wrong with single schools.
    var troubles: [Trouble] = []
    /// The address the hub listens on.
    var address = "127.0.0.1:0"
    var hub: pid_t?

    /// The round that the file's figures belong to.
    static let round = HeadcountRound(year: 2_568, round: 1)

    /// A command of the product.
    func command(_ words: String...) -> ChildCommand { ChildCommand(saphan, words) }

    /// Runs one command and waits; throws where it fails, unless `failing` is expected.
    @discardableResult
    func run(_ command: ChildCommand, expecting exit: Int32 = 0) throws -> ChildResult {
        let child = try children.start(command)
        let result = try children.wait(forAnyOf: [child]).1
        guard result.exit == exit else {
            let name = command.words.prefix(3).joined(separator: " ")
            let words = Crew.words(result)
            throw DemoError("saphan \(name) \(words.th)", "saphan \(name) \(words.en)")
        }
        return result
    }

    /// Starts the hub and waits until it listens.
    mutating func startHub() throws {
        let child = try children.start(
            command("hub", "serve", "--dir", folder.hub, "--listen", address, "--lang", "en"))
        hub = child
        let text = try children.output(of: child, holding: "Listening on", milliseconds: 10_000)
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
        if let last = words.last { address = String(last) }
    }

    /// Stops the hub: from now on the line is cut.
    mutating func stopHub() throws {
        guard let child = hub else { return }
        hub = nil
        let result = try children.stop(child)
        guard result.exit == 0 else {
            throw DemoError("เครื่องของเขต: \(Crew.words(result).th)", "the hub \(Crew.words(result).en)")
        }
    }

    /// Every machine of every school, as far as its database is there: school code and folder.
    var machines: [(school: String, folder: String)] {
        rows.flatMap { row in
            (1...2).map { (row.school, folder.school(row.school, machine: $0)) }
                .filter { WholeFile.exists($0.1 + "/" + Store.fileName) }
        }
    }

    /// Runs an errand for every machine; what fails is remembered.
    mutating func everywhere(_ what: Label, _ errands: [Errand]) throws {
        let output = output
        troubles += try Crew(children: children).run(errands) { done in
            output.progress(what, done, of: errands.count)
        }
        output.endProgress()
    }

    /// One sync of every machine.
    mutating func syncEverywhere(_ what: Label) throws {
        let saphan = saphan
        let errands = machines.map { machine in
            Errand(
                machine.school, [{ _ in ChildCommand(saphan, ["school", "sync", "--dir", machine.folder]) }])
        }
        try everywhere(what, errands)
    }

    /// All phases; the result is read from the databases after every process has ended.
    mutating func perform() throws -> Outcome {
        try build()
        let story = try tellStory()
        try syncEverywhere(Label("ทุกโรงเรียนซิงค์", "every school syncs"))
        let before = try countChanges()
        try syncEverywhere(Label("ซิงค์อีกครั้ง ต้องไม่มีอะไรใหม่", "and once more: nothing may move"))
        try stopHub()
        let moved = try countChanges() - before
        output.note(Label("ตรวจฐานข้อมูลทั้งหมด", "reading every database"))
        return try readOutcome(story: story, moved: moved)
    }

    /// Changes held, over all databases.
    private func countChanges() throws -> Int {
        try ([folder.hub] + machines.map(\.folder)).reduce(0) { sum, path in
            sum + (try Store(directory: path, readOnly: true).changeCount())
        }
    }
}
