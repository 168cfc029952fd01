// The declarations themselves: what is in the catalogue, and that a wrong declaration is found.

import CRDT
import Testing

@testable import Records

@Suite struct CatalogueTests {
    let standard = Catalogue.standard

    @Test("every collection is found by name and by number, with numbers that stay for ever")
    func lookup() {
        for collection in standard.collections {
            #expect(standard[collection.name] == collection)
            #expect(standard[collection.number] == collection)
        }
        let numbers = standard.collections.map { "\($0.number.raw) \($0.name)" }
        #expect(
            numbers == [
                "1 area_office", "2 school", "3 node", "4 category", "5 person", "6 account",
                "7 id_card_request", "8 id_card", "9 access_request", "10 access_grant", "11 ticket",
                "12 ticket_entry", "13 asset", "14 asset_movement", "15 stock_item", "16 stock_move",
                "17 loan", "18 stock_check", "19 disposal", "20 procurement_request", "21 spec_sheet",
                "22 offer", "23 spec_comparison", "24 headcount", "25 headcount_cert", "26 staff_count",
                "27 ict_profile", "28 eval_form", "29 eval_round", "30 eval_response", "31 eval_report",
                "32 work_plan", "33 memo", "34 summary_report", "35 study_record", "36 study_report",
                "37 ict_dev_record", "38 ict_dev_report", "39 training_course", "40 training_attendance",
                "41 traffic_log", "42 auth_event", "43 sync_session", "44 district_conflict", "45 audit",
                "46 legal_hold", "47 retention_rule", "48 system", "49 announcement", "50 maintenance",
                "51 ticket_item", "52 eval_item", "53 ticket_receipt", "54 loan_line", "55 loan_return",
                "56 stock_check_line", "57 procurement_line", "58 requirement", "59 judgement",
                "60 plan_step", "61 plan_member", "62 memo_endorsement", "63 traffic_day",
                "70 offer_answer", "71 access_line", "72 disposal_line", "73 ticket_handback",
                "74 procurement_entry", "85 eval_answer", "100 certificate", "101 rule_override",
                "102 dismissal", "103 import",
            ])
    }

    @Test("the standard catalogue has no problems")
    func sound() { #expect(standard.problems == []) }

    @Test("a broken declaration is reported, each for its own reason")
    func broken() {
        func problems(_ fields: [Field], name: String = "thing", key: RecordKey = .random) -> String {
            let collection = RecordCollection(60, name, "ก", "A", in: [.school], key: key, fields: fields)
            return Catalogue(version: 1, [collection], invariants: []).problems.joined(separator: "; ")
        }
        let plain = Field(1, "title", "ก", "A", .text)
        #expect(problems([plain]) == "")
        #expect(
            problems([plain, Field(2, "title", "ก", "A", .text)]).contains("column title is declared twice"))
        #expect(problems([plain, Field(1, "other", "ก", "A", .text)]).contains("number 1 is declared twice"))
        #expect(problems([Field(1, "group", "ก", "A", .text)]).contains("group cannot be a name in SQL"))
        #expect(problems([plain], name: "Thing").contains("Thing cannot be a name in SQL"))
        let personal = Field(1, "who", "ก", "A", .text, .authority([.hub]), privacy: .personal)
        #expect(problems([personal]).contains("never reads the value"))
        #expect(
            problems([Field(1, "many", "ก", "A", .text, .addWins, privacy: .sensitive)]).contains(
                "never reads"))
        #expect(
            problems([Field(1, "owner", "ก", "A", .reference("nobody"))]).contains("nobody is no collection"))
        #expect(problems([plain], key: .derived(["title"])).contains("key field title"))
        let ring = Flow([.init("a", "ก", "A", next: ["b"]), .init("b", "ข", "B", next: ["a", "c"])])
        let ringed = problems([Field(1, "state", "ก", "A", .state(ring))])
        #expect(ringed.contains("forward moves have a cycle") && ringed.contains("leads to unknown c"))
        let twice = Catalogue(
            version: 1,
            [
                RecordCollection(60, "thing", "ก", "A", in: [.school], fields: [plain]),
                RecordCollection(60, "thing", "ก", "A", in: [.school], fields: [plain]),
            ], invariants: Invariant.standard)
        #expect(twice.problems.contains("collection thing is declared twice"))
        #expect(twice.problems.contains("collection number 60 is declared twice"))
        #expect(twice.problems.contains("invariant asset_number: no asset.asset_no"))
    }

    @Test("the schema carries the rule and the writers of every field")
    func schema() {
        let schema = standard.schema
        for collection in standard.collections {
            if collection.isLocal {
                #expect(schema.collections[collection.number] == nil)
                continue
            }
            #expect(schema.collections[collection.number]?.fields.count == collection.fields.count)
            for field in collection.fields {
                #expect(
                    schema.field(collection.number, field.number)
                        == FieldSchema(rule: field.rule, writers: field.writers))
            }
        }
    }

    @Test("the district may not write a headcount, nor a school what is the office's")
    func writers() {
        for field in standard["headcount"]?.fields ?? [] { #expect(field.writers == .owner) }
        #expect(standard["ticket"]?["decision"]?.writers == .hub)
        #expect(standard["headcount_cert"]?["acknowledgement"]?.writers == .hub)
        for collection in standard.collections where collection.spaces == [.district] {
            for field in collection.fields { #expect(field.writers == .hub) }
        }
    }

    @Test("a state and a decision take two columns, every other field one")
    func columns() {
        let names = standard["ticket"]?.columns.map(\.name) ?? []
        #expect(names.contains("state") && names.contains("state_round") && names.contains("decision_round"))
        #expect(names.count == (standard["ticket"]?.fields.count ?? 0) + 2)
    }

    @Test("a derived id depends on the closed key alone")
    func derivedIDs() throws {
        let space = try #require(Space.school("57030001"))
        let headcount = try #require(standard["headcount"])
        let key: [String: Value] = [
            "school": .text("57030001"), "academic_year": .integer(2568), "round": .integer(1),
            "class": .text("p1"),
        ]
        let id = headcount.derivedID(in: space, key)
        #expect(
            id == .derived(space: space, collection: headcount.number, key: ["57030001", "2568", "1", "p1"]))
        #expect(headcount.derivedID(in: space, key.merging(["male": .integer(3)]) { $1 }) == id)
        #expect(headcount.derivedID(in: space, key.merging(["class": .text("p2")]) { $1 }) != id)
        #expect(headcount.derivedID(in: space, key.filter { $0.key != "round" }) == nil)
        #expect(standard["ticket"]?.derivedID(in: space, key) == nil)
    }

    @Test("overrides replace like by like and leave personal fields blind")
    func overrides() {
        #expect(standard.override(collection: "ticket", field: "title", rule: "keep_all")?.rule == .keepAll)
        #expect(
            standard.override(collection: "ticket", field: "title", rule: "hub_first")?.rule
                == .authority([.hub, .school]))
        #expect(standard.override(collection: "ticket", field: "contact", rule: "hub_first") == nil)
        #expect(standard.override(collection: "ticket", field: "state", rule: "latest")?.rule == .latest)
        #expect(standard.override(collection: "ticket", field: "title", rule: "add_wins") == nil)
        #expect(
            standard.override(collection: "ticket", field: "assignees", rule: "deny_wins")?.rule == .denyWins)
        #expect(standard.override(collection: "ticket", field: "nothing", rule: "latest") == nil)
    }

    @Test("an invariant compares what people mean, and leaves out what is not there")
    func invariantKeys() {
        #expect(Normalisation.code.key(.text("7440-001")) == Normalisation.code.key(.text("๗๔๔๐ 001")))
        #expect(Normalisation.exact.key(.integer(3)) == "3" && Normalisation.exact.key(.nothing) == nil)
        #expect(
            Normalisation.thai.key(.personal(salt: [UInt8](repeating: 0, count: 16), .text("ก ข"))) == "กข")
        #expect(Normalisation.code.key(.text("")) == nil)
    }
}
