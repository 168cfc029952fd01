// WORKLOAD W1: 2,000 records of 10 text fields on two nodes; A makes 20,000 updates in changes of 10, B,
// not having seen them, 2,000 updates of cells that A changed too; then both exchange until equal. `scale`
// makes records and updates that many times as many (W5).

internal import Bytes
internal import CRDT
internal import Records

/// The workload's data, the same for every system that is measured.
struct Workload {
    static let fieldCount = 10
    static let updatesPerChange = 10

    /// One single-field update.
    struct Update {
        let record: Int
        let field: Int
        let value: String
    }

    /// Values of every record before anything is measured.
    let initial: [[String]]
    /// A's changes.
    let first: [[Update]]
    /// B's changes.
    let second: [[Update]]

    /// Fields of all records together.
    var cellCount: Int { initial.count * Self.fieldCount }
    /// Updates of A.
    var updatesOfA: Int { first.count * Self.updatesPerChange }
    /// Updates of both.
    var updates: Int { (first.count + second.count) * Self.updatesPerChange }

    init(seed: UInt64, scale: Int = 1) {
        var random = SplitMix64(seed: seed)
        func value() -> String {
            let word = random.next()
            return Hex.encode((0..<6).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) })
        }
        func update(_ cell: Int) -> Update {
            Update(record: cell / Self.fieldCount, field: cell % Self.fieldCount, value: value())
        }
        initial = (0..<2_000 * scale).map { _ in (0..<Self.fieldCount).map { _ in value() } }
        let cells = UInt64(initial.count * Self.fieldCount)
        // No cell twice in one change: a form has each field once, and a second write there has no effect
        // (DESIGN §3).
        var ofA: [Update] = []
        var inChange: Set<UInt64> = []
        while ofA.count < 20_000 * scale {
            if ofA.count % Self.updatesPerChange == 0 { inChange.removeAll() }
            let cell = random.below(cells)
            if inChange.insert(cell).inserted { ofA.append(update(Int(cell))) }
        }
        // Distinct cells that A changed, so that "B's later value is shown" is a question with one answer a
        // cell.
        var touched: [Int] = []
        var seen: Set<Int> = []
        for update in ofA {
            let cell = update.record * Self.fieldCount + update.field
            if seen.insert(cell).inserted { touched.append(cell) }
        }
        var ofB: [Update] = []
        for index in 0..<2_000 * scale {
            let other = index + Int(random.below(UInt64(touched.count - index)))
            touched.swapAt(index, other)
            ofB.append(update(touched[index]))
        }
        first = Self.changes(ofA)
        second = Self.changes(ofB)
    }

    private static func changes(_ updates: [Update]) -> [[Update]] {
        stride(from: 0, to: updates.count, by: updatesPerChange).map {
            Array(updates[$0..<$0 + updatesPerChange])
        }
    }

    /// The collection the workload is written into.
    static let collection = RecordCollection(
        9_000, "w1", "ภาระงาน", "Workload", in: [.school],
        fields: (1...fieldCount).map { number in
            Field(UInt16(number), "f\(number)", "ช่อง \(number)", "Field \(number)", .text, writers: .anyone)
        })
}
