// The records of one collection by what people call them: number, key, the field that tells them apart, id.
// Made once for a whole file, where looking each reference up in the tables would read them once for each
// row.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

/// Records of one collection, deleted ones included, blank ones not.
struct Directory {
    let collection: RecordCollection
    let rows: [RecordRow]
    private var places: [RecordID: [Int]] = [:]
    private var words: [String: [Int]] = [:]
    /// Ids in order, for those that are typed by their beginning.
    private let ids: [(text: String, place: Int)]
    private let unique: (field: String, normalisation: Normalisation)?

    init(_ collection: RecordCollection, _ rows: [RecordRow], _ catalogue: Catalogue) {
        self.collection = collection
        self.rows = rows.filter { !$0.isBlank }
        unique = Self.unique(collection, catalogue)
        ids = self.rows.enumerated().map { ($1.id.description, $0) }.sorted { $0.text < $1.text }
        for (place, row) in self.rows.enumerated() {
            places[row.id, default: []].append(place)
            for word in Set(names(of: row).map(key)) { words[word, default: []].append(place) }
        }
    }

    /// The one field that an invariant keeps unique, such as an asset's number.
    static func unique(
        _ collection: RecordCollection, _ catalogue: Catalogue
    ) -> (field: String, normalisation: Normalisation)? {
        for invariant in catalogue.invariants {
            guard case .unique(collection.name, let fields, let normalisation) = invariant.kind,
                let field = fields.first, fields.count == 1, collection.isSpoken(field)
            else { continue }
            return (field, normalisation)
        }
        return nil
    }

    /// What may name a record beside its id, best first.
    private func names(of row: RecordRow) -> [String] {
        var fields = [collection.numberField]
        if case .derived(let names) = collection.key, names.count == 1 { fields.append(names[0]) }
        fields.append(unique?.field)
        return fields.compactMap(\.self).map { row[$0].plain }.filter { !$0.isEmpty }
    }

    private func key(_ text: String) -> String {
        unique?.normalisation.key(.text(text)) ?? ThaiText.compareKey(text)
    }

    /// Records that `text` may mean: those that stand before deleted ones, those of `space` before others.
    func find(_ text: String, preferring space: Space) -> [RecordRow] {
        let clean = ThaiText.arabicDigits(ThaiText.clean(text))
        var found = words[key(RecordNumber(typed: clean)?.description ?? clean)] ?? []
        if found.isEmpty { found = beginning(clean.lowercased()) }
        for isBetter in [{ !$0.isDeleted }, { $0.space == space }] as [(RecordRow) -> Bool] {
            let better = found.filter { isBetter(rows[$0]) }
            if !better.isEmpty { found = better }
        }
        return found.map { rows[$0] }
    }

    /// The records with this id, in any space.
    func find(_ id: RecordID) -> [RecordRow] { (places[id] ?? []).map { rows[$0] } }

    private func beginning(_ prefix: String) -> [Int] {
        guard (4...32).contains(prefix.utf8.count), prefix.allSatisfy(\.isHexDigit) else { return [] }
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if ids[middle].text < prefix { low = middle + 1 } else { high = middle }
        }
        return ids[low...].prefix { $0.text.hasPrefix(prefix) }.map(\.place)
    }

    /// What a file of `space` calls a record: a name by which exactly this record is found; nil where only
    /// the id will do.
    func name(of id: RecordID, from space: Space) -> String? {
        guard let row = find(id).first else { return nil }
        return names(of: row).first { name in
            guard CellText.word(name) == .text(name) else { return false }
            let found = find(name, preferring: space)
            return found.count == 1 && found[0].id == id
        }
    }
}

/// Directories made when they are first asked for.
final class Directories {
    private let editor: Editor
    private var made: [String: Directory] = [:]

    init(_ editor: Editor) { self.editor = editor }

    /// The directory of a collection; throws where there is none of that name.
    func of(_ name: String) throws(EditingError) -> Directory {
        if let known = made[name] { return known }
        let collection = try editor.collection(name)
        let rows = try editor.hold(try editor.store.list(collection, includingDeleted: true))
        let directory = Directory(collection, rows, editor.catalogue)
        made[name] = directory
        return directory
    }
}
