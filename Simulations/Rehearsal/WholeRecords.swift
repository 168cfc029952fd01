// Conflicts about whole records, which no field's rule settles: what came back after a delete, numbers given
// twice, stock below zero. Each is told with the records and, where words stand against each other, with
// whose they are. The danger: what is counted here must be what is listed, or the page does not add up.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Records
internal import Replica

extension HistoryReader {
    /// Conflicts that no field's rule decides, by kind.
    func others(_ findings: Findings) throws(ReplicaError) -> [OtherConflict] {
        var kinds: [Label: [WholeRecord]] = [:]
        for conflict in try store.conflicts(includingDismissed: true) {
            if let invariant = conflict.invariant {
                let why = Label("ไม่มีกติกาตัดสิน", "no rule settles it")
                let record = whole(conflict, [], conflict.explanation ?? why, findings)
                kinds[invariant.label, default: []].append(record)
            }
            guard conflict.kind == .broughtBack else { continue }
            let words = findings.returned[place(conflict, conflict.record)] ?? []
            let why = Label("รายการยังแสดงอยู่", "the record still shows")
            let what = Label("ลบแล้วแต่มีการแก้ไข", "Deleted, then written to")
            kinds[what, default: []].append(whole(conflict, words, why, findings))
        }
        // Both texts: two kinds may be called the same in one language.
        return kinds.sorted { ($0.key.en, $0.key.th) < ($1.key.en, $1.key.th) }.map {
            OtherConflict(what: $0.key, count: $0.value.count, records: $0.value)
        }
    }

    /// Who deleted a record, and the first write that no delete knew of. `held` are all operations that have
    /// an effect, by time.
    func returning(_ held: [HeldOperation], _ collection: RecordCollection) -> [Word] {
        let deletes = held.filter { $0.operation.kind == .delete }
        let known = deletes.flatMap(\.operation.dots)
        let unknown = held.first { one in
            one.operation.kind.isContent
                && !known.contains { $0.feed == one.dot.feed && $0.sequence >= one.dot.sequence }
        }
        let deleted = Label("ลบรายการ", "deleted the record")
        var words = deletes.map { Word(text: deleted, writer: writer(of: $0), milliseconds: $0.time) }
        guard let unknown else { return words }
        var wrote = Label("เขียน", "wrote")
        if let field = collection[unknown.operation.field] {
            let (name, text) = (field.label, word(unknown, field).text)
            wrote = Label("\(name.th): \(text.th)", "\(name.en): \(text.en)")
        }
        words.append(Word(text: wrote, writer: writer(of: unknown), milliseconds: unknown.time))
        return words
    }

    private func whole(
        _ conflict: ConflictView, _ words: [Word], _ why: Label, _ findings: Findings
    ) -> WholeRecord {
        let ids = conflict.others.isEmpty ? [conflict.record] : conflict.others
        let titles = ids.prefix(Self.titlesMax).map {
            findings.titles[place(conflict, $0)] ?? String($0.description.prefix(8))
        }
        let more = ids.count > Self.titlesMax ? ["…"] : []
        let then =
            conflict.isDismissed
            ? Label("และมีคนตัดสินแล้ว", "and a person has decided since")
            : Label("ให้คนตัดสิน", "a person decides")
        let reason = Label("\(why.th) \(then.th)", "\(why.en), \(then.en)")
        let collection = store.catalogue[conflict.collection]
        return WholeRecord(
            collection: collection?.label ?? Label("รายการ", "record"),
            title: (titles + more).joined(separator: ", "), words: words, reason: reason)
    }

    /// Records of one conflict that are named.
    private static let titlesMax = 3

    private func place(_ conflict: ConflictView, _ record: RecordID) -> Place {
        Place(
            space: conflict.space.name, collection: store.catalogue[conflict.collection]?.name ?? "",
            record: record.description, field: Place.whole)
    }
}
