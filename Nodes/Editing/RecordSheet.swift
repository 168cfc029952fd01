// `show`: a record as a person reads it, with what stands beside each value and what is wrong with it.

internal import Bytes
public import CRDT
public import Records
public import Replica

/// One field of a sheet.
public struct SheetField: Hashable, Sendable {
    /// As declared.
    public let field: Field
    /// The value shown: the rule's, or the one a person chose for a disputed field; nil while nothing
    /// stands.
    public let shown: Value?
    /// Elements of a set or entries of a log, in order; empty for other fields.
    public let many: [Value]
    /// What the rule made of the candidates.
    public let standing: Standing
    /// Every write that stands, where there are several.
    public let candidates: [StandingWrite]
    /// True where a person chose among disputed values.
    public let isChosen: Bool

    /// True where there is nothing to show.
    public var isEmpty: Bool { (shown?.isNothing ?? true) && many.isEmpty && candidates.isEmpty }
}

/// A record as a person reads it.
public struct RecordSheet: Hashable, Sendable {
    /// As declared.
    public let collection: RecordCollection
    /// What the store shows, with the basis and the history.
    public let view: RecordView
    /// What people call it.
    public let title: String
    /// Every field in the order of the catalogue.
    public let fields: [SheetField]
    /// Figures computed from it, in the order of the catalogue; nil where one of the parts is missing.
    public let derived: [(figure: DerivedField, value: Int64?)]
    /// Its lines, by collection.
    public let lines: [RecordLines]
    /// Open conflicts that touch it.
    public let conflicts: [ConflictView]
    /// What is wrong with what it shows: written by a move its workflow does not have, out of range,
    /// missing.
    public var flaws: [Flaw] { view.flaws + standing }
    /// What of that only the records say that it is about.
    let standing: [Flaw]

    /// Equal views and conflicts.
    public static func == (left: RecordSheet, right: RecordSheet) -> Bool {
        left.view == right.view && left.conflicts == right.conflicts
    }

    /// Hashes the row.
    public func hash(into hasher: inout Hasher) { hasher.combine(view.row) }
}

extension Editor {
    /// A record with everything that a person may want to see of it.
    public func show(_ name: String, _ text: String) throws(EditingError) -> RecordSheet {
        let collection = try collection(name)
        return try sheet(of: try one(collection, text), collection)
    }

    func sheet(of row: RecordRow, _ collection: RecordCollection) throws(EditingError) -> RecordSheet {
        let view = try hold(try store.view(row))
        let all = try hold(try store.conflicts(in: row.space, includingDismissed: true)).filter {
            $0.collection == collection.number && ($0.record == row.id || $0.others.contains(row.id))
        }
        var fields: [SheetField] = []
        for field in collection.fields {
            let found = view.fields.first { $0.field == field.number }
            let settled = all.first { $0.field == field.number && $0.isDismissed && $0.kind == .disputed }
            let chosen = try settled.flatMap { (one) throws(EditingError) in try standing(of: one) }
            fields.append(
                SheetField(
                    field: field, shown: chosen?.value ?? found?.shown,
                    many: (found?.elements ?? []) + (found?.entries ?? []),
                    standing: found?.standing ?? .settled,
                    candidates: (found?.candidates.count ?? 0) > 1 ? found?.candidates ?? [] : [],
                    isChosen: chosen != nil))
        }
        return RecordSheet(
            collection: collection, view: view, title: title(of: row), fields: fields,
            derived: try figures(of: [row], collection).first ?? [],
            lines: try hold(try store.lines(of: row)),
            conflicts: all.filter { !$0.isDismissed },
            standing: try hold(try store.evaluationFlaws(of: row)))
    }

    /// The candidate that a dismissal of a disputed field names; nil where it names none.
    func standing(of conflict: ConflictView) throws(EditingError) -> StandingWrite? {
        guard let dismissal = catalogue["dismissal"],
            let id = dismissal.derivedID(in: conflict.space, ["conflict": .bytes(conflict.id.bytes)]),
            let row = try hold(try store.record(dismissal, id, in: conflict.space)),
            case .bytes(let hash) = row["standing"]
        else { return nil }
        return conflict.candidates.first { $0.dot.hash.bytes == hash }
    }

    /// The derived figures of rows of one collection, in their order.
    public func figures(
        of rows: [RecordRow], _ collection: RecordCollection
    ) throws(EditingError) -> [[(figure: DerivedField, value: Int64?)]] {
        var sums: [String: [String: Int64]] = [:]
        for figure in collection.derived {
            guard case .sumOfRecords(let name, let field, let by) = figure.source, let lines = catalogue[name]
            else { continue }
            for row in try hold(try store.list(lines)) {
                guard case .integer(let amount) = row[field] else { continue }
                let key = "\(row.space) \(row[by].plain)"
                sums[figure.name, default: [:]][key, default: 0] &+= amount
            }
        }
        return rows.map { row in
            collection.derived.map { figure in
                switch figure.source {
                case .sumOfRecords:
                    return (figure, sums[figure.name]?["\(row.space) \(row.id)"] ?? 0)
                case .sumOfFields(let names):
                    let parts = names.map { row[$0] }.map {
                        if case .integer(let part) = $0 { part } else { nil as Int64? }
                    }
                    return (figure, parts.contains(nil) ? nil : parts.compactMap(\.self).reduce(0, &+))
                }
            }
        }
    }

    /// A value as people read it: the record that a reference names by what people call it.
    public func text(_ value: Value, _ field: Field, _ language: Language) -> String {
        let plain = field.type.show(value, language)
        guard case .reference(let name) = field.type, let id = value.record, let target = catalogue[name]
        else { return plain }
        do throws(ReplicaError) {
            return try meant(target, id).map(title(of:)) ?? plain
        } catch {
            // A record that cannot be read is not one that does not exist.
            return plain + Label(" (อ่านไม่ได้: \(error.thai))", " (not read: \(error.english))").text(language)
        }
    }

    /// The record that an id means where nothing says of which space: the district's of what only the
    /// district keeps, else the only one that is held. Two of one id are nobody's name: anybody may make one
    /// in their own space.
    private func meant(_ collection: RecordCollection, _ id: RecordID) throws(ReplicaError) -> RecordRow? {
        if collection.spaces == [.district] { return try store.record(collection, id, in: .district) }
        let found = try store.records(collection, id)
        let standing = found.filter { !$0.isBlank }
        let rows = standing.isEmpty ? found : standing
        return rows.count == 1 ? rows[0] : nil
    }
}
