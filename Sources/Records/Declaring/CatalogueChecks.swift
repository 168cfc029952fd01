// What can be wrong with a declaration. Every check here is one that would otherwise fail late and far
// away: in an SQL statement, in another node's projection, or on a form.

internal import CRDT

extension Catalogue {
    /// One sentence for each thing that is wrong; empty for a sound catalogue. For developers, English
    /// only.
    public var problems: [String] {
        var found = Self.repeated(collections.map(\.name)).map { "collection \($0) is declared twice" }
        found += Self.repeated(collections.map { String($0.number.raw) }).map {
            "collection number \($0) is declared twice"
        }
        for collection in collections { found += problems(of: collection) }
        found += Self.repeated(invariants.map { String($0.number) }).map {
            "invariant \($0) is declared twice"
        }
        for invariant in invariants { found += problems(of: invariant) }
        return found
    }

    private func problems(of collection: RecordCollection) -> [String] {
        var found: [String] = []
        let columns = collection.columns.map(\.name) + collection.derived.map(\.name)
        found += Self.repeated(columns).map { "column \($0) is declared twice" }
        found += Self.repeated(collection.fields.map { String($0.number.raw) }).map {
            "field number \($0) is declared twice"
        }
        for name in [collection.name] + columns where !Self.isColumnName(name) {
            found.append("\(name) cannot be a name in SQL")
        }
        if case .derived(let names) = collection.key {
            for name in names where collection[name]?.rule != .once || collection[name]?.required != true {
                found.append("key field \(name) must be required and written once")
            }
        }
        if let name = collection.numberField, collection[name]?.rule != .once {
            found.append("number field \(name) must be written once")
        }
        for field in collection.fields {
            found += problems(of: field, in: collection).map { "\(field.name): \($0)" }
        }
        for derived in collection.derived { found += problems(of: derived, in: collection) }
        if let name = collection.lineOf {
            if case .reference? = collection[name]?.type {} else { found.append("line of unknown \(name)") }
        }
        for span in collection.spans {
            let ends = [span.from, span.until].map { collection[$0]?.type }
            if !ends.allSatisfy({ $0 == .date }), !ends.allSatisfy({ $0 == .instant }) {
                found.append("\(span.from) and \(span.until) are not two days or two moments")
            }
        }
        if let moment = collection.moment { found += problems(of: moment, in: collection) }
        if let template = collection.template { found += problems(of: template, in: collection) }
        for name in collection.recognition?.fields ?? [] where collection[name]?.isMany ?? true {
            found.append("no record is recognised by \(name)")
        }
        if collection.spaces.contains(.local) && !collection.isLocal {
            found.append("what is local lives nowhere else")
        }
        if Self.tables.contains(collection.name) { found.append("the replica has a table of this name") }
        return found.map { "\(collection.name): \($0)" }
    }

    private func problems(of field: Field, in collection: RecordCollection) -> [String] {
        var found: [String] = []
        if field.number == .whole { found.append("number 0 means the whole record") }
        if field.privacy.isSalted && !Self.isBlind(field.rule) {
            found.append("a personal field must have a rule that never reads the value")
        }
        found += Self.repeated(field.type.choices.map(\.code)).map { "choice \($0) is declared twice" }
        for choice in field.type.choices where !Self.isIdentifier(choice.code) {
            found.append("choice \(choice.code) is not snake_case")
        }
        if field.rule == .counter && field.type.columnKind != .integer {
            found.append("a counter counts integers")
        }
        switch field.type {
        case .reference(let target) where self[target] == nil: found.append("\(target) is no collection")
        case .decision where field.rule != .keepAll: found.append("a decision keeps all verdicts")
        case .state(let flow): found += problems(of: flow, in: collection)
        default: break
        }
        let states = collection.stateField?.type.choices.map(\.code) ?? []
        for name in field.filledAt where !states.contains(name) || field.fill == nil || field.isMany {
            found.append("nothing fills it at \(name)")
        }
        if field.lapses, field.filledAt.isEmpty { found.append("it lapses, and no state fills it") }
        if field.fill == .firstState, field.type.choices.isEmpty { found.append("it has no first state") }
        return found
    }

    private func problems(of flow: Flow, in collection: RecordCollection) -> [String] {
        var found = flow.workflow.isAcyclic ? [] : ["forward moves have a cycle"]
        for name in flow.starts where flow.state(name) == nil { found.append("it begins in unknown \(name)") }
        for state in flow.states {
            for name in state.next + state.back where flow.state(name) == nil {
                found.append("\(state.name) leads to unknown \(name)")
            }
            if let verdict = state.needs {
                let codes = collection[flow.decision]?.type.choices.map(\.code) ?? []
                if !codes.contains(verdict) { found.append("\(state.name) needs unknown verdict \(verdict)") }
            }
            for one in state.despite
            where !(collection[one.field]?.type.choices.contains { $0.code == one.verdict } ?? false) {
                found.append("\(state.name) knows no verdict \(one.field) \(one.verdict)")
            }
        }
        if let variants = flow.variants { found += problems(of: variants, of: flow, in: collection) }
        return found
    }

    private func problems(of variants: FlowVariants, of flow: Flow, in collection: RecordCollection)
        -> [String]
    {
        var found: [String] = []
        if collection[variants.field]?.rule != .once {
            found.append("its variants need a field written once")
        }
        for (value, names) in variants.states.sorted(by: { $0.key < $1.key }) {
            for name in names where flow.state(name) == nil { found.append("\(value) has unknown \(name)") }
            let part = flow.variant(named: value)
            for state in part.states where !part.starts.contains(state.name) {
                let isReached = part.starts.contains { part.workflow.reaches(state.name, from: $0) }
                if !isReached { found.append("\(value) never comes to \(state.name)") }
            }
        }
        return found
    }

    private func problems(of moment: LineMoment, in collection: RecordCollection) -> [String] {
        guard case .reference(let name)? = collection.lineOf.flatMap({ collection[$0]?.type }),
            let parent = self[name], case .state(let flow)? = parent.stateField?.type
        else { return ["its lines hang on no state"] }
        var found = moment.states.filter { flow.state($0) == nil }.map { "\(name) has no state \($0)" }
        if parent[moment.beginning]?.type != .date { found.append("\(name) has no day \(moment.beginning)") }
        if ![.date, .instant].contains(collection[moment.day]?.type) {
            found.append("it has no day \(moment.day)")
        }
        return found
    }

    private func problems(of template: LineTemplate, in collection: RecordCollection) -> [String] {
        guard let lines = self[template.collection], lines.lineOf == template.parent,
            lines[template.parent]?.type == .reference(collection.name)
        else { return ["\(template.collection) are no lines of it"] }
        var found: [String] = []
        if collection[template.field]?.rule != .once { found.append("a template needs a field written once") }
        for (value, list) in template.lines.sorted(by: { $0.key < $1.key }) {
            for typed in list.flatMap(\.values) {
                let isRead =
                    (try? validate(lines.name, typed.name, typed.text)).map { !$0.isNothing } ?? false
                if !isRead { found.append("line of \(value): \(typed.name) cannot be “\(typed.text)”") }
            }
        }
        return found
    }

    private func problems(of derived: DerivedField, in collection: RecordCollection) -> [String] {
        switch derived.source {
        case .sumOfFields(let names):
            names.filter { collection[$0]?.type.columnKind != .integer }.map {
                "\(derived.name) adds unknown \($0)"
            }
        case .sumOfRecords(let name, let field, let by):
            self[name]?[field]?.type.columnKind == .integer
                && self[name]?[by]?.type == .reference(collection.name)
                ? [] : ["\(derived.name) adds what is not there"]
        }
    }

    private func problems(of invariant: Invariant) -> [String] {
        let (name, fields) =
            switch invariant.kind {
            case .unique(let collection, let fields, _): (collection, fields)
            case .sumNotNegative(let collection, let item, let amount): (collection, [item, amount])
            case .inOrder(let order):
                (order.collection, [order.parent, order.number, order.state, order.exempt])
            case .withinVariant(let collection): (collection, [])
            case .linesOfStanding: ("", [])
            case .lentOnce(let lending): (lending.lines, [lending.loan, lending.item])
            case .uniqueOwner(let collection, let field, let owner): (collection, [field, owner])
            case .countedOnce(_, let counts): (counts, ["class", "male", "female"])
            case .grantedOnce(let granting): (granting.grants, [granting.request])
            }
        return fields.filter { self[name]?[$0] == nil }.map {
            "invariant \(invariant.name): no \(name).\($0)"
        }
    }

    /// True for rules that never read a value, which alone may rule personal fields.
    static func isBlind(_ rule: Rule) -> Bool {
        switch rule {
        case .latest, .keepAll, .once, .log: true
        default: false
        }
    }

    static func isIdentifier(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, (0x61...0x7a).contains(first), bytes.count <= 40 else { return false }
        return bytes.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
    }

    private static func isColumnName(_ name: String) -> Bool {
        isIdentifier(name) && !keywords.contains(name) && !taken.contains(name)
    }

    private static func repeated(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { !seen.insert($0).inserted }
    }

    /// Columns that the replica adds to every table.
    private static let taken: Set<String> = [
        "id", "space", "dots", "deleted", "flags", "created_at", "changed_at",
    ]

    /// Tables of the replica's own.
    private static let tables: Set<String> = [
        "meta", "space", "branch", "change", "signed_head", "receipt", "record", "cell", "tangle", "refusal",
        "conflict", "awaited", "invitation", "agreed", "contact", "absence", "notice", "heard",
    ]

    /// Words that SQLite would not take bare as a column's name.
    private static let keywords: Set<String> = Set(
        """
        add all alter and as autoincrement between case check collate commit constraint create default \
        deferrable delete distinct drop else escape except exists foreign from group having in index \
        insert intersect into is isnull join limit not nothing notnull null on or order primary references \
        returning select set table then to transaction union unique update using values when where
        """.split(separator: " ").map(String.init))
}
