// Where people wrote without knowing of each other. A cell's writes and what each of them superseded form a
// partial order; writes that neither knew of the other stand side by side. Those that hang together in this
// way are one *meeting*: everything before a meeting was known to all of it, everything behind it knows all
// of it. So a history falls apart into meetings in order, whatever the order in which it arrived.
//
// What a rule makes of a meeting is never decided here: `CRDT.project` is asked, with the operations up to
// it.

internal import CRDT

/// Writes of one cell that did not know of each other.
struct Meeting {
    /// All of them, by time.
    let writes: [HeldOperation]
    /// Those that no other of them supersedes: between these the rule decides.
    let heads: [HeldOperation]
    /// Everything of the cell that came before, in the sense of being known.
    let before: [HeldOperation]
    /// What somebody wrote next, knowing all of it; nil where nobody has.
    let next: HeldOperation?
}

enum Concurrency {
    /// The meetings of a cell, in order. `writes` are those that have an effect; `dots` of an operation
    /// that is not among them stand for what that one superseded in turn.
    static func meetings(_ writes: [HeldOperation], all: [HeldOperation]) -> [Meeting] {
        guard writes.count > 1, writes.count <= writesMax else { return [] }
        let known = ancestors(of: writes, all)
        let groups = components(known)
        guard groups.contains(where: { $0.count > 1 }) else { return [] }
        // A group that knows more stands behind one that knows less.
        let ordered = groups.sorted { known[$0[0]].count < known[$1[0]].count }
        var meetings: [Meeting] = []
        for (place, group) in ordered.enumerated() where group.count > 1 {
            let heads = group.filter { one in !group.contains { known[$0].contains(one) } }
            let before = ordered[..<place].flatMap(\.self)
            let next = place + 1 < ordered.count ? ordered[place + 1].first : nil
            meetings.append(
                Meeting(
                    writes: group.map { writes[$0] }, heads: heads.map { writes[$0] },
                    before: before.map { writes[$0] }, next: next.map { writes[$0] }))
        }
        return meetings
    }

    /// Writes of one cell that are looked at; a cell with more is a log in disguise.
    private static let writesMax = 2_000

    /// For each write, which others it knew, directly or through what those had superseded.
    private static func ancestors(of writes: [HeldOperation], _ all: [HeldOperation]) -> [Set<Int>] {
        let place = Dictionary(
            writes.enumerated().map { ($1.dot, $0) }, uniquingKeysWith: { first, _ in first })
        let superseded = Dictionary(
            all.map { ($0.dot, $0.operation.dots) }, uniquingKeysWith: { first, _ in first })
        var known = [Set<Int>?](repeating: nil, count: writes.count)
        for start in writes.indices {
            var open = [start]
            while let top = open.last {
                if known[top] != nil {
                    open.removeLast()
                    continue
                }
                let parents = reached(from: writes[top].operation.dots, place, superseded)
                let unknown = parents.filter { known[$0] == nil && !open.contains($0) }
                if unknown.isEmpty {
                    known[top] = parents.reduce(into: Set(parents)) { $0.formUnion(known[$1] ?? []) }
                    open.removeLast()
                } else {
                    open += unknown
                }
            }
        }
        return known.map { $0 ?? [] }
    }

    /// The writes that dots lead to, through operations without effect.
    private static func reached(
        from dots: [Dot], _ place: [Dot: Int], _ superseded: [Dot: [Dot]]
    ) -> [Int] {
        var found: Set<Int> = []
        var seen: Set<Dot> = []
        var open = dots
        while let dot = open.popLast() {
            guard seen.insert(dot).inserted else { continue }
            if let index = place[dot] { found.insert(index) } else { open += superseded[dot] ?? [] }
        }
        return found.sorted()
    }

    /// Groups of writes that hang together by not knowing each other; each group and all groups by index.
    private static func components(_ known: [Set<Int>]) -> [[Int]] {
        var groups: [[Int]] = []
        var left = Array(known.indices)
        while let first = left.first {
            var group = [first]
            var open = [first]
            left.removeFirst()
            while let one = open.popLast() {
                let beside = left.filter { !known[one].contains($0) && !known[$0].contains(one) }
                group += beside
                open += beside
                left.removeAll { beside.contains($0) }
            }
            groups.append(group.sorted())
        }
        return groups
    }
}
