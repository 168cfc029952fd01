// "Did you mean": the known word that the fewest slips of the finger lead to.

/// Finds a word that was probably meant.
public enum Nearest {
    /// The nearest of `known`, where it is near enough to be a slip, capitals aside; the first of equals.
    public static func of(_ word: String, in known: [String]) -> String? {
        let typed = Array(word.lowercased().unicodeScalars.prefix(lengthMax))
        let limit = max(1, typed.count / 3)
        var best: (String, Int)?
        for candidate in known {
            let slips = distance(typed, Array(candidate.lowercased().unicodeScalars.prefix(lengthMax)))
            if slips <= limit, slips < (best?.1 ?? .max) { best = (candidate, slips) }
        }
        return best?.0
    }

    private static let lengthMax = 64

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let same = left[row] == right[column]
                var cost = min(last[column] + (same ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
