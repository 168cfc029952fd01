// What is told of a record that went on from a state whose round was decided otherwise, or not at all.

import Bytes
import CRDT
import Testing

@testable import Records

@Suite struct PassingTests {
    private let plan = [
        "team_appointed", "planned", "proposed", "approved", "coordinated", "executing", "summarised",
        "reported", "acknowledged",
    ]
    private let loan = ["requested", "endorsed", "approved", "issued", "returned", "closed"]
    private let buying = [
        "draft", "submitted", "budget_checked", "proposed", "approved", "ordered", "delivered", "inspected",
    ]

    /// What is said of the state and of the field of verdicts.
    private func told(_ paper: FlawPaper) -> [String] {
        guard let state = paper.collection.stateField, case .state(let flow) = state.type else { return [] }
        let decision = paper.collection[flow.decision]?.name
        return paper.all.filter { $0.field == state.name || $0.field == decision }.map {
            "\($0.kind) \($0.field)"
        }
    }

    private func told(
        _ name: String, _ states: some Sequence<String>, _ verdicts: [String] = [],
        in field: String = "decision"
    ) throws -> [String] {
        var paper = try FlawPaper(name)
        try paper.walk(1, Array(states))
        for verdict in verdicts { try paper.set(field, .stage(round: 1, verdict)) }
        return told(paper)
    }

    @Test("a plan that was returned, or that nobody decided on, is told of in every state behind approved")
    func plans() throws {
        for count in 5...plan.count {
            let states = plan.prefix(count)
            #expect(try told("work_plan", states, ["returned"], in: "proposal") == ["refused state"])
            #expect(try told("work_plan", states) == ["missing proposal"], "\(states.last ?? "")")
            #expect(try told("work_plan", states, ["approved"], in: "proposal") == [])
            #expect(try told("work_plan", states, ["approved", "returned"], in: "proposal") == [])
        }
        #expect(try told("work_plan", plan.prefix(4)) == [], "it waits")
        #expect(try told("work_plan", plan.prefix(3), ["returned"], in: "proposal") == [])
    }

    @Test("a loan and a purchase that were refused stay told of when the things are back, and at the end")
    func endings() throws {
        for count in 3...loan.count {
            #expect(try told("loan", loan.prefix(count), ["refused"]) == ["refused state"])
            #expect(try told("loan", loan.prefix(count), ["approved"]) == [])
        }
        for end in ["part_returned", "damaged", "lost", "compensating", "closed"] {
            #expect(try told("loan", loan.prefix(4) + [end], ["refused"]) == ["refused state"], "\(end)")
            #expect(try told("loan", loan.prefix(4) + [end]) == ["missing decision"], "\(end)")
        }
        let bought = buying + ["registered", "closed"]
        for count in 5...bought.count {
            #expect(try told("procurement_request", bought.prefix(count), ["refused"]) == ["refused state"])
        }
        #expect(try told("loan", ["requested", "endorsed", "rejected"], ["refused"]) == [])
        #expect(try told("loan", ["requested", "endorsed", "withdrawn"], ["refused"]) == [])
        let urgent = ["submitted", "urgent_ordered", "urgent_reported"]
        #expect(try told("procurement_request", urgent, ["refused"]) == [], "nobody had to be asked before")
    }

    @Test("a ticket answers for an approval that it was given, and not for one that nobody asked for")
    func tickets() throws {
        let start = ["submitted", "inspecting"]
        let asked = start + ["needs_approval", "approved", "in_repair", "closed"]
        #expect(try told("ticket", asked, ["refused"]) == ["refused state"])
        #expect(try told("ticket", asked) == ["missing decision"])
        #expect(try told("ticket", asked, ["approved"]) == [])
        #expect(try told("ticket", start + ["in_repair", "closed"]) == [])
        #expect(try told("ticket", start + ["in_repair", "closed"], ["refused"]) == [])
        #expect(try told("ticket", start + ["needs_approval", "closed"], ["refused"]) == [])
        let refused = start + ["needs_approval", "refused", "unrepairable", "handed_back"]
        #expect(try told("ticket", refused, ["refused"]) == [])
        #expect(try told("ticket", refused, ["approved"]) == ["refused state"])
        // One write over several moves: what lies between has one way.
        #expect(
            try told("ticket", start + ["needs_approval", "in_repair"], ["refused"]) == ["refused state"])
    }

    @Test("each round answers for itself alone")
    func rounds() throws {
        func plan(_ back: [String], _ verdicts: [(UInt64, String)]) throws -> [String] {
            var paper = try FlawPaper("work_plan")
            try paper.walk(1, self.plan)
            try paper.walk(2, back)
            for (round, name) in verdicts { try paper.set("proposal", .stage(round: round, name)) }
            return told(paper)
        }
        #expect(try plan(["executing", "reported"], [(1, "returned")]) == [])
        func anew(_ verdicts: [(UInt64, String)]) throws -> [String] {
            var paper = try FlawPaper("work_plan")
            try paper.walk(1, Array(self.plan.prefix(3)) + ["returned"])
            try paper.walk(2, Array(self.plan.dropFirst().prefix(5)))
            for (round, name) in verdicts { try paper.set("proposal", .stage(round: round, name)) }
            return told(paper)
        }
        #expect(try anew([(1, "returned")]) == ["missing proposal"])
        #expect(try anew([(1, "approved")]) == ["missing proposal"])
        #expect(try anew([(1, "returned"), (2, "returned")]) == ["refused state"])
        #expect(try anew([(1, "returned"), (2, "approved")]) == [])
    }

    @Test("where only the last writes are held, the moves tell what all ways lead through")
    func glance() throws {
        func glance(_ name: String, _ states: [String], last: Int) throws -> [String] {
            var paper = try FlawPaper(name)
            try paper.walk(1, states)
            paper.operations.removeFirst(states.count - last)
            try paper.set("decision", .stage(round: 1, "refused"))
            return told(paper).filter { $0 != "unproven state" }
        }
        #expect(try glance("loan", loan, last: 2) == ["refused state"])
        #expect(try glance("loan", loan, last: 1) == ["refused state"])
        let asked = ["submitted", "needs_approval", "approved", "in_repair", "repaired"]
        #expect(try glance("ticket", asked, last: 3) == ["refused state"])
        #expect(try glance("ticket", asked, last: 2) == [], "it may have come another way")
    }

    @Test("a state that came about beside another way answers for nothing")
    func beside() throws {
        var paper = try FlawPaper("ticket")
        try paper.walk(1, ["submitted", "inspecting", "needs_approval"])
        let asked = try paper.stage(1, "approved", over: [FlawPaper.dot(3)])
        let begun = try paper.stage(1, "in_repair", over: [FlawPaper.dot(2)])
        try paper.stage(1, "closed", over: [asked, begun])
        #expect(told(paper) == [])
    }

    @Test("what was not accepted is told of where it is registered or closed all the same")
    func inspection() throws {
        func purchase(_ end: [String], _ inspection: [(UInt64, String)]) throws -> [String] {
            var paper = try FlawPaper("procurement_request")
            try paper.walk(1, buying + end)
            try paper.set("decision", .stage(round: 1, "approved"))
            for (round, verdict) in inspection {
                try paper.set("inspection", .stage(round: round, verdict))
            }
            return told(paper)
        }
        for end in [["registered"], ["closed"], ["registered", "closed"]] {
            #expect(try purchase(end, [(1, "rejected")]) == ["refused state"])
            #expect(try purchase(end, [(1, "accepted")]) == [] && purchase(end, []) == [])
            #expect(try purchase(end, [(2, "rejected")]) == [])
            #expect(try purchase(end, [(1, "rejected"), (1, "accepted")]) == [], "that is a conflict")
        }
        #expect(try purchase([], [(1, "rejected")]) == [], "inspected it was")
        // Who overrules an opinion is told when they do it, and nobody after them.
        var paper = try FlawPaper("loan")
        try paper.walk(1, Array(loan.prefix(3)))
        try paper.set("supply_check", .stage(round: 1, "not_lendable"))
        try paper.set("decision", .stage(round: 1, "approved"))
        #expect(told(paper) == [])
    }

    @Test("in every workflow exactly those are told of whose way led through a state that needs a verdict")
    func everyWorkflow() throws {
        var random = SplitMix64(seed: 7_440)
        var (collections, walks, passed) = (0, 0, 0)
        for collection in Catalogue.standard.collections {
            guard case .state(let flow)? = collection.stateField?.type,
                flow.states.contains(where: { $0.needs != nil })
            else { continue }
            let decision = try #require(collection[flow.decision]).name
            collections += 1
            for _ in 0..<60 {
                var way = [flow.starts[random.index(flow.starts.count)]]
                while let next = flow.state(way[way.count - 1])?.next, !next.isEmpty, random.index(7) > 0 {
                    way.append(next[random.index(next.count)])
                }
                let isPassed =
                    way.dropLast().contains { flow.state($0)?.needs != nil }
                    && flow.state(way[way.count - 1])?.needs == nil
                let said = try told(collection.name, way)
                #expect(said == (isPassed ? ["missing \(decision)"] : []), "\(collection.name): \(way)")
                walks += 1
                passed += isPassed ? 1 : 0
            }
        }
        #expect(collections > 12 && walks > 700 && passed > 60)
    }

    @Test("the sentences name the state come through, the verdict it needs and the one that was given")
    func words() throws {
        func messages(_ verdict: String?) throws -> [Label] {
            var paper = try FlawPaper("loan")
            try paper.walk(1, loan)
            if let verdict { try paper.set("decision", .stage(round: 1, verdict)) }
            return paper.all.filter { ["state", "decision"].contains($0.field) }.map(\.message)
        }
        let refused = try messages("refused")
        #expect(
            refused.map(\.en) == [
                "field State (state) “Closed”: it came through “Issued”, which needs “Approved” in Decision "
                    + "(decision), and the verdict of this round is “Refused”"
            ])
        #expect(refused.first?.th.contains("ผ่าน “จ่ายของแล้ว” ซึ่งต้องได้ “อนุมัติ”") == true)
        let missing = try messages(nil)
        #expect(
            missing.map(\.en) == [
                "field Decision (decision): the record came through “Issued” to “Closed”, and nobody has "
                    + "decided in this round"
            ])
        #expect(missing.first?.th.contains("มาถึง “ปิดเรื่อง” แล้ว แต่รอบนี้ยังไม่มีผลการพิจารณา") == true)
    }

    @Test("the day on which a step was done is shown where it is done, and a stamp that stays is shown on")
    func lapsing() throws {
        let step = try #require(Catalogue.standard["plan_step"])
        let done = try #require(step["done_on"])
        #expect(step.shows(done, at: Stage(round: 1, state: "done")) && step.shows(done, at: nil))
        for state in ["waiting", "started", "not_needed"] {
            #expect(!step.shows(done, at: Stage(round: 2, state: state)), "\(state)")
        }
        let loan = try #require(Catalogue.standard["loan"])
        let issued = try #require(loan["issued_at"])
        #expect(loan.shows(issued, at: Stage(round: 2, state: "endorsed")))
        let field = Field(1, "day", "ก", "A", .date, lapses: true)
        let broken = RecordCollection(60, "thing", "ก", "A", in: [.school], fields: [field])
        let problems = Catalogue(version: 1, [broken], invariants: []).problems
        #expect(problems.contains { $0.contains("it lapses, and no state fills it") })
    }
}
