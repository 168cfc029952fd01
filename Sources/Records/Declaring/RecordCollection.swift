// How a collection and its fields are declared. Everything else is derived from these values: the schema
// that projection uses, SQL columns, forms, command line, reports. (Named `RecordCollection` since
// `Collection` is the standard library's.)

internal import Bytes
public import CRDT

/// Who may see a value, and how it travels.
public enum Privacy: Hashable, Comparable, Sendable {
    /// May be published.
    case `public`
    /// For the office and the owning school.
    case `internal`
    /// About a person: travels salted, can be erased; its rule never reads the value.
    case personal
    /// Never leaves the owning node in clear.
    case sensitive

    /// True where whoever writes must salt the value.
    public var isSalted: Bool { self >= .personal }
}

/// What a new record gets where the person typed nothing.
public enum Fill: Hashable, Sendable {
    /// The record's number (RecordNumber).
    case number
    /// The moment of writing.
    case now
    /// The day of writing.
    case today
    /// The name of whoever writes, where it is known.
    case actor
    /// The SMIS code of the space's school, or the office's code in `office`.
    case unit
    /// The academic year of the day of writing, B.E.
    case academicYear
    /// The fiscal year of the day of writing, B.E.
    case fiscalYear
    /// Sixteen fresh random hexadecimal digits.
    case token
    /// The first state of the workflow, round 1.
    case firstState
    /// A fixed value, as a person would type it.
    case text(String)
}

/// One field.
public struct Field: Hashable, Sendable {
    /// Stable for ever within the collection; never reused.
    public let number: FieldNumber
    /// ASCII snake_case: SQL column and name on the command line.
    public let name: String
    /// What people read.
    public let label: Label
    /// Shape of the value.
    public let type: FieldType
    /// How concurrent values become one.
    public let rule: Rule
    /// Which nodes may write it.
    public let writers: Writers
    /// Who may see it.
    public let privacy: Privacy
    /// Must have a value before the record leaves its first state.
    public let required: Bool
    /// What the record gets where nothing was typed.
    public let fill: Fill?
    /// The states at whose coming the record gets it; empty where it does when it is made.
    public let filledAt: [String]
    /// Whether it is shown only where the record stands in one of those states, or behind them in the round:
    /// what is set back has no day on which it was done.
    public let lapses: Bool
    /// Whether it belongs to what comes after a state that locks the record: a registry number, a comment.
    public let isLater: Bool
    /// A sentence for the form; nil where the label says all.
    public let help: Label?

    /// A field by its parts. A state field's rule is its workflow, whatever `rule` says.
    public init(
        _ number: UInt16, _ name: String, _ th: String, _ en: String, _ type: FieldType,
        _ rule: Rule = .latest, writers: Writers = .anyone, privacy: Privacy = .internal,
        required: Bool = false, fill: Fill? = nil, at states: [String] = [], lapses: Bool = false,
        isLater: Bool = false, help: Label? = nil
    ) {
        self.number = FieldNumber(number)
        self.name = name
        label = Label(th, en)
        self.type = type
        if case .state(let flow) = type { self.rule = .workflow(flow.workflow) } else { self.rule = rule }
        self.writers = writers
        self.privacy = privacy
        self.required = required
        self.fill = fill
        filledAt = states
        self.lapses = lapses
        self.isLater = isLater
        self.help = help
    }

    /// Its SQL columns: one, or two where the value carries a round.
    public var columns: [Column] {
        let kind: ColumnKind =
            switch rule {
            case .addWins, .denyWins, .log: .text
            default: type.columnKind
            }
        var columns = [Column(name: name, kind: kind, field: number, isRound: false)]
        if type.hasRound {
            columns.append(Column(name: name + "_round", kind: .integer, field: number, isRound: true))
        }
        return columns
    }

    /// True where the field holds many elements or entries, each of the field's type.
    public var isMany: Bool {
        switch rule {
        case .addWins, .denyWins, .log: true
        default: false
        }
    }
}

/// Kinds of space a collection's records live in.
public enum SpaceKind: Hashable, Sendable {
    /// Written by the hub, read by all.
    case district
    /// The office's own records.
    case office
    /// One school's records.
    case school
    /// No space at all: entries of this machine, outside the log of changes, never sent.
    case local

    /// The kind of a space.
    public init(_ space: Space) {
        self = space == .district ? .district : space == .office ? .office : .school
    }
}

/// How a record gets its id.
public enum RecordKey: Hashable, Sendable {
    /// 16 random bytes.
    case random
    /// Derived from these fields, which are closed: never corrected.
    case derived([String])
}

/// A figure that is computed and never stored.
public struct DerivedField: Hashable, Sendable {
    /// How it is computed.
    public enum Source: Hashable, Sendable {
        /// Sum of `field` over the records of `collection` whose reference `by` names this record.
        case sumOfRecords(collection: String, field: String, by: String)
        /// Sum of fields of this record; missing when one of them is.
        case sumOfFields([String])
    }

    /// ASCII snake_case; differs from all fields of the collection.
    public let name: String
    /// What people read.
    public let label: Label
    /// How it is computed.
    public let source: Source

    /// A derived figure by its parts.
    public init(_ name: String, _ th: String, _ en: String, _ source: Source) {
        self.name = name
        label = Label(th, en)
        self.source = source
    }
}

/// One collection.
public struct RecordCollection: Hashable, Sendable {
    /// Stable for ever: 1 to 50 for what people keep, 51 to 99 for lines of those, the system's from 100.
    public let number: CollectionNumber
    /// ASCII snake_case: SQL table and name on the command line.
    public let name: String
    /// What people read.
    public let label: Label
    /// Where its records live.
    public let spaces: [SpaceKind]
    /// How a record gets its id.
    public let key: RecordKey
    /// The field that holds the record's number; nil where it has none.
    public let numberField: String?
    /// For lines of another record: the field that names it; nil for records of their own.
    public let lineOf: String?
    /// For lines: whether they are made after a state that locks the record, and so are no part of what it
    /// says.
    public let isLater: Bool
    /// For lines: when one may be made; nil where whenever.
    public let moment: LineMoment?
    /// True where records are made and changed by what they are about (an import, a decision on a
    /// conflict), never by hand.
    public let isKeptBySystem: Bool
    /// Which nodes may delete a record.
    public let deleters: Writers
    /// In the order of forms and lists.
    public let fields: [Field]
    /// Figures computed from the fields or from other collections.
    public let derived: [DerivedField]
    /// Lines that a new record begins with; nil where it begins with none.
    public let template: LineTemplate?
    /// How a row of a list without number or id is known for one of its records; nil where only a record
    /// that shows all that the row says is.
    public let recognition: Recognition?
    /// Pairs of fields of which one is never before the other.
    public let spans: [Span]

    /// A collection by its parts.
    public init(
        _ number: UInt16, _ name: String, _ th: String, _ en: String, in spaces: [SpaceKind],
        key: RecordKey = .random, numberField: String? = nil, lineOf: String? = nil,
        isLater: Bool = false, moment: LineMoment? = nil, isKeptBySystem: Bool = false,
        deleters: Writers = .owner, fields: [Field],
        spans: [Span] = [], derived: [DerivedField] = [], template: LineTemplate? = nil,
        recognition: Recognition? = nil
    ) {
        self.number = CollectionNumber(number)
        self.name = name
        label = Label(th, en)
        self.spaces = spaces
        self.key = key
        self.numberField = numberField
        self.lineOf = lineOf
        self.isLater = isLater
        self.moment = moment
        self.isKeptBySystem = isKeptBySystem
        self.deleters = deleters
        self.fields = fields
        self.derived = derived
        self.template = template
        self.recognition = recognition
        self.spans = spans
    }

    /// True for entries that stay on the machine that made them.
    public var isLocal: Bool { spaces == [.local] }

    /// The field of this name.
    public subscript(name: String) -> Field? { fields.first { $0.name == name } }
    /// The field of this number.
    public subscript(number: FieldNumber) -> Field? { fields.first { $0.number == number } }

    /// The workflow field; nil where the collection has none.
    public var stateField: Field? {
        fields.first {
            if case .state = $0.type { true } else { false }
        }
    }

    /// All SQL columns, in the order of the fields.
    public var columns: [Column] { fields.flatMap(\.columns) }

    /// The id of the record with these key values; nil where ids are random or a part is missing.
    public func derivedID(in space: Space, _ values: [String: Value]) -> RecordID? {
        guard case .derived(let names) = key else { return nil }
        var parts: [String] = []
        for name in names {
            guard let part = values[name].flatMap(\.keyText) else { return nil }
            parts.append(part)
        }
        return RecordID.derived(space: space, collection: number, key: parts)
    }
}

extension Value {
    /// The canonical text of a value in a derived key; nil for forms that no key uses.
    public var keyText: String? {
        if let text { return text }
        if let integer { return String(integer) }
        if let record { return record.description }
        if let bytes { return Hex.encode(bytes) }
        return nil
    }
}
