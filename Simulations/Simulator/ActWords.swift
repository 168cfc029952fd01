// The words of one line of a run's text, taken from left to right. What does not fit is an error with the
// line's number and, where a word is nearly right, the word that was meant.

internal import Records

/// What is left of a line.
struct ActWords {
    let line: Int
    private var words: ArraySlice<Substring>

    init(_ text: some StringProtocol, number: Int) {
        line = number
        words =
            text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" }).map { Substring($0) }[...]
    }

    /// The next word; nil at the end.
    var first: String? { words.first.map(String.init) }

    mutating func skip() { words = words.dropFirst() }

    mutating func word() throws(ActListError) -> String {
        guard let word = words.popFirst() else {
            throw ActListError(line, "บรรทัดนี้ยังไม่จบ", "the line ends too soon")
        }
        return String(word)
    }

    /// Takes exactly this word.
    mutating func expect(_ name: String) throws(ActListError) {
        let word = try word()
        guard word == name else {
            throw ActListError(
                line, "ควรเป็น \(name) ไม่ใช่ \(word)", "`\(word)` should be `\(name)`", suggestion: name)
        }
    }

    /// Takes the word if it is next.
    mutating func take(_ name: String) -> Bool {
        guard first == name else { return false }
        skip()
        return true
    }

    /// True for the first of two words, false for the second.
    mutating func either(_ yes: String, _ no: String) throws(ActListError) -> Bool {
        let word = try word()
        if word == yes || word == no { return word == yes }
        throw wrong(word, [yes, no])
    }

    /// A number that is not below `least`, behind its name.
    mutating func number(
        _ name: String, from least: UInt64 = 0, max limit: UInt64 = .max
    ) throws(ActListError) -> UInt64 {
        try expect(name)
        let word = try word()
        guard let number = UInt64(word), least <= number, number <= limit else {
            throw ActListError(
                line, "\(name) ต้องเป็นเลขตั้งแต่ \(least) ถึง \(limit) ไม่ใช่ \(word)",
                "`\(name)` must be a number from \(least) to \(limit), not `\(word)`")
        }
        return number
    }

    /// A number that may be below 0, behind its name.
    mutating func integer(_ name: String, within range: ClosedRange<Int64>) throws(ActListError) -> Int64 {
        try expect(name)
        let word = try word()
        guard let number = Int64(word), range.contains(number) else {
            let (least, most) = (range.lowerBound, range.upperBound)
            throw ActListError(
                line, "\(name) ต้องเป็นเลขตั้งแต่ \(least) ถึง \(most) ไม่ใช่ \(word)",
                "`\(name)` must be a number from \(least) to \(most), not `\(word)`")
        }
        return number
    }

    /// The longest time that may be written down, forwards and backwards: a thousand years. What is added to
    /// the time of a run stays far from the end of numbers.
    static let millisecondsMax = 365_000 * Milliseconds.day

    /// A length of time behind its name, in milliseconds, not shorter than `least`.
    mutating func span(
        _ name: String, from least: Int64 = -ActWords.millisecondsMax
    ) throws(ActListError) -> Int64 {
        try expect(name)
        let word = try word()
        guard let milliseconds = Milliseconds.read(word) else {
            throw ActListError(
                line, "\(name) ต้องเป็นเวลา เช่น 30s ไม่ใช่ \(word)",
                "`\(name)` must be a time such as 30s, 5m, 2h, 1d or 250ms, not `\(word)`")
        }
        let most = Self.millisecondsMax
        guard milliseconds >= least else {
            throw ActListError(
                line, "\(name) ต้องไม่น้อยกว่า \(Milliseconds.text(least)) ไม่ใช่ \(word)",
                "`\(name)` must be at least \(Milliseconds.text(least)), not `\(word)`")
        }
        guard milliseconds <= most else {
            throw ActListError(
                line, "\(name) ต้องไม่เกิน \(Milliseconds.text(most)) ไม่ใช่ \(word)",
                "`\(name)` must be at most \(Milliseconds.text(most)), not `\(word)`")
        }
        return milliseconds
    }

    /// One of the names of an enumeration.
    mutating func choice<Choice: CaseIterable & RawRepresentable>(_ type: Choice.Type) throws(ActListError)
        -> Choice where Choice.RawValue == String
    {
        let word = try word()
        guard let choice = Choice(rawValue: word) else {
            throw wrong(word, Choice.allCases.map(\.rawValue))
        }
        return choice
    }

    /// Nothing may be left.
    func end() throws(ActListError) {
        guard let extra = first else { return }
        throw ActListError(line, "คำเกินมา: \(extra)", "one word too many: `\(extra)`")
    }

    /// An unknown word with those that would do.
    func wrong(_ word: String, _ known: [String]) -> ActListError {
        let near =
            known.first { $0.lowercased() == word.lowercased() }
            ?? known.first { $0.lowercased().hasPrefix(word.lowercased().prefix(3)) }
        return ActListError(
            line, "ไม่รู้จัก \(word) ที่ใช้ได้: \(known.joined(separator: ", "))",
            "unknown word `\(word)`; known are \(known.joined(separator: ", "))", suggestion: near)
    }
}
