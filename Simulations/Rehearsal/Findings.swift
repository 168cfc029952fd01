// What a history shows under some rules: where people wrote side by side, what the rule made of it, whose
// value was set aside, what every field shows at the end.

public import Records

/// Whose word it was.
public struct Writer: Hashable, Sendable {
    /// Number of the school, from 1; 0 for the office.
    public let school: Int
    /// What the machine is called.
    public let machine: String
    /// What the school is called; nil where it has a number alone.
    var name: String? = nil
}

/// A value and who wrote it.
public struct Word: Hashable, Sendable {
    /// As people read it.
    public let text: Label
    /// Who.
    public let writer: Writer
    /// When, by the writer's clock, milliseconds since 1970.
    public let milliseconds: Int64
}

/// Where something stands.
public struct Place: Hashable, Comparable, Sendable {
    /// Name of the space.
    public let space: String
    /// Name of the collection.
    public let collection: String
    /// The record's id.
    public let record: String
    /// Name of the field.
    public let field: String

    /// By name.
    public static func < (left: Place, right: Place) -> Bool {
        (left.space, left.collection, left.record, left.field)
            < (right.space, right.collection, right.record, right.field)
    }

    /// `ticket.title`.
    public var fieldName: String { "\(collection).\(field)" }

    /// In place of a field's name: the whole record.
    static let whole = ""

    /// Whether it stands in a school's space.
    var isOfSchool: Bool { space.hasPrefix("school/") }
}

/// Several people wrote one field without knowing of each other, different values.
public struct Clash: Hashable, Sendable {
    /// Where.
    public let place: Place
    /// What the record is called.
    public let title: String
    /// Label of the field.
    public let field: Label
    /// All words that stood against each other, by time.
    public let words: [Word]
    /// The one that the rule shows; nil where it shows none.
    public let shown: Word?
    /// Whether the rule leaves it to a person.
    public let needsPerson: Bool
    /// What somebody wrote over it later, knowing all of it; nil where nobody has.
    public let later: Word?
    /// Why the rule shows what it shows.
    public let reason: Label

    /// Words that the rule has put behind another; none where a person decides.
    public var setAside: [Word] {
        guard !needsPerson, let shown else { return [] }
        return words.filter { $0.text != shown.text }
    }
}

/// Everything that a district's history shows under one set of rules.
public struct Findings: Hashable, Sendable {
    /// By time of the first word.
    public var clashes: [Clash] = []
    /// Fields under `once` with a second value, whose writers saw what was there: no clashes, and left to a
    /// person all the same.
    public var overwritten: [Clash] = []
    /// Records that came back after a delete, numbers given twice, stock below zero: by kind.
    public var others: [OtherConflict] = []
    /// What every field that has a value shows at the end.
    public var shown: [Place: Label] = [:]
    /// Of what is marked as having several values: the value without the mark.
    public var unmarked: [Place: Label] = [:]
    /// Of records that came back after a delete: who deleted them and who wrote.
    var returned: [Place: [Word]] = [:]
    /// What records are called, by space, collection and id, of each field and of the whole.
    public var titles: [Place: String] = [:]
    /// Records counted.
    public var records = 0
    /// Operations counted.
    public var operations = 0

    /// All fields that are left to a person.
    public var open: [Clash] { clashes.filter(\.needsPerson) + overwritten }

    /// Conflicts about whole records, of all kinds.
    var othersCount: Int { others.reduce(0) { $0 + $1.count } }
}

/// Conflicts that are about whole records.
public struct OtherConflict: Hashable, Sendable {
    /// What kind.
    public let what: Label
    /// How many.
    public let count: Int
    /// The records, in order of place.
    public var records: [WholeRecord] = []
}

/// A record, or several that stand against each other, that a person is asked about as a whole.
public struct WholeRecord: Hashable, Sendable {
    /// What the collection is called.
    public let collection: Label
    /// What the records are called.
    public let title: String
    /// Who did what; empty where nobody's word stands against another's.
    public let words: [Word]
    /// Why a person is asked.
    public let reason: Label
}
