// Which answer stands for which. A correction is a new answer that names the token of an old one, and speaks
// of its own space alone: a school has no say about what was answered at another. So answers form chains
// within a space, from the first to its last correction. A token that was answered in several spaces belongs
// to the one where it was given first; what the others have under it, and their corrections of that, do not
// count.

internal import Bytes
internal import CRDT

/// The chains of answers to one round.
struct AnswerChains {
    /// An answer as a correction names it.
    struct Name: Hashable {
        let space: Space
        let token: String
        /// Tells answers without a token apart; nil for all others.
        let id: RecordID?
    }

    private struct Chain {
        let first: Name
        let isElsewhere: Bool
    }

    private var targets: [Name: Name] = [:]
    private var chains: [Name: Chain] = [:]

    /// `answers` are in order: of two that name themselves the same the first counts, and a circle of
    /// corrections begins with its first.
    init(_ answers: [GivenAnswer]) {
        let homes = Dictionary(answers.map { ($0.token, $0.space) }, uniquingKeysWith: { first, _ in first })
        let known = Set(answers.map(name))
        for answer in answers where !answer.token.isEmpty && !answer.corrects.isEmpty {
            let (own, old) = (name(answer), Name(space: answer.space, token: answer.corrects, id: nil))
            if own != old, known.contains(old), targets[own] == nil { targets[own] = old }
        }
        for answer in answers { follow(name(answer), homes) }
    }

    /// Follows a chain to its first answer; what was followed before is not followed again.
    private mutating func follow(_ start: Name, _ homes: [String: Space]) {
        var way = [start]
        var seen: Set = [start]
        while chains[way[way.count - 1]] == nil, let old = targets[way[way.count - 1]],
            seen.insert(old).inserted
        {
            way.append(old)
        }
        let known = chains[way[way.count - 1]]
        let first = known?.first ?? way[way.count - 1]
        var isElsewhere = known?.isElsewhere ?? false
        for name in way.reversed() {
            if name.id == nil, homes[name.token] != name.space { isElsewhere = true }
            chains[name] = Chain(first: first, isElsewhere: isElsewhere)
        }
    }

    func name(_ answer: GivenAnswer) -> Name {
        Name(space: answer.space, token: answer.token, id: answer.token.isEmpty ? answer.id : nil)
    }

    /// The answer that this one stands for; nil where it corrects none of its space.
    func corrected(_ answer: GivenAnswer) -> Name? { targets[name(answer)] }

    /// The first answer of the chain.
    func first(_ answer: GivenAnswer) -> Name { chains[name(answer)]?.first ?? name(answer) }

    /// Whether its token, or that of an answer it goes back to, was answered first in another space.
    func isElsewhere(_ answer: GivenAnswer) -> Bool { chains[name(answer)]?.isElsewhere ?? false }
}
