// Paper is of the round that the record is in: what was decided in an earlier one is not on it, and dates of
// one paper are in one kind of digits.

import Bytes
import CRDT
import Editing
import Page
import Records
import Replica
import Support
import Testing

@testable import Forms

@Suite struct RoundFormTests {
    private func set(_ clerk: Clerk, _ name: String, _ id: String, _ values: KeyValuePairs<String, String>)
        throws
    {
        _ = try clerk.editor.set(name, id, values.map { TypedField($0.key, $0.value) })
    }

    private func walk(_ clerk: Clerk, _ name: String, _ id: String, _ states: String...) throws {
        for state in states { try set(clerk, name, id, ["state": state]) }
    }

    private func text(_ clerk: Clerk, _ form: String, _ id: String) throws -> String {
        PlainText.of(try clerk.paper(form, id).source)
    }

    private func purchase(_ clerk: Clerk) throws -> (request: String, line: String) {
        let request = try clerk.new(
            "procurement_request",
            [
                "kind": "equipment", "title": "จอ", "reason": "เสีย", "fiscal_year": "2569",
                "needed_by": "31/3/2569",
            ], in: .office)
        let line = try clerk.new(
            "procurement_line", ["request": request, "item": "จอ", "quantity": "2", "unit": "เครื่อง"])
        try walk(clerk, "procurement_request", request, "submitted", "budget_checked", "proposed")
        return (request, line)
    }

    @Test("a purchase that went back is printed with an empty box: no tick, no name, no comment, no day")
    func purchases() throws {
        let clerk = try Clerk()
        let (request, line) = try purchase(clerk)
        try set(
            clerk, "procurement_request", request,
            [
                "decision": "approved", "decided_by": "นายอนุมัติ งามตา", "decision_comment": "ซื้อได้",
                "state": "approved",
            ])
        let decided = try text(clerk, "purchase_memo", request)
        #expect(decided.contains("☑ อนุมัติ") && decided.contains("นายอนุมัติ งามตา"))
        #expect(decided.contains("ความเห็น ซื้อได้") && decided.hasSuffix("วันที่ ๕ มกราคม ๒๕๖๙\n"))
        try walk(clerk, "procurement_request", request, "proposed")
        try set(clerk, "procurement_line", line, ["quantity": "200"])
        let again = try text(clerk, "purchase_memo", request)
        #expect(again.contains("☐ อนุมัติ ☐ ไม่อนุมัติ เพราะ") && !again.contains("☑ อนุมัติ"))
        #expect(!again.contains("นายอนุมัติ งามตา") && !again.contains("ซื้อได้"))
        #expect(again.hasSuffix("วันที่ / /\n") && again.contains("๒๐๐"))
        try set(clerk, "procurement_request", request, ["decision": "refused", "state": "rejected"])
        #expect(try text(clerk, "purchase_memo", request).contains("☐ อนุมัติ ☑ ไม่อนุมัติ เพราะ"))
    }

    @Test("a loan that went back has no verdict of the round before, a reopened repair none either")
    func others() throws {
        let clerk = try Clerk()
        let loan = try clerk.new(
            "loan",
            [
                "borrower": "นายยืม ดี", "purpose": "อบรม", "due_on": "9/1/2569",
                "supply_check": "not_lendable",
                "check_reason": "แบตเตอรี่เสื่อม", "endorsement": "endorsed", "decision": "approved",
                "decided_by": "นายอนุมัติ งามตา",
            ], in: .office)
        try walk(clerk, "loan", loan, "endorsed", "approved")
        let decided = try text(clerk, "loan_request", loan)
        #expect(decided.split(separator: "☑").count == 4 && decided.contains("แบตเตอรี่เสื่อม"))
        try walk(clerk, "loan", loan, "endorsed")
        let again = try text(clerk, "loan_request", loan)
        #expect(!again.contains("☑") && !again.contains("แบตเตอรี่เสื่อม") && !again.contains("งามตา"))

        let ticket = try clerk.new(
            "ticket",
            [
                "kind": "repair", "title": "จอดับ", "decision": "approved", "decided_by": "นายอนุมัติ งามตา",
                "decision_comment": "ซ่อมได้",
            ], in: .office)
        try walk(clerk, "ticket", ticket, "submitted", "closed")
        #expect(try text(clerk, "repair_notice", ticket).contains("☑ อนุมัติ"))
        try walk(clerk, "ticket", ticket, "submitted")
        let reopened = try text(clerk, "repair_notice", ticket)
        #expect(!reopened.contains("☑ อนุมัติ") && !reopened.contains("งามตา"))
        #expect(!reopened.contains("ซ่อมได้\n"), "the box of the inspector says ซ่อมได้เอง")
    }

    @Test("a name or a comment that was written before anybody decided stands on the paper")
    func before() throws {
        let clerk = try Clerk()
        let (request, _) = try purchase(clerk)
        try set(clerk, "procurement_request", request, ["decided_by": "นายอนุมัติ งามตา"])
        let text = try text(clerk, "purchase_memo", request)
        #expect(text.contains("( นายอนุมัติ งามตา )") && !text.contains("☑ อนุมัติ"))
    }

    @Test("all dates of a memo are in Thai digits, the day of the decision and of printing too")
    func digits() throws {
        let clerk = try Clerk()
        let (request, _) = try purchase(clerk)
        try set(
            clerk, "procurement_request", request,
            ["decision": "approved", "decision_comment": "ภายใน 15 วัน", "state": "approved"])
        let source = try clerk.paper("purchase_memo", request).source
        let text = PlainText.of(source)
        #expect(text.contains("ภายใน ๑๕ วัน") && text.contains("๓๑ มีนาคม ๒๕๖๙"))
        let mixed = text.split(separator: "\n").filter { $0.contains("มกราคม") || $0.contains("มีนาคม") }
        #expect(mixed.count > 2 && mixed.allSatisfy { !$0.contains(where: { ("0"..."9").contains($0) }) })
        #expect(try clerk.paper("purchase_memo", request).foot.contains("๕ ม.ค. ๒๕๖๙"))
    }

    @Test("a step of a plan that is set back has no day on which it was done")
    func steps() throws {
        let clerk = try Clerk()
        let plan = try clerk.new("work_plan", ["process_no": "6", "title": "แผน"], in: .office)
        let step = try #require(
            try clerk.editor.list("plan_step", where: [TypedField("plan", plan)]).first
        ).id.description
        func day() throws -> String {
            let collection = try #require(Catalogue.standard["plan_step"])
            let reading = FormReading(clerk.node.replica, printedAt: 0)
            return FormRecord(reading, collection, try clerk.row("plan_step", step)).day("done_on")
        }
        try walk(clerk, "plan_step", step, "done")
        #expect(try day() == "5 มกราคม 2569")
        try walk(clerk, "plan_step", step, "waiting")
        #expect(try day() == "")
    }
}
