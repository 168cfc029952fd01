// Lines and the records that they are lines of. A deleted record takes its lines out of every list, and the
// lines themselves stay as they are: a delete that covered them too would cover only those its author held,
// so a line added elsewhere meanwhile would stand alone, and somebody who brings the record back by writing
// to it would get it back without its lines. So whether a line is listed follows from its record. A record
// whose making was taken back is as good as deleted.

internal import Bytes
internal import CRDT
internal import CSQLite
public import Records

/// Lines of one collection.
public struct RecordLines: Hashable, Sendable {
    /// Their collection.
    public let collection: RecordCollection
    /// Those that are not deleted, oldest first.
    public let rows: [RecordRow]
}

extension Store {
    /// Rows without lines of a deleted record.
    public func withoutLinesOfDeleted(
        _ rows: [RecordRow], of collection: RecordCollection
    ) throws(ReplicaError) -> [RecordRow] {
        guard let parents = parents(of: collection) else { return rows }
        let gone = try gone(parents)
        if gone.isEmpty { return rows }
        return rows.filter { row in parentPlace(of: row, collection).map { !gone.contains($0) } ?? true }
    }

    /// The collection that this one holds lines of; nil where it holds none.
    public func parents(of collection: RecordCollection) -> RecordCollection? {
        guard let name = collection.lineOf, case .reference(let target)? = collection[name]?.type else {
            return nil
        }
        return catalogue[target]
    }

    /// The record that a line names; one of the district may have lines in every space.
    func parentPlace(of row: RecordRow, _ collection: RecordCollection) -> RecordPlace? {
        guard let name = collection.lineOf, let parents = parents(of: collection) else { return nil }
        let home = parents.spaces.contains(SpaceKind(row.space)) ? row.space : .district
        return RecordPlace(space: home, id: row[name].plain)
    }

    /// The lines of a record, by collection.
    public func lines(of row: RecordRow) throws(ReplicaError) -> [RecordLines] {
        guard let parent = catalogue[row.collection] else { return [] }
        var found: [RecordLines] = []
        for collection in catalogue.collections {
            guard let name = collection.lineOf, parents(of: collection)?.number == parent.number else {
                continue
            }
            let isBeside = collection.spaces.allSatisfy(parent.spaces.contains)
            let rows = try list(
                collection, in: isBeside ? row.space : nil, where: [(name, .text(row.id.description))])
            if !rows.isEmpty { found.append(RecordLines(collection: collection, rows: rows)) }
        }
        return found
    }

    /// The records of a collection that are deleted, or of which nothing is left.
    func gone(_ collection: RecordCollection) throws(ReplicaError) -> Set<RecordPlace> {
        try refresh()
        guard tables[collection.number]?.isMade == true else { return [] }
        let blank = collection.fields.flatMap { field in
            field.columns.map { column in
                let name = "\"\(collection.name)\".\"\(column.name)\""
                return "(\(name) IS NULL OR \(name)=''\(field.rule == .counter ? " OR \(name)=0" : ""))"
            }
        }
        let statement = try database.statement(
            "SELECT record.space, record.id FROM \"\(collection.name)\" "
                + "JOIN record ON record.number = _record "
                + "WHERE _deleted=1 OR (\(blank.joined(separator: " AND ")))")
        defer { statement.reset() }
        var found: Set<RecordPlace> = []
        while try statement.step() {
            guard let space = spaces.space(Int(statement.integer(0))),
                let id = RecordID(bytes: statement.blob(1))
            else { continue }
            found.insert(RecordPlace(space: space, id: id.description))
        }
        return found
    }
}

/// A record by its space too: of one id there may be one in each.
struct RecordPlace: Hashable {
    let space: Space
    /// In hexadecimal digits.
    let id: String
}
