// From a hub's replica to Findings, under the rules in force or under others.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Editing
internal import Records
internal import Replica
internal import Trust

/// Reads one store.
struct HistoryReader {
    let store: Store
    /// Number of a school by its code.
    let schools: [String: Int]
    private let authors: [NodeID: Writer]
    private let editor: Editor

    /// Schools are numbered by `schools`, from 1, and called by `names` where there are any.
    init(_ store: Store, schools: [String: Int], names: [String] = []) throws(ReplicaError) {
        self.store = store
        self.schools = schools
        editor = Editor(store, Occasion(nowMilliseconds: 0) { [UInt8](repeating: 0, count: $0) })
        var authors: [NodeID: Writer] = [:]
        for certificate in try store.district()?.certificates ?? [] {
            let school = certificate.space.schoolCode.flatMap { schools[$0] } ?? 0
            let name = names.indices.contains(school - 1) ? names[school - 1] : nil
            authors[certificate.nodeID] = Writer(school: school, machine: certificate.label, name: name)
        }
        self.authors = authors
    }

    /// What the history shows where `rules` replace what is in force; nil for the rules in force.
    func findings(_ rules: [RuleOverride]?) throws(ReplicaError) -> Findings {
        let schema = rules.map { store.catalogue.schema.overriding($0) } ?? store.schemaInForce
        var findings = Findings()
        for collection in store.catalogue.ofPeople {
            for row in try store.list(collection, includingDeleted: true) {
                try read(row, collection, schema, &findings)
            }
        }
        findings.clashes.sort { left, right in
            let (one, other) = (left.words.first?.milliseconds ?? 0, right.words.first?.milliseconds ?? 0)
            return (one, left.place) < (other, right.place)
        }
        findings.overwritten.sort { $0.place < $1.place }
        findings.others = try others(findings)
        return findings
    }

    private func read(
        _ row: RecordRow, _ collection: RecordCollection, _ schema: Schema, _ findings: inout Findings
    ) throws(ReplicaError) {
        let tried = try store.tried(row, under: schema)
        findings.records += 1
        findings.operations += tried.operations.count
        let title = editor.title(of: row)
        let whole = Place(
            space: row.space.name, collection: collection.name, record: row.id.description,
            field: Place.whole)
        findings.titles[whole] = title
        for (number, shown) in tried.projection.fields.sorted(by: { $0.key < $1.key }) {
            guard let field = collection[number], !tried.projection.isDeleted else { continue }
            let place = place(row, collection, field)
            findings.shown[place] = text(shown, field)
            findings.titles[place] = title
            if case .value(let candidate?, .differs, _) = shown {
                findings.unmarked[place] = text(candidate.value, field)
            }
        }
        guard tried.operations.count > 1 else { return }
        let refused = Set(tried.projection.refused.map { OperationName(dot: $0.dot, index: $0.index) })
        let held = tried.operations.filter {
            !refused.contains(OperationName(dot: $0.dot, index: $0.index))
        }
        if tried.projection.isBroughtBack { findings.returned[whole] = returning(held, collection) }
        let writes = held.filter { $0.operation.kind.supersedes }
        let cells = Dictionary(grouping: writes, by: \.operation.cell)
        for (key, list) in cells.sorted(by: { $0.key < $1.key }) where list.count > 1 {
            guard let field = collection[key.field] else { continue }
            let all = tried.operations.filter { $0.operation.cell == key }
            let place = place(row, collection, field)
            let clashes = Concurrency.meetings(list, all: all).compactMap {
                clash($0, tried.operations, schema, field, place, title)
            }
            findings.clashes += clashes
            guard !clashes.contains(where: \.needsPerson), !tried.projection.isDeleted,
                case .value(nil, .disputed, let candidates)? = tried.projection.fields[field.number]
            else { continue }
            let dots = Set(candidates.map(\.dot))
            findings.overwritten.append(
                overwriting(list.filter { dots.contains($0.dot) }, field, place, title))
        }
    }

    /// A field under `once` whose second value was written by somebody who saw the first: every value stays,
    /// and a person is asked.
    private func overwriting(
        _ writes: [HeldOperation], _ field: Field, _ place: Place, _ title: String
    ) -> Clash {
        Clash(
            place: place, title: title, field: field.label,
            words: writes.sorted { ($0.time, $0.dot) < ($1.time, $1.dot) }.map { word($0, field) },
            shown: nil, needsPerson: true, later: nil, reason: RuleReason.overwriting)
    }

    private struct OperationName: Hashable {
        let dot: Dot
        let index: Int
    }

    private struct NoChains: Chains {
        func holds(_ dot: Dot, onChainEndingAt end: Dot) -> Bool { false }
    }

    /// What the rule makes of one meeting; nil where all wrote the same.
    private func clash(
        _ meeting: Meeting, _ all: [HeldOperation], _ schema: Schema, _ field: Field, _ place: Place,
        _ title: String
    ) -> Clash? {
        guard let collection = store.catalogue[place.collection] else { return nil }
        let rule = schema.field(collection.number, field.number)?.rule ?? field.rule
        var taken = meeting.before + meeting.writes
        // A state stands on its verdict, which is another field.
        if case .workflow(let flow) = rule, flow.decision != .whole {
            taken += all.filter { $0.operation.field == flow.decision }
        }
        let projection = project(
            taken, collection: collection.number, schema: schema, chains: NoChains())
        let words = meeting.heads.map { word($0, field) }
        guard Set(words.map(\.text)).count > 1 else { return nil }
        var shown: Dot?
        var needsPerson = false
        switch projection.fields[field.number] {
        case .value(let candidate, let standing, _):
            shown = candidate?.dot
            needsPerson = standing.needsPerson
        case .elements(let elements):
            let element = elements.first { $0.value == meeting.heads.first?.operation.value }
            let isIn = element?.isIn ?? false
            shown = meeting.heads.last { ($0.operation.kind == .add) == isIn }?.dot
        default: break
        }
        let winner = meeting.heads.first { $0.dot == shown }.map { word($0, field) }
        return Clash(
            place: place, title: title, field: field.label, words: words, shown: winner,
            needsPerson: needsPerson, later: meeting.next.map { word($0, field) },
            reason: RuleReason.text(
                rule, winner, words, needsPerson: needsPerson, isOver: meeting.next != nil))
    }

    func writer(of held: HeldOperation) -> Writer {
        authors[held.dot.feed.node] ?? Writer(school: 0, machine: "?")
    }

    func word(_ held: HeldOperation, _ field: Field) -> Word {
        let shown = text(held.operation.value, field)
        let text =
            switch held.operation.kind {
            case .add: Label("ใส่ \(shown.th)", "add \(shown.en)")
            case .remove: Label("เอา \(shown.th) ออก", "remove \(shown.en)")
            default: shown
            }
        return Word(text: text, writer: writer(of: held), milliseconds: held.time)
    }

    /// Values about a person stay at the node.
    private func text(_ value: Value, _ field: Field) -> Label {
        guard !field.privacy.isSalted else {
            let mark = String(value.committed.encoded.suffix(2).map { String($0, radix: 16) }.joined())
            return Label("[ข้อมูลส่วนบุคคล \(mark)]", "[personal \(mark)]")
        }
        if value.isNothing { return Label("(ว่าง)", "(empty)") }
        return Label(editor.text(value, field, .th), editor.text(value, field, .en))
    }

    private func text(_ shown: FieldProjection, _ field: Field) -> Label {
        switch shown {
        case .value(let candidate?, .differs, let all):
            let shown = text(candidate.value, field)
            return Label(
                "\(shown.th) (มี \(all.count) ค่า รอคนตัดสิน)", "\(shown.en) (\(all.count) values, for a person)")
        case .value(let candidate?, _, _): return text(candidate.value, field)
        case .value(nil, .contested, _), .value(nil, .disputed, _):
            return Label("(ขัดกัน รอคนตัดสิน)", "(contested, for a person)")
        case .value(nil, _, _): return Label("(ว่าง)", "(empty)")
        case .sum(let sum): return Label("\(sum)", "\(sum)")
        case .elements(let elements):
            let list = elements.filter(\.isIn).map { text($0.value, field) }
            return Label(
                list.map(\.th).joined(separator: ", "), list.map(\.en).joined(separator: ", "))
        case .entries(let entries): return Label("\(entries.count) รายการ", "\(entries.count) entries")
        }
    }

    private func place(_ row: RecordRow, _ collection: RecordCollection, _ field: Field) -> Place {
        Place(
            space: row.space.name, collection: collection.name, record: row.id.description, field: field.name)
    }
}
