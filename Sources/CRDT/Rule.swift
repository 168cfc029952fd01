// How a field's candidates become the one value shown. A rule decides at read time, so it can be changed
// later, or tried in a simulation, without losing anything.

/// Whose node wrote: decided by the certificate alone.
public enum Role: UInt8, Hashable, Comparable, CaseIterable, Sendable {
    /// The district's hub.
    case hub = 1
    /// A school's node.
    case school = 2

    /// Order of the numbers.
    public static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

/// Which nodes may write a field. The owner of `school/…` is that school; of `office` and `district` it is
/// the hub.
public struct Writers: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// From the bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The hub, in any space.
    public static let hub = Writers(rawValue: 1)
    /// The node or nodes of the space's owner.
    public static let owner = Writers(rawValue: 2)
    /// Both.
    public static let anyone: Writers = [.hub, .owner]
}

/// A field's rule (DESIGN §3, the table of rules).
public enum Rule: Hashable, Sendable {
    /// Greatest (time, dot).
    case latest
    /// As `latest`, flagged while values differ.
    case keepAll
    /// Candidates of the first listed role win, then `latest`.
    case authority([Role])
    /// States with forward moves; the value is (round, state).
    case workflow(Workflow)
    /// Written once: every projected write stays a candidate; while they differ it is disputed.
    case once
    /// Sum of increments.
    case counter
    /// Set whose element is in while any candidate is an add.
    case addWins
    /// Set whose element is in while no candidate is a remove.
    case denyWins
    /// Every entry, by (number, time, dot).
    case log

    /// Whether the field is a set of elements.
    public var isSet: Bool { self == .addWins || self == .denyWins }

    /// The operation kinds that write a field of this rule.
    public func accepts(_ kind: OperationKind) -> Bool {
        switch self {
        case .latest, .keepAll, .authority, .workflow, .once: kind == .set
        case .counter: kind == .increment
        case .addWins, .denyWins: kind == .add || kind == .remove
        case .log: kind == .append
        }
    }
}

/// A workflow as a table: states in order and forward moves without cycles. Reopening writes the next
/// round.
public struct Workflow: Hashable, Sendable {
    /// One state.
    public struct State: Hashable, Sendable {
        /// Its name in values and tables.
        public let name: String
        /// States reachable by one forward move.
        public let next: [String]
        /// The verdict the decision field must show in the state's own round; nil where none is needed.
        public let needs: String?

        /// A state by its parts.
        public init(_ name: String, next: [String], needs: String? = nil) {
            self.name = name
            self.next = next
            self.needs = needs
        }
    }

    /// In the order people go through them.
    public let states: [State]
    /// The `keepAll` field of (round, verdict) that `needs` refers to; `whole` where no state needs one.
    public let decision: FieldNumber
    private let reachable: [String: Set<String>]
    private let rank: [String: Int]

    /// A workflow by its states.
    public init(_ states: [State], decision: FieldNumber = .whole) {
        self.states = states
        self.decision = decision
        var rank: [String: Int] = [:]
        for (index, state) in states.enumerated() { rank[state.name] = index }
        self.rank = rank
        let next = Dictionary(states.map { ($0.name, $0.next) }, uniquingKeysWith: { first, _ in first })
        var reachable: [String: Set<String>] = [:]
        for state in states {
            var seen: Set<String> = []
            var open = [state.name]
            while let name = open.popLast() {
                for following in next[name] ?? [] where seen.insert(following).inserted {
                    open.append(following)
                }
            }
            reachable[state.name] = seen
        }
        self.reachable = reachable
    }

    /// Whether `later` follows `earlier` by one or more forward moves.
    public func reaches(_ later: String, from earlier: String) -> Bool {
        reachable[earlier]?.contains(later) ?? false
    }

    /// Place of a state in the table; unknown states come before all.
    public func rank(of name: String) -> Int { rank[name] ?? -1 }

    /// The state of this name.
    public func state(_ name: String) -> State? { rank[name].map { states[$0] } }

    /// True when no state can be reached from itself; a test checks every table.
    public var isAcyclic: Bool { states.allSatisfy { !reaches($0.name, from: $0.name) } }
}
