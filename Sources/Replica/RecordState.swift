// One record as its row remembers it: which writes stand, by position. Enough to take in most operations
// without looking at the record's history; what is not (deletes, undo, refusals, changes not held yet)
// makes the record *tangled*, and it is then projected from its whole history. RecordState+Encoding.swift
// says how it lies in its row.

internal import Crypto
internal import Bytes
internal import CRDT

/// A candidate by position.
struct LocalCandidate: Hashable {
    let position: Position
    let isRemove: Bool
}

/// The candidates of one cell.
struct CellState {
    let key: CellKey
    var candidates: LocalCandidates
    /// What the rule made of them when they are several.
    var standing: Standing = .settled
    /// Which of them is shown; nil while contested or disputed.
    var shown: Int? = 0
    /// For elements of a set: whether the set shows it.
    var isIn = false
    /// Whether it has a row in `cell`.
    var hasRow = false
    /// Whether the transaction under way wrote to it.
    var isTouched = false
}

/// What was written to a cell in the transaction under way.
struct FreshWrite {
    let key: CellKey
    let position: Position
    let time: Int64
    let role: Role
    let value: Value
}

/// A record's state while a transaction works on it.
final class RecordState {
    let number: Int64
    let key: RecordName
    /// Newest change that touched it otherwise than by a plain write: links lead from it to those before.
    /// Plain writes are found from the candidates, by the dots of what they supersede.
    var linked = Position.none
    var isTangled = false
    var isDeleted = false
    var isBroughtBack = false
    /// Whether rows of `cell` belong to it.
    var hasCells = false
    /// Whether rows of `conflict` may belong to it.
    var hadConflicts = false
    /// Whether its collection's table has a row for it.
    var hasRow = false
    /// In the order of their keys.
    var cells: [CellState] = []

    // While a transaction is under way:
    var isDirty = false
    /// Only its whole history can tell.
    var needsHistory = false
    var fresh: [FreshWrite] = []
    var sums: [FieldNumber: Int64] = [:]

    init(number: Int64, key: RecordName) {
        self.number = number
        self.key = key
    }

    /// The cell's index, or where it would be.
    func find(_ key: CellKey) -> (index: Int, exists: Bool) {
        var low = 0
        var high = cells.count
        while low < high {
            let middle = (low + high) / 2
            // Fields nearly always differ; keys are copied and compared only where they do not.
            let field = cells[middle].key.field
            let isBefore = field == key.field ? cells[middle].key < key : field < key.field
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return (low, low < cells.count && cells[low].key == key)
    }

    /// The candidates that stand now in a cell.
    func candidates(of key: CellKey) -> LocalCandidates {
        let (index, exists) = find(key)
        return exists ? cells[index].candidates : []
    }

    /// Takes in a write that supersedes what `dots` name, as far as it is held.
    func put(_ candidate: LocalCandidate, in key: CellKey, superseding dots: [StoredDot]) {
        let (index, exists) = find(key)
        guard exists else {
            cells.insert(CellState(key: key, candidates: [candidate], isTouched: true), at: index)
            return
        }
        cells[index].isTouched = true
        if dots.count == 1, cells[index].candidates.count == 1,
            dots[0].position == cells[index].candidates[0].position
        {
            cells[index].candidates[0] = candidate
            return
        }
        if !dots.isEmpty {
            cells[index].candidates.removeAll { old in dots.contains { $0.position == old.position } }
        }
        cells[index].candidates.append(candidate)
    }

    /// What the transaction under way wrote to a cell at `position`; nil where it did not.
    func freshWrite(at position: Position, in key: CellKey) -> FreshWrite? {
        // By index: looking at an element costs nothing, taking it out does.
        let index = fresh.indices.last { index in
            fresh[index].position == position && fresh[index].key.field == key.field
                && fresh[index].key == key
        }
        return index.map { fresh[$0] }
    }

    /// Forgets what belonged to the transaction.
    func settle() {
        isDirty = false
        needsHistory = false
        fresh.removeAll(keepingCapacity: true)
        if !sums.isEmpty { sums.removeAll() }
    }
}
