// What a field's value looks like: how it is stored in a CRDT value and in an SQL column. How a person
// types it is the business of Validation, how it is shown that of Showing.
//
//   text, code, choice   Value.text, the choice's code      TEXT
//   integer, boolean     Value.integer, 0 or 1              INTEGER
//   money, decimal       Value.integer, in satang, scaled   INTEGER
//   instant              Value.integer, ms since 1970       INTEGER
//   date                 Value.text, "2026-01-05" C.E.      TEXT
//   nationalID           Value.text, "<32 hexadecimal digits>-<last four digits>"    TEXT
//   likert               Value.text, one character an item: "1" to "5", "-" for no answer    TEXT
//   reference            Value.record                       TEXT (32 hexadecimal digits)
//   bytes                Value.bytes                        BLOB
//   state, decision      Value.stage (round, name)          TEXT and INTEGER (the round)

public import CRDT

/// Codes that other bodies give out; always text, since some begin with zero.
public enum CodeKind: Hashable, Sendable {
    /// School code of SMIS: 8 digits.
    case smis
    /// Code of the ministry: 10 digits.
    case ministry
    /// Code of OBEC: 6 digits.
    case obec
    /// Any code of so many digits.
    case digits(Int)
    /// ASCII letters, digits, `-`, `_`, `.` and `/`; 1 to 40 characters.
    case ascii
}

/// The type of a field, or of one element or entry where the rule is a set or a log.
public enum FieldType: Hashable, Sendable {
    /// Text of at most so many characters.
    case text(max: Int)
    /// A whole number in a range.
    case integer(ClosedRange<Int64>)
    /// Baht, kept in satang; never negative.
    case money
    /// A number with so many digits after the point, kept as an integer; the range is that of the kept
    /// integer.
    case decimal(places: Int, ClosedRange<Int64>)
    /// A day.
    case date
    /// A moment, milliseconds since 1970.
    case instant
    /// Yes or no.
    case boolean
    /// One of a closed list.
    case choice([Choice])
    /// Another record, by the name of its collection; soft, the target may be missing.
    case reference(String)
    /// A code.
    case code(CodeKind)
    /// Answers 1 to 5 to the items of a form, in the form's order.
    case likert
    /// A national id, of which a keyed hash and the last four digits are kept (KeptNationalID).
    case nationalID
    /// Bytes.
    case bytes
    /// A state of a workflow, with its round.
    case state(Flow)
    /// A verdict on one round of a workflow.
    case decision([Choice])

    /// Text of a line or a short paragraph.
    public static let text = FieldType.text(max: 2_000)
    /// A whole number from zero to a thousand million.
    public static let count = FieldType.integer(0...1_000_000_000)
}

/// How SQL keeps a column.
public enum ColumnKind: String, Hashable, Sendable {
    /// Text.
    case text = "TEXT"
    /// A whole number.
    case integer = "INTEGER"
    /// Bytes.
    case blob = "BLOB"
}

/// One column of a collection's table.
public struct Column: Hashable, Sendable {
    /// Name: the field's, or the field's with `_round`.
    public let name: String
    /// How it is kept.
    public let kind: ColumnKind
    /// The field it shows.
    public let field: FieldNumber
    /// True for the column that holds the round of a state or decision.
    public let isRound: Bool
}

extension FieldType {
    /// How SQL keeps one value of this type.
    public var columnKind: ColumnKind {
        switch self {
        case .text, .date, .choice, .reference, .code, .likert, .nationalID, .state, .decision: .text
        case .integer, .money, .decimal, .instant, .boolean: .integer
        case .bytes: .blob
        }
    }

    /// The closed list of a choice, a state or a decision; empty for other types.
    public var choices: [Choice] {
        switch self {
        case .choice(let choices), .decision(let choices): choices
        case .state(let flow): flow.states.map { Choice($0.name, $0.label.th, $0.label.en) }
        default: []
        }
    }

    /// True where the value carries a round.
    public var hasRound: Bool {
        switch self {
        case .state, .decision: true
        default: false
        }
    }
}
