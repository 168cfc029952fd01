// What an undo took back, in the words that people know it by. Read before it is taken back: afterwards the
// record may have no title any more.

internal import Bytes
public import CRDT
public import Records
internal import Replica

extension TakenBack {
    /// One record that the change had written to.
    public struct Written: Hashable, Sendable {
        /// As declared.
        public let collection: RecordCollection
        /// The record.
        public let id: RecordID
        /// What people called it.
        public let title: String
        /// The fields written, in the catalogue's order; none for a delete.
        public let fields: [Field]
        /// Whether it had been deleted.
        public let wasDelete: Bool
    }
}

extension Editor {
    /// What a change wrote, record by record.
    func written(by dot: Dot) throws(EditingError) -> [TakenBack.Written] {
        let operations = try hold(try store.operations(of: dot)) ?? []
        var order: [RecordID] = []
        for operation in operations where !order.contains(operation.record) { order.append(operation.record) }
        var found: [TakenBack.Written] = []
        for id in order {
            let own = operations.filter { $0.record == id }
            guard let number = own.first?.collection, let collection = catalogue[number] else { continue }
            let row = try hold(try store.record(collection, id, in: dot.feed.space))
            let fields = Set(own.map(\.field))
            found.append(
                TakenBack.Written(
                    collection: collection, id: id,
                    title: row.map(title) ?? String(id.description.prefix(8)),
                    fields: collection.fields.filter { fields.contains($0.number) },
                    wasDelete: own.contains { $0.kind == .delete }))
        }
        let typed = found.filter { !$0.collection.isKeptBySystem }
        return typed.isEmpty ? found : typed
    }

    /// How a record of a collection that nobody deletes is taken back all the same.
    static func takingBack(_ collection: RecordCollection) -> Label {
        switch collection.number {
        case RecordCollection.headcountCertificate.number:
            Label(
                "ถอนด้วย saphan headcount withdraw หรือยืนยันฉบับใหม่",
                "Use saphan headcount withdraw, or confirm the next revision.")
        case RecordCollection.certificate.number:
            Label("สิ่งที่เครื่องนั้นบันทึกไว้อาศัยใบรับรองนี้", "All that its node wrote rests on it.")
        default: Label("ถ้าพิมพ์ผิด ย้อนด้วย saphan undo", "Take a slip back with saphan undo.")
        }
    }
}
