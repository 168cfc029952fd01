// Which cell of a row is wrong when its sums do not fit. A row has 43 sums over its 92 figures: in every
// group male + female = total, every level is the sum of its classes, the school the sum of its levels. A
// slip in one cell breaks the sums around it and no others, so it is that cell whose correction makes all
// of them hold; where several cells would do, or none, the first sum that does not fit is named.

/// The sums of a row.
enum HeadcountSums {
    /// What does not fit.
    struct Slip: Hashable {
        /// Place among the 92 figures.
        let index: Int
        /// What the sums ask for.
        let expected: Int64
        /// True where no other single cell explains it.
        let isCertain: Bool
    }

    private struct Sum {
        let whole: Int
        let parts: [Int]

        /// Parts less the whole; zero where the sum fits.
        func gap(_ figures: [Int64]) -> Int64 { parts.reduce(-figures[whole]) { $0 + figures[$1] } }

        /// How a figure counts in the gap.
        func sign(of index: Int) -> Int64 { index == whole ? -1 : parts.contains(index) ? 1 : 0 }
    }

    /// Nil where every sum fits.
    static func slip(_ figures: [Int64]) -> Slip? {
        let gaps = sums.map { $0.gap(figures) }
        guard let first = gaps.firstIndex(where: { $0 != 0 }) else { return nil }
        var found: [Slip] = []
        for index in [sums[first].whole] + sums[first].parts {
            let change = -gaps[first] * sums[first].sign(of: index)
            let mends = zip(sums, gaps).allSatisfy { $1 + change * $0.sign(of: index) == 0 }
            if mends, figures[index] + change >= 0 {
                found.append(Slip(index: index, expected: figures[index] + change, isCertain: true))
            }
        }
        if found.count == 1 { return found[0] }
        let whole = sums[first].whole
        return Slip(index: whole, expected: figures[whole] + gaps[first], isCertain: false)
    }

    /// Male, female, total and rooms are parts 0 to 3 of every group.
    private static let sums: [Sum] = {
        let groups = HeadcountGroup.inOrder
        var sums: [Sum] = []
        var levels: [Int] = []
        for (place, group) in groups.enumerated() {
            sums.append(Sum(whole: place * 4 + 2, parts: [place * 4, place * 4 + 1]))
            let members: [Int]
            switch group {
            case .one: continue
            case .level(let level):
                members = groups.indices.filter { index in
                    if case .one(let one) = groups[index] { one.level == level } else { false }
                }
                levels.append(place)
            case .all: members = levels
            }
            for part in 0..<4 {
                sums.append(Sum(whole: place * 4 + part, parts: members.map { $0 * 4 + part }))
            }
        }
        return sums
    }()
}
