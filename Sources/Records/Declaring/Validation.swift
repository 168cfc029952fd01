// From what a person typed to a value. Thai digits, both calendars, labels in place of codes and grouped
// thousands are all understood; what is not is refused with a sentence. Checked when somebody writes, never
// when a change arrives: projection does not read the catalogue's types.

internal import Bytes
public import CRDT

extension Catalogue {
    /// The value of one field; `nothing` for an empty text. For sets and logs, one element or entry.
    /// `stage` is the state now shown, for state fields (nil: none yet) and decisions (whose round they
    /// speak of). `find` looks up a record by what people call it; without it references take 32
    /// hexadecimal digits or a school's SMIS code.
    public func validate(
        _ collection: String, _ field: String, _ text: String, stage: Stage? = nil,
        find: (_ collection: String, _ text: String) -> RecordID? = { _, _ in nil }
    ) throws(FieldError) -> Value {
        guard let declared = self[collection] else {
            throw FieldError(collection, field, text, .noSuchCollection)
        }
        guard let found = declared[field] else {
            throw FieldError(collection, field, text, .noSuchField(known: declared.fields.map(\.name)))
        }
        do throws(FieldError.Reason) {
            return try self.parse(found.type, text, stage: stage, find: find)
        } catch {
            throw FieldError(declared, found, text, error)
        }
    }

    /// The required fields that have no value yet, in order. Empty at a stage that is a draft, which may
    /// lack anything; `stage` is the one the record will have.
    public func missing(_ collection: String, at stage: Stage?, present: (String) -> Bool) -> [FieldError] {
        guard let declared = self[collection] else { return [] }
        if case .state(let flow) = declared.stateField?.type, flow.isDraft(stage) { return [] }
        return declared.fields.filter { $0.required && !present($0.name) }
            .map { FieldError(declared, $0, "", .missing) }
    }

    func parse(
        _ type: FieldType, _ text: String, stage: Stage?, find: (String, String) -> RecordID?
    ) throws(FieldError.Reason) -> Value {
        let clean = ThaiText.clean(text)
        if clean.isEmpty { return .nothing }
        let plain = ThaiText.arabicDigits(clean)
        switch type {
        case .text(let max):
            let lines = ThaiText.cleanLines(text)
            guard lines.count <= max, lines.utf8.count <= SpecificationLimits.valueBytesMax - 64 else {
                throw .tooLong(max: max)
            }
            return .text(lines)
        case .integer(let range): return .integer(try TypedNumber.integer(plain, range))
        case .money:
            guard let satang = TypedNumber.scaled(plain, places: 2), satang >= 0 else { throw .notMoney }
            return .integer(satang)
        case .decimal(let places, let range):
            guard let number = TypedNumber.scaled(plain, places: places) else {
                throw .notDecimal(places: places)
            }
            guard range.contains(number) else {
                throw .outOfRange(
                    low: TypedNumber.show(range.lowerBound, places: places),
                    high: TypedNumber.show(range.upperBound, places: places))
            }
            return .integer(number)
        case .date:
            guard let date = ThaiDate(typed: plain) else { throw .notDate }
            return .text(date.description)
        case .instant:
            guard let moment = ThaiDate.moment(typed: plain) else { throw .notMoment }
            return .integer(moment)
        case .boolean: return .integer(try Self.boolean(plain) ? 1 : 0)
        case .choice(let choices): return .text(try Self.choice(plain, choices))
        case .code(let kind): return .text(try Self.code(plain, kind))
        case .likert: return .text(try Self.answers(plain))
        case .nationalID:
            if let kept = KeptNationalID(stored: plain) { return .text(kept.text) }
            guard let id = NationalID(typed: plain) else {
                throw .notCode(
                    Label("เลขประจำตัวประชาชน 13 หลักที่ตรวจเลขท้ายแล้ว", "a national id of 13 digits that checks"))
            }
            return .text(id.digits)
        case .bytes:
            guard let bytes = Hex.decode(plain) else { throw .notBytes }
            return .bytes(bytes)
        case .reference(let target): return .record(try reference(target, clean, find))
        case .state(let flow): return try flow.move(to: plain, from: stage).value
        case .decision(let choices):
            return .stage(round: stage?.round ?? 1, try Self.choice(plain, choices))
        }
    }

    private func reference(
        _ target: String, _ text: String, _ find: (String, String) -> RecordID?
    ) throws(FieldError.Reason) -> RecordID {
        if let found = find(target, text) { return found }
        if let id = RecordID(hex: text) { return id }
        if target == "school", let code = SMISCode(text), let school = self["school"],
            let id = school.derivedID(in: .district, ["smis_code": .text(code.text)])
        {
            return id
        }
        throw .notFound(collection: target)
    }

    private static func choice(_ text: String, _ choices: [Choice]) throws(FieldError.Reason) -> String {
        let wanted = ThaiText.compareKey(text)
        let found = choices.first { choice in
            [choice.code, choice.label.th, choice.label.en].contains { ThaiText.compareKey($0) == wanted }
        }
        guard let found else { throw .notChoice(choices) }
        return found.code
    }

    private static func boolean(_ text: String) throws(FieldError.Reason) -> Bool {
        switch ThaiText.compareKey(text) {
        case "1", "yes", "y", "true", "ใช่", "มี": return true
        case "0", "no", "n", "false", "ไม่", "ไม่ใช่", "ไม่มี": return false
        default: throw .notBoolean
        }
    }

    static func answers(_ text: String) throws(FieldError.Reason) -> String {
        let marks = text.filter { $0 != " " && $0 != "," }
        guard marks.allSatisfy({ "12345-".contains($0) }), marks.utf8.count <= 500 else { throw .notAnswers }
        return marks
    }

    static func code(_ text: String, _ kind: CodeKind) throws(FieldError.Reason) -> String {
        let count: Int
        switch kind {
        case .smis:
            guard let code = SMISCode(text) else {
                throw .notCode(Label("รหัส SMIS 8 หลัก", "a SMIS code of 8 digits"))
            }
            return code.text
        case .ascii:
            let isFine = text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [0x2D, 0x5F, 0x2E, 0x2F].contains($0)
            }
            guard isFine, text.utf8.count <= 40 else {
                throw .notCode(
                    Label("ตัวอักษร a-z ตัวเลข - _ . / ไม่เกิน 40 ตัว", "at most 40 letters, digits, - _ . or /"))
            }
            return text
        case .ministry: count = 10
        case .obec: count = 6
        case .digits(let digits): count = digits
        }
        guard text.utf8.count == count, plainNumber(text) != nil else {
            throw .notCode(Label("รหัส \(count) หลัก", "a code of \(count) digits"))
        }
        return text
    }
}

extension Flow {
    /// The stage that a person asks for by a state's name or label, from the stage now shown: a forward
    /// move keeps the round, a move back opens the next. Staying where one is gives the same stage.
    public func move(to text: String, from current: Stage?) throws(FieldError.Reason) -> Stage {
        let wanted = ThaiText.compareKey(text)
        let named = states.first { state in
            [state.name, state.label.th, state.label.en].contains { ThaiText.compareKey($0) == wanted }
        }
        guard let named else {
            throw .notChoice(states.map { Choice($0.name, $0.label.th, $0.label.en) })
        }
        if let current, current.state == named.name { return current }
        let moves = allowedMoves(from: current)
        if let move = moves.first(where: { $0.state == named.name }) { return move }
        let allowed = moves.compactMap { state($0.state) }.map { Choice($0.name, $0.label.th, $0.label.en) }
        throw .notAllowed(from: current.flatMap { state($0.state)?.label }, allowed: allowed)
    }
}

extension FieldError.Reason: Error {}

extension FieldError {
    init(_ collection: RecordCollection, _ field: Field, _ input: String, _ reason: Reason) {
        self.init(
            collection: collection.name, field: field.name, label: field.label,
            input: field.tellable(input), reason: reason)
    }

    init(_ collection: String, _ field: String, _ input: String, _ reason: Reason) {
        self.init(
            collection: collection, field: field, label: Label(field, field), input: input, reason: reason)
    }
}
