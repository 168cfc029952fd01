// Lines that leave the lists with a deleted record though whoever deleted it had not seen them so: written
// meanwhile on a machine that did not know of the delete. A change says of no other what its author had
// seen, so a delete says it itself: its author's dismissal, in the same change, names every line that goes
// along, by its writes. What that does not name is a conflict.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Records

extension Store {
    /// What a person who deletes this record looks at: its lines as they stand, for each collection of them
    /// and space.
    public func linesGoing(with row: RecordRow) throws(ReplicaError) -> [ConflictView] {
        guard let invariant = catalogue.invariants.first(where: { $0.kind == .linesOfStanding }) else {
            return []
        }
        var found: [ConflictView] = []
        for lines in try lines(of: row) {
            let bySpace = Dictionary(grouping: lines.rows, by: \.space).sorted { $0.key < $1.key }
            for (_, rows) in bySpace {
                found.append(try conflict(invariant, row, lines.collection, rows, Dismissals()))
            }
        }
        return found
    }

    /// One conflict for each deleted record, space and collection of its lines.
    func linesOfDeleted(
        _ invariant: Invariant, in space: Space?, _ dismissals: Dismissals
    ) throws(ReplicaError) -> [ConflictView] {
        var found: [ConflictView] = []
        for collection in catalogue.collections {
            guard let parents = parents(of: collection), tables[collection.number]?.isMade == true else {
                continue
            }
            let gone = try gone(parents)
            if gone.isEmpty { continue }
            var groups: [Stranded: [RecordRow]] = [:]
            for row in try list(collection, in: space) {
                guard let place = parentPlace(of: row, collection), gone.contains(place) else { continue }
                groups[Stranded(space: row.space, parent: place), default: []].append(row)
            }
            for (group, rows) in groups {
                guard let id = RecordID(hex: group.parent.id),
                    let parent = try record(parents, id, in: group.parent.space)
                else { continue }
                found.append(try conflict(invariant, parent, collection, rows, dismissals))
            }
        }
        return found
    }

    /// Lines of one deleted record in one space.
    private struct Stranded: Hashable {
        let space: Space
        let parent: RecordPlace
    }

    private func conflict(
        _ invariant: Invariant, _ parent: RecordRow, _ collection: RecordCollection, _ rows: [RecordRow],
        _ dismissals: Dismissals
    ) throws(ReplicaError) -> ConflictView {
        var names: [RecordID: ShortHash] = [:]
        for row in rows { names[row.id] = try writesName(of: row) }
        let space = rows.first?.space ?? parent.space
        let key = "\(collection.number.raw)/\(parent.space)/\(parent.id)"
        func view(_ ids: [RecordID], _ explanation: Label?) -> ConflictView {
            conflict(
                invariant, .contradicts, space, collection.number, key, ids.sorted(), dismissals,
                looked: names.values.sorted(), explanation: explanation)
        }
        let all = view(Array(names.keys), nil)
        let unknown = names.filter { !dismissals.covers(all.id, in: space, $0.value) }
        if unknown.isEmpty { return all }
        return view(Array(unknown.keys), try explanation(parent, collection, unknown.count))
    }

    private func explanation(
        _ parent: RecordRow, _ collection: RecordCollection, _ count: Int
    ) throws(ReplicaError) -> Label {
        let label = catalogue[parent.collection]?.label ?? Label("รายการ", "the record")
        let what = parent.calledNumber
        guard parent.isDeleted else {
            return Label(
                "การสร้าง\(label.th) \(what) ถูกย้อน ยังมี\(collection.label.th) \(count) รายการ "
                    + "ซึ่งไม่แสดงในรายการใดแล้ว",
                "the making of \(label.en) \(what) was taken back; \(count) of its lines "
                    + "(\(collection.name)) are still there and stand in no list now")
        }
        let history = try view(parent, withFlaws: false).history
        let delete = history.last { $0.kind == .delete && $0.reason == nil }?.write
        func who(_ language: Language) -> String {
            delete.map { " (\($0.author), \(ThaiDate(milliseconds: $0.time).medium(language)))" } ?? ""
        }
        return Label(
            "\(label.th) \(what) ถูกลบแล้ว\(who(.th)) แต่\(collection.label.th) \(count) รายการ "
                + "มีการเขียนที่การลบไม่ได้นับรวม และไม่แสดงในรายการใดแล้ว",
            "\(label.en) \(what) is deleted\(who(.en)), and what was written to \(count) of its lines "
                + "(\(collection.name)) was no part of that; they stand in no list now")
    }

    /// Names a line by everything written to it that counts.
    private func writesName(of row: RecordRow) throws(ReplicaError) -> ShortHash {
        var writer = ByteWriter(capacity: 64)
        writer.raw("saphan-line/1".utf8)
        writer.identifier(row.id)
        let counting = try view(row, withFlaws: false).history.filter { $0.reason == nil && $0.kind != .undo }
        for hash in Set(counting.map(\.write.dot.hash)).sorted() { writer.raw(hash.bytes) }
        return Blake2b.hash256(writer.bytes).short
    }
}
