// The answer to a rehearsal: figures for each rule set side by side, and what differs at the end. A value;
// AnswerTable, AnswerJSON and AnswerPage show it.

public import Records
public import Simulator

/// What came out under one rule set.
public struct SetAnswer: Sendable {
    /// What the rule set is called.
    public var title: Label
    /// Its rules as the design writes them, `ticket.title=keepAll`; empty for the rules as they are.
    public var rules: [String]
    /// For every field that any of the compared sets changes: the rule it has under this one.
    public var inForce: [RuleChange] = []
    /// The day from which they hold; 1 for the beginning.
    public var fromDay = 1
    /// Clashes, other conflicts, values at the end.
    public var findings: Findings
    /// By number of the school; empty for real history.
    public var schools: [SchoolAnswer] = []
    /// From a school's write until the hub had it, milliseconds, all that arrived in the days; sorted.
    public var delays: [Int64] = []
    /// Written in the days, and not at the hub when they were over.
    public var unarrived = 0
    /// Written, and held by nobody at the end, by school; 0 for the office.
    public var lostBySchool: [Int: Int] = [:]
    /// The same of all.
    public var lost: Int { lostBySchool.values.reduce(0, +) }
    /// How old the director's page was.
    public var freshness: [Freshness] = []
    /// What happened besides: power losses, new epochs, clone alarms.
    public var events: [EventCount] = []
    /// Events of the simulated world.
    public var steps = 0

    /// The delay that so many of a thousand changes do not exceed; nil where none arrived.
    public func delay(perMille: Int) -> Int64? {
        guard !delays.isEmpty else { return nil }
        return delays[min(delays.count - 1, max(0, (delays.count * perMille + 999) / 1_000 - 1))]
    }

    /// Clashes that a rule has settled.
    public var settledByRule: Int { findings.clashes.count { !$0.needsPerson } }
    /// Clashes that were left to a person, second values that `once` leaves to one, and conflicts about whole
    /// records, which no rule settles.
    public var leftToPerson: Int { findings.open.count + findings.othersCount }
    /// Everything that rules or people had to settle.
    public var conflictCount: Int { settledByRule + leftToPerson }
    /// Words of schools, or of the office, that a rule put behind another.
    public func setAside(ofSchools: Bool) -> Int {
        findings.clashes.reduce(0) { sum, clash in
            sum + clash.setAside.count { ($0.writer.school > 0) == ofSchools }
        }
    }
}

/// A kind of event and how often it happened.
public struct EventCount: Hashable, Sendable {
    /// What.
    public let what: Label
    /// How often.
    public let count: Int
}

/// How old the director's page was at a moment.
public struct Freshness: Hashable, Sendable {
    /// Since the beginning, milliseconds.
    public let milliseconds: Int64
    /// The oldest change of any school that the page did not show yet.
    public let worst: Int64
    /// The same, on average over the schools.
    public let mean: Int64
    /// Schools with something older than a day that the page did not show.
    public let schoolsBehind: Int
}

/// What came out for one school.
public struct SchoolAnswer: Hashable, Sendable {
    /// From 1.
    public let number: Int
    /// How it is reached; nil where that is not known.
    public let profile: LinkProfile?
    /// Changes written there.
    public let written: Int
    /// Of these, not at the hub when the days were over, though somebody still holds them.
    public let unarrived: Int
    /// Of those written, held by nobody any more: they will never be there.
    public let lost: Int
    /// The longest any change took, or had been waiting when the days were over; nil where nothing was
    /// written, or all of it was lost.
    public let longest: Int64?
    /// Whether that change was still waiting then.
    public let isLongestOpen: Bool
    /// Why it took so long.
    public let reason: Label
    /// Bytes to the hub and from it.
    public let bytesUp: Int
    /// From the hub.
    public let bytesDown: Int
    /// Clashes in its space.
    public let clashes: Int
}

/// A field that shows something else at the end.
public struct Difference: Hashable, Sendable {
    /// Where.
    public let place: Place
    /// What the record is called.
    public let title: String
    /// Label of the collection and the field.
    public let field: Label
    /// What it shows, rule set by rule set; nil where it shows nothing.
    public let shown: [Label?]
    /// What is behind it.
    public enum Cause: Hashable, Sendable {
        /// People clashed in the field, and another value is shown.
        case clash
        /// People clashed in the field; the same value is shown, and under some sets marked for a person.
        case mark
        /// Nobody clashed; under `once` a second value needs a person.
        case overwriting
        /// Nobody clashed; people went on differently because of what they saw elsewhere.
        case following
    }

    /// What is behind it.
    public let cause: Cause
    /// Whether people clashed in the field.
    public var isDirect: Bool { cause == .clash || cause == .mark }
    /// Who clashed, or that nobody did.
    public let reason: Label
    /// Why each rule set shows what it shows; nil where nobody clashed.
    public let reasons: [Label?]
}

/// All of it.
public struct Answer: Sendable {
    /// What was rehearsed.
    public var title: Label
    /// What it is about.
    public var about: Label
    /// One line on the world: schools, days, seed; or the folder.
    public var setting: Label
    /// The first day; nil for real history.
    public var begin: ThaiDate?
    /// Days.
    public var days: Int
    /// Schools.
    public var schoolCount: Int
    /// Names of schools by number, from 1.
    public var schoolNames: [String]
    /// In the order asked for; the first are the rules as they are.
    public var sets: [SetAnswer]
    /// Those that show other values first, by place.
    public var differences: [Difference]
    /// What was said of the order of arrival; nil where nobody asked.
    public var order: Label?
    /// Whether it is real history.
    public var isReplay: Bool
}
