// One record as its row remembers it: which writes stand, by position. Enough to take in most operations
// without looking at the record's history; what is not (deletes, undo, refusals, changes not held yet) makes
// the record
// *tangled*, and it is then projected from its whole history.
//
// Column _state:  flags | varint branch, varint sequence of the newest change on it |
//                 for each field with exactly one candidate: varint field, varint branch, varint sequence
// A cell row's dots: standing | varint shown + 1 | candidates: varint branch << 1 | isRemove, varint sequence

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
    /// Newest change that touched it.
    var last = Position.none
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

extension RecordState {
    /// The _state column.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 8 + cells.count * 4)
        writer.u8((isTangled ? 1 : 0) | (isDeleted ? 2 : 0) | (isBroughtBack ? 4 : 0) | (hasCells ? 8 : 0))
        writer.varint(UInt64(last.branch))
        writer.varint(last.sequence)
        for cell in cells where !cell.needsRow {
            writer.varint(UInt64(cell.key.field.raw))
            writer.varint(UInt64(cell.candidates[0].position.branch))
            writer.varint(cell.candidates[0].position.sequence)
        }
        return writer.bytes
    }

    func decode(_ bytes: [UInt8]) throws(BytesError) {
        var reader = ByteReader(bytes)
        let flags = try reader.u8()
        isTangled = flags & 1 != 0
        isDeleted = flags & 2 != 0
        isBroughtBack = flags & 4 != 0
        hasCells = flags & 8 != 0
        last = try reader.position()
        while !reader.isAtEnd {
            let field = FieldNumber(UInt16(try reader.count(limit: 65_535)))
            let position = try reader.position()
            cells.append(
                CellState(
                    key: CellKey(field: field), candidates: [.init(position: position, isRemove: false)]))
        }
    }
}

extension CellState {
    /// Whether it has a row of its own in `cell`.
    var needsRow: Bool { !key.element.isEmpty || candidates.count != 1 || candidates[0].isRemove }

    /// The dots column of its row.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 2 + candidates.count * 4)
        writer.u8(standing.code)
        writer.varint(UInt64((shown ?? -1) + 1))
        for candidate in candidates {
            writer.varint(UInt64(candidate.position.branch) << 1 | (candidate.isRemove ? 1 : 0))
            writer.varint(candidate.position.sequence)
        }
        return writer.bytes
    }

    init(key: CellKey, encoded: [UInt8], isIn: Bool) throws(BytesError) {
        var reader = ByteReader(encoded)
        let standing = Standing(code: try reader.u8())
        let shown = try reader.count(limit: 65_535)
        var candidates: LocalCandidates = []
        while !reader.isAtEnd {
            let branch = try reader.varint()
            let position = Position(branch: Int(branch >> 1), sequence: try reader.varint())
            candidates.append(LocalCandidate(position: position, isRemove: branch & 1 != 0))
        }
        self.init(
            key: key, candidates: candidates, standing: standing, shown: shown == 0 ? nil : shown - 1,
            isIn: isIn, hasRow: true)
    }
}

extension ByteReader {
    mutating func position() throws(BytesError) -> Position {
        let branch = Int(truncatingIfNeeded: try varint())
        return Position(branch: branch, sequence: try varint())
    }
}

extension Standing {
    var code: UInt8 {
        switch self {
        case .settled: 0
        case .differs: 1
        case .contested: 2
        case .disputed: 3
        case .waitsForDecision: 4
        }
    }

    init(code: UInt8) {
        self = [.settled, .differs, .contested, .disputed, .waitsForDecision][Int(min(code, 4))]
    }
}
