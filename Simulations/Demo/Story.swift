// The story with the line cut. A school closes a ticket while the district sets it to wait for parts. Two
// machines of another school take from one shelf, and correct one class count differently; the district
// tries to correct it too. Then the lines come back, and people settle what needs a person.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Terminal

/// What the story is about, and what came of it.
struct Story {
    /// The school with the ticket.
    let ticketSchool: HeadcountRow
    /// The school with two machines.
    let busySchool: HeadcountRow
    /// The class that is corrected, and its boys as the file has them.
    let one: SchoolClass
    let boys: Int64
    /// What people saw, in order.
    var lines: [Label] = []

    static let title = "เครื่องฉายภาพห้องประชุมภาพไม่ขึ้น"
    static let shelf = "DEMO-A4"
}

extension Demonstration {
    mutating func tellStory() throws -> Story? {
        let usable = rows.filter { row in !troubles.contains { $0.school == row.school } }
        guard let busy = usable.dropFirst().first(where: { $0.classes.contains { $0.1.male > 0 } }),
            let ticket = usable.first, let (one, count) = busy.classes.first(where: { $0.1.male > 0 })
        else { return nil }
        var story = Story(ticketSchool: ticket, busySchool: busy, one: one, boys: count.male)
        try prepare(story)
        output.note(Label("ตัดสาย", "the line is cut"))
        try stopHub()
        try workApart(&story)
        output.note(Label("สายกลับมา", "the lines come back"))
        try startHub()
        try meet(story)
        try settle(&story)
        return story
    }

    private func folders(_ story: Story) -> (ticket: String, first: String, second: String) {
        let busy = story.busySchool.school
        return (
            folder.school(story.ticketSchool.school), folder.school(busy), folder.school(busy, machine: 2)
        )
    }

    /// While the line is up: the ticket is being inspected, the second machine joins, six reams are on the
    /// shelf.
    private func prepare(_ story: Story) throws {
        let (school, first, second) = folders(story)
        try run(
            command(
                "new", "ticket", "--dir", school, "title=\(Story.title)", "kind=repair", "state=submitted"))
        try run(command("school", "sync", "--dir", school))
        try run(command("set", "ticket", try ticket(in: folder.hub), "--dir", folder.hub, "state=inspecting"))
        try run(command("school", "sync", "--dir", school))
        let invitation = try run(command("hub", "invite", "--dir", folder.hub, story.busySchool.school))
            .lastLine
        try run(command("school", "join", "--dir", second, invitation))
        try run(
            command("new", "stock_item", "--dir", first, "code=\(Story.shelf)", "name=กระดาษ A4", "unit=รีม"))
        try take(6, from: first)
        try run(command("school", "sync", "--dir", first))
        try run(command("school", "sync", "--dir", second))
    }

    /// While it is down.
    private func workApart(_ story: inout Story) throws {
        let (school, first, second) = folders(story)
        try run(command("set", "ticket", try ticket(in: school), "--dir", school, "state=closed"))
        try run(
            command("set", "ticket", try ticket(in: folder.hub), "--dir", folder.hub, "state=waiting_parts"))
        let lonely = try run(command("school", "sync", "--dir", school), expecting: 3)
        story.tell("โรงเรียนซิงค์ตอนสายขาด: ", "A sync with the line cut: ", said: lonely)
        try take(-5, from: first)
        try take(-4, from: second)
        try correct(story, by: 1, in: first)
        try correct(story, by: 2, in: second)
        let id = try headcount(story, in: folder.hub)
        let refused = try run(
            command("set", "headcount", id, "--dir", folder.hub, "male=\(story.boys + 3)"), expecting: 1)
        story.tell("เขตแก้จำนวนของโรงเรียนไม่ได้: ", "The district may not correct the count: ", said: refused)
    }

    private func meet(_ story: Story) throws {
        let (school, first, second) = folders(story)
        for place in [school, first, second, first] { try run(command("school", "sync", "--dir", place)) }
    }

    /// What conflicted, and people settle it: the count by the school's register, the shelf by counting it.
    private func settle(_ story: inout Story) throws {
        let (school, first, second) = folders(story)
        let conflicts = try Store(directory: folder.hub, readOnly: true).conflicts()
        story.lines += try conflicts.map { try describe($0, in: folder.hub) }
        story.lines.append(try describeTicket(in: school))
        guard
            let count = conflicts.first(where: {
                $0.kind == .differs && $0.space.schoolCode == story.busySchool.school
            })
        else { throw DemoError("ไม่พบข้อขัดแย้งของจำนวนนักเรียน", "the two corrections did not conflict") }
        guard conflicts.contains(where: { $0.kind == .belowZero }) else {
            throw DemoError("วัสดุไม่ติดลบ", "the shelf did not go below zero")
        }
        let id = String(count.id.description.prefix(12))
        try run(command("resolve", id, "--dir", first, "--value", "\(story.boys)"))
        let typed = "saphan resolve \(id) --value \(story.boys)"
        story.lines.append(
            Label(
                "โรงเรียนตรวจทะเบียนแล้วตัดสินเป็น \(story.boys) (\(typed))",
                "the school looked into its register: \(story.boys) (\(typed))"))
        try take(3, from: first)
        story.lines.append(
            Label(
                "นับชั้นวางแล้วพบว่ารับ 3 รีมโดยไม่ได้บันทึก จึงบันทึกรับเพิ่ม",
                "the shelf was counted: three reams had come in unrecorded, and were entered"))
        for place in [first, second] { try run(command("school", "sync", "--dir", place)) }
    }

    private func take(_ delta: Int, from place: String) throws {
        try run(command("new", "stock_move", "--dir", place, "item=\(Story.shelf)", "delta=\(delta)"))
    }

    private func correct(_ story: Story, by extra: Int64, in place: String) throws {
        let id = try headcount(story, in: place)
        try run(command("set", "headcount", id, "--dir", place, "male=\(story.boys + extra)"))
    }

    /// The id of the story's ticket in a folder.
    private func ticket(in place: String) throws -> String {
        let row = try find("ticket", in: place) { $0["title"] == .text(Story.title) }
        return row.id.description
    }

    private func headcount(_ story: Story, in place: String) throws -> String {
        let row = try find("headcount", in: place) {
            $0.space.schoolCode == story.busySchool.school && $0["class"] == .text(story.one.rawValue)
        }
        return row.id.description
    }

    private func find(_ name: String, in place: String, _ isWanted: (RecordRow) -> Bool) throws -> RecordRow {
        let store = try Store(directory: place, readOnly: true)
        guard let collection = store.catalogue[name],
            let row = try store.list(collection).first(where: isWanted)
        else { throw DemoError("ไม่พบ \(name) ใน \(place)", "no \(name) in \(place)") }
        return row
    }

    private func describe(_ conflict: ConflictView, in place: String) throws -> Label {
        let collection = Catalogue.standard[conflict.collection]
        let field = collection?[conflict.field]
        let id = conflict.id.description.prefix(12)
        let name = conflict.space.name
        if let invariant = conflict.invariant {
            return Label(
                "ขัดแย้ง [\(id)] \(name) \(invariant.label.th)",
                "conflict [\(id)] \(name): \(invariant.label.en)")
        }
        let values = conflict.candidates.map { field?.type.show($0.value, .en) ?? "" }.joined(
            separator: " / ")
        let names = (collection?.label ?? Label("", ""), field?.label ?? Label("", ""))
        return Label(
            "ขัดแย้ง [\(id)] \(name) \(names.0.th) \(names.1.th): \(values)",
            "conflict [\(id)] \(name), \(names.0.en), \(names.1.en): \(values)")
    }

    /// The ticket's state, and the states that stood against it.
    private func describeTicket(in place: String) throws -> Label {
        let row = try find("ticket", in: place) { $0["title"] == .text(Story.title) }
        let store = try Store(directory: place, readOnly: true)
        let field = Catalogue.standard["ticket"]?["state"]
        let state = try store.view(row).fields.first { $0.field == field?.number }
        func names(_ values: [Value], _ language: Language) -> String {
            values.map { field?.type.show($0, language) ?? "" }.sorted().joined(separator: ", ")
        }
        let shown = [state?.shown].compactMap(\.self)
        let beside = (state?.candidates ?? []).map(\.value).filter { $0 != state?.shown }
        return Label(
            "ใบแจ้ง: แสดง \(names(shown, .th)) ข้าง ๆ ยังมี \(names(beside, .th)) ตัดสินโดยขั้นตอนงาน ไม่ต้องมีคน",
            "ticket: shows \(names(shown, .en)), beside it stands \(names(beside, .en)); "
                + "settled by the workflow")
    }
}

extension Story {
    /// Remembers what a command said to the person.
    mutating func tell(_ th: String, _ en: String, said: ChildResult) {
        let words = (said.notes.isEmpty ? said.output : said.notes).split(separator: "\n").joined(
            separator: " ")
        lines.append(Label(th + words, en + words))
    }
}
