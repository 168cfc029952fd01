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
    private var views: [RecordID: RecordView] = [:]

    init(_ store: Store, printedAt: Int64) {
        self.store = store
        self.printedAt = printedAt
    }

    func view(_ row: RecordRow) -> RecordView? {
        if let known = views[row.id] { return known }
        let view = attempt { () throws(ReplicaError) in try store.view(row) }
        views[row.id] = view
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

    func record(_ collection: String, _ id: RecordID) -> FormRecord? {
        guard let declared = store.catalogue[collection] else { return nil }
        let row = attempt { () throws(ReplicaError) in try store.record(declared, id) }
        return row.flatMap { $0 }.map { FormRecord(self, declared, $0) }
    }

    /// Records of a collection with this value in a column, oldest first, blank ones left out.
    func records(_ collection: String, where field: String, is value: String) -> [FormRecord] {
        guard let declared = store.catalogue[collection] else { return [] }
        let rows = attempt { () throws(ReplicaError) in
            try store.list(declared, where: [(field, .text(value))])
        }
        return (rows ?? []).filter { row in
            row.values.contains { $0.value != .null && $0.value != .text("") }
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
