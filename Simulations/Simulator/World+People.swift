// People at work: they enter what a clerk or an officer would, through the same checks as on the command
// line. A refusal is an answer too. What was acknowledged is remembered: it may never be gone.

internal import Bytes
internal import CRDT
internal import Editing
internal import Keeper
internal import Records
internal import Replica
internal import Trust

extension World {
    func occasion(of machine: Machine) -> Occasion {
        var own = random.split()
        return Occasion(nowMilliseconds: machine.wallMilliseconds(at: now), person: machine.name) { count in
            (0..<count).map { _ in UInt8(truncatingIfNeeded: own.next() >> 32) }
        }
    }

    /// Does one act of work, and hands it to the sessions.
    func enter(_ work: Work, on machine: Machine, dice: UInt64) throws {
        guard let keeper = machine.keeper else { return tally.count("nobody could work") }
        var person = Person(
            editor: Editor(keeper.store, occasion(of: machine)), machine: machine,
            random: SplitMix64(seed: dice),
            isHub: machine.isHub)
        var written: [Dot] = []
        do {
            let before = try keeper.store.ownReach()
            try person.act(work)
            written = try keeper.store.ownDots(beyond: before)
        } catch EditingError.refused {
            tally.count("work refused")
        } catch {
            tally.count("work failed on the disk")
            tell("\(machine.name): \(error)")
        }
        if !written.isEmpty { tally.count("work \(work.rawValue)") }
        machine.acknowledged += written
        if !written.isEmpty { machine.noteHighWater(keeper.store) }
        for dot in written { try observe(.wrote(machine.number, dot)) }
        machine.formDots = nil
        try noticeDeadDisk(machine, pauseMilliseconds: 20 * Milliseconds.minute)
        guard machine.isOn else { return }
        try carryOut(machine, keeper.lookForNews(at: moment(of: machine)))
    }
}

/// Somebody at a keyboard, for one act.
struct Person {
    let editor: Editor
    let machine: Machine
    var random: SplitMix64
    let isHub: Bool

    /// Does it; where there is nothing to do it to, nothing.
    mutating func act(_ work: Work) throws {
        switch work {
        case .newTicket: try made("ticket", ticket())
        case .changeTicket: try change("ticket", random.pick(fieldsOfTicket) ?? "place")
        case .moveTicket: try change("ticket", "state")
        case .logTicket:
            guard let row = try pick("ticket") else { return }
            try made("ticket_entry", [TypedField("ticket", hex(row)), TypedField("body", words())])
        case .staleForm: try stale()
        case .newStock:
            try made(
                "stock_item",
                [
                    TypedField("code", "S-\(random.below(1_000_000))"), TypedField("name", words()),
                    TypedField("unit", "ชิ้น"),
                ])
        case .moveStock:
            guard let row = try pick("stock_item") else { return }
            try made(
                "stock_move",
                [TypedField("item", hex(row)), TypedField("delta", String(random.within(-9...12)))])
        case .count: try count()
        case .delete:
            guard let row = try pick(isHub ? "ticket" : random.pick(["ticket", "stock_item"]) ?? "ticket")
            else { return }
            _ = try editor.delete(name(of: row), hex(row))
        case .undo: _ = try editor.undo()
        case .settle: try settle()
        case .assign:
            guard let row = try pick("ticket") else { return }
            let way: TypedField.Way = random.chance(2, in: 3) ? .add : .remove
            _ = try editor.set(
                "ticket", hex(row), [TypedField("assignees", "T\(random.within(1...4))", way)])
        case .changeRule:
            try made(
                "rule_override",
                [
                    TypedField("collection", "ticket"), TypedField("field", "title"),
                    TypedField(
                        "rule", random.pick(["latest", "keepAll", "authority(hub,school)"]) ?? "latest"),
                ])
        case .bulk: try written(in: .bulk, time: editor.occasion.nowMilliseconds)
        case .forbidden: try forbidden()
        case .backdated:
            let years = Int64(random.within(-60...600))
            try written(in: .entries, time: editor.occasion.nowMilliseconds + years * 365 * Milliseconds.day)
        }
    }

    private let fieldsOfTicket = [
        "title", "place", "vendor", "cost_estimate", "reporter_urgency", "priority",
    ]

    private mutating func ticket() -> [TypedField] {
        [
            TypedField("title", words()),
            TypedField("kind", random.pick(["repair", "consult", "install"]) ?? "repair"),
            TypedField("state", "submitted"), TypedField("place", "ห้อง \(random.within(1...20))"),
        ]
    }

    /// A few words, different each time.
    mutating func words() -> String { "เรื่อง \(random.below(1_000_000))" }

    func made(_ name: String, _ fields: [TypedField]) throws(EditingError) {
        _ = try editor.new(name, fields)
    }

    func name(of row: RecordRow) -> String { editor.store.catalogue[row.collection]?.name ?? "" }

    func hex(_ row: RecordRow) -> String { Hex.encode(row.id.bytes) }

    /// One of the records of a collection; old ones less often.
    mutating func pick(_ name: String) throws(EditingError) -> RecordRow? {
        let rows = try editor.list(name).sorted { $0.id < $1.id }
        return random.pick(rows)
    }

    private mutating func change(_ name: String, _ field: String) throws {
        guard let row = try pick(name) else { return }
        _ = try editor.set(name, hex(row), [TypedField(field, text(for: field))])
    }

    private mutating func text(for field: String) -> String {
        switch field {
        case "state":
            random.pick(["acknowledged", "in_repair", "awaiting_parts", "resolved", "closed", "submitted"])
                ?? "closed"
        case "cost_estimate": String(random.within(1...90) * 100)
        case "reporter_urgency", "priority": random.pick(["low", "normal", "high", "urgent"]) ?? "low"
        default: words()
        }
    }

    /// A form is opened now and written at the next opportunity, or one that was opened before is written.
    private mutating func stale() throws {
        if let form = machine.openForms.first {
            machine.openForms.removeFirst()
            machine.formDots = form.dots
            _ = try editor.set(form.collection, form.id, [TypedField("title", words())], basis: form.basis)
            return
        }
        guard let row = try pick("ticket") else { return }
        let sheet = try editor.show("ticket", hex(row))
        let dots = sheet.view.fields.flatMap { $0.candidates.map(\.dot) }
        machine.openForms.append(("ticket", hex(row), sheet.view.basis, Set(dots)))
        return
    }

    private mutating func count() throws {
        let number = random.within(0...3)
        let rows = try editor.list("headcount").sorted { $0.id < $1.id }
        if rows.indices.contains(number) {
            _ = try editor.set(
                "headcount", hex(rows[number]),
                [TypedField(random.pick(["male", "female"]) ?? "male", String(random.within(0...60)))])
            return
        }
        let classes = ["p1", "p2", "p3", "p4"]
        try made(
            "headcount",
            [
                TypedField("academic_year", "2569"), TypedField("round", "1"),
                TypedField("class", classes[number]),
                TypedField("male", String(random.within(0...60))),
                TypedField("female", String(random.within(0...60))),
                TypedField("rooms", "1"),
            ])
    }

    private mutating func settle() throws {
        let open = try editor.conflicts().filter { !$0.isDismissed }
        guard let conflict = random.pick(open) else { return }
        let answer = conflict.kind == .broughtBack ? "keep" : conflict.candidates.isEmpty ? "keep" : "#1"
        _ = try editor.resolve(conflict.id.description, answer)
    }

    /// Past the checks of the editor: as an import, or a program of another version, may write.
    private mutating func written(in lane: Lane, time: Int64) throws {
        guard let collection = editor.store.catalogue["ticket"], let title = collection["title"],
            let space = editor.store.identity?.certificate.space
        else { return }
        let home: Space = isHub ? .office : space
        var changes: [[Edit]] = []
        for _ in 0..<(lane == .bulk ? random.within(5...60) : 1) {
            let id = RecordID(high: random.next(), low: random.next())
            changes.append([Edit(.set, collection.number, id, title.number, .text(words()))])
        }
        try editor.store.writeAll(changes, in: home, lane: lane, time: time)
    }

    /// A field that only the other side may write.
    private mutating func forbidden() throws {
        guard let collection = editor.store.catalogue[isHub ? "headcount" : "ticket"],
            let field = collection[isHub ? "male" : "priority"], let row = try pick(collection.name)
        else { return }
        let value: Value = isHub ? .integer(random.within(0...99) == 0 ? 1 : 7) : .text("urgent")
        try editor.store.write(
            [Edit(.set, collection.number, row.id, field.number, value)], in: row.space,
            time: editor.occasion.nowMilliseconds)
    }
}
