// Lines that are not as the author of the lock on their record had seen them: written, or deleted, on a
// machine that did not know of it. They are records of their own, so the record alone does not tell.

internal import Bytes
internal import CRDT
internal import CSQLite
internal import Records

/// Which lines ever named which record, read once for many records: deleted ones too, and those of which
/// nothing is left, whose history alone tells.
struct LinesEver {
    private struct Parent: Hashable {
        let space: Space
        /// In hexadecimal digits.
        let id: String
    }

    private let isOfOne: Bool
    private var read: [CollectionNumber: [Parent: [Int64]]] = [:]

    /// Of a single record only its own lines are read.
    init(ofOne isOfOne: Bool = false) { self.isOfOne = isOfOne }

    /// The lines of one collection beside a record in its space, oldest first.
    mutating func numbers(
        of id: RecordID, _ lines: RecordCollection, in space: Space, _ store: Store
    ) throws(ReplicaError) -> [Int64] {
        if isOfOne {
            return try store.parentsNamed(by: lines, id, in: space).filter { $0.parent == id.description }
                .map(\.number)
        }
        var known = read[lines.number]
        if known == nil {
            var found: [Parent: [Int64]] = [:]
            for line in try store.parentsNamed(by: lines) {
                found[Parent(space: line.space, id: line.parent), default: []].append(line.number)
            }
            known = found
            read[lines.number] = found
        }
        return known?[Parent(space: space, id: id.description)] ?? []
    }
}

extension Store {
    /// The collections of lines that a lock on such a record keeps.
    func lineCollections(of collection: RecordCollection) -> [RecordCollection] {
        catalogue.collections.filter {
            !$0.isLater && !$0.isLocal && parents(of: $0)?.number == collection.number
        }
    }

    /// Every line of a collection with the record that it names, or with each that it ever named where it
    /// shows none; of one record in its space not many more than its own.
    fileprivate func parentsNamed(
        by lines: RecordCollection, _ one: RecordID? = nil, in space: Space? = nil
    ) throws(ReplicaError) -> [(number: Int64, space: Space, parent: String)] {
        guard let name = lines.lineOf, let field = lines[name], tables[lines.number]?.isMade == true else {
            return []
        }
        let column = "\"\(lines.name)\".\"\(name)\""
        let filter =
            one == nil ? "" : "WHERE record.space=?1 AND (\(column)=?2 OR coalesce(\(column), '')='') "
        let statement = try database.statement(
            "SELECT _record, record.space, \(column) FROM \"\(lines.name)\" "
                + "JOIN record ON record.number = _record \(filter)ORDER BY _record")
        if let one {
            statement.bind(1, Int64(space.flatMap(spaces.number) ?? 0))
            statement.bind(2, one.description)
        }
        var found: [(number: Int64, space: Space, parent: String)] = []
        var blank: [(number: Int64, space: Space)] = []
        do {
            defer { statement.reset() }
            while try statement.step() {
                guard let space = spaces.space(Int(statement.integer(1))) else { continue }
                let parent = statement.text(2) ?? ""
                if parent.isEmpty {
                    blank.append((statement.integer(0), space))
                } else {
                    found.append((statement.integer(0), space, parent))
                }
            }
        }
        for (number, space) in blank {
            let state = try state(number, try numbers.key(number, in: database))
            let named = try history(of: state).operations.compactMap {
                $0.operation.field == field.number ? $0.operation.value.record : nil
            }
            for parent in Set(named).sorted() { found.append((number, space, parent.description)) }
        }
        return found
    }

    /// One flaw for each collection of lines. Takes what it follows from `budget`, and stops at none: which
    /// of a record's lines came first is of this file, and what is said of it is the same on every node.
    func flawsOfLines(
        of state: RecordState, _ collection: RecordCollection, under lock: Lock, _ chains: HeldChains,
        _ lines: inout LinesEver, _ budget: inout Int
    ) throws(ReplicaError) -> [Flaw] {
        guard let space = spaces.space(state.key.space) else { return [] }
        var ends: [Dot: Position] = [:]
        for end in lock.named { ends[end] = chains.positions[end] }
        var flaws: [Flaw] = []
        for kind in lineCollections(of: collection) {
            var unseen: [(id: RecordID, number: Int64)] = []
            for number in try lines.numbers(of: state.key.id, kind, in: space, self) {
                let line = try self.state(number, try numbers.key(number, in: database))
                var history = try glance(at: line, kind)
                if history == nil { history = try self.history(of: line) }
                guard let history else { continue }
                budget -= history.operations.count
                let known = HeldChains(
                    positions: try self.chains(of: history).positions.merging(ends) { held, _ in held },
                    branches: branches)
                let projection = try projection(of: line, history)
                if kind.isUnseenLine(projection, history.operations, under: lock, known) {
                    unseen.append((line.key.id, number))
                }
            }
            if unseen.isEmpty { continue }
            // Numbers are of this file: what is said must not depend on what came first.
            let first = unseen.sorted { $0.id < $1.id }.prefix(LocalLimits.unseenLinesNamedMax)
            let named = try names(of: first.map(\.number), kind)
            flaws.append(lock.flaw(of: kind, unseen.count, named))
        }
        return flaws
    }

    /// What people call lines: what they say first, after the record that they are of.
    private func names(
        of numbers: [Int64], _ lines: RecordCollection
    ) throws(ReplicaError) -> [String] {
        var names: [String] = []
        for number in numbers {
            guard let row = try row(number, lines.number) else { continue }
            let said = lines.fields.lazy.filter { field in
                if case .text = field.type { return field.name != lines.lineOf && !field.privacy.isSalted }
                return false
            }.map { row[$0.name].plain }.first { !$0.isEmpty }
            names.append(said.map { String($0.prefix(LocalLimits.findingNameMax)) } ?? row.calledNumber)
        }
        return names
    }
}
