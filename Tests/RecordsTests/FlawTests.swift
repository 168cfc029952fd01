// What is wrong with a record as it shows: written by hand, without a replica.

import CRDT
import Testing

@testable import Records

@Suite struct FlawTests {
    private func ticket(_ write: (inout FlawPaper) throws -> Void) throws -> [String] {
        var paper = try FlawPaper("ticket")
        try write(&paper)
        return paper.flaws
    }

    @Test("moves forward, moves back and beginnings are no flaws; whatever else leads to a state is")
    func moves() throws {
        #expect(try ticket { try $0.stage(1, "submitted") } == [])
        #expect(try ticket { try $0.stage(1, "draft") } == [])
        #expect(try ticket { try $0.stage(1, "closed") } == ["skipped state"])
        #expect(try ticket { try $0.stage(2, "submitted") } == ["skipped state"])
        func from(_ state: String, _ round: UInt64, _ next: String) throws -> [String] {
            try ticket { paper in
                let first = try paper.stage(1, "submitted")
                let second = try paper.stage(1, state, over: [first])
                try paper.stage(round, next, over: [second])
            }
        }
        #expect(try from("inspecting", 1, "closed") == [] && from("acknowledged", 1, "waiting_parts") == [])
        #expect(try from("closed", 2, "inspecting") == [] && from("closed", 1, "closed") == [])
        #expect(try from("closed", 1, "inspecting") == ["skipped state"])
        #expect(try from("closed", 3, "inspecting") == ["skipped state"])
        #expect(try from("inspecting", 2, "closed") == ["skipped state"])
        #expect(try from("inspecting", 1, "cancelled") == ["skipped state"])
        #expect(try from("inspecting", 0, "closed") == ["invalid state", "skipped state"])
        #expect(try from("inspecting", 1, "nowhere") == ["invalid state", "skipped state"])
    }

    @Test("a step that somebody moved on from is history; a step whose predecessor is not held is unproven")
    func whatStands() throws {
        #expect(
            try ticket { paper in
                let wrong = try paper.stage(1, "closed")
                try paper.stage(2, "inspecting", over: [wrong])
            } == [])
        #expect(try ticket { try $0.stage(1, "closed", over: [FlawPaper.dot(99)]) } == ["unproven state"])
        #expect(
            try ticket { paper in
                let begun = try paper.stage(1, "submitted")
                let void = try paper.stage(1, "closed", over: [begun], refused: .forbidden)
                try paper.stage(1, "inspecting", over: [void])
            } == [])
        #expect(
            try ticket { paper in
                let void = try paper.stage(1, "inspecting", refused: .forbidden)
                try paper.stage(1, "repaired", over: [void])
            } == ["skipped state"])
    }

    @Test("ranges, lists and forms are checked in what shows, required fields once the draft is left")
    func values() throws {
        func one(_ field: String, _ value: Value) throws -> [String] {
            try ticket { paper in
                try paper.stage(1, "submitted")
                try paper.set(field, value)
            }
        }
        #expect(try one("rating", .integer(5)) == [] && one("rating", .integer(6)) == ["invalid rating"])
        #expect(try one("rating", .text("5")) == ["invalid rating"])
        #expect(try one("kind", .text("repair")) == [] && one("kind", .text("?")) == ["invalid kind"])
        #expect(try one("due_on", .text("2026-01-05")) == [])
        #expect(try one("due_on", .text("2026-02-30")) == ["invalid due_on"])
        #expect(try one("cost_estimate", .integer(-1)) == ["invalid cost_estimate"])
        #expect(try one("title", .text(String(repeating: "ก", count: 201))) == ["invalid title"])
        #expect(try one("title", .text(String(repeating: "ก", count: 200))) == [])
        #expect(
            try one("assignees", .text("it-01")) == []
                && one("assignees", .text("ก")) == ["invalid assignees"])
        #expect(try one("decision", .stage(round: 1, "perhaps")) == ["invalid decision"])
        #expect(try one("duplicate_of", .text("x")) == ["invalid duplicate_of"])
        #expect(try one("title", .nothing) == [])
        var item = try FlawPaper("ticket_item")
        try item.set("comment", .entry(number: 1, .text("a")))
        #expect(item.flaws == [])
        try item.set("comment", .entry(number: 2, .integer(3)))
        #expect(item.flaws == ["invalid comment"])
        var paper = try FlawPaper("ticket")
        try paper.stage(1, "draft")
        #expect(paper.all == [])
        try paper.stage(1, "submitted", over: [FlawPaper.dot(1)])
        #expect(paper.all.map(\.kind) == [.missing, .missing, .missing, .missing])
        #expect(paper.all.map(\.field) == ["number", "kind", "title", "opened_at"])
    }

    @Test("a state whose round was decided otherwise is flawed; one that waits, or has its verdict, is not")
    func refused() throws {
        func loan(_ round: UInt64, _ verdicts: [(round: UInt64, name: String)]) throws -> [Flaw] {
            var paper = try FlawPaper("loan")
            var last = try paper.stage(1, "requested")
            for state in ["endorsed", "approved"] { last = try paper.stage(1, state, over: [last]) }
            if round == 2 {
                last = try paper.stage(2, "endorsed", over: [last])
                last = try paper.stage(2, "approved", over: [last])
            }
            try paper.stage(round, "issued", over: [last])
            for verdict in verdicts { try paper.set("decision", .stage(round: verdict.round, verdict.name)) }
            return paper.all.filter { $0.kind != .missing }
        }
        #expect(try loan(1, []) == [])
        #expect(try loan(1, [(1, "approved")]) == [])
        #expect(try loan(2, [(1, "refused")]) == [], "another round's verdict says nothing of this one")
        #expect(try loan(1, [(1, "refused"), (1, "approved")]) == [], "two verdicts are a conflict")
        let flaws = try loan(1, [(1, "refused")])
        #expect(flaws.map(\.kind) == [.refused] && flaws.first?.dot == FlawPaper.dot(4))
        #expect(
            flaws.first?.message.en
                == "field State (state) “Issued”: it needs “Approved” in Decision (decision), and the "
                + "verdict of this round is “Refused”")
        #expect(flaws.first?.message.th.contains("แต่รอบนี้ผลคือ “ไม่อนุมัติ”") == true)
        #expect(try loan(2, [(1, "approved"), (2, "refused")]).map(\.kind) == [.refused])
    }

    @Test("every flaw says in both languages which field it is about and what is wrong")
    func words() throws {
        var paper = try FlawPaper("ticket")
        let first = try paper.stage(1, "closed")
        try paper.set("rating", .integer(9))
        #expect(paper.all.map(\.message.en)[0].contains("it begins at “Closed”"))
        try paper.stage(1, "inspecting", over: [first])
        let messages = paper.all.map(\.message)
        #expect(messages[0].en == "field State (state): no way leads from “Closed” to “Inspecting”")
        #expect(messages[0].th.contains("ข้ามขั้นจาก “ปิดเรื่อง” ไป “ตรวจสอบ”"))
        #expect(messages[1].en == "field Rating (rating) “9”: must be between 1 and 5")
    }
}
