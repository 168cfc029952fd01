// What was approved is what its author had seen: a word or a line that meets it in a merge is told, whatever
// the clocks say, and can be taken back.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct SeenAtLockTests {
    private func line(_ desk: Desk, of spec: RecordID, _ number: Int, _ body: String) throws -> RecordID {
        try desk.new("requirement", [("spec", "\(spec)"), ("item_no", "\(number)"), ("body", body)]).id
    }

    /// What is wrong at both ends, where it is the same, in a list too.
    private func flaws(_ office: Office, _ spec: RecordID) throws -> [String] {
        try office.exchange()
        var found: [[String]] = []
        for desk in [office.school, office.hub] {
            let sheet = try desk.show("spec_sheet", spec)
            let list = try desk.node.replica.flaws(of: [sheet.view.row])
            #expect(list == [sheet.view.flaws], "a list says the same")
            found.append(sheet.view.flaws.map { "\($0.kind) \($0.field)" })
        }
        #expect(found[0] == found[1])
        return found[0]
    }

    @Test("a field written where the approval was not known is told, whatever its clock, until taken back")
    func field() throws {
        for minutes in [-600_000, 0, 600_000] as [Int64] {
            let office = try Office()
            let spec = try office.proposedSheet()
            #expect(try flaws(office, spec) == [])
            office.school.now += minutes * 60_000
            let written = try office.school.set("spec_sheet", spec, [("purpose", "เล่นเกม")])
            try Office.approve(office.hub, spec)
            #expect(try flaws(office, spec) == ["changed purpose"])
            let said = try #require(try office.hub.show("spec_sheet", spec).flaws.first).message
            #expect(said.en.contains("whoever set “Approved” had not seen what it says now"), "\(said.en)")
            #expect(said.th.contains("ผู้ให้สถานะ “อนุมัติ” ไม่ได้เห็น"))
            // What was approved stays fast, but what was not part of it may go.
            let refused = office.school.refusals { editor throws(EditingError) in
                _ = try editor.set("spec_sheet", "\(spec)", [TypedField("purpose", "อื่น")])
            }
            #expect(refused?.count == 1)
            _ = try office.school.editor.undo(written.change.map { "\($0.hash)" })
            #expect(try flaws(office, spec) == [])
            #expect(try office.hub.text("spec_sheet", spec, "purpose") == "สอน")
        }
    }

    @Test("what had arrived before the approval is part of it, and what its own change writes")
    func known() throws {
        let office = try Office()
        let spec = try office.proposedSheet()
        let line = try line(office.school, of: spec, 1, "จอ 14 นิ้ว")
        try office.exchange()
        try office.hub.set("requirement", line, [("body", "จอ 15 นิ้ว")])
        try office.hub.set(
            "spec_sheet", spec, [("purpose", "เรียน"), ("state", "approved"), ("decision", "approved")])
        #expect(try flaws(office, spec) == [])
        // The way back opens a round in which all may change, and the next approval is of the new words.
        try office.hub.set("spec_sheet", spec, [("state", "proposed")])
        try office.exchange()
        try office.school.set("spec_sheet", spec, [("purpose", "สอบ")])
        try office.exchange()
        try Office.approve(office.hub, spec)
        #expect(try flaws(office, spec) == [])
    }

    @Test("lines that came, changed, were deleted or taken back unseen are told and counted")
    func lines() throws {
        typealias Doing = (Desk, RecordID, WrittenRecord, SeenAtLockTests) throws -> Void
        let doings: [Doing] = [
            { _ = try $3.line($0, of: $1, 2, "เพิ่ม") },
            { desk, _, line, _ in try desk.set("requirement", line.id, [("body", "แก้")]) },
            { desk, _, line, _ in _ = try desk.editor.delete("requirement", "\(line.id)") },
            { desk, _, line, _ in _ = try desk.editor.undo(line.change.map { "\($0.hash)" }) },
        ]
        for (index, doing) in doings.enumerated() {
            for isSeen in [true, false] {
                let office = try Office()
                let spec = try office.proposedSheet()
                let line = try office.school.new(
                    "requirement", [("spec", "\(spec)"), ("item_no", "1"), ("body", "จอ")])
                try office.exchange()
                try doing(office.school, spec, line, self)
                if isSeen { try office.exchange() }
                try Office.approve(office.hub, spec)
                let found = try flaws(office, spec)
                #expect(found == (isSeen ? [] : ["changed requirement"]), "\(index)")
                if isSeen { continue }
                let said = try #require(try office.school.show("spec_sheet", spec).view.flaws.first).message
                #expect(said.en.hasPrefix("Requirement: 1 not as whoever set “Approved” had seen"), "\(said)")
            }
        }
    }

    @Test("who decides approves what they see, not what whoever writes the state has besides")
    func verdict() throws {
        for isSeen in [true, false] {
            let office = try Office()
            let spec = try office.proposedSheet()
            _ = try line(office.school, of: spec, 1, "จอ")
            try office.exchange()
            _ = try line(office.school, of: spec, 2, "ยังไม่ได้ส่ง")
            if isSeen { try office.exchange() }
            try office.school.set("spec_sheet", spec, [("state", "approved")])
            try office.hub.set("spec_sheet", spec, [("decision", "approved")])
            #expect(try flaws(office, spec) == (isSeen ? [] : ["changed requirement"]))
        }
    }

    @Test("a state that follows does not make fast what came after the approval")
    func carriedOn() throws {
        let office = try Office()
        let spec = try office.proposedSheet()
        _ = try line(office.school, of: spec, 1, "จอ")
        try office.exchange()
        _ = try line(office.school, of: spec, 2, "ที่ไม่มีใครเห็น")
        try Office.approve(office.hub, spec)
        #expect(try flaws(office, spec) == ["changed requirement"])
        try office.hub.set("spec_sheet", spec, [("state", "superseded")])
        #expect(try flaws(office, spec) == ["changed requirement"])
    }

    @Test("where nothing is told, what stands is word for word what whoever approved it saw; 40 seeds")
    func law() throws {
        var (told, silent) = (0, 0)
        for seed in 1...40 as ClosedRange<UInt64> {
            var random = SplitMix64(seed: seed)
            let office = try Office()
            let second = try office.secondMachine()
            let spec = try office.proposedSheet()
            var lines = [try line(office.school, of: spec, 1, "จอ")]
            let desks = [office.hub, office.school, second]
            try office.exchange()
            try office.hub.node.send(to: second.node, spaces: [office.space])
            let approval = Int(random.next() % 12) + 2
            var signed: [String]?
            var known: Set<Dot> = []
            for step in 0...approval + Int(random.next() % 5) {
                if step == approval, (try? Office.approve(office.hub, spec)) != nil {
                    signed = try words(office.hub, spec)
                    known = try changes(office.hub, spec)
                }
                let desk = desks[Int(random.next() % 3)]
                // What a lock that is known refuses is refused.
                if step < approval || random.next() % 2 == 0 { try? act(desk, spec, &lines, &random) }
                for _ in 0..<3 {
                    let other = desks[Int(random.next() % 3)]
                    if other !== desk { try desk.node.send(to: other.node, spaces: [office.space]) }
                }
            }
            for _ in 0..<2 {
                for from in desks {
                    for to in desks where from !== to {
                        try from.node.send(to: to.node, spaces: [office.space])
                    }
                }
            }
            // The approval itself may have been taken back.
            guard let signed, try office.hub.text("spec_sheet", spec, "state") == "approved" else { continue }
            let flaws = try desks.map { desk in
                try desk.show("spec_sheet", spec).view.flaws.filter { $0.kind == .changed }
            }
            #expect(flaws[0] == flaws[1] && flaws[0] == flaws[2], "seed \(seed)")
            if flaws[0].isEmpty {
                #expect(try words(office.school, spec) == signed, "seed \(seed)")
                silent += 1
            } else {
                // Whoever is told of a change finds one: words that did not stand when it was approved, or
                // that were written anew.
                #expect(try changes(office.school, spec).subtracting(known).isEmpty == false, "seed \(seed)")
                told += 1
            }
        }
        #expect(told >= 10 && silent >= 6, "\(told) told, \(silent) silent")
    }

    private func act(
        _ desk: Desk, _ spec: RecordID, _ lines: inout [RecordID], _ random: inout SplitMix64
    ) throws {
        let number = Int(random.next() % 90)
        let line = lines[Int(random.next() % UInt64(lines.count))]
        switch random.next() % 8 {
        case 0: try desk.set("spec_sheet", spec, [("purpose", "ข้อ \(number)")])
        case 1: try desk.set("spec_sheet", spec, [("title", "ชื่อ \(number)")])
        case 2, 3: lines.append(try self.line(desk, of: spec, number + 2, "ข้อกำหนด \(number)"))
        case 4: try desk.set("requirement", line, [("body", "แก้ \(number)")])
        case 5: try desk.set("requirement", line, [("weight", "\(number)")])
        case 6: _ = try desk.editor.delete("requirement", "\(line)")
        default: _ = try desk.editor.undo()
        }
    }

    /// Every change that touched the sheet or a requirement.
    private func changes(_ desk: Desk, _ spec: RecordID) throws -> Set<Dot> {
        let replica = desk.node.replica
        let requirements = try #require(Catalogue.standard["requirement"])
        let rows =
            try [desk.show("spec_sheet", spec).view.row]
            + replica.list(requirements, includingDeleted: true)
        return Set(try rows.flatMap { try replica.view($0).history.map(\.write.dot) })
    }

    /// Everything that an approval is of: fields with all that stands in them, and the lines.
    private func words(_ desk: Desk, _ spec: RecordID) throws -> [String] {
        let sheet = try desk.show("spec_sheet", spec)
        var rows = [sheet.view.row]
        rows += try desk.node.replica.lines(of: sheet.view.row).flatMap(\.rows)
        var words: [String] = []
        for row in rows {
            for field in try desk.node.replica.view(row).fields {
                guard let known = Catalogue.standard[row.collection]?[field.field],
                    !["state", "decision"].contains(known.name)
                else { continue }
                let values = Set(field.candidates.map { known.type.editable($0.value) }).sorted()
                words.append("\(row.id) \(known.name) \(values)")
            }
        }
        return words.sorted()
    }
}
