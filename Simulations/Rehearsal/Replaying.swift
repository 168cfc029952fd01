// The real history of a hub's folder under other rules, or in another order of arrival. The folder is
// copied into memory first and never written.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Disk
internal import Records
internal import Replica
internal import Simulator
internal import Trust

/// Reads real history.
enum Replaying {
    /// Reads the folder under the rules in force and under each of `sets`; where `order` is given, also
    /// lets everything arrive once more in that order.
    static func run(
        _ folder: String, _ sets: [RuleSet], order: ArrivalOrder?
    ) throws(RehearsalError) -> Answer {
        let copy = try FolderCopy(of: folder)
        var answer: Answer
        var isNode = true
        do {
            let store = try Store(directory: copy.disk.folder)
            isNode = store.identity != nil
            answer = try read(store, sets, folder)
            if let order { answer.order = try arrival(store, order, answer.sets[0].findings) }
        } catch {
            // People know nothing of the copy in memory.
            func named(_ words: String) -> String {
                words.split(separator: copy.disk.folder, omittingEmptySubsequences: false)
                    .joined(separator: folder)
            }
            throw RehearsalError(message: Label(named(error.thai), named(error.english)))
        }
        // SQLite takes an empty file for a new database.
        guard isNode else {
            throw RehearsalError(
                message: Label(
                    "\(folder) ไม่ใช่โฟลเดอร์ของเขต หรือ \(Store.fileName) ว่างหรือเสียหาย",
                    "\(folder) is no hub's folder, or its \(Store.fileName) is empty or damaged"))
        }
        let isUntouched = FolderCopy.fingerprint(of: folder) == copy.fingerprint
        let digest = String(copy.fingerprint.description.prefix(16))
        answer.setting = Label(
            answer.setting.th
                + (isUntouched
                    ? " · ลายพิมพ์โฟลเดอร์ \(digest) ก่อนและหลังเท่ากัน"
                    : " · ลายพิมพ์โฟลเดอร์ \(digest) ตอนเริ่ม (ระหว่างอ่านเครื่องของเขตเขียนต่อเอง)"),
            answer.setting.en
                + (isUntouched
                    ? " · folder digest \(digest), the same before and after"
                    : " · folder digest \(digest) at the beginning (its own node went on writing meanwhile)"))
        return answer
    }

    private static func read(_ store: Store, _ sets: [RuleSet], _ folder: String) throws(ReplicaError)
        -> Answer
    {
        let (codes, names) = try schools(store)
        let reader = try HistoryReader(store, schools: codes, names: names)
        let present = try reader.findings(nil)
        let own = try overrides(store)
        var answers = [SetAnswer(title: RuleSet.present.title, rules: [], findings: present)]
        answers[0].inForce = inForce(.present, sets, own, store.catalogue)
        for set in sets {
            let rules =
                own.filter { one in !set.rules.contains { $0.fieldName == one.fieldName } } + set.rules
            let findings = try reader.findings(
                rules.compactMap {
                    store.catalogue.override(collection: $0.collection, field: $0.field, rule: $0.rule)
                })
            var answer = SetAnswer(
                title: set.title, rules: set.rules.map(RuleWords.words), findings: findings)
            answer.inForce = inForce(set, sets, own, store.catalogue)
            answers.append(answer)
        }
        return Answer(
            title: sets.isEmpty
                ? Label("ประวัติจริง", "Real history")
                : Label("ประวัติจริงภายใต้กติกาอื่น", "Real history under other rules"),
            about: Label("", ""),
            setting: Label(
                "\(folder): \(names.count) โรงเรียน \(present.records) รายการ เขียน \(present.operations) ครั้ง",
                "\(folder): \(English.count(names.count, "school")), "
                    + "\(English.count(present.records, "record")), "
                    + "\(English.count(present.operations, "write"))"),
            begin: nil, days: 0, schoolCount: names.count, schoolNames: names, sets: answers,
            differences: Differing.differences(answers), order: nil, isReplay: true)
    }

    /// Schools by code, and their names by number.
    private static func schools(_ store: Store) throws(ReplicaError) -> ([String: Int], [String]) {
        let codes = store.heldSpaces.compactMap(\.schoolCode).sorted()
        var names: [String: String] = [:]
        if let collection = store.catalogue["school"] {
            for row in try store.list(collection) { names[row["smis_code"].plain] = row["name_th"].plain }
        }
        let numbers = Dictionary(
            codes.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
        return (numbers, codes.map { code in names[code].map { $0.isEmpty ? code : $0 } ?? code })
    }

    /// For every field that any set changes: its rule under one of them.
    private static func inForce(
        _ set: RuleSet, _ all: [RuleSet], _ own: [RuleChange], _ catalogue: Catalogue
    ) -> [RuleChange] {
        Planner.inForce(set, of: all, catalogue).map { rule in
            guard !set.rules.contains(where: { $0.fieldName == rule.fieldName }) else { return rule }
            return own.last { $0.fieldName == rule.fieldName } ?? rule
        }
    }

    /// The rules that the district has put in force.
    private static func overrides(_ store: Store) throws(ReplicaError) -> [RuleChange] {
        guard let collection = store.catalogue["rule_override"] else { return [] }
        return try store.list(collection).map { row in
            RuleChange(
                collection: row["collection"].plain, field: row["field"].plain, rule: row["rule"].plain)
        }
    }

    /// Lets everything arrive again and compares; says what came out.
    private static func arrival(
        _ original: Store, _ order: ArrivalOrder, _ findings: Findings
    ) throws(ReplicaError) -> Label {
        let disk = FolderCopy.emptyDisk()
        let again = try Rearriving.apply(original, to: disk.folder, order)
        // What no signature covers yet could not be sent to anybody: then the two are not comparable by
        // digest.
        if again.unsigned > 0 {
            return Label(
                "ลำดับอื่น: รับใหม่ \(again.changes) รายการ เหลือ \(again.unsigned) "
                    + "รายการที่เขตยังไม่ลงนามจึงเทียบไม่ได้ เปิด saphan hub serve ครู่หนึ่งแล้วลองใหม่",
                "Another order: \(English.count(again.changes, "change")) arrived again; "
                    + "\(English.count(again.unsigned, "is", "are")) not signed yet, so the two cannot be "
                    + "compared. Run saphan hub serve for a moment and try again.")
        }
        var differing: [String] = []
        for space in original.heldSpaces
        where try original.digests(of: space) != again.store.digests(of: space) {
            differing.append(space.name)
        }
        let (codes, names) = try schools(again.store)
        let reader = try HistoryReader(again.store, schools: codes, names: names)
        let same = try reader.findings(nil) == findings
        if differing.isEmpty, same {
            return Label(
                "ลำดับอื่น (\(order.label.th)): รับใหม่ \(again.changes) รายการ ไม่มีอะไรเปลี่ยนเลย ทุกช่อง "
                    + "ทุกข้อขัดแย้ง และลายพิมพ์ของทุกพื้นที่เท่ากัน",
                "Another order of arrival (\(order.label.en)): "
                    + "\(English.count(again.changes, "change")) arrived again "
                    + "and nothing changed: every field, every conflict and the digests of every space "
                    + "are the same.")
        }
        let list =
            differing.isEmpty
            ? Label("สิ่งที่แสดงหรือข้อขัดแย้ง", "what is shown or what conflicts")
            : Label(differing.joined(separator: ", "), differing.joined(separator: ", "))
        return Label(
            "ลำดับอื่น (\(order.label.th)) ให้ผลต่างกันใน \(list.th): นี่เป็นข้อผิดพลาดของโปรแกรม โปรดแจ้ง",
            "Another order of arrival (\(order.label.en)) gives another result in \(list.en): this is a "
                + "bug, please report it.")
    }
}

extension ArrivalOrder {
    fileprivate var label: Label {
        switch self {
        case .reversed: Label("กลับลำดับ", "reversed")
        case .shuffled(let seed): Label("สุ่มด้วยเลข \(seed)", "drawn from seed \(seed)")
        }
    }
}
