// The three digests of a space, from what is stored: equal digests on two nodes mean equal logs, equal
// standing writes, equal values shown.

internal import Bytes
internal import Records
public import CRDT
internal import Crypto

/// Three digests, each 64 hexadecimal digits.
public struct SpaceDigests: Hashable, Sendable {
    /// Feeds, sequences and hashes held.
    public let log: String
    /// Which writes stand, without their values.
    public let state: String
    /// The values shown and the rules.
    public let view: String
}

extension Store {
    /// The digests of a space; of an empty space where nothing is held.
    public func digests(of space: Space) throws(ReplicaError) -> SpaceDigests {
        try refresh()
        var log = Digest("saphan-log/1", space: space)
        for branch in tipRows(of: space) {
            let name = "\(branch.feed.node) \(branch.feed.epoch) \(branch.feed.lane.raw)"
            log.add(Array("\(name) \(branch.sequence) \(try tipHash(of: branch))".utf8))
        }
        var state = Digest("saphan-state/1", space: space)
        var view = Digest("saphan-view/1", space: space)
        view.add(Array("catalogue \(catalogue.version)".utf8))
        for number in try recordNumbers(in: space) {
            let record = try self.state(number, try numbers.key(number, in: database))
            state.add(try line(of: record))
            view.add(try viewLine(of: record))
            if states.count > 8_192 { states.removeAll(keepingCapacity: true) }
        }
        return SpaceDigests(log: log.hex, state: state.hex, view: view.hex)
    }

    /// Branches of a space that are nobody's prefix, by feed and hash.
    func tipRows(of space: Space) -> [Branch] {
        branches.branches.values.filter { $0.feed.space == space && $0.sequence > 0 }.sorted {
            $0.feed == $1.feed ? $0.tip < $1.tip : $0.feed < $1.feed
        }
    }

    private func recordNumbers(in space: Space) throws(ReplicaError) -> [Int64] {
        guard let number = spaces.number(space) else { return [] }
        let statement = try database.statement(
            "SELECT number FROM record WHERE space=?1 ORDER BY collection, id")
        statement.bind(1, Int64(number))
        defer { statement.reset() }
        var list: [Int64] = []
        while try statement.step() { list.append(statement.integer(0)) }
        return list
    }

    /// The record's line of the state digest, from what is stored.
    func line(of state: RecordState) throws(ReplicaError) -> [UInt8] {
        if state.isTangled {
            let statement = try database.statement("SELECT line FROM tangle WHERE record=?1")
            statement.bind(1, state.number)
            defer { statement.reset() }
            return try statement.step() ? statement.blob(0) : []
        }
        var fields: [FieldNumber: FieldProjection] = try sums(of: state)
        for (field, cells) in Dictionary(grouping: state.cells, by: \.key.field) {
            if schema.field(state.key.collection, field)?.rule.isSet == true {
                var elements: [FieldProjection.Element] = []
                for cell in cells.sorted(by: { $0.key < $1.key }) {
                    elements.append(
                        .init(
                            value: Value(encoded: cell.key.element), isIn: cell.isIn,
                            candidates: try bare(cell.candidates)))
                }
                fields[field] = .elements(elements)
            } else if let cell = cells.first {
                let shown = try cell.shown.map { (index) throws(ReplicaError) in
                    try bare([cell.candidates[index]])[0]
                }
                fields[field] = .value(shown: shown, cell.standing, candidates: try bare(cell.candidates))
            }
        }
        let projection = RecordProjection(
            fields: fields, isDeleted: state.isDeleted, isBroughtBack: state.isBroughtBack, deletes: [],
            refused: [],
            ahead: [])
        return projection.stateLine(collection: state.key.collection, record: state.key.id)
    }

    /// Candidates by dot, with nothing but their names.
    private func bare(_ candidates: LocalCandidates) throws(ReplicaError) -> [Candidate] {
        var list: [Candidate] = []
        for candidate in candidates {
            let dot = try dot(at: candidate.position)
            list.append(
                Candidate(dot: dot, time: 0, role: .hub, value: .nothing, isRemove: candidate.isRemove))
        }
        return list.sorted { $0.dot < $1.dot }
    }

    private func sums(of state: RecordState) throws(ReplicaError) -> [FieldNumber: FieldProjection] {
        guard let table = tables[state.key.collection], table.isMade else { return [:] }
        var sums: [FieldNumber: FieldProjection] = [:]
        for field in table.collection.fields
        where schema.field(state.key.collection, field.number)?.rule == .counter {
            let statement = try database.statement(
                "SELECT \"\(field.name)\" FROM \"\(table.name)\" WHERE _record=?1")
            statement.bind(1, state.number)
            defer { statement.reset() }
            if try statement.step(), !statement.isNull(0) { sums[field.number] = .sum(statement.integer(0)) }
        }
        return sums
    }

    private func viewLine(of state: RecordState) throws(ReplicaError) -> [UInt8] {
        guard let row = try row(state.number, state.key.collection) else { return [] }
        let text = row.values.map { "\($0.name)=\($0.value.plain)" }.joined(separator: "\u{1f}")
        return state.key.id.bytes + Array(text.utf8)
    }
}
