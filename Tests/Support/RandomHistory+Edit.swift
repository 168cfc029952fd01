// What the people and the thieves of a random history do to one record.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Oracle

extension RandomHistory {
    mutating func edit(_ who: Int) {
        let isPlain = isQuiet
        guard let name = random.pick(records.filter { !isPlain || $0.collection == TestCatalogue.plain })
        else { return }
        let form = project(machines[who].held, name)
        let covers = covers(machines[who].held, name)
        // Sometimes a sync arrives while the form is open.
        if random.chance(1, in: 4) {
            sync(from: random.within(0...machines.count - 1), to: who, percent: 100)
        }
        let lane: Lane = random.chance(1, in: 5) ? .bulk : .entries
        if !isQuiet, random.chance(1, in: 9) { return attack(who, name, lane) }
        switch isQuiet ? 99 : random.below(100) {
        case 0..<9:
            write(
                who, [Operation(.delete, name.collection, name.id, .whole, dots: covers)], shown: [],
                lane: lane)
        case 9..<14 where !form.deletes.isEmpty:
            let undo = Operation(.undo, name.collection, name.id, .whole, dots: form.deletes)
            write(who, [undo], shown: Set(form.deletes))
        case 14..<17: erase(who, name)
        case 17..<28: undo(who, name)
        default:
            var operations: [Operation] = []
            var shown: Set<Dot> = []
            if form.isDeleted {
                operations.append(Operation(.undo, name.collection, name.id, .whole, dots: form.deletes))
            }
            for _ in 0..<(isQuiet ? 1 : random.within(1...2)) {
                let one = operation(name, form)
                operations.append(one)
                shown.formUnion(one.dots)
            }
            write(who, operations, shown: shown, lane: lane)
        }
    }

    /// One honest write: it supersedes the candidates that the form showed.
    private mutating func operation(_ name: Reference.RecordName, _ form: RecordProjection) -> Operation {
        counter += 1
        let fields = TestCatalogue.schema.collections[name.collection]?.fields.keys.sorted() ?? []
        var field = random.pick(fields) ?? FieldNumber(1)
        // Everybody may write all fields of `plain` but this one.
        if isQuiet, field.raw == 11 { field = FieldNumber(6) }
        if name.collection == TestCatalogue.thing, random.chance(1, in: 4) { field = TestCatalogue.state }
        let text = Value.text(random.chance(1, in: 4) ? "same" : "v\(counter)")
        func make(_ kind: OperationKind, _ value: Value, _ dots: [Dot] = []) -> Operation {
            Operation(kind, name.collection, name.id, field, value, dots: dots)
        }
        guard let rule = TestCatalogue.schema.field(name.collection, field)?.rule else {
            return make(.set, text)
        }
        var standing: [Candidate] = []
        if case .value(_, _, let candidates)? = form.fields[field] { standing = candidates }
        switch rule {
        case .counter: return make(.increment, .integer(random.pick([-1, 1, 5] as [Int64]) ?? 1))
        case .log:
            var number: UInt64 = 1
            if case .entries(let entries)? = form.fields[field] { number += entries.last?.number ?? 0 }
            return make(.append, .entry(number: number, text))
        case .addWins, .denyWins:
            let element = Value.text(random.chance(1, in: 2) ? "x" : "y")
            var dots: [Dot] = []
            if case .elements(let list)? = form.fields[field] {
                dots = list.first { $0.value == element }?.candidates.map(\.dot) ?? []
            }
            return make(random.chance(3, in: 5) ? .add : .remove, element, dots)
        case .workflow(let flow): return make(.set, nextStage(flow, standing), standing.map(\.dot))
        default:
            if field == TestCatalogue.decision, name.collection == TestCatalogue.thing {
                var round: UInt64 = 1
                if case .value(_, _, let states)? = form.fields[TestCatalogue.state] {
                    round = states.compactMap { $0.value.stage?.round }.max() ?? 1
                }
                let verdict = random.chance(2, in: 3) ? "approved" : "refused"
                return make(.set, .stage(round: round, verdict), standing.map(\.dot))
            }
            let isPersonal = field.raw == 12
            let salt = (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            return make(.set, isPersonal ? .personal(salt: salt, text) : text, standing.map(\.dot))
        }
    }

    private mutating func nextStage(_ flow: Workflow, _ standing: [Candidate]) -> Value {
        let stages = standing.compactMap(\.value.stage)
        guard let round = stages.map(\.round).max() else { return .stage(round: 1, flow.states[0].name) }
        let names = stages.filter { $0.round == round }.map(\.name)
        let here = names.max { flow.rank(of: $0) < flow.rank(of: $1) } ?? ""
        let next = flow.state(here)?.next ?? []
        if next.isEmpty || random.chance(1, in: 8) { return .stage(round: round + 1, flow.states[0].name) }
        return .stage(round: round, random.pick(next) ?? here)
    }

    private mutating func erase(_ who: Int, _ name: Reference.RecordName) {
        let writes = machines[who].held.filter { index in
            all[index].change.operations.contains { $0.record == name.id && $0.field.raw == 12 }
        }
        guard let target = random.pick(writes) else { return }
        let dots = [all[target].dot]
        write(who, [Operation(.erase, name.collection, name.id, FieldNumber(12), dots: dots)], shown: [])
    }

    /// Takes back one operation somebody made, and watches that nobody else's write goes with it (law 8).
    private mutating func undo(_ who: Int, _ name: Reference.RecordName) {
        let held = machines[who].held
        guard let target = random.pick(held),
            let operation = random.pick(all[target].change.operations), operation.kind != .erase
        else { return }
        let record = Reference.RecordName(operation.collection, operation.record)
        let before = project(held, record)
        let element = operation.kind == .add || operation.kind == .remove ? operation.value : .nothing
        let undo = Operation(
            .undo, operation.collection, operation.record, operation.field, element, dots: [all[target].dot])
        write(who, [undo], shown: [all[target].dot])
        guard operation.kind != .undo else { return }
        let after = project(machines[who].held, record)
        for (field, shown) in before.fields {
            guard case .value(_, _, let old) = shown, case .value(_, _, let new)? = after.fields[field] else {
                continue
            }
            let lost = old.filter { one in one.dot != all[target].dot && !new.contains { $0.dot == one.dot } }
            if !lost.isEmpty {
                broken.append("undo took \(lost.map(\.dot.hash)) of field \(field.raw) with it")
            }
        }
        if before.isDeleted, !after.isDeleted, operation.kind != .delete {
            broken.append("undo revived \(record)")
        }
    }

    /// Hostile or broken software: well-formed, signed, and wrong.
    private mutating func attack(_ who: Int, _ name: Reference.RecordName, _ lane: Lane) {
        let everything = all.map(\.dot)
        let some = everything.filter { _ in random.chance(1, in: 3) }
        let invented = Dot(
            feed: everything.last?.feed
                ?? Feed(space: space, node: authors[0].node, epoch: Epoch(9), lane: lane),
            sequence: random.next(), hash: ShortHash(high: random.next(), low: random.next()))
        let fields = TestCatalogue.schema.collections[name.collection]?.fields.keys.sorted() ?? []
        let field = random.pick(fields) ?? FieldNumber(1)
        func make(
            _ kind: OperationKind, _ field: FieldNumber, _ value: Value, _ dots: [Dot] = [],
            trailing: [UInt8] = []
        ) -> Operation {
            Operation(kind, name.collection, name.id, field, value, dots: dots, trailing: trailing)
        }
        let kinds: [OperationKind] = [.set, .increment, .add, .remove, .append]
        let kind = random.pick(kinds) ?? .set
        var operations: [Operation]
        switch random.below(10) {
        case 0: operations = [make(.set, field, .text("evil"), everything)]
        case 1: operations = [make(.set, field, .stage(round: 1, "closed"), some + [invented])]
        case 2: operations = [make(kind, field, .text("x"), some)]
        case 3: operations = [make(kind, field, .integer(1 << 50), some)]
        case 4: operations = [make(.set, FieldNumber(77), .text("later"), [invented], trailing: [1, 2])]
        case 5: operations = [make(OperationKind(9), field, .bytes([9]), some, trailing: [3])]
        case 6:
            operations = [
                Operation(.set, CollectionNumber(99), name.id, FieldNumber(1), .text("later"), dots: some)
            ]
        case 7:
            operations = [
                make(.delete, .whole, .nothing, some + [invented]), make(.undo, field, .nothing, some),
            ]
        case 8: operations = [make(kind, field, .text("1"), some), make(kind, field, .text("2"))]
        default: operations = [make(.erase, field, .nothing, some), make(.set, .whole, .text("0"))]
        }
        if random.chance(1, in: 3) { operations.append(make(.set, FieldNumber(1), .text("beside it"))) }
        write(who, operations, shown: nil, lane: lane)
    }
}
