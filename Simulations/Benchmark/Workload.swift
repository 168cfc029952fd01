// WORKLOAD W1: 2,000 records of 10 text fields on two nodes; A makes 20,000 updates in changes of 10, B, not having seen
// them, 2,000 updates of cells that A changed too; then both exchange until equal.

internal import Bytes
internal import CRDT
internal import Records

/// The workload's data, the same for every system that is measured.
struct Workload {
    static let recordCount = 2_000
    static let fieldCount = 10
    static let updatesOfA = 20_000
    static let updatesOfB = 2_000
    static let updatesPerChange = 10

    /// One single-field update.
    struct Update {
        let record: Int
        let field: Int
        let value: String
    }

    let initial: [[String]]
    let first: [Update]
    let second: [Update]

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func value() -> String {
            let word = random.next()
            return Hex.encode((0..<6).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) })
        }
        initial = (0..<Self.recordCount).map { _ in (0..<Self.fieldCount).map { _ in value() } }
        let cells = UInt64(Self.recordCount * Self.fieldCount)
        first = (0..<Self.updatesOfA).map { _ in
            let cell = Int(random.below(cells))
            return Update(record: cell / Self.fieldCount, field: cell % Self.fieldCount, value: value())
        }
        // Distinct cells that A changed, so that "B's later value is shown" is a question with one answer a cell.
        var touched: [Int] = []
        var seen: Set<Int> = []
        for update in first where seen.insert(update.record * Self.fieldCount + update.field).inserted {
            touched.append(update.record * Self.fieldCount + update.field)
        }
        var chosen: [Update] = []
        for index in 0..<Self.updatesOfB {
            let other = index + Int(random.below(UInt64(touched.count - index)))
            touched.swapAt(index, other)
            let cell = touched[index]
            chosen.append(Update(record: cell / Self.fieldCount, field: cell % Self.fieldCount, value: value()))
        }
        second = chosen
    }

    /// The collection the workload is written into.
    static let collection = RecordCollection(
        9_000, "w1", "ภาระงาน", "Workload", in: [.school],
        fields: (1...fieldCount).map { number in
            Field(UInt16(number), "f\(number)", "ช่อง \(number)", "Field \(number)", .text, writers: .anyone)
        })
}
