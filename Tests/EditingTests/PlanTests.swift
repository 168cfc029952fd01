// Plans of the nine processes: the steps they begin with, the moves they have, the order of their steps.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct PlanTests {
    private func steps(_ desk: Desk) throws -> [RecordRow] {
        let collection = try #require(Catalogue.standard["plan_step"])
        return try desk.node.replica.list(collection).sorted { $0["step_no"].plain < $1["step_no"].plain }
    }

    @Test("a new plan begins with its process's steps, in the same change, with no day set")
    func template() throws {
        for process in OfficeProcess.all {
            let office = try Office()
            let plan = try office.hub.new(
                "work_plan", [("process_no", "\(process.number)"), ("title", "แผนทดสอบ")])
            let lines = try steps(office.hub)
            #expect(lines.map { $0["wording"].plain } == process.steps.map(\.label.th))
            #expect(lines.allSatisfy { $0["plan"] == .text(plan.id.description) })
            #expect(lines.allSatisfy { $0["due_on"] == .null && $0["state"] == .text("waiting") })
            let change = try #require(plan.change)
            let written = try #require(try office.hub.node.replica.operations(of: change))
            #expect(Set(written.map(\.record)).count == 1 + process.steps.count)
            #expect(
                try office.hub.text("work_plan", plan.id, "state") == process.steps.first?.states.first)
            #expect(try office.hub.text("work_plan", plan.id, "fiscal_year") == "2569")
        }
    }

    @Test("a plan takes the moves of its own process and is told which those are")
    func moves() throws {
        let office = try Office()
        let plan = try office.hub.new("work_plan", [("title", "ก"), ("process_no", "8")])
        for state in ["planned", "proposed", "approved"] {
            try office.hub.set("work_plan", plan.id, [("state", state)])
        }
        let refused = try #require(
            office.hub.refusals { (editor) throws(EditingError) in
                _ = try editor.set("work_plan", plan.id.description, [TypedField("state", "coordinated")])
            }?.first)
        #expect(refused.field == "state" && refused.message.en.contains("must be one of"))
        try office.hub.set("work_plan", plan.id, [("state", "executing"), ("proposal", "approved")])
        let evaluation = try #require(
            office.hub.refusals { (editor) throws(EditingError) in
                _ = try editor.new(
                    "work_plan",
                    [
                        TypedField("state", "team_appointed"), TypedField("title", "ก"),
                        TypedField("process_no", "7"),
                    ])
            })
        #expect(evaluation.contains { $0.field == "state" })
        let own = try office.hub.new(
            "work_plan", [("state", "objectives"), ("title", "ก"), ("process_no", "7")])
        #expect(try office.hub.text("work_plan", own.id, "state") == "objectives")
    }

    @Test("a step waits for the one before it; notices wait for nothing and hold nothing up")
    func order() throws {
        let office = try Office()
        _ = try office.hub.new("work_plan", [("title", "ก"), ("process_no", "6")])
        let lines = try steps(office.hub)
        func done(_ step: Int) -> [Refusal]? {
            office.hub.refusals { (editor) throws(EditingError) in
                _ = try editor.set("plan_step", lines[step - 1].id.description, [TypedField("state", "done")])
            }
        }
        let early = try #require(done(2)?.first)
        #expect(early.message.en.contains("before step 1"))
        #expect(done(4) == nil, "step 4 is a notice")
        #expect(done(1) == nil && done(2) == nil)
        try office.hub.set("plan_step", lines[2].id, [("state", "not_needed")])
        #expect(done(5) == nil && done(6) == nil)
        #expect(try office.hub.editor.conflicts().isEmpty)
    }

    @Test("a step that was opened again after a later one was done is a conflict until it is done")
    func reopened() throws {
        let office = try Office()
        _ = try office.hub.new("work_plan", [("title", "ก"), ("process_no", "9")])
        let lines = try steps(office.hub)
        for line in lines.prefix(2) { try office.hub.set("plan_step", line.id, [("state", "done")]) }
        try office.hub.set("plan_step", lines[0].id, [("state", "started")])
        let open = try #require(try office.hub.editor.conflicts().first)
        #expect(open.kind == .outOfOrder && open.others == [lines[1].id])
        #expect(open.invariant?.name == "plan_steps_in_order")
        try office.hub.set("plan_step", lines[0].id, [("state", "done")])
        #expect(try office.hub.editor.conflicts().isEmpty)
    }

    @Test("a state that the plan's process does not have, come by another way, is told as a conflict")
    func outside() throws {
        let office = try Office()
        let plan = try office.hub.new("work_plan", [("title", "ก"), ("process_no", "8")])
        let collection = try #require(Catalogue.standard["work_plan"])
        let field = try #require(collection["state"])
        _ = try office.hub.node.replica.write(
            [
                Edit(
                    .set, collection.number, plan.id, field.number, .stage(round: 1, "coordinated"))
            ], in: .office, time: 1_767_600_000_000, actor: nil)
        let open = try #require(try office.hub.editor.conflicts().first)
        #expect(open.kind == .outOfOrder && open.others == [plan.id])
        #expect(open.invariant?.name == "plan_state_of_process")
        let row = try office.hub.show("work_plan", plan.id).view.row
        #expect(try office.hub.node.replica.flaws(of: [row]).first?.contains { $0.kind == .skipped } == true)
    }

    @Test(
        "a report is acknowledged or returned by the director alone; returned, it goes on in the next round")
    func reports() throws {
        let office = try Office()
        let made = try office.school.new(
            "study_record",
            [("title", "ก"), ("system_name", "ข"), ("level", "school"), ("purpose", "ค")])
        try office.school.set("study_record", made.id, [("state", "submitted")])
        #expect(
            office.school.refusals { (editor) throws(EditingError) in
                _ = try editor.set(
                    "study_record", made.id.description, [TypedField("decision", "acknowledged")])
            } != nil)
        try office.exchange()
        try office.hub.set("study_record", made.id, [("state", "returned"), ("decision", "returned")])
        try office.exchange()
        try office.school.set("study_record", made.id, [("state", "draft")])
        let view = try office.school.show("study_record", made.id)
        let stage = view.fields.first { $0.field.name == "state" }?.shown.flatMap(Stage.init)
        #expect(stage == Stage(round: 2, state: "draft"))
    }
}
