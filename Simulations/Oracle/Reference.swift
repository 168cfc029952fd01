// The merge as DESIGN §3 tells it, written a second time: as plain and slow as possible, straight over a
// set of changes, sharing no code with CRDT.project. Law tests and the simulator compare the two. It takes
// time that grows with the square of what a record holds, so it is for records of some hundred changes.

public import CRDT
internal import Crypto
public import Trust

/// Who an author is, as a certificate would say.
public struct ReferenceAuthor: Hashable, Sendable {
    /// The node.
    public let node: NodeID
    /// Hub or school.
    public let role: Role
    /// The space of its certificate.
    public let home: Space

    /// An author by its parts.
    public init(node: NodeID, role: Role, home: Space) {
        self.node = node
        self.role = role
        self.home = home
    }
}

/// A set of changes, and what one record in it shows.
public struct Reference {
    let schema: Schema
    let authors: [NodeID: ReferenceAuthor]
    let cuts: [NodeID: [CutOff]]
    let changes: [Dot: Change]
    /// By record, so that a record does not cost a look at every change there is.
    private let byRecord: [RecordName: [Place]]

    /// One operation and where it stands.
    struct Place: Hashable {
        let dot: Dot
        let index: Int
    }

    /// A reference over `changes`.
    public init(
        _ changes: [(dot: Dot, change: Change)], authors: [ReferenceAuthor], cuts: [CutOff] = [],
        revoked: [NodeID] = [],
        schema: Schema
    ) {
        self.schema = schema
        self.authors = Dictionary(authors.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
        var table: [NodeID: [CutOff]] = [:]
        for node in revoked { table[node] = [] }
        for cut in cuts { table[cut.node, default: []].append(cut) }
        self.cuts = table
        self.changes = Dictionary(
            changes.map { ($0.dot, $0.change) }, uniquingKeysWith: { first, _ in first })
        var places: [RecordName: [Place]] = [:]
        for (dot, change) in self.changes {
            for (index, operation) in change.operations.enumerated() {
                places[RecordName(operation.collection, operation.record), default: []].append(
                    Place(dot: dot, index: index))
            }
        }
        byRecord = places
    }

    /// Every record that anything was written to, with its collection.
    public var records: Set<RecordName> {
        Set(changes.values.flatMap { $0.operations.map { RecordName($0.collection, $0.record) } })
    }

    /// A record and its collection.
    public struct RecordName: Hashable {
        /// The collection.
        public let collection: CollectionNumber
        /// The record.
        public let id: RecordID

        /// A record by its parts.
        public init(_ collection: CollectionNumber, _ id: RecordID) {
            self.collection = collection
            self.id = id
        }
    }

    func change(_ dot: Dot) -> Change {
        guard let change = changes[dot] else { preconditionFailure("a change that is not in the set") }
        return change
    }

    func operation(_ place: Place) -> Operation { change(place.dot).operations[place.index] }

    func places(of record: RecordName) -> [Place] {
        byRecord[record] ?? []
    }

    /// Walks back from `end`, change by change.
    func isBelow(_ dot: Dot, _ end: Dot) -> Bool {
        var here = end
        while let change = changes[here] {
            if here == dot { return true }
            here = Dot(feed: end.feed, sequence: change.sequence - 1, hash: change.previous.short)
        }
        return false
    }

    /// Whether a change lies behind its node's cut-off.
    public func isCut(_ dot: Dot) -> Bool {
        guard let cuts = cuts[dot.feed.node] else { return false }
        for cut in cuts where cut.feed == dot.feed {
            let end = Dot(feed: cut.feed, sequence: cut.sequence, hash: cut.hash.short)
            if changes[end] == nil ? dot.sequence <= cut.sequence : isBelow(dot, end) { return false }
        }
        return true
    }

    private func isOneOf(_ writers: Writers, _ author: ReferenceAuthor, in space: Space) -> Bool {
        if author.role == .hub {
            return writers.contains(.hub) || writers.contains(.owner) && !space.name.hasPrefix("school/")
        }
        return writers.contains(.owner) && author.home == space
    }

    /// Why an operation has no effect, undo left aside.
    func reason(_ place: Place) -> Reason? {
        if isCut(place.dot) { return .revoked }
        let operation = operation(place)
        guard let collection = schema.collections[operation.collection], operation.kind.raw <= 7 else {
            return .unknown
        }
        guard let author = authors[place.dot.feed.node] else { return .forbidden }
        let space = place.dot.feed.space
        if operation.kind == .erase {
            if author.role != .hub { return .forbidden }
        } else if operation.field.raw == 0 {
            if operation.kind != .delete && operation.kind != .undo { return .invalid }
            if !isOneOf(collection.deleters, author, in: space) { return .forbidden }
        } else {
            guard let field = collection.fields[operation.field] else { return .unknown }
            if !isOneOf(field.writers, author, in: space) { return .forbidden }
            if operation.kind != .undo, !fits(operation, field.rule) { return .invalid }
        }
        let all = change(place.dot).operations
        for earlier in 0..<place.index where isSameSlot(all[earlier], operation) { return .double }
        return nil
    }

    private func isSameSlot(_ one: Operation, _ other: Operation) -> Bool {
        guard one.record == other.record, one.collection == other.collection, one.field == other.field else {
            return false
        }
        let content = one.kind.raw <= 4 && other.kind.raw <= 4
        guard content || one.kind == other.kind else { return false }
        if one.kind == .undo { return one.value.committed == other.value.committed }
        return element(one) == element(other)
    }

    func element(_ operation: Operation) -> [UInt8] {
        operation.kind == .add || operation.kind == .remove ? operation.value.committed.encoded : []
    }

    func takes(_ kind: OperationKind, _ rule: Rule) -> Bool {
        switch rule {
        case .counter: kind == .increment
        case .addWins, .denyWins: kind == .add || kind == .remove
        case .log: kind == .append
        default: kind == .set
        }
    }

    private func fits(_ operation: Operation, _ rule: Rule) -> Bool {
        guard takes(operation.kind, rule) else { return false }
        switch rule {
        case .counter: return operation.value.integer.map { abs($0) <= 1 << 40 } ?? false
        case .workflow: return operation.value.stage != nil
        case .log: return operation.value.entry != nil
        default: return true
        }
    }
}
