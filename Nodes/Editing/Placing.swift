// Where a new record goes, whose it is, and what its number is.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Trust

extension Editor {
    /// The space of a new record.
    func home(
        of collection: RecordCollection, _ typed: [TypedField], wanted: Space?
    ) throws(EditingError) -> Space {
        let certificate = try identity().certificate
        let space: Space
        if let wanted {
            space = wanted
        } else if collection.spaces == [.district] {
            space = .district
        } else if certificate.role == .school {
            space = certificate.space
        } else if let parent = try parentSpace(of: collection, typed) {
            space = parent
        } else if collection.spaces.contains(.office) {
            space = .office
        } else if collection.spaces.contains(.district) {
            space = .district
        } else {
            throw .refused(
                "\(collection.label.th)เป็นของโรงเรียน บอกว่าโรงเรียนใด",
                "\(collection.name) belongs to a school; say which",
                hint: Label("เพิ่ม --space school/<รหัส SMIS>", "Add --space school/<SMIS code>."))
        }
        try checkKind(of: space, for: collection)
        try checkSpace(space)
        return space
    }

    /// Throws where records of the collection do not live in such a space.
    func checkKind(of space: Space, for collection: RecordCollection) throws(EditingError) {
        guard collection.spaces.contains(SpaceKind(space)) else {
            let kinds = collection.spaces.map { "\($0)" }.joined(separator: ", ")
            throw .refused(
                "\(collection.label.th)อยู่ใน \(space) ไม่ได้ อยู่ได้ใน: \(kinds)",
                "\(collection.name) cannot be in \(space), only in: \(kinds)")
        }
    }

    /// A line or an entry lives where the record lives that it must name.
    private func parentSpace(
        of collection: RecordCollection, _ typed: [TypedField]
    ) throws(EditingError) -> Space? {
        for field in collection.fields where field.required && field.rule == .once {
            guard case .reference(let name) = field.type, let target = catalogue[name],
                let text = typed.last(where: { $0.name == field.name })?.text
            else { continue }
            let rows = try find(target, text)
            if let only = rows.first, rows.count == 1, collection.spaces.contains(SpaceKind(only.space)) {
                return only.space
            }
        }
        return nil
    }

    /// SMIS code of the space's school, or the office's code.
    func unit(of space: Space) throws(EditingError) -> String {
        if let code = space.schoolCode { return code }
        guard let offices = catalogue["area_office"] else { return Self.noOffice }
        for row in try hold(try store.list(offices)) {
            if case .text(let code) = row["code"] { return code }
        }
        return Self.noOffice
    }

    /// Stands for the office's code where no area office is known; no changwat has number 00.
    private static let noOffice = "00000000"

    /// The next number of this node. Never one that was given out before, even where that record was
    /// undone.
    func nextNumber(
        _ collection: RecordCollection, unit: String, _ identity: ReplicaIdentity
    ) throws(EditingError) -> RecordNumber {
        try nextNumbers(1, collection, unit: unit, identity)[0]
    }

    /// The next numbers of this node, at least one, in order.
    func nextNumbers(
        _ count: Int, _ collection: RecordCollection, unit: String, _ identity: ReplicaIdentity
    ) throws(EditingError) -> [RecordNumber] {
        let year = ThaiDate(milliseconds: occasion.nowMilliseconds).fiscalYear
        func number(_ running: Int) -> RecordNumber {
            RecordNumber(unit: unit, fiscalYear: year, epoch: identity.epoch, running: running)
        }
        let prefix = number(1).prefix
        let key = "number/\(collection.name)/\(prefix)"
        let given = try hold(try store.meta(key)).flatMap { String(validating: $0, as: UTF8.self) }
        let held = try hold(try store.countNumbers(collection, beginning: prefix))
        let first = max(given.flatMap { Int($0) } ?? 0, held) + 1
        let last = first + max(1, count) - 1
        try hold(try store.putMeta(key, Array(String(last).utf8)))
        return (first...last).map(number)
    }
}
