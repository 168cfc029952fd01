// What `saphan check` does: reads the whole log, recomputes every hash, projects every record from the
// changes that touched it, and compares that with what is stored. Writes nothing, trusts nothing but the
// log.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Records
internal import Trust

/// What `check` found.
public struct CheckReport: Hashable, Sendable {
    /// Changes whose chain was recomputed.
    public var changes = 0
    /// Records whose projection was recomputed.
    public var records = 0
    /// What is wrong; empty for a sound file.
    public private(set) var found: [CheckProblem] = []
    /// The same as English sentences, for errors and logs. Sentences that are added to these are about the
    /// rows that make the folder a node (`checkIdentity`).
    public internal(set) var problems: [String] {
        get { found.map(\.english) }
        set { found += newValue.dropFirst(found.count).map { .identity($0) } }
    }

    /// Takes in what was found wrong.
    public mutating func add(_ problem: CheckProblem) { found.append(problem) }
}

extension Store {
    /// Recomputes every hash of every chain, and the projection of every record, and compares; verifies the
    /// signatures of heads where `signatures` says so. Writes nothing.
    public func check(
        signatures: Bool = true, progress: (Int) -> Void = { _ in }
    ) throws(ReplicaError) -> CheckReport {
        var report = CheckReport()
        try refresh()
        try checkFile(&report)
        try checkIdentity(&report)
        for branch in branches.branches.values.sorted(by: { $0.id < $1.id }) {
            try checkChain(branch, &report)
            progress(report.changes)
        }
        for head in signatures ? try badHeads() : [] {
            report.add(.signature(head.sequence, in: head.feed))
        }
        try eachRecord { (number, touched) throws(ReplicaError) in
            try checkRecord(number, touched, &report)
        }
        for table in madeTables {
            let statement = try database.statement(
                "SELECT count(*) FROM \"\(table.name)\" WHERE _record NOT IN (SELECT number FROM record)")
            defer { statement.reset() }
            if try statement.step(), statement.integer(0) > 0 {
                report.add(.strayRows(statement.integer(0), table: table.name))
            }
        }
        return report
    }

    /// Compares what is stored of a record with what the changes that touched it say.
    private func checkRecord(
        _ number: Int64, _ touched: [Position], _ report: inout CheckReport
    ) throws(ReplicaError) {
        let state = try state(number, try numbers.key(number, in: database))
        // The changes hash a record's id and collection, not the space it is listed in.
        if touched.contains(where: { branches[$0.branch]?.feed.space != spaces.space(state.key.space) }) {
            report.add(.space(state.key.id))
        }
        let history = try history(of: number, from: touched)
        let projection = try projection(of: state, history)
        let wanted = projection.stateLine(collection: state.key.collection, record: state.key.id)
        if try line(of: state) != wanted {
            report.add(.record(state.key.id, state.key.collection))
        }
        if let table = tables[state.key.collection] {
            let isRight =
                table.isMade
                ? try tables[state.key.collection]?.shows(
                    { ShownField(projection.fields[$0]) }, of: number, isDeleted: projection.isDeleted,
                    in: database) ?? false
                : false
            if !isRight {
                report.add(.values(state.key.id, table: table.name))
            }
        }
        let wantedState = RecordState(number: number, key: state.key)
        take(projection, history, into: wantedState)
        if standing(in: state) != standing(in: wantedState) {
            report.add(.candidates(state.key.id))
        }
        if try refusals(of: number) != Set(projection.refused.compactMap { stored($0, in: history) }) {
            report.add(.refusals(state.key.id))
        }
        if try conflicts(of: number) != conflicts(in: wantedState) {
            report.add(.conflicts(state.key.id))
        }
        if try self.history(of: state).positions != history.positions {
            report.add(.history(state.key.id))
        }
        report.records += 1
        if states.count > 8_192 { states.removeAll(keepingCapacity: true) }
    }

    /// What stands in each cell, whatever order it came in.
    private func standing(in state: RecordState) -> [CellKey: Set<LocalCandidate>] {
        var cells: [CellKey: Set<LocalCandidate>] = [:]
        for cell in state.cells where !cell.candidates.isEmpty { cells[cell.key] = Set(cell.candidates) }
        return cells
    }

    private func conflicts(in state: RecordState) -> Set<[Int64]> {
        var rows: Set<[Int64]> = []
        if state.isBroughtBack { rows.insert([Int64(ConflictKind.broughtBack.rawValue), 0]) }
        for cell in state.cells {
            guard let kind = cell.standing.conflictKind else { continue }
            rows.insert([Int64(kind.rawValue), Int64(cell.key.field.raw)])
        }
        return rows
    }

    private func conflicts(of number: Int64) throws(ReplicaError) -> Set<[Int64]> {
        let statement = try database.statement("SELECT kind, field FROM conflict WHERE record=?1")
        statement.bind(1, number)
        defer { statement.reset() }
        var rows: Set<[Int64]> = []
        while try statement.step() { rows.insert((0..<2).map { statement.integer($0) }) }
        return rows
    }

    private func stored(_ refusal: RecordProjection.Refusal, in history: RecordHistory) -> [Int64]? {
        history.positions[refusal.dot].map { [$0.raw, Int64(refusal.index), Int64(refusal.reason.rawValue)] }
    }

    private func refusals(of number: Int64) throws(ReplicaError) -> Set<[Int64]> {
        let statement = try database.statement(
            "SELECT position, operation, reason FROM refusal WHERE record=?1")
        statement.bind(1, number)
        defer { statement.reset() }
        var rows: Set<[Int64]> = []
        while try statement.step() { rows.insert((0..<3).map { statement.integer($0) }) }
        return rows
    }

    private func checkFile(_ report: inout CheckReport) throws(ReplicaError) {
        let statement = try database.statement("PRAGMA integrity_check(5)")
        defer { statement.reset() }
        while try statement.step() {
            if let text = statement.text(0), text != "ok" { report.add(.file(text)) }
        }
    }

    private func checkChain(_ branch: Branch, _ report: inout CheckReport) throws(ReplicaError) {
        var previous = branch.feed.root
        if branch.fork > 0, let position = branches.position(of: branch.fork, onChainOf: branch.id) {
            previous = try wholeHash(at: position)
        }
        if previous != branch.base {
            report.add(.branch(branch.id, of: branch.feed.node))
        }
        guard branch.sequence > branch.fork else { return }
        for sequence in branch.fork + 1...branch.sequence {
            let position = Position(branch: branch.id, sequence: sequence)
            guard let hash = try? linked(at: position, to: previous).hash,
                try keptHash(at: position) == Self.kept(hash, at: sequence)
            else {
                report.add(.change(sequence, of: branch.feed.node))
                return
            }
            previous = hash
            report.changes += 1
        }
    }

    private func keptHash(at position: Position) throws(ReplicaError) -> [UInt8] {
        let statement = try database.statement("SELECT hash FROM change WHERE position=?1")
        statement.bind(1, position.raw)
        defer { statement.reset() }
        return try statement.step() ? statement.blob(0) : []
    }
}
