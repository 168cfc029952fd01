// A command's place at a node's records: the folder opened, the clock and the randomness of this machine,
// the person that --as names.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Editing
internal import Glibc
internal import Host
internal import Records
internal import Replica
internal import Terminal
internal import Trust

extension Editor {
    /// An editor over the folder that a command names. Works beside a running `serve`.
    init(_ invocation: Invocation) throws {
        let folder = DataFolder(invocation.value("dir") ?? "")
        try folder.reach()
        let isThere = access(folder.database, F_OK) == 0
        let store = isThere ? try Store(directory: folder.path) : nil
        // A database of which nothing is left but its name is no node either.
        try folder.requireDatabase()
        guard let store, try store.identity != nil || store.changeCount() > 0 else {
            throw Failure(
                .refused, Label("ไม่มีข้อมูลของ saphan ใน \(folder.path)", "there is no node in \(folder.path)"),
                hint: Label(
                    "ตรวจ --dir หรือเริ่มด้วย saphan hub init / saphan school join",
                    "Check --dir, or begin with saphan hub init or saphan school join."))
        }
        self.init(
            store,
            Occasion(
                nowMilliseconds: Clock.wallMilliseconds, person: invocation.value("as"), random: Sodium.random
            ))
    }
}

extension TypedField {
    /// As it stands on a command line.
    init(_ word: FieldWord) {
        let way: Way =
            switch word.sign {
            case .plain: .set
            case .plus: .add
            case .minus: .remove
            }
        self.init(word.field, word.value, way)
    }
}

extension EditingError {
    /// How the command ends.
    var exitCode: ExitCode {
        switch self {
        case .refused, .file: .refused
        case .unknown: .usage
        case .replica(let error): Failure(error).code
        }
    }
}

extension Output {
    /// Everything that is wrong, one line each; problems of a file in both languages, since the file may go
    /// to somebody who reads the other.
    func refuse(_ error: EditingError) -> ExitCode {
        var problems: [JSON] = []
        var hints: [String] = []
        for refusal in error.refusals {
            if case .file = error { note(both(refusal.message)) } else { note(refusal.message) }
            if let hint = refusal.hint, !hints.contains(hint.text(language)) {
                hints.append(hint.text(language))
                note(hint)
            }
            problems.append([
                "field": refusal.field.map { .text($0) } ?? .null, "th": .text(refusal.message.th),
                "en": .text(refusal.message.en),
            ])
        }
        if case .file(let found) = error { problems = found.map(\.json) }
        let first = error.refusals.first?.message.text(language) ?? ""
        answer([
            "error": .text(first), "hint": hints.first.map { .text($0) } ?? .null,
            "problems": .array(problems),
            "exit": .integer(Int64(error.exitCode.rawValue)),
        ])
        return error.exitCode
    }

    /// The person's language first, the other behind it.
    func both(_ label: Label) -> Label { Label("\(label.th) | \(label.en)", "\(label.en) | \(label.th)") }

    /// A moment of this machine's clock as people read it.
    func moment(_ milliseconds: Int64) -> String { ThaiDate.show(milliseconds: milliseconds, language) }
}

/// What commands that edit or read records have in common.
enum RecordCommands {
    /// Carries out a command that reads, on one unmoving state of the folder: what it prints fits together,
    /// whatever a `serve` beside it stores meanwhile. With `marking` the command may also mark what it
    /// read.
    static func read(
        _ invocation: Invocation, _ output: Output, marking: Bool = false,
        _ body: (Editor, Output) throws -> ExitCode
    ) throws -> ExitCode {
        try output.keepingBack { output in
            try run(invocation, output) { editor in
                let failing: (ReplicaError) -> any Error = { EditingError.replica($0) }
                if marking { return try editor.store.together(failing: failing) { try body(editor, output) } }
                return try editor.store.reading(failing: failing) { try body(editor, output) }
            }
        }
    }

    /// Carries out one command; refusals end it with a sentence each.
    static func run(
        _ invocation: Invocation, _ output: Output, _ body: (Editor) throws -> ExitCode
    ) throws -> ExitCode {
        do { return try body(try Editor(invocation)) } catch let error as EditingError {
            return output.refuse(error)
        }
    }

    /// Carries out one command that writes: first it makes sure that this node alone continues its work,
    /// and last it writes down how far it has come.
    static func write(
        _ invocation: Invocation, _ output: Output, _ body: (Editor) throws -> ExitCode
    ) throws -> ExitCode {
        try run(invocation, output) { editor in
            let folder = DataFolder(invocation.value("dir") ?? "")
            let footing = try stand(in: folder, editor.store, output)
            let code = try body(editor)
            footing.note(editor.store)
            return code
        }
    }

    /// Makes sure that this process may write into a folder; says so where a new epoch began.
    static func stand(in folder: DataFolder, _ store: Store, _ output: Output) throws -> Footing {
        let footing = Footing(folder)
        if let reason = try footing.affirm(store), let role = store.identity?.certificate.role {
            output.note(reason.words(at: role))
        }
        return footing
    }
}
