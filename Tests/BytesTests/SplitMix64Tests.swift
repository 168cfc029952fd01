// The seeded generator against its published numbers.

import Bytes
import Testing

@Suite struct SplitMix64Tests {
    @Test("the first numbers are the published ones")
    func published() {
        var generator = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        for number in expected { #expect(generator.next() == number) }
    }

    @Test("numbers stay in their range, reach both ends and spread evenly")
    func ranges() {
        var generator = SplitMix64(seed: 1)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<7_000 {
            let number = generator.within(-3...3)
            #expect((-3...3).contains(number))
            counts[number + 3] += 1
        }
        for count in counts { #expect((850...1_150).contains(count)) }
        #expect(generator.below(0) == 0 && generator.below(-5) == 0 && generator.below(1) == 0)
        #expect(generator.within(4...4) == 4)
        #expect(Set((0..<64).map { _ in generator.within(.min ... .max) }).count == 64)
        #expect(generator.pick([Int]()) == nil)
    }

    @Test("a shuffle keeps every item, and a split leaves the rest as it was")
    func shuffles() {
        var generator = SplitMix64(seed: 2)
        var items = Array(0..<100)
        generator.shuffle(&items)
        #expect(items != Array(0..<100) && items.sorted() == Array(0..<100))
        var left = SplitMix64(seed: 3)
        var right = SplitMix64(seed: 3)
        var part = left.split()
        _ = right.split()
        for _ in 0..<10 { _ = part.next() }
        #expect(left.next() == right.next())
    }
}
