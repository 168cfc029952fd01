// A record as a form asks for it: by field, as words for paper. What is missing is empty, and the form
// makes a dotted line of it. Where several people wrote different values and nobody has decided, all of
// them stand on the paper: a form must not look settled where the record is not.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

/// A record with what it refers to and what refers to it.
struct FormRecord {
    let reading: FormReading
    let collection: RecordCollection
    let row: RecordRow

    init(_ reading: FormReading, _ collection: RecordCollection, _ row: RecordRow) {
        self.reading = reading
        self.collection = collection
        self.row = row
    }

    /// Its name everywhere.
    var id: RecordID { row.id }

    /// When it was made, by its author's clock; with the id behind it, an order that is the same on every
    /// node.
    var madeAt: Int64 { reading.view(row)?.history.first?.write.time ?? 0 }

    /// Eight hexadecimal digits that find the record.
    var shortID: String { String(row.id.description.prefix(8)) }

    /// The code of a choice or state, the digits of a number; empty for none.
    func code(_ name: String) -> String {
        _ = field(name)
        return row[name].plain
    }

    /// A whole number, satang or milliseconds; nil while people's values differ, so that nothing is
    /// reckoned from a figure that is not settled.
    func number(_ name: String) -> Int64? { single(name)?.integer }

    /// The field as words; several values with a comma between, undecided ones with the word for or.
    func text(_ name: String) -> String {
        guard let field = field(name) else { return "" }
        return values(name).joined(separator: field.isMany ? ", " : " หรือ ")
    }

    /// Each value that stands, as words.
    func values(_ name: String) -> [String] {
        guard let field = field(name) else { return [] }
        return standing(field).map { words($0, field) }.filter { !$0.isEmpty }
    }

    /// A day or the day of a moment: `5 มกราคม 2569`.
    func day(_ name: String) -> String {
        guard let field = field(name) else { return "" }
        let days = standing(field).compactMap { value -> ThaiDate? in
            if let milliseconds = value.integer { return ThaiDate(milliseconds: milliseconds) }
            return value.text.flatMap { ThaiDate(iso: $0) }
        }
        return days.map { $0.long() }.joined(separator: " หรือ ")
    }

    /// The same, short: `5 ม.ค. 2569`.
    func shortDay(_ name: String) -> String {
        guard let field = field(name) else { return "" }
        return standing(field).compactMap { value in
            value.integer.map { ThaiDate(milliseconds: $0).medium() }
                ?? value.text.flatMap { ThaiDate(iso: $0)?.medium() }
        }.joined(separator: " หรือ ")
    }

    /// The day itself; nil for none, and while people's values differ.
    func date(_ name: String) -> ThaiDate? {
        guard let value = single(name) else { return nil }
        return value.integer.map { ThaiDate(milliseconds: $0) } ?? value.text.flatMap { ThaiDate(iso: $0) }
    }

    /// The record that a field refers to.
    func follow(_ name: String) -> FormRecord? { followAll(name).first }

    /// The records that a field refers to, in its order.
    func followAll(_ name: String) -> [FormRecord] {
        guard let field = field(name), case .reference(let target) = field.type else { return [] }
        return standing(field).compactMap(\.record).compactMap { reading.record(target, $0, from: row) }
    }

    /// Records of `name` whose field refers to this one, in the order of `by` (a number), else as they were
    /// made.
    func those(_ name: String, in reference: String, by order: String? = nil) -> [FormRecord] {
        let all = reading.records(name, where: reference, is: id.description, beside: row)
        let placed = all.map { one in
            (order.map { one.number($0) ?? .max } ?? 0, one.madeAt, one.id, one)
        }
        return placed.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map(\.3)
    }

    /// The lines of this record, as the catalogue declares them.
    func lines(_ name: String, by order: String? = nil) -> [FormRecord] {
        guard let reference = reading.store.catalogue[name]?.lineOf else { return [] }
        return those(name, in: reference, by: order)
    }

    /// Where the record stands; nil without a state, and while states are contested.
    private var stage: Stage? {
        guard let state = collection.stateField, let name = row[state.name].plain.nonEmpty,
            case .integer(let round) = row[state.name + "_round"]
        else { return nil }
        return Stage(round: UInt64(clamping: round), state: name)
    }

    /// What people call the record on paper.
    var name: String {
        if let name = collection.personName({ text($0) }) { return name }
        let known = Set(collection.fields.map(\.name))
        let names = ["name_th", "name", "title", "subject", collection.numberField ?? "code"]
        return names.filter(known.contains).lazy.map { text($0) }.first { !$0.isEmpty } ?? shortID
    }

    // MARK: - What stands in a field

    /// The field; a form that asks for one that there is not has a mistake that its test must find.
    func field(_ name: String) -> Field? {
        let field = collection[name]
        assert(field != nil, "\(collection.name) has no field \(name)")
        return field
    }

    private func single(_ name: String) -> Value? {
        guard let field = field(name) else { return nil }
        let values = standing(field)
        return values.count == 1 ? values[0] : nil
    }

    private func standing(_ field: Field) -> [Value] {
        guard collection.shows(field, at: stage) else { return [] }
        if field.isMany {
            let view = reading.view(row)?.fields.first { $0.field == field.number }
            return (view?.elements ?? []) + (view?.entries ?? []).map { $0.entry?.value.revealed ?? $0 }
        }
        guard field.rule == .keepAll || field.rule == .once || row[field.name] == .text("contested") else {
            return [shown(field)]
        }
        let view = reading.view(row)?.fields.first { $0.field == field.number }
        guard let view, view.standing.needsPerson else { return [shown(field)] }
        if view.standing == .disputed, let chosen = reading.chosen(row, field) { return [chosen.value] }
        var values: [Value] = []
        for candidate in view.candidates where !values.contains(candidate.value) {
            values.append(candidate.value)
        }
        return values
    }

    private func shown(_ field: Field) -> Value {
        if case .reference = field.type, case .text(let hex) = row[field.name] {
            return Hex.decode(hex).flatMap { RecordID(bytes: $0) }.map(Value.record) ?? .nothing
        }
        if field.type.hasRound, let name = row[field.name].plain.nonEmpty {
            return .stage(round: 1, name)
        }
        return row[field.name].asValue
    }

    private func words(_ value: Value, _ field: Field) -> String {
        if case .reference(let target) = field.type, let id = value.record {
            return reading.record(target, id, from: row)?.name ?? String(id.description.prefix(8))
        }
        if field.type.hasRound, let name = value.stage?.name { return field.type.label(name, .th) }
        return field.type.show(value, .th)
    }
}

extension String {
    /// Nil where there is nothing in it.
    var nonEmpty: String? { isEmpty ? nil : self }
}
