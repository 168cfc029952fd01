// A rehearsal as an administrator plans it: schools and their lines, people, work, bad luck, and the rules
// to compare. A value; ScenarioReading makes it from a file, Planning makes a world of it.

public import Records
public import Simulator

/// A planned rehearsal.
public struct Scenario: Hashable, Sendable {
    /// What it is called.
    public var title: Label
    /// What it shows, in a sentence or two.
    public var about: Label
    /// The first day.
    public var begin: ThaiDate
    /// How many days.
    public var days: Int
    /// Everything that is not written down is drawn from it.
    public var seed: UInt64
    /// Schools, group by group.
    public var groups: [SchoolGroup]
    /// When people work, minutes of the day.
    public var hours: ClosedRange<Int>
    /// Whether they work on Saturdays and Sundays too.
    public var weekends: Bool
    /// People in each school.
    public var schoolPeople: Int
    /// People in the office.
    public var officePeople: Int
    /// Records every school has from the beginning.
    public var have: [InitialRecords]
    /// What people do, again and again.
    public var work: [WorkShare]
    /// Bad luck.
    public var faults: [PlannedFault]
    /// Single steps, told one by one.
    public var story: [StoryStep]
    /// What is compared with the rules as they are.
    public var ruleSets: [RuleSet]

    /// Schools of all groups.
    public var schools: Int { groups.reduce(0) { $0 + $1.count } }
}

/// Schools of one kind.
public struct SchoolGroup: Hashable, Sendable {
    /// How many.
    public var count: Int
    /// Kinds of lines and their shares.
    public var lines: [LineShare]
    /// Computers in each school.
    public var computers = 1
    /// The only minutes of a day in which the line is there; nil for all hours of work.
    public var window: ClosedRange<Int>?
    /// Times without a line, beyond those of the kind of line: how many in a week.
    public var outagesPerWeek = 0
    /// How long each is, hours at the most.
    public var outageHours = 0
    /// An officer comes with a stick every so many days; 0 for never.
    public var visitEveryDays = 0
    /// The day of the first visit, from 1.
    public var firstVisitDay = 1
}

/// A kind of line and how many of a hundred schools, or shares, have it.
public struct LineShare: Hashable, Sendable {
    /// The kind.
    public var profile: LinkProfile
    /// Its share.
    public var share: Int
}

/// Records that are there before the first day.
public struct InitialRecords: Hashable, Sendable {
    /// Name of the collection.
    public var collection: String
    /// How many in each school.
    public var count: Int
}

/// What each person does so many times a week.
public struct WorkShare: Hashable, Sendable {
    /// What may be done.
    public enum Verb: String, Hashable, Sendable, CaseIterable {
        /// A new record.
        case new
        /// A field is written anew.
        case change
        /// The state is moved on.
        case move
        /// An entry is written about it.
        case log
        /// Something is taken from the shelf, or put there.
        case take
        /// A conflict is settled.
        case settle
    }

    /// In the office, or in each school.
    public var isOffice: Bool
    /// Name of the collection.
    public var collection: String
    /// What is done.
    public var verb: Verb
    /// By each person.
    public var timesPerWeek: Int
    /// For `change`: the fields; empty for any that can be changed.
    public var fields: [String]
}

/// Bad luck on a day.
public struct PlannedFault: Hashable, Sendable {
    /// Kinds of bad luck.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// No line from one day to another.
        case noLine
        /// The clock is wrong.
        case clock
        /// An old copy of the data folder is put back.
        case restore
        /// The disk is copied to new machines, which then work beside the first.
        case image
        /// The program dies and is started again.
        case crash
        /// Power is lost while something is being written.
        case power
        /// The disk is full from one day to another.
        case diskFull
        /// A connection is cut.
        case cut
    }

    /// What happens.
    public var kind: Kind
    /// Where; 0 for the office, nil for any school.
    public var school: Int?
    /// Which of its computers, from 1.
    public var computer = 1
    /// When, from 1.
    public var day = 1
    /// For `noLine` and `diskFull`: the day on which it ends, or `toTheEnd`. For `restore`: the day of the
    /// copy.
    public var otherDay = 1
    /// For `clock`: how far off, days.
    public var clockDays = 0
    /// For `image`: how many new machines.
    public var copies = 1
    /// How many times a week, at any time; 0 for once, on `day`.
    public var perWeek = 0

    /// The day on which something ends that lasts to the end, however many days that is.
    public static let toTheEnd = Int.max

    /// When it ends, milliseconds since the beginning of a scenario of so many days.
    func end(of days: Int) -> Int64 {
        let last = otherDay == Self.toTheEnd ? max(days, day) + 1 : otherDay
        return Int64(last - 1) * Milliseconds.day
    }
}

extension PlannedFault.Kind {
    /// What a file may say of such a fault, besides where it strikes.
    var names: [String] {
        switch self {
        case .noLine: ["day", "until"]
        case .clock: ["computer", "day", "years", "days"]
        case .restore: ["computer", "day", "copied"]
        case .image: ["computer", "day", "copies"]
        case .crash, .power, .cut: ["computer", "day", "perWeek"]
        case .diskFull: ["computer", "day", "until"]
        }
    }
}

/// One step of a story.
public struct StoryStep: Hashable, Sendable {
    /// What is done.
    public enum Deed: Hashable, Sendable {
        /// A record is made, and remembered by a name.
        case new(collection: String, name: String, fields: [StoryField])
        /// Fields of a remembered record are written.
        case change(name: String, fields: [StoryField])
        /// A remembered record is deleted.
        case delete(name: String)
        /// The district changes a rule.
        case rule(RuleChange)
    }

    /// From 1.
    public var day: Int
    /// Minute of the day.
    public var minute: Int
    /// School 1 and so on; 0 for the office.
    public var school: Int
    /// Which of its computers, from 1.
    public var computer: Int
    /// What.
    public var deed: Deed
    /// In the file.
    public var line: Int
}

/// A field as a story writes it.
public struct StoryField: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// What is typed.
    public var text: String
    /// In the file.
    public var line: Int
}

/// Rules that are tried together.
public struct RuleSet: Hashable, Sendable {
    /// What it is called.
    public var title: Label
    /// The rules that differ from those declared.
    public var rules: [RuleChange]
    /// The day from which they hold; 1 for the beginning.
    public var fromDay = 1

    /// The rules as they are.
    public static let present = RuleSet(title: Label("กติกาปัจจุบัน", "Rules as they are"), rules: [])
}
