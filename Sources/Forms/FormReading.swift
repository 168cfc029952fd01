// What a form needs from the store, asked for while the form is laid out. A store that fails is remembered
// and told at the end, so that the pages themselves read like the paper they describe.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Reports

/// One reading of the store for one paper.
final class FormReading {
    let store: Store
    /// When the paper is printed, milliseconds since 1970.
    let printedAt: Int64
    /// The first thing that went wrong; the paper is worth nothing then.
    private(set) var failure: ReplicaError?
    /// By the row's number: an id names a record within its space only.
    private var views: [Int64: RecordView] = [:]

    init(_ store: Store, printedAt: Int64) {
        self.store = store
        self.printedAt = printedAt
    }

    func view(_ row: RecordRow) -> RecordView? {
        if let known = views[row.number] { return known }
        let view = attempt { () throws(ReplicaError) in try store.view(row) }
        views[row.number] = view
        return view
    }

    /// The write that a person chose where a field that is written once was written twice; nil while nobody
    /// has.
    func chosen(_ row: RecordRow, _ field: Field) -> StandingWrite? {
        let found = attempt { () throws(ReplicaError) -> StandingWrite? in
            let settled = try store.conflicts(in: row.space, includingDismissed: true).first {
                $0.record == row.id && $0.field == field.number && $0.isDismissed && $0.kind == .disputed
            }
            guard let settled, let dismissals = store.catalogue["dismissal"],
                let id = dismissals.derivedID(in: row.space, ["conflict": .bytes(settled.id.bytes)]),
                let dismissal = try store.record(dismissals, id),
                case .bytes(let hash) = dismissal["standing"]
            else { return nil }
            return settled.candidates.first { $0.dot.hash.bytes == hash }
        }
        return found.flatMap { $0 }
    }

    /// The record that `row` refers to: of its own space rather than of the district's or the office's.
    func record(_ collection: String, _ id: RecordID, from row: RecordRow) -> FormRecord? {
        guard let declared = store.catalogue[collection] else { return nil }
        let found = attempt { () throws(ReplicaError) in
            try store.find(declared, id.description).filter { $0.space.isBeside(row.space) }
        }
        let near = found?.first { $0.space == row.space } ?? found?.first
        return near.map { FormRecord(self, declared, $0) }
    }

    /// Records of a collection with this value in a column, oldest first, blank ones left out; beside
    /// `row`, those that no other school wrote.
    func records(
        _ collection: String, where field: String, is value: String, beside row: RecordRow? = nil
    ) -> [FormRecord] {
        guard let declared = store.catalogue[collection] else { return [] }
        let rows = attempt { () throws(ReplicaError) in
            try store.list(declared, where: [(field, .text(value))])
        }
        return (rows ?? []).filter { one in
            (row.map { one.space.isBeside($0.space) } ?? true)
                && one.values.contains { $0.value != .null && $0.value != .text("") }
        }.map { FormRecord(self, declared, $0) }
    }

    /// The first record of a collection that there is one of.
    func only(_ collection: String) -> FormRecord? {
        guard let declared = store.catalogue[collection] else { return nil }
        return (attempt { () throws(ReplicaError) in try store.list(declared) } ?? []).first.map {
            FormRecord(self, declared, $0)
        }
    }

    func evaluation(of round: FormRecord) -> EvaluationFigures? {
        (attempt { () throws(ReplicaError) in try EvaluationFigures.read(store, round: round.row) })
            .flatMap { $0 }
    }

    private func attempt<Result>(_ step: () throws(ReplicaError) -> Result) -> Result? {
        do throws(ReplicaError) { return try step() } catch {
            if failure == nil { failure = error }
            return nil
        }
    }
}

extension Space {
    /// Whether records of one may belong to records of the other: of one space, or one of them the
    /// district's or the office's. A school may name another school's record, and has no say about it.
    fileprivate func isBeside(_ other: Space) -> Bool {
        self == other || schoolCode == nil || other.schoolCode == nil
    }
}
