// A value as the text of one cell, and what a cell says. A cell is written the way people read it wherever
// that reads back as the same value, and as its code otherwise. Spreadsheets change what they save; that is
// undone in Doubts, not here.
//
//   empty, `-`             not touched, whatever the record shows
//   `(ว่าง)`, `(empty)`      the field is cleared
//   `(ขัดกัน)`, `(contested)`  values stand against each other; not touched
//   `'` before = + - @ ' ( or a dash   a guard; taken off
//   sets and logs          elements separated by ` | `; inside an element `\|` and `\\`
//   states and verdicts    the label, from round 2 on with `(รอบที่ 2)` or `(round 2)` behind it

internal import Bytes
public import CRDT

/// What a cell says before its field is asked.
public enum CellWord: Hashable, Sendable {
    /// Nothing: the field stays as it is. True where a dash says so.
    case untouched(dash: Bool)
    /// The field is to have no value.
    case cleared
    /// This text, guard taken off.
    case text(String)
}

/// Values as cells.
public enum CellText {
    /// What a cell says.
    public static func word(_ cell: String) -> CellWord {
        if cell.unicodeScalars.allSatisfy(ThaiText.isSpace) { return .untouched(dash: false) }
        guard mayBeSign(cell) else { return .text(unguarded(cell)) }
        let clean = ThaiText.clean(cell)
        if clean.isEmpty || isMarker(clean, contestedLabel) { return .untouched(dash: false) }
        if dashes.contains(clean) { return .untouched(dash: true) }
        if isMarker(clean, emptyLabel) { return .cleared }
        return .text(unguarded(cell))
    }

    /// False for what is too long for a sign, or begins with a letter or digit: most cells are not looked
    /// at twice.
    private static func mayBeSign(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= signBytesMax else { return false }
        switch first {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xE0: return false
        default: return true
        }
    }

    /// Text that could be mistaken for a sign or a formula gets an apostrophe. (CSV guards formulas
    /// itself.)
    public static func guarded(_ text: String) -> String {
        isMistakable(text) ? "'" + text : text
    }

    /// The text without its guard.
    public static func unguarded(_ cell: String) -> String {
        guard cell.hasPrefix("'") else { return cell }
        let rest = String(cell.dropFirst())
        return isMistakable(rest) || CSV.isFormula(rest) ? rest : cell
    }

    private static func isMistakable(_ text: String) -> Bool {
        if text.hasPrefix("'") { return true }
        guard mayBeSign(text) else { return false }
        let clean = ThaiText.clean(text)
        return dashes.contains(clean) || isMarker(clean, emptyLabel) || isMarker(clean, contestedLabel)
    }

    private static func isMarker(_ text: String, _ label: Label) -> Bool {
        text == label.th || text.lowercased() == label.en
    }

    /// Longer than every sign, with room for spaces around it.
    private static let signBytesMax = 48
    private static let dashes: Set<String> = ["-", "–", "—", "−", "--"]
    private static let emptyLabel = Label("(ว่าง)", "(empty)")
    private static let contestedLabel = Label("(ขัดกัน)", "(contested)")

    /// The sign for values that stand against each other.
    public static func contested(_ language: Language) -> String { contestedLabel.text(language) }
    /// The sign that clears a field.
    public static func empty(_ language: Language) -> String { emptyLabel.text(language) }
}

extension CellText {
    /// A single value as a cell's text, not yet guarded; `name` is what people call the record a reference
    /// names, nil where the id must do.
    public static func text(
        _ value: Value, _ type: FieldType, _ language: Language, name: (RecordID) -> String? = { _ in nil }
    ) -> String {
        let value = value.entry?.value.revealed ?? value.revealed
        if value.isNothing || value.isErased { return "" }
        switch type {
        case .date:
            return value.text.flatMap { ThaiDate(iso: $0) }.flatMap { clear($0.short(language), value, type) }
                ?? type.editable(value)
        case .instant:
            guard let moment = value.integer else { return type.editable(value) }
            let plain = type.editable(value)
            let day = ThaiDate(milliseconds: moment).short(language)
            return clear(day + plain.dropFirst(10), value, type) ?? plain
        case .choice, .boolean, .decision, .state:
            return staged(value, type, language) ?? type.editable(value)
        case .likert:
            return value.text.map { $0.map(String.init).joined(separator: " ") } ?? type.editable(value)
        case .reference: return value.record.map { name($0) ?? $0.description } ?? type.editable(value)
        default: return type.editable(value)
        }
    }

    /// Elements of a set or entries of a log as one cell.
    public static func list(_ texts: [String]) -> String {
        texts.map { text in
            text.reduce(into: "") { out, character in
                if character == "|" || character == "\\" { out.append("\\") }
                out.append(character)
            }
        }.joined(separator: " | ")
    }

    /// The elements of a cell, trimmed; commas separate too where an element cannot hold one.
    public static func elements(_ cell: String, of type: FieldType) -> [String] {
        var isText = false
        if case .text = type { isText = true }
        var parts = [""]
        var isEscaped = false
        for character in cell {
            if isEscaped {
                parts[parts.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "|" || (character == "," && !isText) {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        if isEscaped { parts[parts.count - 1].append("\\") }
        return parts.map(trimmed).filter { !$0.isEmpty }
    }

    /// Text without spaces at its ends; those within stay.
    public static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, ThaiText.isSpace(first) { scalars = scalars.dropFirst() }
        while let last = scalars.last, ThaiText.isSpace(last) { scalars = scalars.dropLast() }
        return String(scalars)
    }

    /// The label of a choice, with the round of a stage where it is not the first; nil where its words mean
    /// another choice.
    private static func staged(_ value: Value, _ type: FieldType, _ language: Language) -> String? {
        let code = type.editable(value)
        if case .boolean = type { return value.integer == nil ? nil : type.show(value, language) }
        let wanted = ThaiText.compareKey(type.label(code, language))
        let found = type.choices.first { choice in
            [choice.code, choice.label.th, choice.label.en].contains { ThaiText.compareKey($0) == wanted }
        }
        guard let found else { return value.stage.map { code + round($0.round, language) } }
        let name = found.code == code ? type.label(code, language) : code
        return name + (value.stage.map { round($0.round, language) } ?? "")
    }

    private static func round(_ round: UInt64, _ language: Language) -> String {
        round > 1 ? Label(" (รอบที่ \(round))", " (round \(round))").text(language) : ""
    }

    /// A state's or verdict's text without its round, and the round; nil where none is written.
    public static func round(of text: String) -> (name: String, round: UInt64?) {
        let clean = ThaiText.arabicDigits(ThaiText.clean(text))
        guard clean.hasSuffix(")"), let open = clean.lastIndex(of: "(") else { return (clean, nil) }
        let inside = clean[clean.index(after: open)...].dropLast()
        for word in ["รอบที่", "round"] where inside.lowercased().hasPrefix(word) {
            let digits = inside.dropFirst(word.count).filter { $0 != " " }
            guard let number = plainNumber(digits), number >= 1 else { continue }
            return (ThaiText.clean(String(clean[..<open])), UInt64(number))
        }
        return (clean, nil)
    }

    /// The text where it reads back as the same value.
    private static func clear(_ text: String, _ value: Value, _ type: FieldType) -> String? {
        switch type {
        case .date: ThaiDate(typed: text)?.description == value.text ? text : nil
        case .instant: ThaiDate.moment(typed: text) == value.integer.map { $0 / 1_000 * 1_000 } ? text : nil
        default: text
        }
    }
}
