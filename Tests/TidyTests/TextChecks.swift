// What no file may say, in code, comment or prose; and that labels for people come in both languages.
//
// The forbidden words are spelt in halves, so that this file does not find itself.

/// Checks of raw text.
enum TextChecks {
    /// Left for later.
    static let reminders = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
    /// Places that exist on one machine only.
    static let machinePaths = [
        "/wo" + "rk/", "/tm" + "p/h/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/op" + "t/swift",
        "/op" + "t/wheels",
    ]
    /// Where packages come from is the reader's own setting.
    static let registries = [
        "py" + "pi.org", "python" + "hosted", "npm" + "js.", "crates" + ".io", "docker" + ".io",
        "arti" + "factory",
        "index" + "-url", "deb.deb" + "ian.org",
    ]
    /// The repository speaks of the product, not of who or what wrote it.
    static let authorship = [
        "Clau" + "de", "Anthro" + "pic", "Chat" + "GPT", "Open" + "A" + "I", "Co" + "pilot",
        "language mod" + "el",
        "sub" + "agent", "sub-" + "agent", "LL" + "M", "A" + "I",
    ]

    static func reminders(_ repository: Repository) -> [Finding] {
        search(repository, reminders, wholeWord: true) { "\($0): do it now, or leave it out" }
    }

    static func machinePaths(_ repository: Repository) -> [Finding] {
        search(repository, machinePaths, wholeWord: false, startsPath: true) {
            "\($0) is a path of one machine"
        }
    }

    static func registries(_ repository: Repository) -> [Finding] {
        search(repository, registries, wholeWord: false) {
            "\($0): where packages come from is no part of this"
        }
    }

    static func authorship(_ repository: Repository) -> [Finding] {
        search(repository, authorship, wholeWord: true) { "\($0): speak of the product" }
    }

    /// A call or declaration with a literal `th:` label has an `en:` beside it, and the other way round.
    static func languagePairs(_ repository: Repository) -> [Finding] {
        repository.product.flatMap { file in
            [("th", "en"), ("en", "th")].flatMap { label, partner in
                offsets(of: label + ": \"", in: file.code).filter { at in
                    at > 0 && !isWordByte(file.code[at - 1]) && !hasLabel(partner, around: at, in: file.code)
                }.map {
                    file.finding(file.line(at: $0), "\(label): without \(partner): in the same brackets")
                }
            }
        }
    }

    /// Whether `label:` stands at the same bracket level as the byte at `start`.
    private static func hasLabel(_ label: String, around start: Int, in code: [UInt8]) -> Bool {
        var depth = 0
        var from = start
        while from > 0, depth >= 0 {
            from -= 1
            if code[from] == UInt8(ascii: ")") || code[from] == UInt8(ascii: "]") { depth += 1 }
            if code[from] == UInt8(ascii: "(") || code[from] == UInt8(ascii: "[") { depth -= 1 }
        }
        depth = 0
        var level: [UInt8] = []
        for byte in code[(from + 1)...] {
            if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") { depth -= 1 }
            if depth < 0 { break }
            level.append(depth == 0 ? byte : UInt8(ascii: " "))
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { depth += 1 }
        }
        let padded = [UInt8(ascii: " ")] + level
        return offsets(of: label + ":", in: padded).contains { !isWordByte(padded[$0 - 1]) }
    }

    private static func search(
        _ repository: Repository, _ words: [String], wholeWord: Bool, startsPath: Bool = false,
        _ message: (String) -> String
    ) -> [Finding] {
        let files = repository.files.filter { $0.isProgramText || $0.isProse || $0.path.hasSuffix(".txt") }
        return files.flatMap { file in
            words.flatMap { word in
                offsets(of: word, in: file.bytes, wholeWord: wholeWord).filter { at in
                    guard startsPath, at > 0 else { return true }
                    let before = file.bytes[at - 1]
                    return !isWordByte(before) && before != UInt8(ascii: ".") && before != UInt8(ascii: "-")
                }.map { file.finding(file.line(at: $0), message(word)) }
            }
        }
    }
}
