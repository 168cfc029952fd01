// The restore table: machines restored, cloned, forked and rolled back, each with 10 old and 10 new writes.
// Whatever happened, all 20 are on both sides once, and `status` says what happened and what to do.

import CRDT
import Foundation
import Support
import Testing

@testable import Host
@testable import Replica

@Suite(
    .serialized, .ownThread,
    .enabled(if: Program.canRun, "needs the program beside the tests, built without a sanitizer")
)
struct RestoreTests {
    private let old = 101...110
    private let new = 201...210

    @Test("a school's folder put back from a copy: old and new work on both sides, and status says 10 of 10")
    func schoolFromCopy() async throws {
        let trial = try await Trial()
        let school = try await trial.join("a")
        try await trial.stock(school)
        try trial.copy(school.folder, to: trial.scene.path("copy"))
        try await trial.move(school, old)
        try await trial.sync(school)
        try trial.replace(school.folder, by: trial.scene.path("copy"))
        let first = try await trial.run(school, ["set", "stock_item", "A4", "reorder_level=5"])
        #expect(first.code == 0 && first.notes.contains("replaced by a copy"), "\(first.notes)")
        try await trial.move(school, new)
        #expect(
            try await trial.status(school).contains(
                "10 changes (\(Trial.space), 5-14) have not come back. Sync"))
        try await trial.sync(school)
        let told = try await trial.status(school)
        #expect(told.contains("Came back: 10 of 10 changes that were missing"), "\(told)")
        #expect(told.contains("old folder put back") && told.contains("Nothing waits"), "\(told)")
        let thai = try await trial.status(school, "--lang", "th")
        #expect(thai.contains("กลับมาแล้ว 10 จาก 10 รายการ") && thai.contains("ถูกแทนด้วยสำเนา"), "\(thai)")
        let json = try await trial.status(school, "--json", "--seen")
        #expect(json.contains("\"kind\":\"other_file\"") && json.contains("\"back\":10"), "\(json)")
        #expect(try await !trial.status(school).contains("Came back"))
        try await trial.expectWhole(school)
    }

    @Test("a disk cloned to a second machine, both go on: nothing is mixed up, and both are told")
    func cloned() async throws {
        let trial = try await Trial()
        let first = try await trial.join("a")
        try await trial.stock(first)
        let second = Machine(trial.scene.path("b"), name: "b", state: trial.scene.path("state-b"))
        try trial.copy(first.folder, to: second.folder)
        try await trial.move(first, old)
        try await trial.move(second, new)
        try await trial.sync(first, second, first, second)
        try await trial.expectWhole(first, second)
        let there = try await trial.status(second)
        #expect(there.contains("another machine than before") && there.contains("new invitation"), "\(there)")
        let here = try await trial.status(first)
        #expect(here.contains("A copy of this node is at work: 10 changes"), "\(here)")
        #expect(try await trial.status(first, "--lang", "th").contains("มีสำเนาของเครื่องนี้ใช้งานอยู่"))
        // Both connected at once: the district hears which school, which machine.
        let running = try [
            trial.start(first, ["school", "serve"]), trial.start(second, ["school", "serve"]),
        ]
        let isTold = try await within(20, everyMilliseconds: 200) {
            try await trial.status(trial.hub).contains("Two machines run under one name")
        }
        #expect(isTold)
        let alarm = try await trial.status(trial.hub)
        #expect(alarm.contains("\(Scene.name) (\(Scene.smis)), machine "), "\(alarm)")
        for child in running { await child.stop() }
    }

    @Test(
        "a clone with every mark copied and no high water forks: both branches stay, work goes on"
    )
    func forked() async throws {
        let trial = try await Trial()
        let first = try await trial.join("a")
        try await trial.stock(first)
        let second = Machine(trial.scene.path("b"), name: "a", state: trial.scene.path("state-b"))
        try trial.copy(first.folder, to: second.folder)
        try markAsHome(second)
        try await trial.move(first, old)
        try await trial.move(second, new)
        let tips = try Store(directory: second.folder, readOnly: true).tips(of: #require(Space(Trial.space)))
        #expect(Set(tips.map(\.feed)).count <= 1, "the clone began an epoch, so there is no fork to look at")
        try await trial.sync(first, second, first, second)
        try await trial.expectWhole(first, second)
        for machine in [first, second] {
            let told = try await trial.status(machine)
            #expect(told.contains("two copies that did not know of each other"), "\(told)")
        }
        #expect(try await trial.status(trial.hub).contains("\(Scene.name) (\(Scene.smis)), machine "))
        try await trial.move(first, 301...303)
        try await trial.move(second, 401...403)
        try await trial.sync(first, second, first)
        try await trial.expectWhole(first, second)
        let store = try Store(directory: trial.hub.folder, readOnly: true)
        let feeds = try store.tips(of: #require(Space(Trial.space))).map(\.feed)
        #expect(feeds.count - Set(feeds).count == 1, "one fork and no more")
    }

    @Test(
        "a hub put back from a copy: its work, the schools' and machines that joined since come back"
    )
    func hubFromCopy() async throws {
        let trial = try await Trial()
        let first = try await trial.join("a")
        try await trial.stock(first)
        await trial.stopHub()
        try trial.copy(trial.hub.folder, to: trial.scene.path("hub-copy"))
        try await trial.serve()
        // After the copy: work of both sides, a machine that joins and syncs, one that only joins.
        try await trial.move(first, 101...105)
        try await trial.move(trial.hub, 106...110)
        let late = try await trial.join("late")
        let latest = try await trial.join("latest", syncing: false)
        try await trial.sync(first)
        await trial.stopHub()
        try trial.replace(trial.hub.folder, by: trial.scene.path("hub-copy"))
        try await trial.serve()
        try await trial.move(first, 201...203)
        try await trial.move(trial.hub, 204...206)
        try await trial.sync(latest)
        try await trial.move(latest, 207...208)
        try await trial.move(late, 209...210)
        #expect(try await trial.status(first).contains("3 changes wait"))
        try await trial.sync(latest, first, late, latest, first, late)
        try await trial.expectWhole(first, late, latest)
        let told = try await trial.status(trial.hub)
        #expect(told.contains("What is missing comes back as the schools connect"), "\(told)")
        #expect(told.contains("Came back: 5 of 5 changes that were missing (\(Trial.space)"), "\(told)")
        #expect(told.contains("changes that were missing (district"), "\(told)")
    }

    @Test(
        "hub and school put back while the school's second machine still holds the work: all of it comes back"
    )
    func bothFromCopy() async throws {
        let trial = try await Trial()
        let first = try await trial.join("a")
        let second = try await trial.join("b")
        try await trial.stock(first)
        try await trial.sync(second)
        await trial.stopHub()
        try trial.copy(trial.hub.folder, to: trial.scene.path("hub-copy"))
        try trial.copy(first.folder, to: trial.scene.path("a-copy"))
        try await trial.serve()
        try await trial.move(first, 101...106)
        try await trial.move(trial.hub, 107...110)
        try await trial.sync(first, second)
        await trial.stopHub()
        try trial.replace(trial.hub.folder, by: trial.scene.path("hub-copy"))
        try trial.replace(first.folder, by: trial.scene.path("a-copy"))
        try await trial.serve()
        try await trial.move(first, 201...206)
        try await trial.move(trial.hub, 207...210)
        try await trial.sync(first)
        let before = try await trial.status(first)
        #expect(
            before.contains(
                "6 changes (\(Trial.space), 5-10) have not come back. The district does not have them"))
        try await trial.sync(second, first, second)
        try await trial.expectWhole(first, second)
        #expect(try await trial.status(first).contains("Came back: 6 of 6 changes that were missing"))
        #expect(try await trial.status(trial.hub).contains("Came back: 4 of 4 changes that were missing"))
    }

    @Test(
        "a virtual machine put back, database, keys and high water: what it wrote twice becomes two branches")
    func rolledBack() async throws {
        for writesFirst in [true, false] {
            let trial = try await Trial()
            let school = try await trial.join("a")
            let state = trial.scene.path("state-a")
            try await trial.stock(school)
            try trial.snapshot(school, state: state, to: trial.scene.path("snapshot"))
            try await trial.move(school, old)
            try await trial.sync(school)
            try trial.rollBack(school, state: state, to: trial.scene.path("snapshot"))
            // Nothing tells the machine, until it hears the district.
            if !writesFirst { try await trial.sync(school) }
            try await trial.move(school, new)
            try await trial.sync(school, school)
            try await trial.expectWhole(school)
            let told = try await trial.status(school)
            #expect(told.contains("Others held more of this node's own work"), "\(told)")
            #expect(told.contains("10 changes under this node's name came in: written on"), "\(told)")
            #expect(told.contains("did not know of each other") == writesFirst, "\(told)")
        }
    }

    @Test(
        "a hub's virtual machine put back: it begins a new epoch in the middle of a session"
    )
    func hubRolledBack() async throws {
        let trial = try await Trial()
        let school = try await trial.join("a")
        try await trial.stock(school)
        await trial.stopHub()
        try trial.snapshot(trial.hub, state: trial.scene.path("state-hub"), to: trial.scene.path("snapshot"))
        try await trial.serve()
        try await trial.move(school, 101...105)
        try await trial.move(trial.hub, 106...110)
        try await trial.sync(school)
        await trial.stopHub()
        try trial.rollBack(
            trial.hub, state: trial.scene.path("state-hub"), to: trial.scene.path("snapshot"))
        try await trial.serve()
        try await trial.sync(school)
        #expect(try await trial.status(school).contains("Nothing waits"))
        try await trial.move(school, 201...205)
        try await trial.move(trial.hub, 206...210)
        try await trial.sync(school)
        try await trial.expectWhole(school)
        #expect(try await trial.status(trial.hub).contains("Others held more of this node's own work"))
    }

    @Test("where nobody holds the work any more the loss is said, with numbers, until somebody has read it")
    func lost() async throws {
        let trial = try await Trial()
        let school = try await trial.join("a")
        try await trial.stock(school)
        await trial.stopHub()
        try trial.copy(trial.hub.folder, to: trial.scene.path("hub-copy"))
        try trial.copy(school.folder, to: trial.scene.path("a-copy"))
        try await trial.serve()
        try await trial.move(school, old)
        try await trial.sync(school)
        try await trial.done(trial.hub, ["new", "ticket", "title=x", "kind=repair"])
        await trial.stopHub()
        try trial.replace(trial.hub.folder, by: trial.scene.path("hub-copy"))
        try trial.replace(school.folder, by: trial.scene.path("a-copy"))
        try await trial.serve()
        try await trial.move(school, new)
        try await trial.sync(school)
        try await trial.expectWhole(school, missing: Set(old))
        let told = try await trial.status(school)
        #expect(
            told.contains("10 changes (\(Trial.space), 5-14) have not come back. The district does not"),
            "\(told)")
        #expect(told.contains("lost: enter them again"), "\(told)")
        let thai = try await trial.status(school, "--lang", "th")
        #expect(thai.contains("ยังขาด 10 รายการ") && thai.contains("งานนี้หายแล้ว: บันทึกใหม่"), "\(thai)")
        #expect(try await trial.status(school, "--json", "--seen").contains("\"kind\":\"lost\""))
        #expect(try await !trial.status(school).contains("have not come back"))
        let office = try await trial.status(trial.hub)
        #expect(office.contains("Nobody else keeps the office's own records"), "\(office)")
    }

    /// Gives a copy the marks of a database that has always been there: what no honest copy has.
    private func markAsHome(_ machine: Machine) throws {
        let store = try Store(directory: machine.folder)
        let place = MachineMark(override: "a").place(of: machine.folder + "/" + Store.fileName)
        try store.putMeta("place", #require(place).encoded)
    }
}
