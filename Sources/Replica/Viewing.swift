// A record as a form shows it: each field with its value, what stands beside it, who wrote it and when; and
// the token that lets a later write supersede exactly what that form showed.

internal import Bytes
public import CRDT
internal import Crypto
public import Records
internal import Trust

/// One write that stands in a field.
public struct StandingWrite: Hashable, Sendable {
    /// Names the write.
    public let dot: Dot
    /// What was written, personal values revealed.
    public let value: Value
    /// The change's wall clock, milliseconds.
    public let time: Int64
    /// The author's role; nil where no certificate is held.
    public let role: Role?
    /// What the author's node is called.
    public let author: String
    /// The person, where named.
    public let actor: RecordID?
    /// True for a `remove` of a set element.
    public let isRemove: Bool
}

/// One field of a record as it stands.
public struct FieldView: Hashable, Sendable {
    /// The field's number.
    public let field: FieldNumber
    /// What is shown; nil where nothing is, or while it is contested or disputed.
    public let shown: Value?
    /// What the rule made of the candidates.
    public let standing: Standing
    /// All that stand, by dot; for sets the elements that are in.
    public let candidates: [StandingWrite]
    /// Elements of a set that are in; empty for other fields.
    public let elements: [Value]
    /// The entries of a log; empty for other fields.
    public let entries: [Value]
    /// The sum of a counter.
    public let sum: Int64?
}

/// One operation of a record's history.
public struct HistoryLine: Hashable, Sendable {
    /// Its change.
    public let write: StandingWrite
    /// What it did.
    public let kind: OperationKind
    /// To which field.
    public let field: FieldNumber
    /// Why it has no effect; nil where it has.
    public let reason: Reason?
}

/// A record as a form shows it.
public struct RecordView: Hashable, Sendable {
    /// Its row.
    public let row: RecordRow
    /// Fields anybody wrote, by number.
    public let fields: [FieldView]
    /// Whether a delete stands that does not cover everything.
    public let isBroughtBack: Bool
    /// What a later write may give back to supersede exactly what is shown here.
    public let basis: String
    /// Every operation on it, by (time, dot).
    public let history: [HistoryLine]
    /// What is wrong with what it shows, by field; empty where nobody asked.
    public let flaws: [Flaw]
}

extension Store {
    /// Everything a form shows of a record. What is wrong with it takes reading its lines too; whoever looks
    /// at many records and does not tell of that leaves it out.
    public func view(_ row: RecordRow, withFlaws: Bool = true) throws(ReplicaError) -> RecordView {
        try refresh()
        let state = try state(row.number, try numbers.key(row.number, in: database))
        let history = try history(of: state)
        let projection = try projection(of: state, history)
        var fields: [FieldView] = []
        for (field, shown) in projection.fields.sorted(by: { $0.key < $1.key }) {
            fields.append(view(field, shown, history))
        }
        let reasons = Dictionary(
            projection.refused.map { (HeldName(dot: $0.dot, index: $0.index), $0.reason) },
            uniquingKeysWith: { first, _ in first })
        let lines = history.operations.map { held in
            HistoryLine(
                write: write(held.dot, held.operation.value, held.time, held.role, history),
                kind: held.operation.kind, field: held.operation.field,
                reason: reasons[HeldName(dot: held.dot, index: held.index)])
        }
        let ordered = lines.sorted {
            ($0.write.time, $0.write.dot, $0.field) < ($1.write.time, $1.write.dot, $1.field)
        }
        let basis = Basis.Token(
            cells: state.cells.map { ($0.key, $0.candidates.map(\.position)) }, covers: lastPositions(history)
        )
        return RecordView(
            row: row, fields: fields, isBroughtBack: projection.isBroughtBack, basis: basis.text,
            history: ordered,
            flaws: try withFlaws ? flaws(of: state, projection, history) : [])
    }

    private struct HeldName: Hashable {
        let dot: Dot
        let index: Int
    }

    private func view(_ field: FieldNumber, _ shown: FieldProjection, _ history: RecordHistory) -> FieldView {
        var value: Value?
        var standing = Standing.settled
        var candidates: [Candidate] = []
        var elements: [Value] = []
        var entries: [Value] = []
        var sum: Int64?
        switch shown {
        case .value(let candidate, let found, let all):
            value = candidate?.value.revealed
            standing = found
            candidates = all
        case .sum(let total): sum = total
        case .elements(let list): elements = list.filter(\.isIn).map(\.value)
        case .entries(let list): entries = list.map(\.value.revealed)
        }
        return FieldView(
            field: field, shown: value, standing: standing,
            candidates: candidates.map { write($0.dot, $0.value, $0.time, $0.role, history) },
            elements: elements,
            entries: entries, sum: sum)
    }

    private func write(
        _ dot: Dot, _ value: Value, _ time: Int64, _ role: Role?, _ history: RecordHistory
    ) -> StandingWrite {
        StandingWrite(
            dot: dot, value: value.revealed, time: time, role: role,
            author: certificates[dot.feed.node]?.label ?? dot.feed.node.description,
            actor: history.actors[dot],
            isRemove: false)
    }

    /// The newest change of each branch in a record's history.
    func lastPositions(_ history: RecordHistory) -> [Position] {
        branches.ends(of: history.positions.values)
    }
}
