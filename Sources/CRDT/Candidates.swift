// Which writes of a cell stand: the projected ones that no projected write supersedes. Superseding an
// unprojected write also supersedes, recursively, what that one superseded, so a void write never shields
// what lay under it.

#if PLANTED_BUGS
    internal import Bytes
#endif

/// The candidates of one cell, by dot. Superseded dots that are not held are put into `ahead`.
func standing(
    _ writes: [CellWrite], _ erased: Set<ErasedWrite>, _ ahead: inout Set<Dot>
) -> [Candidate] {
    var byDot: [Dot: CellWrite] = [:]
    for write in writes { byDot[write.held.dot] = write }
    var dead: Set<Dot> = []
    var open: [CellWrite] = writes.filter(\.isProjected)
    while let write = open.popLast() {
        for dot in write.held.operation.dots where dead.insert(dot).inserted {
            guard let target = byDot[dot] else {
                ahead.insert(dot)
                continue
            }
            if !target.isProjected { open.append(target) }
        }
    }
    #if PLANTED_BUGS
        if PlantedBug.timeForCausality.isPlanted, let last = writes.map(\.held.time).max() {
            dead.formUnion(writes.filter { $0.held.time < last }.map(\.held.dot))
        }
    #endif
    return writes.compactMap { write in
        guard write.isProjected, !dead.contains(write.held.dot) else { return nil }
        return candidate(write, erased, opensRound: opensRound(write, byDot))
    }
}

/// Every projected write of a cell, by dot: the candidates of a `once` field.
func everyProjected(_ writes: [CellWrite], _ erased: Set<ErasedWrite>) -> [Candidate] {
    writes.filter(\.isProjected).compactMap { candidate($0, erased, opensRound: false) }
}

private func candidate(_ write: CellWrite, _ erased: Set<ErasedWrite>, opensRound: Bool) -> Candidate? {
    let held = write.held
    guard let role = held.role else { return nil }
    let operation = held.operation
    let isErased = erased.contains(ErasedWrite(dot: held.dot, field: operation.field))
    return Candidate(
        dot: held.dot, time: held.time, role: role,
        value: isErased ? operation.value.committed : operation.value,
        isRemove: operation.kind == .remove, opensRound: opensRound)
}

private func opensRound(_ write: CellWrite, _ byDot: [Dot: CellWrite]) -> Bool {
    guard let round = write.held.operation.value.stage?.round, round > 1 else { return false }
    return write.held.operation.dots.contains { dot in
        guard let before = byDot[dot]?.held.operation.value.stage?.round else { return false }
        return before < round
    }
}

/// Which operations of one record are undone. An undo counts unless it is refused or undone itself; it can
/// only name writes whose hash it knows, so there are no cycles.
struct UndoneWrites {
    private var undone: Set<Int> = []

    /// `operations` in the order of (dot, index).
    init(_ operations: [HeldOperation]) {
        let undos = operations.indices.filter {
            operations[$0].operation.kind == .undo && operations[$0].refused == nil
        }
        guard !undos.isEmpty else { return }
        var targets: [Int: [Int]] = [:]
        for undo in undos {
            let operation = operations[undo].operation
            let named = Set(operation.dots)
            for (position, held) in operations.enumerated() where named.contains(held.dot) {
                if Self.names(operation, held.operation) { targets[position, default: []].append(undo) }
            }
        }
        var settled: [Int: Bool] = [:]
        for position in targets.keys where Self.isUndone(position, targets, &settled) {
            undone.insert(position)
        }
    }

    func contains(_ position: Int) -> Bool { undone.contains(position) }

    private static func names(_ undo: Operation, _ target: Operation) -> Bool {
        guard undo.field == target.field, target.kind != .erase else { return false }
        return undo.value.isNothing || undo.value.committed.encoded == target.cell.element
            || (target.kind == .undo && target.value == undo.value)
    }

    /// Undone by an undo that is not undone itself; without recursion, since people do go to and fro.
    private static func isUndone(_ position: Int, _ targets: [Int: [Int]], _ settled: inout [Int: Bool])
        -> Bool
    {
        var open = [position]
        while let top = open.last {
            let undos = targets[top] ?? []
            let unknown = undos.filter { settled[$0] == nil }
            guard settled[top] == nil, !unknown.isEmpty else {
                if settled[top] == nil { settled[top] = undos.contains { settled[$0] == false } }
                open.removeLast()
                continue
            }
            open.append(contentsOf: unknown)
        }
        return settled[position] ?? false
    }
}
