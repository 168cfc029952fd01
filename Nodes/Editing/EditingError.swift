// Why something a person asked for was not done, in words that name the field, the file's row or the
// trouble with the folder. Everything that is wrong comes at once, so that nobody corrects a form five
// times.

public import Records
public import Replica

/// One reason, for people.
public struct Refusal: Hashable, Sendable {
    /// Name of the field it is about; nil where it is about the record.
    public let field: String?
    /// What is wrong.
    public let message: Label
    /// What to try.
    public let hint: Label?

    /// A reason by its parts.
    public init(field: String? = nil, _ message: Label, hint: Label? = nil) {
        self.field = field
        self.message = message
        self.hint = hint
    }

    init(field: String? = nil, _ th: String, _ en: String, hint: Label? = nil) {
        self.init(field: field, Label(th, en), hint: hint)
    }

    init(_ error: FieldError) { self.init(field: error.field, error.sentence) }
}

extension FieldError {
    /// The whole sentence, with a day that is echoed as people write it: it is kept C.E., and whoever typed
    /// 1/1/2560 has not written 2017.
    fileprivate var sentence: Label {
        guard case .endsBefore = reason else { return message }
        func echoed(_ language: Language) -> String? {
            if let day = ThaiDate(iso: input) { return day.medium(language) }
            return ThaiDate.moment(typed: input).map { ThaiDate.show(milliseconds: $0, language) }
        }
        guard let th = echoed(.th), let en = echoed(.en) else { return message }
        return Label(
            "ช่อง \(label.th) (\(field)) \(Self.quoted(th)): \(reason.label.th)",
            "field \(label.en) (\(field)) \(Self.quoted(en)): \(reason.label.en)")
    }
}

/// Why nothing was written.
public enum EditingError: Error, Hashable, Sendable {
    /// What was asked for cannot be done; all reasons, in the order they were met.
    case refused([Refusal])
    /// A name that does not exist, such as a collection's.
    case unknown(Refusal)
    /// A file that cannot be imported; every problem that was found.
    case file([FileProblem])
    /// The folder.
    case replica(ReplicaError)

    static func refused(_ th: String, _ en: String, hint: Label? = nil) -> EditingError {
        .refused([Refusal(th, en, hint: hint)])
    }

    /// All that is to be said, in order.
    public var refusals: [Refusal] {
        switch self {
        case .refused(let refusals): refusals
        case .unknown(let refusal): [refusal]
        case .file(let problems): problems.map { Refusal($0.message) }
        case .replica(let error): [Refusal(error.thai, error.english)]
        }
    }
}
