// Which cell of a row is wrong when its sums do not fit. A row has 43 sums over its 92 figures: in every group
// male + female = total, every level is the sum of its classes, the school the sum of its levels. A slip in one cell
// breaks the sums around it and no others, so it is that cell whose correction makes all of them hold; where several
// cells would do, or none, the first sum that does not fit is named.

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

        func gap(_ figures: [Int64]) -> Int64 { parts.reduce(-figures[whole]) { $0 + figures[$1] } }
    }

    /// Nil where every sum fits.
    static func slip(_ figures: [Int64]) -> Slip? {
        guard let broken = sums.first(where: { $0.gap(figures) != 0 }) else { return nil }
        var found: [Slip] = []
        for index in figures.indices {
            guard let sum = sums.first(where: { $0.gap(figures) != 0 && touches($0, index) }) else {
                continue
            }
            let gap = sum.gap(figures)
            let expected = sum.whole == index ? figures[index] + gap : figures[index] - gap
            var mended = figures
            mended[index] = expected
            if expected >= 0, sums.allSatisfy({ $0.gap(mended) == 0 }) {
                found.append(Slip(index: index, expected: expected, isCertain: true))
            }
        }
        if found.count == 1 { return found[0] }
        return Slip(
            index: broken.whole, expected: figures[broken.whole] + broken.gap(figures), isCertain: false)
    }

    private static func touches(_ sum: Sum, _ index: Int) -> Bool {
        sum.whole == index || sum.parts.contains(index)
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
