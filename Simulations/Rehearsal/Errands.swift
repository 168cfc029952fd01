// What people of a scenario do, one errand at a time: routine work drawn from the plan, the steps of a
// story, records that are there from the beginning, and the district's word on rules.

internal import Bytes
internal import CRDT
internal import Editing
internal import Records
internal import Replica
internal import Simulator

/// Records made on the first evening.
struct InitialErrand: Errand {
    let machine: MachineNumber
    let dice: UInt64
    let isSetUp = true
    let collection: String
    let count: Int

    func act(_ editor: Editor, _ dice: inout SplitMix64) throws {
        for number in 0..<count {
            let made = try editor.new(collection, Phrases.record(collection, number, editor, &dice))
            guard collection == "stock_item" else { continue }
            let first = [TypedField("item", made.id.description), TypedField("delta", "100")]
            _ = try editor.new("stock_move", first)
        }
    }
}

/// The district puts rules in force.
struct RuleErrand: Errand {
    let machine: MachineNumber
    let dice: UInt64
    let rules: [RuleChange]

    func act(_ editor: Editor, _ dice: inout SplitMix64) throws {
        for rule in rules { try World.putInForce(rule, editor) }
    }
}

/// Which records a story has made.
final class StoryBook {
    private var ids: [String: [(school: Int, id: RecordID, collection: String)]] = [:]

    func note(_ name: String, _ school: Int, _ id: RecordID, _ collection: String) {
        ids[name, default: []].append((school, id, collection))
    }

    /// The records of a name: the school's own, or for the office those of all schools.
    func records(_ name: String, _ school: Int) -> [(collection: String, id: RecordID)] {
        (ids[name] ?? []).filter { school == 0 || $0.school == 0 || $0.school == school }.map {
            ($0.collection, $0.id)
        }
    }
}

/// A step of a story.
struct StoryErrand: Errand {
    let machine: MachineNumber
    let dice: UInt64
    let school: Int
    let deed: StoryStep.Deed
    let book: StoryBook

    func act(_ editor: Editor, _ dice: inout SplitMix64) throws {
        switch deed {
        case .new(let collection, let name, let fields):
            let given = fields.map { TypedField($0.name, $0.text) }
            let drawn = Phrases.record(collection, 0, editor, &dice).filter { one in
                !given.contains { $0.name == one.name }
            }
            let made = try editor.new(collection, given + drawn)
            book.note(name, school, made.id, collection)
        case .change(let name, let fields):
            for record in book.records(name, school) {
                _ = try editor.set(
                    record.collection, record.id.description,
                    fields.map { TypedField($0.name, $0.text) })
            }
        case .delete(let name):
            for record in book.records(name, school) {
                _ = try editor.delete(record.collection, record.id.description)
            }
        case .rule(let rule): try World.putInForce(rule, editor)
        }
    }
}

/// Work that comes again and again.
struct RoutineErrand: Errand {
    let machine: MachineNumber
    let dice: UInt64
    let share: WorkShare
    let isOffice: Bool
    /// How many of a school's newest records people still work at.
    let recent: Int

    func act(_ editor: Editor, _ dice: inout SplitMix64) throws {
        switch share.verb {
        case .new:
            let count = try editor.list(share.collection).count
            _ = try editor.new(share.collection, Phrases.record(share.collection, count, editor, &dice))
        case .change: try change(editor, &dice)
        case .move: try move(editor, &dice)
        case .log:
            guard let row = try pick(editor, &dice) else { return }
            _ = try editor.new(
                "ticket_entry",
                [
                    TypedField("ticket", row.id.description),
                    TypedField("body", Phrases.text("body", &dice)),
                ])
        case .take:
            guard let row = try pick(editor, &dice) else { return }
            let delta = dice.chance(3, in: 4) ? -dice.within(1...4) : dice.within(5...20)
            _ = try editor.new(
                "stock_move",
                [TypedField("item", row.id.description), TypedField("delta", String(delta))])
        case .settle:
            let open = try editor.conflicts().filter { !$0.isDismissed }
            guard let conflict = dice.pick(open) else { return }
            let keeps = conflict.kind == .broughtBack || conflict.candidates.isEmpty
            _ = try editor.resolve(conflict.id.description, keeps ? "keep" : "#1")
        }
    }

    /// One of the newest records of a school. What a record shows plays no part: rules must not decide who
    /// works at what, so that the runs differ in what the rules make of the words and in little else.
    private func pick(_ editor: Editor, _ dice: inout SplitMix64) throws -> RecordRow? {
        let wanted = dice.next()
        var rows = try editor.list(share.collection)
        if isOffice {
            let spaces = Set(rows.map(\.space)).sorted()
            let space = Self.nearest(spaces, wanted) { Self.key($0.name) }
            rows = rows.filter { $0.space == space }
        }
        let newest = rows.sorted { $0.number < $1.number }.suffix(recent)
        return Self.nearest(Array(newest), wanted) { $0.id.low }
    }

    private static func key(_ name: String) -> UInt64 {
        name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }
    }

    /// The item that the dice throw together with `wanted` highest: stays the same when others come or go.
    private static func nearest<Item>(_ items: [Item], _ wanted: UInt64, _ key: (Item) -> UInt64) -> Item? {
        items.map { item -> (UInt64, Item) in
            var own = SplitMix64(seed: wanted ^ key(item))
            return (own.next(), item)
        }.max { $0.0 < $1.0 }?.1
    }

    private func change(_ editor: Editor, _ dice: inout SplitMix64) throws {
        guard let row = try pick(editor, &dice), let collection = editor.store.catalogue[share.collection]
        else { return }
        let writers: Writers = isOffice ? .hub : .owner
        let fields = collection.fields.filter { field in
            if !share.fields.isEmpty { return share.fields.contains(field.name) }
            return field.writers.contains(writers) && !field.privacy.isSalted && Phrases.canWrite(field)
        }
        guard let field = dice.pick(fields) else { return }
        _ = try editor.set(
            share.collection, row.id.description,
            [TypedField(field.name, Phrases.value(field, &dice))])
    }

    private func move(_ editor: Editor, _ dice: inout SplitMix64) throws {
        guard let row = try pick(editor, &dice),
            let field = editor.store.catalogue[share.collection]?.stateField,
            case .state(let flow) = field.type, case .integer(let round) = row[field.name + "_round"]
        else { return }
        let here = Stage(round: UInt64(clamping: round), state: row[field.name].plain)
        let moves = flow.allowedMoves(from: here).filter {
            $0.round == here.round && flow.state($0.state)?.needs == nil
        }.map(\.state)
        let liked = moves.filter { (isOffice ? Self.officeMoves : Self.schoolMoves).contains($0) }
        let wanted = dice.next()
        guard let state = Self.nearest(liked.isEmpty ? moves : liked, wanted, Self.key) else { return }
        _ = try editor.set(share.collection, row.id.description, [TypedField(field.name, state)])
    }

    private static let officeMoves = [
        "acknowledged", "assigned", "inspecting", "waiting_parts", "at_vendor", "in_repair", "repaired",
    ]
    private static let schoolMoves = [
        "closed", "handed_back", "waiting_user", "unrepairable", "damaged", "worn", "lost",
    ]
}
