// `delete` and `undo`. Neither removes anything from the log: a delete covers what it saw, an undo names
// writes that no longer count, and both can be undone.

internal import Bytes
public import CRDT
internal import Records
public import Replica

/// What an undo did.
public struct TakenBack: Hashable, Sendable {
    /// The change that was taken back; for an import its record's.
    public let change: Dot
    /// What the change had written, record by record; empty for an import.
    public let written: [Written]
    /// Writes taken back.
    public let writes: Int
    /// The import that was taken back as a whole, by its record's id.
    public let imported: RecordID?
    /// Fields that somebody has written since: they keep the newer value.
    public let touchedSince: [UndoReport.Touched]
}

extension Editor {
    /// Deletes a record as it stands now.
    public func delete(_ name: String, _ text: String) throws(EditingError) -> WrittenRecord {
        let collection = try collection(name)
        return try together { () throws(EditingError) in
            let row = try one(collection, text)
            try checkSpace(row.space)
            guard try may(collection.deleters, in: row.space) else {
                throw .refused([notDeletable(collection, in: row.space)])
            }
            try refuseLocked(row, collection)
            let dot = row.isDeleted ? nil : try deleting(row, collection)
            return WrittenRecord(
                collection: name, id: row.id, number: number(of: row), space: row.space, change: dot,
                fields: [])
        }
    }

    /// Deletes a record, and says in the same change which lines its author saw go with it: a line that
    /// somebody else writes meanwhile is a conflict then, and these are none.
    func deleting(_ row: RecordRow, _ collection: RecordCollection) throws(EditingError) -> Dot? {
        var edits = [Edit(.delete, collection.number, row.id, .whole)]
        for seen in try hold(try store.linesGoing(with: row)) {
            let says = try dismissing(seen)
            if seen.space == row.space { edits += says } else { _ = try write(says, in: seen.space) }
        }
        return try write(edits, in: row.space)
    }

    /// Why this node may not delete a record of a collection, nor take back its making, which comes to the
    /// same.
    func notDeletable(_ collection: RecordCollection, in space: Space) -> Refusal {
        if collection.deleters.isEmpty {
            return Refusal(
                "\(collection.label.th)ลบไม่ได้ และไม่ย้อนการสร้าง",
                "a record of \(collection.name) is never deleted, nor is its making taken back",
                hint: Self.takingBack(collection))
        }
        let who = Self.who(collection.deleters, in: space)
        return Refusal(
            "\(collection.label.th)นี้ลบหรือย้อนการสร้างได้เฉพาะ\(who.th)",
            "this \(collection.name) may be deleted, or its making taken back, only by \(who.en)",
            hint: Self.hint(collection.deleters, in: space))
    }

    /// Takes back a change, by the beginning of its hash; a whole import, by its record's id; without
    /// `text` the newest change of this node, where it can be taken back.
    public func undo(_ text: String? = nil) throws(EditingError) -> TakenBack {
        try together { () throws(EditingError) in
            if let text, let row = try importRecord(text) { return try undoImport(row) }
            let dot = try target(text)
            if let row = try importRecord(madeBy: dot) { return try undoImport(row) }
            try checkUndo(of: dot, isPart: false)
            try refuseLocked(undoing: dot)
            let written = try written(by: dot)
            let writes = try writesThatCount(of: dot)
            guard writes > 0 else { throw Self.takenBackBefore(dot) }
            let report = try hold(
                try store.undo([dot], time: occasion.nowMilliseconds, actor: actor))
            return TakenBack(
                change: dot, written: written, writes: writes, imported: nil,
                touchedSince: report.touchedSince)
        }
    }

    private func target(_ text: String?) throws(EditingError) -> Dot {
        if let text {
            if let dot = try hold(try store.change(ThaiText.clean(text))) { return dot }
            throw .refused(
                "ไม่พบการทำรายการ “\(text)” หรือมีมากกว่าหนึ่ง", "no change “\(text)” was found, or more than one",
                hint: Label(
                    "ใช้รหัสอย่างน้อย 6 ตัวจาก saphan show --history หรือรหัสของการนำเข้า",
                    "Give at least 6 digits from saphan show --history, or the id of an import."))
        }
        guard let dot = try hold(try store.newestOwnChange(passing: Self.passed)) else {
            throw .refused("เครื่องนี้ไม่มีอะไรให้ย้อน", "this node has nothing to take back")
        }
        if let newest = try hold(try store.newestOwnChange()), newest != dot {
            throw .refused([try notTheNewest(dot, newest)])
        }
        return dot
    }

    private func importRecord(_ text: String) throws(EditingError) -> RecordRow? {
        let found = try find(RecordCollection.importRecord, text).filter { !$0.isBlank }
        return found.count == 1 ? found[0] : nil
    }

    private func importRecord(madeBy dot: Dot) throws(EditingError) -> RecordRow? {
        let collection = RecordCollection.importRecord
        let operations = try hold(try store.operations(of: dot)) ?? []
        guard let first = operations.first, first.collection == collection.number, first.kind == .set else {
            return nil
        }
        return try hold(try store.record(collection, first.record, in: dot.feed.space))
    }

    /// Takes back an import with all its parts: a file whose rows belong to several spaces has a record in
    /// each.
    private func undoImport(_ row: RecordRow) throws(EditingError) -> TakenBack {
        let alike = try hold(
            try store.list(
                RecordCollection.importRecord,
                where: [("imported_at", row["imported_at"]), ("file_name", row["file_name"])]))
        // An id means a record within its space: another school's of the same id is not this import.
        func isRow(_ part: RecordRow) -> Bool { part.id == row.id && part.space == row.space }
        var parts: [RecordRow] = []
        for part in alike where isRow(part) || Self.node(of: part) == Self.node(of: row) {
            if try isOwnWord(part) { parts.append(part) } else if isRow(part) { throw Self.notItsOwn }
        }
        var whole: TakenBack?
        for part in parts.filter(isRow) + parts.filter({ !isRow($0) }) {
            let one = try undoPart(part)
            whole = TakenBack(
                change: whole?.change ?? one.change, written: [],
                writes: (whole?.writes ?? 0) + one.writes,
                imported: row.id, touchedSince: (whole?.touchedSince ?? []) + one.touchedSince)
        }
        if let whole { return whole }
        return try undoPart(row)
    }

    /// Whether a record of an import is the word of the node whose feed it names. Anybody who may write
    /// into the space can write such a record; one that names another node's feed would have this node take
    /// back that node's work, or its own.
    private func isOwnWord(_ row: RecordRow) throws(EditingError) -> Bool {
        guard let node = Self.node(of: row) else { return false }
        let writes = try hold(try store.view(row)).history.filter { $0.kind == .set }
        return !writes.isEmpty && writes.allSatisfy { $0.write.dot.feed.node == node }
    }

    private static var notItsOwn: EditingError {
        .refused(
            "บันทึกการนำเข้านี้ไม่ใช่ของเครื่องที่นำเข้า จึงย้อนทั้งชุดไม่ได้",
            "this import's record was not written by the node that it names, so nothing is taken back",
            hint: Label("ย้อนทีละรายการด้วย saphan undo", "Take back single changes with saphan undo."))
    }

    private static func node(of row: RecordRow) -> NodeID? {
        guard case .bytes(let bytes) = row["feed"] else { return nil }
        return feed(bytes, in: row.space)?.node
    }

    /// Takes back the rows in the lane that brought them, and the record in the lane of entries.
    private func undoPart(_ row: RecordRow) throws(EditingError) -> TakenBack {
        try checkSpace(row.space)
        guard case .bytes(let bytes) = row["feed"], case .integer(let first) = row["first_sequence"],
            case .integer(let last) = row["last_sequence"], first >= 1, last >= first,
            let feed = Self.feed(bytes, in: row.space)
        else { throw .refused("บันทึกการนำเข้านี้ไม่ครบ", "this import's record is not complete") }
        let rows = try hold(try store.dots(of: feed, from: UInt64(first), through: UInt64(last)))
        let made = try hold(try store.view(row)).history.filter { $0.kind == .set }.map(\.write.dot)
        guard !rows.isEmpty, let record = made.first else {
            throw .refused(
                "ข้อมูลของการนำเข้านี้ยังไม่ถึงเครื่องนี้", "what this import brought is not held here yet")
        }
        for one in rows {
            try checkUndo(of: one, isPart: true)
            try refuseLocked(undoing: one)
        }
        let now = occasion.nowMilliseconds
        let report = try hold(try store.undo(rows, lane: .bulk, time: now, actor: actor))
        _ = try hold(try store.undo([record], time: now, actor: actor))
        return TakenBack(
            change: record, written: [], writes: report.undone, imported: row.id,
            touchedSince: report.touchedSince)
    }

    private static func feed(_ bytes: [UInt8], in space: Space) -> Feed? {
        var reader = ByteReader(bytes)
        guard let feed = try? reader.feed(in: space), reader.isAtEnd else { return nil }
        return feed
    }
}
