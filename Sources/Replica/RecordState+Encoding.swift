// How a record's state lies in the columns `_state` of its row and `dots` of its cells.
//
// _state:  flags (1 tangled, 2 deleted, 4 brought back, 8 has rows of `cell`, 16 linked) | [position
// linked]
//          | for each field with exactly one candidate, in order:
//            varint (field less the field before, less 1) << 2 | form | [what the form says]
//   Two positions are remembered, the latest and the other. form 0 the latest; 1 the other; 2 a sequence in
//   the branch of the latest, which it replaces; 3 a position, which becomes the latest and that the other
// dots:    standing | varint shown + 1 | candidates: varint branch << 1 | isRemove, varint sequence
// position: varint branch, varint sequence

internal import Bytes
internal import CRDT

/// The positions that an entry can name in few bytes.
private struct RecentPositions {
    var latest = Position.none
    var other = Position.none

    mutating func put(_ position: Position) {
        if position.branch != latest.branch { other = latest }
        latest = position
    }
}

extension RecordState {
    /// The _state column.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 8 + cells.count * 4)
        let flags: UInt8 = (isTangled ? 1 : 0) | (isDeleted ? 2 : 0) | (isBroughtBack ? 4 : 0)
        writer.u8(flags | (hasCells ? 8 : 0) | (linked == .none ? 0 : 16))
        if linked != .none { writer.position(linked) }
        var recent = RecentPositions()
        var next: UInt16 = 0
        for cell in cells where !cell.needsRow {
            let field = cell.key.field.raw
            let step = UInt64(field &- next) << 2
            let position = cell.candidates[0].position
            next = field &+ 1
            if position == recent.latest {
                writer.varint(step)
            } else if position == recent.other {
                writer.varint(step | 1)
            } else if position.branch == recent.latest.branch {
                writer.varint(step | 2)
                writer.varint(position.sequence)
                recent.put(position)
            } else {
                writer.varint(step | 3)
                writer.position(position)
                recent.put(position)
            }
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
        if flags & 16 != 0 { linked = try reader.position() }
        var recent = RecentPositions()
        var next: UInt16 = 0
        while !reader.isAtEnd {
            let entry = try reader.count(limit: 65_535 << 2 | 3)
            let field = next &+ UInt16(entry >> 2)
            next = field &+ 1
            var position = entry & 3 == 1 ? recent.other : recent.latest
            if entry & 3 == 2 {
                position = Position(branch: position.branch, sequence: try reader.varint())
                recent.put(position)
            } else if entry & 3 == 3 {
                position = try reader.position()
                recent.put(position)
            }
            let key = CellKey(field: FieldNumber(field))
            cells.append(CellState(key: key, candidates: [.init(position: position, isRemove: false)]))
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
        let shown = try reader.varint()
        var candidates: LocalCandidates = []
        while !reader.isAtEnd {
            let branch = try reader.varint()
            let position = Position(branch: Int(branch >> 1), sequence: try reader.varint())
            candidates.append(LocalCandidate(position: position, isRemove: branch & 1 != 0))
        }
        // As many candidates as somebody cared to write are all there is to bound it by.
        guard shown <= UInt64(candidates.count) else { throw .notCanonical }
        self.init(
            key: key, candidates: candidates, standing: standing, shown: shown == 0 ? nil : Int(shown) - 1,
            isIn: isIn, hasRow: true)
    }
}

extension ByteWriter {
    mutating func position(_ position: Position) {
        varint(UInt64(position.branch))
        varint(position.sequence)
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
