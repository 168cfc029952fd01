// What is wrong with a record as it shows, told when it is read. Transitions, ranges, lists and required
// fields are checked when a person writes, and never when a change arrives: an older or a hostile node may
// send what no form here would take, and projection keeps it (DESIGN §3). So whoever shows a record asks
// here first.
//
// Judged is what stands, beside the writes it replaced; a step that somebody has since moved on from, as
// the workflow allows, is history and no flaw, but for the verdict that it needed (Passing). A pure function
// of a record's operations: its cost is a few passes over them.

public import CRDT

/// One thing that is wrong with what a record shows.
public struct Flaw: Hashable, Sendable {
    /// What kind of thing.
    public enum Kind: String, Hashable, CaseIterable, Sendable {
        /// A state that the workflow does not lead to from what it replaced.
        case skipped
        /// A state whose predecessor is not held yet, so that nobody can tell.
        case unproven
        /// A state whose round was decided otherwise than it needs, or than one that it came through.
        case refused
        /// Part of what a record says, or a line of it, that the state which locks it did not make fast.
        case changed
        /// A value that no form would take: out of range, of no list, of another form.
        case invalid
        /// A required field without a value, though the record has left its draft; a verdict that nobody
        /// gave, though the record went on from where it needed one.
        case missing
    }

    /// What kind of thing.
    public let kind: Kind
    /// The field, or the collection of the lines.
    public let field: String
    /// The write; nil for what is missing and for lines.
    public let dot: Dot?
    /// The whole sentence.
    public let message: Label
}

extension RecordCollection {
    /// Everything that is wrong with a record of this collection, by field. `operations` are all that are
    /// held on it, in any order; `chains` knows where they stand and what they say was seen.
    public func flaws(
        _ projection: RecordProjection, _ operations: [HeldOperation], _ chains: some Chains
    ) -> [Flaw] {
        guard !projection.isDeleted, projection.fields.values.contains(where: \.hasValue) else { return [] }
        var flaws: [Flaw] = []
        for field in fields {
            guard let shown = projection.fields[field.number] else { continue }
            flaws += invalid(field, shown)
            if case .state(let flow) = field.type {
                flaws += skipped(field, variant(of: flow, projection), shown, operations)
                flaws += refused(field, flow, shown, verdicts: projection.fields[flow.decision])
                flaws += passed(field, flow, projection, operations)
                flaws += spokenAgainst(field, flow, projection)
            }
        }
        return flaws + changedAfterLock(projection, operations, chains) + reversed(projection)
            + missing(projection)
    }

    /// The state that shows though its round was decided otherwise; while nothing is decided it waits, and
    /// where two verdicts stand that is a conflict already.
    private func refused(
        _ field: Field, _ flow: Flow, _ shown: FieldProjection, verdicts: FieldProjection?
    ) -> [Flaw] {
        guard case .value(let shown?, .waitsForDecision, _) = shown, let stage = Stage(shown.value),
            case .value(_, _, let candidates)? = verdicts
        else { return [] }
        let said = flow.verdicts(against: stage, among: candidates.compactMap { Stage($0.value) })
        if said.isEmpty { return [] }
        return [
            Flaw(
                kind: .refused, field: field.name, dot: shown.dot,
                message: decidedOtherwise(field, flow, stage, said))
        ]
    }

    /// The part of a workflow that this record goes through.
    private func variant(of flow: Flow, _ projection: RecordProjection) -> Flow {
        guard let field = flow.variants.flatMap({ self[$0.field] }),
            case .value(let shown, _, _)? = projection.fields[field.number]
        else { return flow }
        return flow.variant(for: shown?.value)
    }

    private func missing(_ projection: RecordProjection) -> [Flaw] {
        if let field = stateField, case .state(let flow) = field.type {
            guard case .value(let shown, _, let candidates)? = projection.fields[field.number],
                !candidates.isEmpty
            else {
                // No state at all is no draft: the making of it was taken back, or has not come yet.
                return missing(projection, isDraft: false)
            }
            return missing(projection, isDraft: shown.flatMap { Stage($0.value) }.map(flow.isDraft) ?? false)
        }
        return missing(projection, isDraft: false)
    }

    private func missing(_ projection: RecordProjection, isDraft: Bool) -> [Flaw] {
        guard !isDraft else { return [] }
        return fields.filter { $0.required && !(projection.fields[$0.number]?.hasValue ?? false) }.map {
            field in
            Flaw(
                kind: .missing, field: field.name, dot: nil,
                message: FieldError(self, field, "", .missing).message)
        }
    }

    /// Ends that come before their beginnings.
    private func reversed(_ projection: RecordProjection) -> [Flaw] {
        func shown(_ name: String) -> Candidate? {
            guard let field = self[name], case .value(let shown, _, _)? = projection.fields[field.number]
            else { return nil }
            return shown
        }
        return reversed { shown($0)?.value }.map {
            Flaw(kind: .invalid, field: $0.field, dot: shown($0.field)?.dot, message: $0.message)
        }
            + fields.flatMap { field -> [Flaw] in
                guard case .entries(let entries)? = projection.fields[field.number] else { return [] }
                return entries.compactMap { entry in
                    reversed(field, entry.value.entry?.value ?? entry.value) { shown($0)?.value }.map {
                        Flaw(kind: .invalid, field: field.name, dot: entry.dot, message: $0.message)
                    }
                }
            }
    }

    private func invalid(_ field: Field, _ shown: FieldProjection) -> [Flaw] {
        let values: [(Dot, Value)] =
            switch shown {
            case .value(_, _, let candidates): candidates.map { ($0.dot, $0.value) }
            case .elements(let list):
                list.filter(\.isIn).compactMap { one in one.candidates.first.map { ($0.dot, one.value) } }
            case .entries(let list): list.map { ($0.dot, $0.value) }
            case .sum: []
            }
        return values.compactMap { dot, value in
            guard let reason = field.type.objection(to: value) else { return nil }
            let text = field.type.editable(value)
            return Flaw(
                kind: .invalid, field: field.name, dot: dot,
                message: FieldError(self, field, text, reason).message)
        }
    }

    private func skipped(
        _ field: Field, _ flow: Flow, _ shown: FieldProjection, _ operations: [HeldOperation]
    ) -> [Flaw] {
        guard case .value(_, _, let candidates) = shown else { return [] }
        let writes = StageWrites(field.number, operations)
        return candidates.compactMap { candidate in
            guard let stage = Stage(candidate.value) else { return nil }
            let origin = writes.origin(of: candidate.dot)
            if origin.stages.contains(where: { flow.leads(from: $0, to: stage) }) { return nil }
            if origin.isFirst, stage.round == 1, flow.starts.contains(stage.state) { return nil }
            let kind = origin.isWhole ? Flaw.Kind.skipped : .unproven
            return Flaw(
                kind: kind, field: field.name, dot: candidate.dot,
                message: sentence(kind, field, stage, origin.stages))
        }
    }

    private func sentence(_ kind: Flaw.Kind, _ field: Field, _ stage: Stage, _ before: [Stage]) -> Label {
        func text(_ stage: Stage, _ language: Language) -> String { field.type.show(stage.value, language) }
        func list(_ language: Language) -> String {
            before.map { "“\(text($0, language))”" }.joined(separator: ", ")
        }
        let (th, en) = (text(stage, .th), text(stage, .en))
        let name = Label("ช่อง \(field.label.th) (\(field.name))", "field \(field.label.en) (\(field.name))")
        if kind == .unproven {
            return Label(
                "\(name.th): “\(th)” มาจากขั้นที่เครื่องนี้ยังไม่ได้รับ",
                "\(name.en): what “\(en)” came from is not held here yet")
        }
        if before.isEmpty {
            return Label(
                "\(name.th): เริ่มที่ “\(th)” ซึ่งไม่ใช่ขั้นเริ่มต้น",
                "\(name.en): it begins at “\(en)”, which is no beginning")
        }
        return Label(
            "\(name.th): ข้ามขั้นจาก \(list(.th)) ไป “\(th)”",
            "\(name.en): no way leads from \(list(.en)) to “\(en)”")
    }
}

extension Flow {
    /// Whether one write may lead from a stage to another: to itself, to what forward moves reach in the
    /// round, or along a move back into the next round.
    public func leads(from before: Stage, to after: Stage) -> Bool {
        if before.round == after.round {
            return before.state == after.state || workflow.reaches(after.state, from: before.state)
        }
        guard before.round < after.round, before.round &+ 1 == after.round else { return false }
        return state(before.state)?.back.contains(after.state) ?? false
    }
}

extension FieldProjection {
    /// Whether anything stands in the field.
    var hasValue: Bool {
        switch self {
        case .value(_, _, let candidates): candidates.contains { !$0.value.revealed.isNothing }
        case .sum: true
        case .elements(let list): list.contains(where: \.isIn)
        case .entries(let list): !list.isEmpty
        }
    }
}

extension FieldType {
    /// Why no form would have taken this value; nil where one would, and for what is empty or erased.
    func objection(to value: Value) -> FieldError.Reason? {
        let value = value.entry?.value.revealed ?? value.revealed
        if value.isNothing || value.isErased { return nil }
        switch self {
        case .state(let flow):
            guard let stage = Stage(value), stage.round > 0, flow.state(stage.state) != nil else {
                return .notChoice(choices)
            }
            return nil
        case .decision(let verdicts):
            guard let stage = Stage(value), verdicts.contains(where: { $0.code == stage.state }) else {
                return .notChoice(verdicts)
            }
            return nil
        case .choice(let choices):
            return choices.contains { $0.code == value.text } ? nil : .notChoice(choices)
        case .date: return value.text.flatMap { ThaiDate(iso: $0) } == nil ? .notDate : nil
        case .instant: return value.integer == nil ? .notMoment : nil
        case .boolean: return value.integer == 0 || value.integer == 1 ? nil : .notBoolean
        case .reference(let name): return value.record == nil ? .notFound(collection: name) : nil
        case .bytes: return value.bytes == nil ? .notBytes : nil
        case .integer(let range): return outside(range, value.integer, places: 0)
        case .money: return value.integer.map { $0 >= 0 } ?? false ? nil : .notMoney
        case .decimal(let places, let range): return outside(range, value.integer, places: places)
        case .text(let max): return value.text.map { $0.count <= max } ?? false ? nil : .tooLong(max: max)
        case .code(let kind):
            return refusal(value) { text throws(FieldError.Reason) in
                _ = try Catalogue.code(text, kind)
            }
        case .nationalID:
            return value.text.flatMap(KeptNationalID.init(stored:)) == nil
                ? .notCode(Label("ลายพิมพ์และเลขท้ายสี่ตัว", "a keyed hash and four digits")) : nil
        case .likert:
            return refusal(value) { text throws(FieldError.Reason) in _ = try Catalogue.answers(text) }
        }
    }

    private func outside(_ range: ClosedRange<Int64>, _ number: Int64?, places: Int) -> FieldError.Reason? {
        if let number, range.contains(number) { return nil }
        return .outOfRange(
            low: TypedNumber.show(range.lowerBound, places: places),
            high: TypedNumber.show(range.upperBound, places: places))
    }

    private func refusal(
        _ value: Value, _ check: (String) throws(FieldError.Reason) -> Void
    ) -> FieldError.Reason? {
        do throws(FieldError.Reason) {
            try check(value.text ?? "\u{0}")
            return nil
        } catch { return error }
    }
}
