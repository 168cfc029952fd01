// What must hold before a change is taken back. An undo names writes, and whoever may not make or remove
// them cannot take them back either: here that is said, where the merge would leave the undo without effect
// or make of it a delete that nobody allowed.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

extension Editor {
    /// Collections whose changes are taken back by a command of their own, or by nobody.
    static let passed: Set = [
        RecordCollection.certificate.number, RecordCollection.headcountCertificate.number,
        RecordCollection.districtConflict.number,
    ]

    /// Throws unless this node may take back all that a change wrote. `isPart`: as one row of an import,
    /// where records that were written to since keep what is newer.
    func checkUndo(of dot: Dot, isPart: Bool) throws(EditingError) {
        let space = dot.feed.space
        try checkSpace(space)
        var refusals: [Refusal] = []
        func refuse(_ refusal: Refusal?) {
            if let refusal, !refusals.contains(refusal) { refusals.append(refusal) }
        }
        let operations = try hold(try store.operations(of: dot)) ?? []
        var created: [RecordCollection: [RecordID]] = [:]
        for operation in operations {
            guard let collection = catalogue[operation.collection] else { continue }
            try refuseCertificate(collection)
            try refuseHeadcountCertificate(collection)
            if operation.field == .whole {
                if try !may(collection.deleters, in: space) { refuse(notDeletable(collection, in: space)) }
            } else if let field = collection[operation.field] {
                refuse(try refusal(of: field, in: space))
                // What a delete or an answer says of a conflict stands beside what it speaks of.
                if !collection.isKeptBySystem, Self.begins(operation, field),
                    created[collection]?.last != operation.record
                {
                    created[collection, default: []].append(operation.record)
                }
            }
        }
        for collection in created.keys.sorted(by: { $0.number < $1.number }) {
            let isOwn = try identity().node == dot.feed.node
            if !isOwn, try !may(collection.deleters, in: space) {
                refuse(notDeletable(collection, in: space))
            }
            for id in isPart ? [] : created[collection] ?? [] {
                refuse(try torso(collection, id, operations, dot))
            }
        }
        if !refusals.isEmpty { throw .refused(refusals) }
    }

    /// Throws for a certificate: it is the hub's word on who a node is, and what that node wrote rests on
    /// it.
    func refuseCertificate(_ collection: RecordCollection) throws(EditingError) {
        guard collection.number == RecordCollection.certificate.number else { return }
        throw .refused(
            "\(collection.label.th)แก้หรือย้อนไม่ได้", "a \(collection.label.en) is not edited or taken back",
            hint: Self.takingBack(collection))
    }

    /// Throws for a certificate of the headcount: others may have acknowledged it since.
    func refuseHeadcountCertificate(_ collection: RecordCollection) throws(EditingError) {
        guard collection.number == RecordCollection.headcountCertificate.number else { return }
        throw .refused(
            "\(collection.label.th)ไม่ย้อนด้วย undo", "a \(collection.label.en) is not taken back by undo",
            hint: Self.takingBack(collection))
    }

    /// Whether this write is part of making a record: it fills what every record of the collection has, and
    /// replaces nothing.
    private static func begins(_ operation: Operation, _ field: Field) -> Bool {
        guard operation.kind == .set, operation.dots.isEmpty else { return false }
        if case .state = field.type { return true }
        return field.required
    }

    /// Why a record that this change made is not taken back with it: something else stands on it, or it is
    /// part of what stands.
    private func torso(
        _ collection: RecordCollection, _ id: RecordID, _ operations: [Operation], _ dot: Dot
    ) throws(EditingError) -> Refusal? {
        guard let row = try hold(try store.record(collection, id, in: dot.feed.space)) else { return nil }
        if let refusal = try refusalOfLeaving(row, collection) { return refusal }
        let made = Set(operations.map(\.record))
        let later = try hold(try store.view(row, withFlaws: false)).history.contains { line in
            line.write.dot != dot && line.reason == nil && line.kind != .undo && line.kind != .delete
        }
        let lines = try hold(try store.lines(of: row)).flatMap(\.rows)
        guard later || lines.contains(where: { !made.contains($0.id) }) else { return nil }
        let name = "\(collection.name) \(title(of: row))"
        return Refusal(
            "\(name): มีการบันทึกต่อจากการสร้างรายการนี้แล้ว ย้อนการสร้างจะเหลือรายการที่ไม่ครบ",
            "\(name): more was written on it since it was made, and would stand without it",
            hint: Label(
                "ย้อนการแก้ภายหลังก่อน หรือลบทั้งรายการด้วย saphan delete",
                "Take back the later changes first, or delete the whole record with saphan delete."))
    }

    /// How many writes of a change still count, so that taking it back changes something.
    func writesThatCount(of dot: Dot) throws(EditingError) -> Int {
        var count = 0
        var seen: Set<RecordID> = []
        for operation in try hold(try store.operations(of: dot)) ?? [] {
            guard seen.insert(operation.record).inserted, let collection = catalogue[operation.collection],
                let row = try hold(try store.record(collection, operation.record, in: dot.feed.space))
            else { continue }
            count += try hold(try store.view(row, withFlaws: false)).history.count {
                $0.write.dot == dot && $0.reason == nil
            }
        }
        return count
    }

    static func takenBackBefore(_ dot: Dot) -> EditingError {
        .refused(
            "การทำรายการ \(dot.hash.description.prefix(12)) ย้อนไปก่อนแล้ว",
            "change \(dot.hash.description.prefix(12)) was taken back before",
            hint: Label(
                "ถ้าต้องการคืนค่า ย้อนการย้อนนั้น ดูรหัสได้จาก saphan show --history",
                "To have it again, take back that undo; saphan show --history tells its hash."))
    }

    /// Said instead of reaching behind the newest change for an older one.
    func notTheNewest(_ dot: Dot, _ newest: Dot) throws(EditingError) -> Refusal {
        let what = try written(by: newest).first?.collection
        let older = try written(by: dot).map { "\($0.collection.name) \($0.title)" }.joined(separator: ", ")
        let hash = dot.hash.description.prefix(12)
        let own = what.map(Self.takingBack) ?? Label("", "")
        return Refusal(
            "สิ่งล่าสุดของเครื่องนี้คือ\(what?.label.th ?? "รายการของระบบ") ซึ่งไม่ย้อนด้วย undo",
            "the newest change of this node is a \(what?.label.en ?? "record of the system"), "
                + "which undo does not take back",
            hint: Label(
                "\(own.th) ถ้าต้องการย้อนสิ่งที่ทำก่อนหน้านั้น (\(older)): saphan undo \(hash)",
                "\(own.en) To take back what was done before it (\(older)): saphan undo \(hash)"))
    }
}
