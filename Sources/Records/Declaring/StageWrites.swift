// The writes of a state field, and what each of them replaced: what a record's way through its workflow is
// told by, as far as those writes are held.

internal import CRDT

/// The writes of a state field, and what each of them replaced.
struct StageWrites {
    /// Where a write came from.
    struct Origin {
        /// The writes of stages that it replaced.
        var writes: [(dot: Dot, stage: Stage)] = []
        /// Whether every write that it names is held.
        var isWhole = true
        /// Whether it replaced nothing at all.
        var isFirst: Bool { writes.isEmpty && isWhole && !replacesOther }
        /// Whether it replaced something that is no stage.
        var replacesOther = false

        /// The stages it replaced, each once, in order.
        var stages: [Stage] {
            Set(writes.map(\.stage)).sorted { ($0.round, $0.state) < ($1.round, $1.state) }
        }
    }

    private var writes: [Dot: HeldOperation] = [:]

    init(_ field: FieldNumber, _ operations: [HeldOperation]) {
        for held in operations where held.operation.field == field && held.operation.kind == .set {
            if writes[held.dot] == nil || held.refused == nil { writes[held.dot] = held }
        }
    }

    /// The stage that was written; nil where the write is not held, or wrote none.
    func stage(of dot: Dot) -> Stage? { (writes[dot]?.operation.value).flatMap { Stage($0) } }

    /// What a write replaced. What a refused write had replaced counts as replaced by whoever replaced that
    /// one.
    func origin(of dot: Dot) -> Origin {
        var origin = Origin()
        var open = writes[dot]?.operation.dots ?? []
        var seen: Set<Dot> = []
        while let dot = open.popLast() {
            guard seen.insert(dot).inserted else { continue }
            guard let held = writes[dot] else {
                origin.isWhole = false
                continue
            }
            if held.refused != nil {
                open += held.operation.dots
            } else if let stage = Stage(held.operation.value) {
                origin.writes.append((dot, stage))
            } else {
                origin.replacesOther = true
            }
        }
        return origin
    }
}
