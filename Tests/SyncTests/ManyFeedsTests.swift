// More feeds in one space than a vector can name.

import Bytes
import CRDT
import SyncSupport
import Testing

@testable import Sync

@Suite struct ManyFeedsTests {
    @Test("what no vector has room to name travels all the same, in both directions")
    func unnamed() throws {
        var (authors, wire) = try SessionTests.district()
        var seeded = Seeded(21)
        let count = UInt64(SpecificationLimits.vectorEntriesMax) + 6
        var both = wire.ends[1].log
        for epoch in 1...count {
            SessionTests.write(1, authors.school.feed(Wire.school, epoch: epoch), into: &both, &seeded)
        }
        both.sign(authors.school)
        for end in 0...1 {
            wire.ends[end].log = both
            let last = authors.school.feed(Wire.school, epoch: count - UInt64(end))
            SessionTests.write(2, last, into: &wire.ends[end].log, &seeded)
            wire.ends[end].log.sign(authors.school)
        }
        wire.start()
        wire.run()
        #expect(SessionTests.isEqual(wire))
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
    }
}
