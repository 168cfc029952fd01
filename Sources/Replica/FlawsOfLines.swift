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

    private var read: [CollectionNumber: [Parent: [Int64]]] = [:]

    /// The lines of one collection beside a record in its space, oldest first.
    mutating func numbers(
        of id: RecordID, _ lines: RecordCollection, in space: Space, _ store: Store
    ) throws(ReplicaError) -> [Int64] {
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

    /// Every line of a collection with the record that it names or named, by number.
    fileprivate func parentsNamed(
        by lines: RecordCollection
    ) throws(ReplicaError) -> [(number: Int64, space: Space, parent: String)] {
        guard let name = lines.lineOf, let field = lines[name], tables[lines.number]?.isMade == true else {
            return []
        }
        let statement = try database.statement(
            "SELECT _record, record.space, \"\(name)\" FROM \"\(lines.name)\" "
                + "JOIN record ON record.number = _record ORDER BY _record")
        var found: [(number: Int64, space: Space, parent: String)] = []
        do {
            defer { statement.reset() }
            while try statement.step() {
                guard let space = spaces.space(Int(statement.integer(1))) else { continue }
                found.append((statement.integer(0), space, statement.text(2) ?? ""))
            }
        }
        for (index, line) in found.enumerated() where line.parent.isEmpty {
            let state = try state(line.number, try numbers.key(line.number, in: database))
            let named = try history(of: state).operations.lazy.compactMap {
                $0.operation.field == field.number ? $0.operation.value.record : nil
            }.first
            found[index].parent = named?.description ?? ""
        }
        return found
    }

    /// One flaw for each collection of lines. Takes what it follows from `budget`.
    func flawsOfLines(
        of state: RecordState, _ collection: RecordCollection, under lock: Lock, _ chains: HeldChains,
        _ lines: inout LinesEver, _ budget: inout Int
    ) throws(ReplicaError) -> [Flaw] {
        guard let space = spaces.space(state.key.space) else { return [] }
        var ends: [Dot: Position] = [:]
        for end in lock.seen?.ends ?? [] { ends[end] = chains.positions[end] }
        var flaws: [Flaw] = []
        for kind in lineCollections(of: collection) {
            var unseen: [(id: RecordID, number: Int64)] = []
            for number in try lines.numbers(of: state.key.id, kind, in: space, self) where budget > 0 {
                let line = try self.state(number, try numbers.key(number, in: database))
                var history = try glance(at: line, kind)
                if history == nil { history = try self.history(of: line) }
                guard let history else { continue }
                budget -= history.operations.count
                let known = HeldChains(
                    positions: history.positions.merging(ends) { held, _ in held }, branches: branches)
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
