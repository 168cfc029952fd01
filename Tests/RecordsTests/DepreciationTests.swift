// Depreciation: the published card of one asset, and what must hold of every asset.

import Bytes
import Testing

@testable import Records

@Suite struct DepreciationTests {
    @Test("an asset of 45,000 baht and five years gives the published card to the satang")
    func card() throws {
        let came = try #require(ThaiDate(buddhistYear: 2539, month: 10, day: 9))
        let asset = try #require(Depreciation(cost: 4_500_000, lifeYears: 5, acquired: came))
        #expect(asset.annual == 900_000 && asset.rateHundredths == 2_000)
        let years = asset.years()
        #expect(years.map(\.fiscalYear) == [2540, 2541, 2542, 2543, 2544, 2545])
        #expect(
            years.map(\.accumulated) == [825_000, 1_725_000, 2_625_000, 3_525_000, 4_425_000, 4_499_900])
        #expect(years.map(\.net) == [3_675_000, 2_775_000, 1_875_000, 975_000, 75_000, 100])
        #expect(years.map(\.charge) == [825_000, 900_000, 900_000, 900_000, 900_000, 74_900])
        #expect(asset.ends.description == "2001-10-08" && asset.net(on: asset.ends) == 100)
        #expect(asset.net(on: asset.ends.adding(days: -1)) == 75_000)
        #expect(asset.accumulated(on: came.adding(days: -1)) == 0 && asset.years(through: 2541).count == 2)
    }

    @Test("the convention by days takes the first year's days of 365 and ends at one baht too")
    func byDays() throws {
        let came = try #require(ThaiDate(buddhistYear: 2539, month: 10, day: 9))
        let asset = try #require(Depreciation(cost: 4_500_000, lifeYears: 5, acquired: came, .days))
        // 357 of 365 days of (45,000 - 1) / 5 = 8,999.80.
        #expect(asset.annual == 899_980 && asset.years().first?.charge == 880_254)
        #expect(asset.years().map(\.charge).dropFirst().prefix(4) == [899_980, 899_980, 899_980, 899_980])
        #expect(asset.years().last?.net == 100 && asset.years().count == 6)
        let wholeYear = try #require(
            Depreciation(cost: 4_500_000, lifeYears: 5, acquired: came.adding(days: -8), .days))
        #expect(wholeYear.years().count == 5 && wholeYear.ends.description == "2001-09-30")
    }

    @Test("months count whole, to the evening of the last day, also from the ends of months")
    func months() throws {
        func taken(_ from: String, _ to: String) throws -> Int64 {
            let asset = try Depreciation(
                cost: 1_200_000, lifeYears: 10, acquired: #require(ThaiDate(iso: from)))
            return try #require(asset).accumulated(on: #require(ThaiDate(iso: to))) / 10_000
        }
        #expect(try taken("2025-10-01", "2026-09-30") == 12 && taken("2025-10-02", "2026-09-30") == 11)
        #expect(try taken("2026-01-31", "2026-02-27") == 0 && taken("2026-01-31", "2026-02-28") == 1)
        #expect(try taken("2026-08-31", "2026-09-30") == 1 && taken("2026-09-30", "2026-09-30") == 0)
    }

    @Test("no figure ever runs backwards, below one baht, or past the end; charges add up")
    func laws() throws {
        var random = SplitMix64(seed: 3)
        for seed in 0..<400 {
            let cost = Int64(random.below(seed.isMultiple(of: 5) ? 300 : 9_000_000))
            let came = try #require(ThaiDate(year: 1990, month: 1, day: 1)).adding(days: random.index(20_000))
            let life = 1 + random.index(12)
            let convention: Depreciation.Convention = seed.isMultiple(of: 2) ? .wholeMonths : .days
            let asset = try #require(
                Depreciation(cost: cost, lifeYears: life, acquired: came, convention))
            let years = asset.years()
            let left = min(cost, Depreciation.residue)
            #expect(years.last?.net == left && years.reduce(0) { $0 + $1.charge } == cost - left, "\(seed)")
            #expect(asset.net(on: asset.ends) == left, "\(seed)")
            #expect(life...(life + 1) ~= years.count, "\(seed)")
            var before: Int64 = 0
            for step in stride(from: -40, to: 365 * (life + 1), by: 17) {
                let now = asset.accumulated(on: came.adding(days: step))
                #expect(now >= before && now <= cost - left, "\(seed) after \(step) days")
                before = now
            }
        }
    }

    @Test("what no asset has is refused: no years, a hundred and one, a price below zero or beyond bounds")
    func bounds() throws {
        let day = try #require(ThaiDate(buddhistYear: 2569, month: 1, day: 1))
        for (cost, life) in [(100, 0), (100, 101), (-1, 5), (LocalLimits.assetCostSatangMax + 1, 5)]
            as [(Int64, Int)]
        {
            #expect(Depreciation(cost: cost, lifeYears: life, acquired: day) == nil)
        }
        let most = Depreciation(cost: LocalLimits.assetCostSatangMax, lifeYears: 100, acquired: day)
        #expect(most?.accumulated(on: day.adding(days: 40_000)) == LocalLimits.assetCostSatangMax - 100)
    }

    @Test("halves round up in whole numbers, below zero too, and roots to the nearest hundredth")
    func fractions() {
        #expect(Fraction.halfUp(45_050, 100) == 451 && Fraction.halfUp(45_049, 100) == 450)
        #expect([-3, -2, -1, 0, 1, 2, 3].map { Fraction.halfUp($0, 2) } == [-1, -1, 0, 0, 1, 1, 2])
        #expect(Fraction.halfUp(Int64.max, Int64.max) == 1)
        #expect(Fraction.root(2, 1, places: 2) == 141 && Fraction.root(0, 7, places: 2) == 0)
        #expect(Fraction.root(2, 1, places: 4) == 14_142 && Fraction.root(2, 1, places: 0) == 1)
        // 1.005² = 1.010025, and the last value below it.
        #expect(Fraction.root(1_010_025, 1_000_000, places: 2) == 101)
        #expect(Fraction.root(1_010_024, 1_000_000, places: 2) == 100)
        #expect(Fraction.root(-1, 1, places: 2) == nil && Fraction.root(Int64.max, 1, places: 4) != nil)
    }
}
