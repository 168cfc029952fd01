// From typed text to values and back to text, and every reason for a refusal.

import CRDT
import Testing

@testable import Records

@Suite struct ValidationTests {
    let standard = Catalogue.standard

    private func value(_ collection: String, _ field: String, _ text: String, stage: Stage? = nil) -> Value? {
        try? standard.validate(collection, field, text, stage: stage)
    }

    private func reason(_ collection: String, _ field: String, _ text: String, stage: Stage? = nil)
        -> FieldError.Reason?
    {
        do throws(FieldError) {
            _ = try standard.validate(collection, field, text, stage: stage)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("each type takes what people type")
    func accepted() {
        #expect(value("ticket", "title", " จอ\u{00A0}ดับ ") == .text("จอ ดับ"))
        #expect(value("ticket", "kind", "แจ้งซ่อม") == .text("repair"))
        #expect(value("ticket", "kind", "Repair") == .text("repair"))
        #expect(value("ticket", "cost_estimate", "1,234.50") == .integer(123_450))
        #expect(value("ticket", "cost_estimate", "๑๒๓๔.๕") == .integer(123_450))
        #expect(value("ticket", "due_on", "5/1/2569") == .text("2026-01-05"))
        #expect(value("ticket", "opened_at", "5/1/2569 00:00") == .integer(1_767_546_000_000))
        #expect(value("stock_move", "delta", "-1,200") == .integer(-1_200))
        #expect(value("stock_move", "delta", "+3") == .integer(3))
        #expect(value("category", "active", "ไม่") == .integer(0))
        #expect(value("headcount", "class", "ป.1") == .text("p1"))
        #expect(value("school", "latitude", "18.157636") == .integer(18_157_636))
        #expect(value("eval_response", "answers", "5, 4 - ๓") == .text("54-3"))
        #expect(value("ticket", "title", "  ") == .nothing)
        let school = RecordID.derived(space: .district, collection: CollectionNumber(2), key: ["57030001"])
        #expect(value("asset_movement", "to_school", "57030001") == .record(school))
        #expect(value("ticket_entry", "body", "ก\r\nข") == .text("ก\nข"))
    }

    @Test("what a field cannot hold is refused for its own reason")
    func refused() {
        #expect(reason("nothing", "title", "x") == .noSuchCollection)
        if case .noSuchField(let known) = reason("ticket", "titel", "x") {
            #expect(known.contains("title"))
        } else {
            Issue.record("an unknown field was taken")
        }
        #expect(reason("ticket", "title", String(repeating: "ก", count: 201)) == .tooLong(max: 200))
        for text in ["x", "1.5", "1,23", "99999999999999999999", "--1", "+-1", "1 000"] {
            #expect(reason("stock_move", "delta", text) == .notInteger, "\(text)")
        }
        #expect(reason("ticket", "rating", "6") == .outOfRange(low: "1", high: "5"))
        #expect(reason("headcount", "male", "-1") == .outOfRange(low: "0", high: "99999"))
        for text in ["-5", "1.234", "1.", ".5", "฿5"] {
            #expect(reason("ticket", "cost_estimate", text) == .notMoney)
        }
        #expect(reason("ticket", "due_on", "31/2/2569") == .notDate)
        #expect(reason("ticket", "opened_at", "5/1/2569 25:00") == .notMoment)
        #expect(reason("category", "active", "maybe") == .notBoolean)
        #expect(reason("ticket", "category", "nothing") == .notFound(collection: "category"))
        #expect(reason("eval_response", "answers", "56") == .notAnswers)
        #expect(reason("school", "latitude", "1.1234567") == .notDecimal(places: 6))
        #expect(reason("school", "latitude", "91") == .outOfRange(low: "0.000000", high: "90.000000"))
        #expect(reason("certificate", "body", "xyz") == .notBytes)
        guard case .notChoice = reason("ticket", "kind", "ซ่อม") else {
            Issue.record("an unknown choice")
            return
        }
        guard case .notCode = reason("headcount", "school", "123") else {
            Issue.record("a short code")
            return
        }
    }

    @Test("a message names field and reason in both languages")
    func messages() {
        do throws(FieldError) {
            _ = try standard.validate("headcount", "male", "สิบ")
            Issue.record("words were taken for a number")
        } catch {
            #expect(error.message.th == "ช่อง ชาย (male) “สิบ”: ต้องเป็นจำนวนเต็ม")
            #expect(error.message.en == "field Male (male) “สิบ”: must be a whole number")
        }
    }

    @Test("what is editable validates back to the same value")
    func editable() throws {
        let samples: [(String, String, Value)] = [
            ("ticket", "kind", .text("consult")), ("ticket", "cost_estimate", .integer(123_450)),
            ("ticket", "due_on", .text("2026-01-05")), ("ticket", "opened_at", .integer(1_767_546_061_000)),
            ("stock_move", "delta", .integer(-7)), ("category", "active", .integer(1)),
            ("school", "distance_km", .integer(854)), ("school", "longitude", .integer(5)),
            ("ticket", "category", .record(RecordID(high: 1, low: 2))),
            ("certificate", "body", .bytes([0, 255])),
            ("ticket_entry", "body", .text("ก\nข")),
        ]
        for (collection, name, value) in samples {
            let field = try #require(standard[collection]?[name])
            #expect(try standard.validate(collection, name, field.type.editable(value)) == value)
        }
    }

    @Test("values are shown with labels, years B.E. and grouped baht")
    func shown() throws {
        func show(_ name: String, _ value: Value, _ language: Language = .th) throws -> String {
            try #require(standard["ticket"]?[name]).type.show(value, language)
        }
        #expect(try show("cost_estimate", .integer(123_456_705)) == "1,234,567.05")
        #expect(try show("due_on", .text("2026-01-05")) == "5 ม.ค. 2569")
        #expect(try show("due_on", .text("2026-01-05"), .en) == "5 Jan 2026")
        #expect(try show("state", .stage(round: 1, "waiting_parts")) == "รออะไหล่")
        #expect(try show("state", .stage(round: 2, "closed"), .en) == "Closed (round 2)")
        #expect(try show("state", .stage(round: 1, "from_the_future")) == "from_the_future")
        #expect(try show("contact", .personal(salt: [UInt8](repeating: 1, count: 16), .text("081"))) == "081")
        #expect(
            standard["announcement"]?["acknowledged"]?.type.show(
                .entry(number: 3, .personal(salt: [UInt8](repeating: 1, count: 16), .text("ok"))), .th)
                == "ok")
        #expect(try show("kind", .nothing) == "")
        #expect(try show("title", .integer(3)) == "[0206]")
        #expect(TypedNumber.show(-5, places: 2, grouped: true) == "-0.05")
        #expect(TypedNumber.show(Int64.min, places: 0) == "-9223372036854775808")
    }

    @Test("a draft may lack anything; past it every required field is asked for")
    func required() {
        func missing(_ state: String?, _ present: Set<String>) -> [String] {
            standard.missing("ticket", at: state.map { Stage(round: 1, state: $0) }) { present.contains($0) }
                .map(\.field)
        }
        #expect(missing(nil, []) == [] && missing("draft", []) == [])
        #expect(missing("submitted", ["number", "opened_at", "title"]) == ["kind"])
        #expect(
            standard.missing("stock_move", at: nil) { _ in false }.map(\.field) == [
                "item", "delta", "moved_at",
            ])
    }

    @Test("every filling of the catalogue gives a value that its own field takes")
    func fillings() throws {
        let facts = FillFacts(
            unit: "57030001", nowMilliseconds: 1_767_546_000_000, actor: "ครู ก",
            number: RecordNumber(unit: "57030001", fiscalYear: 2569, epoch: Epoch(5), running: 1),
            random: 0xAB)
        for collection in standard.collections {
            for field in collection.fields where field.fill != nil {
                let value = try #require(
                    standard.filling(
                        of: field, facts,
                        comingTo: field.filledAt.first.map { Stage(round: 1, state: $0) }),
                    "\(collection.name).\(field.name)")
                #expect(
                    try standard.validate(collection.name, field.name, field.type.editable(value)) == value)
            }
        }
    }
}
