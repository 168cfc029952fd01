// The director's page word for word, and the figures of evaluations.

import CRDT
import Records
import Replica
import Support
import Testing
import Trust

@testable import Reports

@Suite struct SummaryReportTests {
    private func filled() throws -> ReportDistrict {
        let district = try ReportDistrict()
        let space = district.a.certificate.space
        let round = RecordID(high: 29, low: 1)
        try district.put(
            district.hub, "eval_form", ["title": .text("ฟอร์ม"), "item_count": .integer(2)], .district, key: 1)
        try district.put(
            district.hub, "eval_item",
            ["form": .record(RecordID(high: 28, low: 1)), "item_no": .integer(1), "body": .text("ข้อแรก")],
            .district,
            key: 1)
        try district.put(
            district.hub, "eval_item",
            ["form": .record(RecordID(high: 28, low: 1)), "item_no": .integer(2), "body": .text("ข้อสอง")],
            .district, key: 2)
        try district.put(
            district.hub, "eval_round",
            ["title": .text("รอบ 1"), "form": .record(RecordID(high: 28, low: 1))], .district, key: 1)
        try district.hub.send(to: district.a, spaces: [.district])
        for (index, answers) in ["54", "44", "34", "5-", "3-"].enumerated() {
            try district.put(
                district.a, "eval_response",
                ["eval_round": .record(round), "token": .text("t\(index)"), "answers": .text(answers)], space,
                key: UInt64(index))
        }
        for (index, state) in ["submitted", "submitted", "closed"].enumerated() {
            try district.put(
                district.a, "ticket", ["title": .text("เรื่อง"), "state": .stage(round: 1, state)], space,
                key: UInt64(index))
        }
        try district.put(
            district.a, "asset", ["name": .text("จอ"), "condition": .stage(round: 1, "worn")], space, key: 1)
        try district.put(
            district.a, "stock_item", ["code": .text("S-1"), "name": .text("กระดาษ"), "unit": .text("รีม")],
            space, key: 1)
        for (index, delta) in [Int64(5), -8].enumerated() {
            try district.put(
                district.a, "stock_move",
                ["item": .record(RecordID(high: 15, low: 1)), "delta": .integer(delta)], space,
                key: UInt64(index))
        }
        try district.sync()
        return district
    }

    @Test("the director's page, word for word")
    func golden() throws {
        let district = try filled()
        let text = try SummaryReport(district.hub.replica).page.text(.en)
        let expected = """
            Summary for the director, สพป.ทดสอบ
            2 of 3 schools are included
            As of 9 Oct 2025 15:53; oldest copy 9 Oct 2025 15:53 (57030001 บ้านหนึ่ง)
            # Pupils
            Round 1/2568: 41 pupils (21 boys, 20 girls), 3 rooms
            From 2 of 3 schools; cells to settle: 0
            # Tickets by state
            State | Number
            Submitted | 2
            Closed | 1
            Total | 3
            # Assets by condition
            State | Number
            Worn | 1
            Total | 1
            # Stock below zero
            Space | Code | Name | On hand | Unit
            school/57030001 | S-1 | กระดาษ | -3 | รีม
            # Evaluation
            รอบ 1: 5 responses from 1 school
            Item | Question | n | x̄ | S.D. | Level
            1 | ข้อแรก | 5 | 4.00 | 1.00 | high
            2 | ข้อสอง | 3 | – | – | n<5, not shown
             | All items | 8 | 4.00 | 0.76 | high
            # Waiting for a person
            Collection | What | Number
            Stock item | Stock is below zero | 1
            # How fresh each school is
            Code | School | Last receipt | Last heard | Newest change
            57030001 | บ้านหนึ่ง | never | never | 9 Oct 2025 15:53
            57030002 | บ้านสอง | never | never | 9 Oct 2025 15:53
            57030003 | บ้านสาม | never | never | –
            """
        #expect(text == expected)
    }

    @Test("moves that no store ever had do not stop the page; what it lacks is what the conflicts say")
    func absurdMoves() throws {
        let district = try filled()
        for key in 11...12 as ClosedRange<UInt64> {
            try district.put(
                district.a, "stock_move",
                ["item": .record(RecordID(high: 15, low: 1)), "delta": .integer(.max)],
                district.a.certificate.space, key: key)
        }
        try district.sync()
        let report = try SummaryReport(district.hub.replica)
        let conflicts = try district.hub.replica.conflicts().filter { $0.kind == .belowZero }
        #expect(report.shortages.map(\.code) == ["S-1"] && conflicts.count == 1)
    }

    @Test("receipts and contacts show when each school was last in touch")
    func freshness() throws {
        let district = try filled()
        let node = district.a.certificate.nodeID
        try district.hub.replica.setContact(node, time: 1_760_000_100_000, clockMilliseconds: 0)
        let report = try SummaryReport(district.hub.replica)
        #expect(report.schools.map(\.heard) == [1_760_000_100_000, nil, nil])
        #expect(report.coverage.newest == 1_760_000_100_000)
        #expect(report.coverage.oldest?.code == "57030002")
    }

    @Test("an empty database says that there is nothing, and counts nothing")
    func empty() throws {
        let district = try TestDistrict()
        let report = try SummaryReport(try district.hub().replica)
        let text = report.page.text(.en)
        #expect(text.contains("No school has recorded any yet"))
        #expect(!text.contains("0 pupils"))
        #expect(report.coverage.schools == 0)
    }
}
