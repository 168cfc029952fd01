// Whether an operation has an effect. A function of the operation's bytes, its author's certificate, the
// district's cut-offs and the schema; never of the value written, the order of arrival or the state of
// other records. Nothing is ever bounced: an operation without effect stays in the log, is forwarded, and
// carries its reason.

#if PLANTED_BUGS
    internal import Bytes
#endif

/// Why an operation has no effect.
public enum Reason: UInt8, Hashable, Comparable, CaseIterable, Sendable {
    /// Its author was cut off before it.
    case revoked = 1
    /// Its author's role may not write this field.
    case forbidden = 2
    /// This version does not know the collection, field or kind.
    case unknown = 3
    /// The kind or the form of the value does not fit the field's rule.
    case invalid = 4
    /// Another operation of the same change wrote the same cell before it.
    case double = 5
    /// Somebody undid it.
    case undone = 6

    /// Order of the numbers.
    public static func < (left: Reason, right: Reason) -> Bool { left.rawValue < right.rawValue }
}

/// What the author's certificate says about one change.
public struct Author: Hashable, Sendable {
    /// Hub or school.
    public let role: Role
    /// Whether the author's node belongs to the owner of the change's space.
    public let ownsSpace: Bool

    /// An author by its parts.
    public init(role: Role, ownsSpace: Bool) {
        self.role = role
        self.ownsSpace = ownsSpace
    }

    /// An author of `role` whose certificate is for `home`, writing into `space`.
    public init(role: Role, home: Space, writingInto space: Space) {
        self.init(role: role, ownsSpace: role == .hub ? space.schoolCode == nil : home == space)
    }

    /// Whether the author is one of these in the space.
    public func isOne(of writers: Writers) -> Bool {
        (role == .hub && writers.contains(.hub)) || (ownsSpace && writers.contains(.owner))
    }
}

extension Schema {
    /// The reason why each operation of a change has no effect, nil where it has one. `author` is nil where
    /// no certificate is held. Undo is judged later, record by record.
    public func judge(_ operations: [Operation], by author: Author?, isCutOff: Bool = false) -> [Reason?] {
        guard operations.count > 1 else {
            return operations.map { reason($0, author: author, isCutOff: isCutOff) }
        }
        var reasons: [Reason?] = []
        reasons.reserveCapacity(operations.count)
        let slots = operations.count > Slot.comparedMax ? Slot.seconds(operations) : nil
        for (index, operation) in operations.enumerated() {
            let isSecond =
                slots?.contains(index) ?? operations[..<index].contains { Slot.areSame($0, operation) }
            reasons.append(
                reason(operation, author: author, isCutOff: isCutOff) ?? (isSecond ? .double : nil))
        }
        return reasons
    }

    private func reason(_ operation: Operation, author: Author?, isCutOff: Bool) -> Reason? {
        if isCutOff { return .revoked }
        guard let collection = collections[operation.collection], operation.kind <= .erase else {
            return .unknown
        }
        guard let author else { return .forbidden }
        let field = collection.fields[operation.field]
        if operation.kind == .erase { return author.role == .hub ? nil : .forbidden }
        if operation.field == .whole {
            guard operation.kind == .delete || operation.kind == .undo else { return .invalid }
            return author.isOne(of: collection.deleters) ? nil : .forbidden
        }
        guard let field else { return .unknown }
        #if PLANTED_BUGS
            let mayWrite = PlantedBug.forbiddenProjected.isPlanted || author.isOne(of: field.writers)
        #else
            let mayWrite = author.isOne(of: field.writers)
        #endif
        guard mayWrite else { return .forbidden }
        if operation.kind == .undo { return nil }
        guard field.rule.accepts(operation.kind), field.rule.acceptsForm(of: operation.value) else {
            return .invalid
        }
        return nil
    }

    /// What may stand once in a change.
    private struct Slot: Hashable {
        let record: RecordID
        let collection: CollectionNumber
        let cell: CellKey
        let what: UInt8

        /// Up to so many operations are compared with each other; more are hashed.
        static let comparedMax = 16

        static func areSame(_ left: Operation, _ right: Operation) -> Bool {
            left.record == right.record && left.field == right.field && Slot(left) == Slot(right)
        }

        /// Which operations take a slot that one before them has.
        static func seconds(_ operations: [Operation]) -> Set<Int> {
            var seen: Set<Slot> = []
            return Set(operations.indices.filter { !seen.insert(Slot(operations[$0])).inserted })
        }

        init(_ operation: Operation) {
            record = operation.record
            collection = operation.collection
            cell =
                operation.kind == .undo
                ? CellKey(field: operation.field, element: operation.value.committed.encoded) : operation.cell
            what = operation.kind.isContent ? 0 : operation.kind.raw
        }
    }
}

extension Rule {
    /// Whether a value has the form without which the rule cannot be computed. Ranges, members of a choice
    /// and transitions are checked when a person writes and flagged when read; they never stop projection.
    func acceptsForm(of value: Value) -> Bool {
        switch self {
        case .counter: value.integer.map { $0.magnitude <= Rule.incrementMax } ?? false
        case .workflow: value.stage != nil
        case .log: value.entry != nil
        case .latest, .keepAll, .authority, .once, .addWins, .denyWins: true
        }
    }

    /// Largest single increment; a sum of them wraps only after more changes than a feed can hold.
    static let incrementMax: UInt64 = 1 << 40
}
