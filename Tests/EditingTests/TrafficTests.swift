// Traffic data and log-ins: entries of one machine, sealed by the day, erased when their time is over.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

@Suite struct TrafficTests {
    /// Milliseconds of 09:00 in Thailand on a day of January 2569.
    private func morning(_ day: Int) -> Int64 { 1_767_578_400_000 + Int64(day - 5) * 86_400_000 }

    private func use(_ desk: Desk, _ day: Int, _ address: String = "10.0.0.7") throws {
        try desk.new(
            "traffic_log",
            [
                ("started_at", "\(day)/1/2569 10:00"), ("source_address", address), ("account", "kru1"),
                ("bytes_moved", "1234"), ("service", "web"),
            ])
    }

    @Test(
        "entries stay on the machine: no change is written, nothing is sent, no digest knows of them"
    )
    func local() throws {
        let office = try Office()
        let store = office.school.node.replica
        let before = (try store.changeCount(), try store.digests(of: office.space))
        try use(office.school, 5)
        try office.school.new("auth_event", [("account", "kru1"), ("kind", "login")])
        #expect(try store.changeCount() == before.0)
        #expect(try store.digests(of: office.space).log == before.1.log)
        try office.exchange()
        #expect(try office.hub.editor.list("traffic_log").isEmpty)
        let rows = try office.school.editor.list("traffic_log")
        #expect(rows.map { $0["source_address"].plain } == ["10.0.0.7"])
        #expect(try store.flaws(of: rows) == [[]])
        #expect(try office.school.editor.list("auth_event", where: [TypedField("kind", "login")]).count == 1)
        #expect(try office.school.editor.list("auth_event", where: [TypedField("kind", "failed")]).isEmpty)
        let changed = office.school.refusals { (editor) throws(EditingError) in
            _ = try editor.set("traffic_log", "1", [TypedField("service", "mail")])
        }
        #expect(changed?.first?.message.en.contains("only added") == true)
        let empty = office.school.refusals { (editor) throws(EditingError) in
            _ = try editor.new("traffic_log", [TypedField("account", "a")])
        }
        #expect(empty?.map(\.field) == ["started_at", "source_address"])
        #expect(try store.check().problems == [])
    }

    @Test("a local collection's number in somebody's change has no effect")
    func forged() throws {
        let office = try Office()
        let collection = try #require(Catalogue.standard["traffic_log"])
        _ = try office.school.node.replica.write(
            [Edit(.set, collection.number, RecordID(high: 1, low: 1), FieldNumber(4), .text("1.2.3.4"))],
            in: office.space, time: morning(5))
        try office.exchange()
        for desk in [office.school, office.hub] {
            #expect(try desk.editor.list("traffic_log").isEmpty)
            #expect(try desk.node.replica.check().problems == [])
        }
    }

    @Test(
        "days are sealed in a chain without gaps; a late entry goes into the next; changes are found"
    )
    func sealed() throws {
        let office = try Office()
        let school = office.school
        for day in [5, 5, 7] { try use(school, day) }
        school.now = morning(8)
        let days = try school.editor.sealTraffic()
        #expect(days.map(\.sealed.entries) == [2, 0, 1])
        #expect(days.map { $0.day.day } == [5, 6, 7])
        #expect(days[1].sealed.previous == days[0].sealed.digest)
        #expect(try school.editor.sealTraffic().isEmpty)
        try use(school, 6)
        #expect(try school.editor.checkTraffic().troubles.isEmpty)
        school.now = morning(9)
        #expect(try school.editor.sealTraffic().map(\.sealed.entries) == [1])
        #expect(try school.editor.checkTraffic().days == 4)
        try office.exchange()
        let told = try office.hub.editor.list("traffic_day")
        #expect(told.count == 4 && told.allSatisfy { $0["unit"].plain == Office.code })
        let log = try #require(Catalogue.standard["traffic_log"])
        _ = try school.node.replica.eraseEntries(of: log, segment: "2026-01-07")
        let troubles = try school.editor.checkTraffic().troubles
        #expect(troubles.map { $0.day.day } == [7])
        #expect(troubles.first?.message.en.contains("0 of 1") == true)
    }

    @Test(
        "nothing is erased before 90 days, nor under an order, nor before the district allows"
    )
    func erased() throws {
        let office = try Office()
        let (school, hub) = (office.school, office.hub)
        for day in 5...7 { try use(school, day) }
        school.now = morning(8)
        _ = try school.editor.sealTraffic()
        let cut = try #require(ThaiDate(iso: "2026-01-07"))
        func refused() -> String? {
            school.refusals { (editor) throws(EditingError) in _ = try editor.eraseTraffic(before: cut) }?
                .first?.message.en
        }
        school.now = morning(8 + 89)
        #expect(refused()?.contains("90 days") == true)
        try hub.new("retention_rule", [("collection", "traffic_log"), ("days_kept", "120")])
        let hold = try hub.new(
            "legal_hold", [("order_no", "ศธ 1/2569"), ("day_from", "6/1/2569"), ("day_until", "6/1/2569")],
            in: office.space)
        try office.exchange()
        school.now = morning(8 + 91)
        #expect(refused()?.contains("120 days") == true)
        school.now = morning(8 + 121)
        #expect(refused()?.contains("ศธ 1/2569") == true)
        #expect(try school.node.replica.countEntries(of: #require(Catalogue.standard["traffic_log"])) == 3)
        try hub.set("legal_hold", hold.id, [("state", "released")])
        try office.exchange()
        let erased = try school.editor.eraseTraffic(before: cut)
        #expect(erased.days == 2 && erased.entries == 2)
        #expect(try school.editor.list("traffic_log").count == 1)
        #expect(try school.editor.checkTraffic().troubles.isEmpty)
        try office.exchange()
        let audit = try hub.editor.list("audit")
        #expect(audit.map { $0["action"].plain } == ["traffic_erased"])
        #expect(try hub.editor.list("traffic_day").filter { $0["erased_on"] != .null }.count == 2)
        let again = try school.editor.eraseTraffic(before: cut)
        #expect(again.days == 0 && again.entries == 0)
    }

    @Test("log-ins are erased under the same law: not before their time, not under an order; it is audited")
    func logins() throws {
        let office = try Office()
        let (school, hub) = (office.school, office.hub)
        for day in 5...7 {
            school.now = morning(day)
            try school.new("auth_event", [("account", "ก"), ("kind", "login")])
        }
        let cut = try #require(ThaiDate(iso: "2026-01-07"))
        func refused() -> String? {
            school.refusals { (editor) throws(EditingError) in _ = try editor.eraseLogins(before: cut) }?
                .first?.message.en
        }
        school.now = morning(6 + 90)
        #expect(refused()?.contains("90 days") == true)
        let hold = try hub.new(
            "legal_hold",
            [("order_no", "ศธ 2/2569"), ("collection", "auth_event"), ("day_from", "6/1/2569")],
            in: office.space)
        try office.exchange()
        school.now = morning(7 + 90)
        #expect(refused()?.contains("ศธ 2/2569") == true)
        #expect(try school.editor.list("auth_event").count == 3)
        try hub.set("legal_hold", hold.id, [("state", "released")])
        try office.exchange()
        #expect(try school.editor.eraseLogins(before: cut) == 2)
        #expect(try school.editor.list("auth_event").count == 1)
        #expect(try school.editor.list("audit").map { $0["subject"].plain.hasPrefix("auth_event") } == [true])
        #expect(try school.editor.eraseLogins(before: cut) == 0)
        #expect(try school.editor.list("audit").count == 1, "nothing erased is nothing to tell")
    }

    @Test("a file of entries is added row by row, wrong rows are named, and an export is read back")
    func files() throws {
        let office = try Office()
        let text =
            "started_at,source_address,bytes_moved\r\n5/1/2569 08:00,10.0.0.1,20\r\n"
            + "never,10.0.0.2,1\r\n2026-01-06 09:30,10.0.0.3,30\r\n"
        let done = try office.school.editor.importLocal(Array(text.utf8), to: "traffic_log")
        #expect(done.added == 2 && done.problems.map(\.row) == [3])
        let (file, count) = try office.school.editor.exportLocal(
            "traffic_log", from: ThaiDate(iso: "2026-01-06"), through: ThaiDate(iso: "2026-01-06"))
        #expect(count == 1)
        let other = try office.secondMachine()
        #expect(try other.editor.importLocal(file, to: "traffic_log").added == 1)
        #expect(try other.editor.list("traffic_log").map { $0["source_address"].plain } == ["10.0.0.3"])
        #expect(
            office.school.refusals { (editor) throws(EditingError) in
                _ = try editor.importLocal(file, to: "ticket")
            } != nil)
    }
}

@Suite struct NationalIDFieldTests {
    @Test(
        "the number is nowhere: a keyed hash and four digits are kept, and shown masked"
    )
    func hidden() throws {
        let office = try Office()
        let second = try office.secondMachine()
        func add(_ desk: Desk, _ id: String) throws -> (RecordID, String) {
            let made = try desk.new(
                "person",
                [("title_th", "นาย"), ("first_th", "ก"), ("last_th", "ข"), ("national_id", id)])
            return (made.id, try #require(try desk.text("person", made.id, "national_id")))
        }
        let (one, kept) = try add(office.school, "3-1006-00445-63-5")
        #expect(kept.hasSuffix("-5635") && kept.utf8.count == 37)
        #expect(try add(office.school, "๓๑๐๐๖๐๐๔๔๕๖๓๕").1 == kept)
        #expect(try add(second, "3100600445635").1 != kept, "another node has another key")
        let sheet = try office.school.show("person", one)
        let shown = try #require(sheet.fields.first { $0.field.name == "national_id" })
        #expect(shown.field.type.show(shown.shown ?? .nothing, .th) == "x-xxxx-xxxx5-63-5")
        try office.exchange()
        #expect(try office.hub.text("person", one, "national_id") == kept)
        let bytes = try office.school.node.replica.operations(
            of: #require(sheet.view.history.first?.write.dot))
        for operation in bytes ?? [] {
            let text = String(decoding: operation.value.encoded, as: UTF8.self)
            #expect(!text.contains("3100600445635"))
        }
        let wrong = office.school.refusals { (editor) throws(EditingError) in
            _ = try editor.set("person", one.description, [TypedField("national_id", "1234545678789")])
        }
        #expect(wrong?.first?.field == "national_id")
        // What is editable is read back as the same.
        #expect(
            try office.school.set("person", one, [("national_id", kept)]).change == nil)
    }
}
