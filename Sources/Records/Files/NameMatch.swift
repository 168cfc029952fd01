// Two registries of one office, joined by name, since neither knows the other's codes. A name is not a key:
// two schools of one office may share it, so only a name that stands once on both sides is matched without
// a person; one that differs by a letter, or by letters that look alike (ฎ and ฏ), is proposed and left to
// somebody who knows the schools.

/// What is known of one name of the file.
public struct NameMatch: Hashable, Sendable {
    /// How a row and an entry belong together.
    public enum Kind: String, Hashable, Sendable {
        /// One on both sides, equal once spaces, digits and marks are folded.
        case exact
        /// One letter apart, or equal once letters that look alike are folded or what stands in brackets at
        /// the end is left out: a person decides.
        case near
        /// The name stands twice on either side: a person decides.
        case twins
        /// Nothing resembles it.
        case none
    }

    /// Place of the name among those of the file.
    public let place: Int
    /// How it was found.
    public let kind: Kind
    /// Places among the names known, nearest first; one for `exact`, none for `none`.
    public let candidates: [Int]
}

/// Proposes which names mean the same.
public enum NameMatcher {
    /// One match for each of `names`, in their order, among the names known. A name known that has its
    /// exact match is proposed to nobody else.
    public static func matches(_ names: [String], among known: [String]) -> [NameMatch] {
        let wanted = names.map(key)
        let keys = known.map(key)
        let places = Dictionary(grouping: keys.indices, by: { keys[$0] })
        let counts = Dictionary(grouping: wanted, by: \.self).mapValues(\.count)
        var taken: Set<Int> = []
        var found: [NameMatch?] = wanted.enumerated().map { place, name in
            guard let same = places[name], !name.isEmpty else { return nil }
            if same.count == 1, counts[name] == 1 {
                taken.insert(same[0])
                return NameMatch(place: place, kind: .exact, candidates: same)
            }
            return NameMatch(place: place, kind: .twins, candidates: same)
        }
        let free = keys.indices.filter { !taken.contains($0) && !keys[$0].isEmpty }
        let scalars = free.map { Array(keys[$0].unicodeScalars) }
        let alike = free.map { lookAlike(keys[$0]) }
        let bare = free.map { withoutBrackets(keys[$0]) }
        for place in wanted.indices where found[place] == nil {
            let name = Array(wanted[place].unicodeScalars)
            let folded = lookAlike(wanted[place])
            var near: [(distance: Int, place: Int)] = []
            for index in free.indices where !name.isEmpty {
                if alike[index] == folded {
                    near.append((0, free[index]))
                } else if isOneEdit(name, scalars[index]) {
                    near.append((1, free[index]))
                } else if bare[index] == withoutBrackets(wanted[place]) {
                    near.append((2, free[index]))
                }
            }
            let order = near.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.map(\.place)
            found[place] = NameMatch(place: place, kind: order.isEmpty ? .none : .near, candidates: order)
        }
        return found.enumerated().map { $1 ?? NameMatch(place: $0, kind: .none, candidates: []) }
    }

    /// A name for comparing: as ThaiText folds it, without `โรงเรียน` before it and without dots.
    static func key(_ name: String) -> String {
        var key = ThaiText.compareKey(name)
        for word in ["โรงเรียน", "รร."] where key.hasPrefix(word) && key.count > word.count {
            key = String(key.dropFirst(word.count))
        }
        return key
    }

    /// Letters that are taken for one another, each by the first of its kind; tones and marks of silence
    /// left out.
    static func lookAlike(_ key: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in key.unicodeScalars where !(0x0E47...0x0E4E).contains(scalar.value) {
            switch scalar {
            case "ฏ": out.append("ฎ")
            case "ฑ", "ฒ": out.append("ท")
            case "ฌ": out.append("ณ")
            case "ศ", "ษ": out.append("ส")
            case "ฬ": out.append("ล")
            case "ภ": out.append("ถ")
            case "ฤ": out.append("ถ")
            case "ใ": out.append("ไ")
            case "ฃ": out.append("ข")
            case "ฅ": out.append("ค")
            case ".", "-", "(", ")", "'", "\"", ",": break
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// `บ้านน้ำโค้ง(นนทราษฎร์รัฐบำรุง)` as `บ้านน้ำโค้ง`.
    private static func withoutBrackets(_ key: String) -> String {
        guard key.hasSuffix(")"), let open = key.firstIndex(of: "("), open != key.startIndex else {
            return key
        }
        return String(key[..<open])
    }

    /// True where one letter was put in, left out or exchanged, or two neighbours changed places.
    static func isOneEdit(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool {
        guard abs(left.count - right.count) <= 1, left != right else { return false }
        // In a name of two letters every other such name is one letter away.
        guard min(left.count, right.count) >= shortestNear else { return false }
        var start = 0
        while start < min(left.count, right.count), left[start] == right[start] { start += 1 }
        let (a, b) = (left[start...], right[start...])
        if a.count == b.count {
            if a.dropFirst().elementsEqual(b.dropFirst()) { return true }
            return a.count >= 2 && a[start] == b[start + 1] && a[start + 1] == b[start]
                && a.dropFirst(2).elementsEqual(b.dropFirst(2))
        }
        return a.count > b.count ? a.dropFirst().elementsEqual(b) : b.dropFirst().elementsEqual(a)
    }

    private static let shortestNear = 4
}
