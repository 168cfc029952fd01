// What came of it, read from the databases after every process has ended: nothing here is remembered from
// the run.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Reports
internal import Terminal
internal import Trust

/// The result of a demonstration.
struct Outcome {
    let story: Story?
    let headcount: HeadcountReport
    let columnsMatched: Int
    /// Changes that the extra sync of all schools moved.
    let moved: Int
    /// Changes that some school authored and the hub lacks.
    let lost: Int
    /// Schools whose space has the same state digest on all their machines and at the hub.
    let digestsEqual: Int
    /// Schools whose own changes all have a receipt.
    let receipted: Int
    /// Changes authored by schools.
    let authored: Int
    let openConflicts: Int
    /// What is wrong, school by school.
    let troubles: [Trouble]

    /// Nothing lost, nothing missing.
    func isWhole(_ schools: Int) -> Bool {
        troubles.isEmpty && lost == 0 && moved == 0 && digestsEqual == schools && receipted == schools
    }

    func json(seconds: Int64) -> JSON {
        let whole = headcount.whole
        return [
            "schools": .integer(Int64(headcount.coverage.included)),
            "columns_matched": .integer(Int64(columnsMatched)),
            "pupils": .integer(whole.total), "male": .integer(whole.male), "female": .integer(whole.female),
            "rooms": .integer(whole.rooms), "resync_changes": .integer(Int64(moved)),
            "lost_updates": .integer(Int64(lost)), "digests_equal": .integer(Int64(digestsEqual)),
            "receipts": .integer(Int64(receipted)), "changes": .integer(Int64(authored)),
            "open_conflicts": .integer(Int64(openConflicts)), "seconds": .decimal(seconds, digits: 1),
            "troubles": .array(
                troubles.map { ["school": .text($0.school), "what": .text($0.message.en)] }),
        ]
    }
}

extension Demonstration {
    func readOutcome(story: Story?, moved: Int) throws -> Outcome {
        let hub = try Store(directory: folder.hub, readOnly: true)
        var count = Count()
        var troubles = troubles
        for (index, row) in rows.enumerated() {
            output.progress(Label("ตรวจ", "checking"), index + 1, of: rows.count)
            do {
                count.add(try read(row.school, hub))
            } catch let error as DemoError {
                troubles.append(Trouble(school: row.school, message: error.message))
            } catch let error as ReplicaError {
                troubles.append(Trouble(school: row.school, message: Label(error.thai, error.english)))
            }
        }
        output.endProgress()
        // One reason for a school is enough: the first, which the others follow from.
        var named: Set<String> = []
        troubles = troubles.filter { named.insert($0.school).inserted }
        let headcount = try HeadcountReport(hub, round: Demonstration.round)
        return Outcome(
            story: story, headcount: headcount, columnsMatched: headcount.matched(totals), moved: moved,
            lost: count.lost, digestsEqual: count.equal, receipted: count.receipted, authored: count.authored,
            openConflicts: try hub.conflicts().count, troubles: troubles)
    }

    private struct Count {
        var lost = 0
        var equal = 0
        var receipted = 0
        var authored = 0

        mutating func add(_ school: SchoolReading) {
            lost += school.lost
            equal += school.isEqual ? 1 : 0
            receipted += school.isReceipted ? 1 : 0
            authored += school.authored
        }
    }

    private struct SchoolReading {
        var lost = 0
        var isEqual = true
        var isReceipted = true
        var authored = 0
    }

    /// Compares every machine of a school with the hub.
    private func read(_ code: String, _ hub: Store) throws -> SchoolReading {
        guard let space = Space.school(code) else { throw DemoError("รหัสผิด", "not a school's code") }
        var reading = SchoolReading()
        let atHub = Set(try hub.dots(in: space))
        let digest = try hub.digests(of: space).state
        var seen: Set<Dot> = []
        for machine in 1...2 {
            let place = folder.school(code, machine: machine)
            guard WholeFile.exists(place + "/" + Store.fileName) else {
                if machine == 1 || WholeFile.exists(place) {
                    throw DemoError("ฐานข้อมูลใน \(place) หายไป", "the database in \(place) is gone")
                }
                continue
            }
            let store = try Store(directory: place, readOnly: true)
            guard let identity = store.identity, identity.certificate.space == space else {
                throw DemoError(
                    "ฐานข้อมูลใน \(place) ไม่ใช่ของโรงเรียนนี้แล้ว", "the database in \(place) is not the school's")
            }
            let held = try store.dots(in: space).filter { $0.feed.node != identity.hub.nodeID }
            seen.formUnion(held)
            if try store.digests(of: space).state != digest { reading.isEqual = false }
            let isCovered = try store.waiting() == 0
            if !isCovered || held.isEmpty { reading.isReceipted = false }
        }
        reading.authored = seen.count
        reading.lost = seen.subtracting(atHub).count
        return reading
    }
}
