// Numbers and lengths of time in words.

import Records
import Testing

@Suite struct SpokenTests {
    @Test("one of something has no s, and everything else has")
    func count() {
        #expect(English.count(1, "record") == "1 record")
        #expect(English.count(0, "record") == "0 records")
        #expect(English.count(2, "change waits", "changes wait") == "2 changes wait")
        #expect(English.count(1, "change waits", "changes wait") == "1 change waits")
    }

    @Test("a length of time is told in the largest unit of which there are two, whatever its sign")
    func span() {
        let minute: Int64 = 60_000
        let day = 1_440 * minute
        for (milliseconds, th, en) in [
            (0, "0 วินาที", "0 seconds"), (1_999, "1 วินาที", "1 second"), (-119_000, "119 วินาที", "119 seconds"),
            (10 * minute, "10 นาที", "10 minutes"), (119 * minute, "119 นาที", "119 minutes"),
            (-120 * minute, "2 ชั่วโมง", "2 hours"), (25 * 60 * minute, "25 ชั่วโมง", "25 hours"),
            (3 * day, "3 วัน", "3 days"), (700 * day, "700 วัน", "700 days"),
            (543 * 31_556_952_000, "543 ปี", "543 years"), (-1_086 * 31_556_952_000, "1086 ปี", "1086 years"),
            (Int64.min, "292277025 ปี", "292277025 years"),
        ] {
            #expect(Label.span(milliseconds: milliseconds) == Label(th, en))
        }
    }
}
