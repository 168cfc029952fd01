// Two fields that are the beginning and the end of something: a loan and its due day, a course, a period of
// a report. An end before its beginning is a slip of the pen; both on one day is fine. What a machine's
// clock wrote (traffic data, sessions) is no span: a clock that was set back must not cost the entry.

public import CRDT

/// A beginning and an end, by the names of their fields.
public struct Span: Hashable, Sendable {
    /// The field that comes first.
    public let from: String
    /// The field that is never before it.
    public let until: String

    /// A span by its fields.
    public init(_ from: String, _ until: String) {
        self.from = from
        self.until = until
    }

    /// Whether the end lies before the beginning; false where either is missing or no day or moment.
    public func isReversed(_ value: (String) -> Value?) -> Bool {
        guard let from = value(from)?.revealed, let until = value(until)?.revealed else { return false }
        if let first = from.text.flatMap({ ThaiDate(iso: $0) }),
            let last = until.text.flatMap({ ThaiDate(iso: $0) })
        {
            return last < first
        }
        if let first = from.integer, let last = until.integer { return last < first }
        return false
    }
}

extension RecordCollection {
    /// What is wrong with the spans of a record that shows these values; `touched` narrows it to spans of
    /// which one end is among these fields.
    public func reversed(
        touching touched: Set<String>? = nil, _ value: (String) -> Value?
    ) -> [FieldError] {
        spans.compactMap { span in
            if let touched, !touched.contains(span.from), !touched.contains(span.until) { return nil }
            return reversed(span, value)
        }
    }

    /// What is wrong with one entry or element of a field that is the end of a span; nil where nothing is.
    public func reversed(_ field: Field, _ entry: Value, _ value: (String) -> Value?) -> FieldError? {
        spans.filter { $0.until == field.name }.compactMap { span in
            reversed(span) { $0 == field.name ? entry : value($0) }
        }.first
    }

    private func reversed(_ span: Span, _ value: (String) -> Value?) -> FieldError? {
        guard span.isReversed(value), let from = self[span.from], let until = self[span.until],
            let first = value(span.from), let last = value(span.until)
        else { return nil }
        return FieldError(
            self, until, until.type.editable(last.revealed),
            .endsBefore(
                begin: from.label,
                Label(from.type.show(first.revealed, .th), from.type.show(first.revealed, .en))))
    }
}
