// The candidates of one cell. Nearly every cell has exactly one: it lies in the cell itself, without an
// array of its own to allocate, count and look up.

/// A list whose first element needs no memory elsewhere.
struct LocalCandidates: RandomAccessCollection, ExpressibleByArrayLiteral {
    private var first: LocalCandidate?
    /// Empty where there is no first.
    private var others: [LocalCandidate] = []

    init(_ candidates: [LocalCandidate]) {
        first = candidates.first
        others = candidates.count > 1 ? Array(candidates[1...]) : []
    }

    init(arrayLiteral elements: LocalCandidate...) { self.init(elements) }

    var startIndex: Int { 0 }
    var endIndex: Int { first == nil ? 0 : others.count + 1 }

    subscript(index: Int) -> LocalCandidate {
        get {
            if index == 0, let first { return first }
            return others[index - 1]
        }
        set { if index == 0 { first = newValue } else { others[index - 1] = newValue } }
    }

    mutating func append(_ candidate: LocalCandidate) {
        if first == nil { first = candidate } else { others.append(candidate) }
    }

    mutating func removeAll(where isOut: (LocalCandidate) -> Bool) {
        if others.isEmpty {
            if let first, isOut(first) { self.first = nil }
        } else {
            self = LocalCandidates(filter { !isOut($0) })
        }
    }
}
