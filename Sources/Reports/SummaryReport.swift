// One page for the director: pupils, tickets, assets, stock below zero, evaluation, what waits for a
// person, and how fresh each school is. Pointers and counts; every figure can be found again in a list. A
// school node's page is about that school alone.

public import CRDT
public import Records
internal import Replica

/// How many records show one state.
public struct StateCount: Hashable, Sendable {
    /// The state's code; empty where nothing is settled, because of a conflict.
    public let state: String
    /// As people read it.
    public let label: Label
    /// Records.
    public let count: Int
}

/// A stock item of which more was taken than there was.
public struct Shortage: Hashable, Sendable {
    /// Where.
    public let space: Space
    /// The item's code; empty where its record is not held.
    public let code: String
    /// Its name.
    public let name: String
    /// What it is counted in.
    public let unit: String
    /// The sum of its moves, below zero.
    public let onHand: Int64
}

/// Open conflicts of one kind about one field or invariant.
public struct ConflictCount: Hashable, Sendable {
    /// The collection.
    public let collection: Label
    /// The field, or what should hold.
    public let subject: Label
    /// How many are open.
    public let count: Int
}

/// The director's page.
public struct SummaryReport: Hashable, Sendable {
    /// Name of the office, or of the school whose node it is.
    public let unit: String
    /// Pupils, in the newest round.
    public let headcount: HeadcountReport
    /// In the order of the workflow, states that no ticket shows left out.
    public let tickets: [StateCount]
    /// In the order of the workflow.
    public let assets: [StateCount]
    /// By space and code.
    public let shortages: [Shortage]
    /// In the order they were made.
    public let evaluations: [EvaluationFigures]
    /// By collection and field.
    public let conflicts: [ConflictCount]
    /// Every school, by code.
    public let schools: [SchoolStanding]
    /// How many schools, how fresh.
    public let coverage: Coverage

    /// Conflicts that wait for a person.
    public var openConflicts: Int { conflicts.reduce(0) { $0 + $1.count } }
}
