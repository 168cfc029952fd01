// Record numbers and SMIS codes as people type them.

import Bytes
import CRDT
import Testing

@testable import Records

@Suite struct NumberTests {
    @Test("a number is read back from every way people type it")
    func typed() {
        let number = RecordNumber(
            unit: "57030001", fiscalYear: 2569, epoch: Epoch(0x1234_5678_9abc_def0), running: 42)
        #expect(number.description == "57030001-2569-\(Epoch(0x1234_5678_9abc_def0).tag)-0042")
        let plain = RecordNumber(typed: "57030001-2569-K70-0042")
        #expect(plain?.description == "57030001-2569-K70-0042")
        for way in ["57030001-2569-k7o-42", "๕๗๐๓๐๐๐๑-๒๕๖๙-K70-๐๐๔๒", " 57030001 - 2569 - K70 - 42 "] {
            #expect(RecordNumber(typed: way) == plain, "\(way)")
        }
        for way in [
            "57030001-2569-KU0-42", "5703-2569-K70-42", "57030001-69-K70-42", "57030001-2569-K70-0", "",
        ] {
            #expect(RecordNumber(typed: way) == nil, "\(way)")
        }
        var random = SplitMix64(seed: 5)
        for _ in 0..<1_000 {
            let number = RecordNumber(
                unit: "57030001", fiscalYear: 2569, epoch: Epoch(random.next()),
                running: 1 + random.index(20_000))
            #expect(RecordNumber(typed: number.description) == number)
        }
    }

    @Test("numbers sort by unit, year, tag and running number, past 9,999 too")
    func order() {
        let numbers = ["57030001-2569-K70-9999", "57030001-2569-K70-10000", "57030001-2570-A00-0001"]
            .compactMap { RecordNumber(typed: $0) }
        #expect(numbers.count == 3 && numbers.sorted() == numbers)
    }

    @Test("a SMIS code has eight digits, a changwat and an area")
    func smis() {
        #expect(SMISCode("57030001")?.office == "57030000")
        #expect(SMISCode("๕๗๐๓๐๐๐๑")?.text == "57030001")
        #expect(SMISCode("57030000")?.isOffice == true && SMISCode("57030001")?.isOffice == false)
        for text in ["5703001", "570300011", "05030001", "57000001", "5703000a", ""] {
            #expect(SMISCode(text) == nil)
        }
    }
}
