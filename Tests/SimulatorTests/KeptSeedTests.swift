// Runs that once broke a law, cut down to the lines that still showed it. Each stays with a sentence of
// what was wrong; `./run simulate --acts FILE` runs such lines by hand.

import Simulator
import Testing

@Suite(.serialized) struct KeptSeedTests {
    // Each run in a process of its own: it leaves nothing random in the process it runs in.

    /// What a run breaks; nil for nothing.
    private static func broken(_ text: String) throws -> String? {
        let list = try ActList(text: text)
        let world = World(list.options)
        world.run(list.actions)
        return world.violation.map { "\($0.checker): \($0.words)" }
    }

    @Test(
        "seed 98: a hub that begins an epoch in a session confirms in it what came in that session (delivery)"
    )
    func seed98() async {
        await #expect(processExitsWith: .success) {
            let text = """
                world seed 98 schools 5 days 3 work 11 tick 30s
                machine hub school 0 line fibre clock 0ms drift 0 on loss 300
                machine s01 school 1 line fibre clock 0ms drift 0 on loss 10 inPlace old
                machine s05 school 5 line adsl clock 0ms drift 0 on old
                machine c1 school 1 line fibre clock 0ms drift 0 spare loss 10 old
                d01 07:00:00 s05 line up
                d01 08:00:00 s01 work moveStock dice 3981240439558706206
                d01 09:00:00 s01 work newStock dice 12220124992019983747
                d01 09:00:00 hub backup
                d02 14:00:00 s05 work newStock dice 17608471916277446679
                d02 14:00:00 s05 work moveStock dice 18116978240105630660
                d02 15:00:00 hub work settle dice 3898162174142455238
                d02 16:00:00 s05 line down
                d02 22:00:00 s01 clone to c1
                d02 23:00:00 c1 work moveStock dice 3666546789677204952
                d02 23:00:00 hub rollback
                """
            try #require(try Self.broken(text) == nil)
        }
    }

    @Test("seed 149: a hub put back twice does not return to an epoch it had abandoned (receipt)")
    func seed149() async {
        await #expect(processExitsWith: .success) {
            let text = """
                world seed 149 schools 5 days 3 work 10 tick 30s
                machine hub school 0 line fibre clock 0ms drift 0 on inPlace
                machine s01 school 1 line fibre clock 0ms drift 0 on inPlace
                machine s02 school 2 line fibre clock 0ms drift 0 on loss 10
                machine c2 school 2 line fibre clock 0ms drift 0 spare loss 10 inPlace
                d01 21:00:00 s01 backup
                d02 04:00:00 s02 clone to c2
                d02 04:00:00 hub backup
                d02 08:00:00 s01 work newTicket dice 15776221110799825013
                d02 08:00:00 s01 line up
                d02 12:00:00 hub restore
                d02 12:00:00 s01 restore
                d02 15:00:00 hub backup
                d02 16:00:00 c2 work count dice 14963665389864429242
                d02 16:00:00 c2 line up
                d02 17:00:00 hub restore
                """
            try #require(try Self.broken(text) == nil)
        }
    }

    @Test(
        "seed 400: undo at the hub does not take back the certificate on which a school's work rests (heads)")
    func seed400() async {
        await #expect(processExitsWith: .success) {
            let text = """
                world seed 400 schools 5 days 3 work 11 tick 30s
                machine hub school 0 line fibre clock 0ms drift 0 on inPlace old
                machine s05 school 5 line fibre clock 0ms drift 0 on loss 10 inPlace
                d00 08:00:00 hub work undo dice 6469629226380263422
                d00 09:00:00 hub work undo dice 1863604335885872821
                d00 12:00:00 s05 work newTicket dice 3857674358418223895
                d00 13:00:00 s05 stick good travel 20m
                d00 23:00:00 hub work undo dice 14696078892142934553
                d01 09:00:00 hub work undo dice 8474481396800461584
                d01 11:00:00 hub work undo dice 3264018621309493902
                d02 12:00:00 hub work undo dice 11736634940234640445
                """
            try #require(try Self.broken(text) == nil)
        }
    }

    @Test("seed 876: a session whose receipts a full disk did not keep has agreed on nothing (delivery)")
    func seed876() async {
        await #expect(processExitsWith: .success) {
            let text = """
                world seed 876 schools 5 days 3 work 7 tick 30s
                machine hub school 0 line fibre clock 0ms drift 0 on loss 300
                machine s02 school 2 line fibre clock 0ms drift 0 on inPlace old
                machine s03 school 3 line fibre clock 0ms drift 0 on loss 10 inPlace
                machine s03b school 3 line fibre clock 0ms drift 0 on loss 300
                d02 06:00:00 s03b line up
                d02 07:00:00 s03b work bulk dice 1421495970085321854
                d02 08:00:00 hub work changeTicket dice 16399324396733825843
                d02 09:00:00 s03 line up
                d02 10:00:00 hub work assign dice 14998155924325568510
                d02 10:00:00 hub backup
                d02 10:00:00 s03b work bulk dice 7673601531633024501
                d02 10:00:00 hub work undo dice 6591864452481247718
                d02 13:00:00 hub work staleForm dice 3096683127429539220
                d02 13:00:00 s03b work changeTicket dice 10317294260130814690
                d02 13:00:00 hub work logTicket dice 11259000584379536928
                d02 15:00:00 hub work staleForm dice 5994700446032524312
                d02 15:00:00 s03 work count dice 1486542037247108870
                d02 16:00:00 s03 line down
                d02 17:00:00 s03 crash pause 2m
                d02 17:00:00 s03 diskFull step 36 once
                d02 17:00:00 s03 line up
                d02 18:00:00 hub restore
                """
            try #require(try Self.broken(text) == nil)
        }
    }

    @Test("seed 587, whole: a hub back in an epoch that others saw it leave confirms by stick (liveness)")
    func seed587() async {
        await #expect(processExitsWith: .success) {
            let list = ActList(seed: 587)
            let world = World(list.options)
            try #require(world.run(list.actions))
        }
    }
}
