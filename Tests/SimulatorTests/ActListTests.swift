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
        let time = Span.day + 8 * Span.hour + 31 * Span.minute + 5 * Span.second
        #expect(list.actions == [TimedAction(time, .powerLoss(1, step: 7, pauseMilliseconds: 30_000))])
        #expect(list.options.machines[1].clockOffsetMilliseconds == -2 * Span.hour)
        #expect(list.text.hasSuffix("\nd01 08:31:05 s01 powerLoss step 7 pause 30s\n"))
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
