// Why a change waited: only what lies in the wait, in the order in which it came.

import Records
import Simulator
import Testing

@testable import Rehearsal

@Suite struct WaitingTests {
    private func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Int64 {
        Int64(day - 1) * Milliseconds.day + Int64(hour) * Milliseconds.hour + Int64(minute)
            * Milliseconds.minute
    }

    /// A school that works from eight to half past four on three days.
    private func line(
        _ stretches: [ClosedRange<Int64>], cutOff: [ClosedRange<Int64>] = []
    ) -> SchoolLine {
        SchoolLine(
            profile: .adsl, stretches: stretches, machines: [1], visitEveryDays: 0, cutOff: cutOff,
            open: (1...3).map { at($0, 8)...at($0, 16, 30) }, hasWindow: false)
    }

    private let down = "its line was out of order"
    private let off = "the computers were off for the night or the weekend"

    @Test("a line that drops within a day of work is out of order, and no night is told")
    func withinADay() {
        let line = line([at(1, 8)...at(1, 9), at(1, 9, 40)...at(1, 16, 30)])
        #expect(WhyDown(line, from: at(1, 9), until: at(1, 9, 40)).label.en == down)
        #expect(WhyDown(line, from: at(1, 9, 38), until: at(1, 9, 40)).label.en == down)
    }

    @Test("a night and a failure are told in the order in which they came")
    func inOrder() {
        let evening = line([at(1, 8)...at(1, 15), at(2, 8)...at(2, 16, 30)])
        #expect(WhyDown(evening, from: at(1, 15, 30), until: at(2, 8)).label.en == "\(down), and then \(off)")
        let morning = line([at(1, 8)...at(1, 16, 30), at(2, 10)...at(2, 16, 30)])
        #expect(
            WhyDown(morning, from: at(1, 16, 30), until: at(2, 10)).label.en == "\(off), and then \(down)")
        let night = line([at(1, 8)...at(1, 16, 30), at(2, 8)...at(2, 16, 30)])
        #expect(WhyDown(night, from: at(1, 16, 29), until: at(2, 8)).label.en == off)
    }

    @Test("who misses a whole day of work does not wait because of the nights; a cut is called a cut")
    func wholeDays() {
        let long = line([at(1, 8)...at(1, 9), at(3, 9)...at(3, 16, 30)])
        #expect(WhyDown(long, from: at(1, 9), until: at(3, 9)).label.en == down)
        let cut = line([at(1, 8)...at(1, 16, 30)], cutOff: [at(2, 0)...at(4, 0)])
        #expect(WhyDown(cut, from: at(2, 0), until: at(4, 0)).label.en == "its line was cut")
    }
}
