// A run as text: what was written is read back, and what is mistyped is pointed at.

import Simulator
import Testing

@Suite struct ActListTests {
    private let world = """
        world seed 41 schools 1 days 2 work 12 tick 15s
        machine hub school 0 line fibre clock 0ms drift 0 on
        machine s01 school 1 line adsl clock -2h drift 120 on

        """

    @Test("every run that a seed draws is read back from its text as it was")
    func roundTrip() throws {
        for seed in 1...60 as ClosedRange<UInt64> {
            let list = ActList(seed: seed)
            let read = try ActList(text: list.text)
            #expect(read.options == list.options, "seed \(seed)")
            #expect(read.actions == list.actions, "seed \(seed)")
        }
    }

    @Test("an act is a line with its time, its machine and its numbers")
    func line() throws {
        let list = try ActList(
            text: world + "# the power goes\nd01 08:31:05 s01 powerLoss step 7 pause 30s\n")
        let time =
            Milliseconds.day + 8 * Milliseconds.hour + 31 * Milliseconds.minute + 5 * Milliseconds.second
        #expect(list.actions == [TimedAction(time, .powerLoss(1, step: 7, pauseMilliseconds: 30_000))])
        #expect(list.options.machines[1].clockOffsetMilliseconds == -2 * Milliseconds.hour)
        #expect(list.text.hasSuffix("\nd01 08:31:05 s01 powerLoss step 7 pause 30s\n"))
    }

    @Test("a time or a drift that would lead a clock out of what numbers hold is refused with its line")
    func farClocks() throws {
        for text in [
            "d00 08:00:00 s01 clock by 106751991167d", "d00 08:00:00 s01 clock by -9223372036854775808ms",
            "d00 08:00:00 s01 clock by 365001d", "d00 08:00:00 s01 clog for 9223372036854775807ms",
            "machine s02 school 2 line fibre clock 9223372036854775807ms drift 0 on",
            "machine s02 school 2 line fibre clock 0ms drift 9223372036854775807 on",
            "machine s02 school 2 line fibre clock 0ms drift -1000001 on",
        ] {
            let error = #expect(throws: ActListError.self, "\(text)") { try ActList(text: world + text) }
            #expect(error?.line == 4, "\(text)")
        }
        for text in ["d00 08:00:00 s01 clock by 365000d", "d00 08:00:00 s01 clock by -365000d"] {
            #expect(try ActList(text: world + text).actions.count == 1)
        }
    }

    @Test("a world that could not run is refused with its line: no hub, names twice, times that never end")
    func bounds() {
        let hub = "machine hub school 0 line fibre clock 0ms drift 0 on\n"
        let head = "world seed 41 schools 1 days 2 work 12 tick 15s\n"
        let school = "machine s01 school 1 line adsl clock 0ms drift 0 on\n"
        for (text, line) in [
            (head, 1), ("\n" + head, 2), (head + hub + school + school, 4), (head + school, 2),
            (head + hub + hub, 3), (head + "machine hub school 0 line fibre clock 0ms drift 0 spare", 2),
            (head + hub + "machine s02 school 2 line adsl clock 0ms drift 0 on", 3), (head + head + hub, 2),
            (hub + head, 1),
            ("world seed 41 schools 1 days 2 work 12 tick 0s\n" + hub, 1),
            ("world seed 41 schools 1 days 2 work 12 tick 1ms\n" + hub, 1),
            ("world seed 41 schools 1 days 0 work 12 tick 15s\n" + hub, 1),
            (head + hub + school + "d00 08:00:00 s01 crash pause -30s", 4),
            (head + hub + school + "d00 08:00:00 s01 stick good travel -1h", 4),
            (head + hub + school + "d00 08:00:00 s01 clog for -1h", 4),
        ] {
            let error = #expect(throws: ActListError.self, "\(text)") { try ActList(text: text) }
            #expect(error?.line == line, "\(text)")
        }
    }

    @Test("files of editors that begin with a mark and end lines with two characters are read as others are")
    func editors() throws {
        let text = world + "d00 08:00:00 s01 backup\n"
        let crlf = String(text.flatMap { $0 == "\n" ? "\r\n" : String($0) })
        let list = try ActList(text: text)
        for other in [crlf, "\u{feff}" + text, "\u{feff}" + crlf] {
            #expect(try ActList(text: other) == list)
        }
        let wrong = crlf + "d00 08:00:00 s02 backup\r\n"
        let error = #expect(throws: ActListError.self) { try ActList(text: wrong) }
        #expect(error?.line == 5)
    }

    @Test("a mistake is named with its line, and with what was meant where that is clear")
    func mistakes() {
        for (text, line, suggestion) in [
            ("d00 08:00:00 s01 powerLos step 7 pause 30s", 4, "powerLoss"),
            ("\nd00 08:00:00 s02 backup", 5, nil), ("d00 08:00:00 S01 backup", 4, "s01"),
            ("d00 8h s01 backup", 4, nil), ("d00 25:00:00 s01 backup", 4, nil),
            ("d00 08:00:00 s01 cut bytes -4", 4, nil), ("d00 08:00:00 s01 crash pause 30", 4, nil),
            ("d00 08:00:00 s01 work newTicke dice 1", 4, "newTicket"),
            ("d00 08:00:00 s01 backup again", 4, nil),
            ("d00 08:00:00 s01 crash", 4, nil),
            ("machine s02 school 2 line fibr clock 0ms drift 0 on", 4, "fibre"),
        ] as [(String, Int, String?)] {
            let error = #expect(throws: ActListError.self, "\(text)") { try ActList(text: world + text) }
            #expect(error?.line == line, "\(text)")
            #expect(error?.suggestion == suggestion, "\(text)")
        }
        #expect(throws: ActListError.self) { try ActList(text: "") }
    }
}
