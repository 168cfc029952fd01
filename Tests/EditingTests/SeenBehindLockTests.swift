// What comes behind an approval: states that follow it, what is taken back, what two say alike. None of it
// makes fast what nobody approved, and none of it accuses who changed no word.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct SeenBehindLockTests {
    /// The fields, or collections of lines, that are told as changed; a list must say the same.
    private func changed(_ desk: Desk, _ collection: String, _ id: RecordID) throws -> [String] {
        let view = try desk.show(collection, id).view
        let list = try desk.node.replica.flaws(of: [view.row])
        #expect(list == [view.flaws], "a list says the same")
        return view.flaws.filter { $0.kind == .changed }.map(\.field)
    }

    /// The same at both ends, once both have everything.
    private func changed(_ office: Office, _ spec: RecordID) throws -> [String] {
        try office.exchange()
        let found = try [office.school, office.hub].map { try changed($0, "spec_sheet", spec) }
        #expect(found[0] == found[1])
        return found[0]
    }

    @Test("states that follow, whoever writes them and in whatever round, make nothing fast")
    func following() throws {
        let office = try Office()
        let second = try office.secondMachine()
        let desks = [office.school, second]
        func exchange() throws {
            try desks[0].node.send(to: desks[1].node, spaces: [office.space])
            try desks[1].node.send(to: desks[0].node, spaces: [office.space])
        }
        let memo = try desks[0].new(
            "memo",
            [("from_unit", "กลุ่ม"), ("subject", "ขออนุมัติ"), ("recipient", "ผอ."), ("body", "เดิม")]
        ).id
        try exchange()
        let written = try desks[1].set("memo", memo, [("subject", "ที่ไม่มีใครเห็น")])
        try desks[0].set("memo", memo, [("state", "signed")])
        try exchange()
        // The first of them is of the machine that wrote the word; a step back opens nothing that was signed.
        let steps = [(1, "received"), (0, "ordered"), (1, "received"), (0, "ordered"), (1, "closed")]
        for (index, state) in steps {
            for desk in desks { #expect(try changed(desk, "memo", memo) == ["subject"], "before \(state)") }
            try desks[index].set("memo", memo, [("state", state)])
            try exchange()
        }
        for desk in desks { #expect(try changed(desk, "memo", memo) == ["subject"]) }
        _ = try desks[1].editor.undo(written.change.map { "\($0.hash)" })
        try exchange()
        for desk in desks { #expect(try changed(desk, "memo", memo) == []) }
    }

    @Test("a line that was gone at the approval is told when it is back; where that is known it stays gone")
    func comesBack() throws {
        for isKnown in [true, false] {
            let office = try Office()
            let spec = try office.proposedSheet()
            let line = try office.school.new(
                "requirement", [("spec", "\(spec)"), ("item_no", "1"), ("body", "จอ")]
            ).id
            let gone = try #require(try office.school.editor.delete("requirement", "\(line)").change)
            try office.exchange()
            try Office.approve(office.hub, spec)
            if isKnown {
                try office.exchange()
                let refused = office.school.refusals { editor throws(EditingError) in
                    _ = try editor.undo("\(gone.hash)")
                }
                #expect(refused?.count == 1)
                #expect(try changed(office, spec) == [])
                continue
            }
            _ = try office.school.editor.undo("\(gone.hash)")
            #expect(try changed(office, spec) == ["requirement"])
            // What was no part of the approval may go again.
            let history = try office.school.show("requirement", line).view.history
            let back = try #require(history.last { $0.kind == .undo })
            _ = try office.school.editor.undo("\(back.write.dot.hash)")
            #expect(try changed(office, spec) == [])
        }
    }

    @Test("taking back what had been replaced when the record was approved changes no word")
    func replaced() throws {
        let office = try Office()
        let spec = try office.proposedSheet()
        let written = try office.school.set("spec_sheet", spec, [("purpose", "สอบ")])
        try office.exchange()
        try office.hub.set("spec_sheet", spec, [("purpose", "เรียน")])
        try Office.approve(office.hub, spec)
        _ = try office.school.editor.undo(written.change.map { "\($0.hash)" })
        #expect(try changed(office, spec) == [])
        #expect(try office.school.text("spec_sheet", spec, "purpose") == "เรียน")
    }

    @Test("two who write the same without knowing of each other change no word")
    func alike() throws {
        for minutes in [-600_000, 600_000] as [Int64] {
            let office = try Office()
            let spec = try office.proposedSheet()
            try office.exchange()
            office.school.now += minutes * 60_000
            try office.school.set("spec_sheet", spec, [("purpose", "เรียน"), ("title", "อื่น")])
            try office.hub.set("spec_sheet", spec, [("purpose", "เรียน")])
            try Office.approve(office.hub, spec)
            #expect(try changed(office, spec) == ["title"])
        }
    }

    @Test("a line that names two records is told of both, in whatever order its writes came")
    func twoRecords() throws {
        let office = try Office()
        let second = try office.secondMachine()
        let specs = [try office.proposedSheet(), try office.proposedSheet()]
        try office.exchange()
        for spec in specs { try Office.approve(office.hub, spec) }
        let lines = try #require(Catalogue.standard["requirement"])
        let (parent, body) = (try #require(lines["spec"]), try #require(lines["body"]))
        let line = RecordID(high: 9, low: 9)
        for (desk, spec) in [(office.school, specs[0]), (second, specs[1])] {
            // Another program than this one: nothing refuses it.
            try desk.node.replica.write(
                [
                    Edit(.set, lines.number, line, parent.number, .record(spec)),
                    Edit(.set, lines.number, line, body.number, .text("จอ")),
                ], in: office.space, time: desk.now)
        }
        try second.node.send(to: office.hub.node, spaces: [office.space])
        try office.exchange()
        for desk in [office.school, office.hub] {
            for spec in specs { #expect(try changed(desk, "spec_sheet", spec) == ["requirement"]) }
        }
    }

    @Test("where all that was seen is more than one change can hold, it says less and is written")
    func full() throws {
        let office = try Office()
        let store = office.school.node.replica
        let memos = try #require(Catalogue.standard["memo"])
        let (subject, state) = (try #require(memos["subject"]), try #require(memos["state"]))
        let ids = (1...900 as ClosedRange<UInt64>).map { RecordID(high: 77, low: $0) }
        try store.writeAll(
            ids.map { [Edit(.set, memos.number, $0, subject.number, .text("เรื่อง"))] }, in: office.space,
            time: office.school.now)
        let signed = try store.write(
            ids.map { Edit(.set, memos.number, $0, state.number, .stage(round: 1, "signed")) },
            in: office.space, time: office.school.now)
        let operations = try #require(try store.operations(of: signed))
        let said = operations.count { $0.seen(in: office.space) != nil }
        #expect(operations.count == 900 && said > 600 && said < 900, "\(said)")
    }
}
