// One run of W1 in a folder of its own: load, write on both sides, exchange, look. Slices of the product
// and of its limit alternate, each on its own files.

internal import CRDT
internal import Crypto
internal import FoundationEssentials
internal import Records
internal import Replica
internal import Trust
internal import Bytes

/// What a benchmark cannot go on after.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ words: String) { description = words }
}

/// What one run measured.
struct RoundFigures {
    var authored = Elapsed()
    var limit1 = Elapsed()
    var signing = Elapsed()
    var merged = Elapsed()
    var limit2 = Elapsed()
    var mergedInSession = Elapsed()
    var limit2BesideSession = Elapsed()
    var decoding = Elapsed()
    var commitsInSession = 0
    var wireBytes = 0
    var diskBytes = 0
    var laterShown = 0
    var quietRoundTrips = 0
    var quietBytes = 0
}

/// The nodes and data of one run.
struct Round {
    private static let slices = 20

    let workload: Workload
    let folder: String
    let space: Space
    let school: BenchmarkNode
    let hub: BenchmarkNode
    let ids: [RecordID]
    private var figures = RoundFigures()

    /// Runs W1 once in `folder`, which must exist.
    static func run(_ workload: Workload, in folder: String) throws -> RoundFigures {
        var round = try Round(workload, in: folder)
        try round.load()
        try round.author()
        try round.exchange()
        try round.look()
        return round.figures
    }

    private init(_ workload: Workload, in folder: String) throws {
        guard let space = Space.school("99010001") else { throw BenchmarkError("no such space") }
        self.workload = workload
        self.folder = folder
        self.space = space
        (school, hub) = try BenchmarkNode.pair(in: folder, space: space)
        ids = workload.initial.map { _ in RecordID(bytes: Sodium.random(16)) ?? RecordID(high: 0, low: 0) }
    }

    private func plain(_ name: String) throws -> PlainDatabase {
        guard let made = PlainDatabase(path: "\(folder)/\(name).db", workload.initial) else {
            throw BenchmarkError("no database in \(folder)")
        }
        return made
    }

    private func edits(_ change: [Workload.Update]) -> [Edit] {
        change.map { update in
            Edit(
                .set, Workload.collection.number, ids[update.record], FieldNumber(UInt16(update.field + 1)),
                .text(update.value))
        }
    }

    /// Every record on A, and from there on B; not measured.
    private func load() throws {
        let changes = workload.initial.enumerated().map { record, values in
            edits(values.enumerated().map { Workload.Update(record: record, field: $0, value: $1) })
        }
        try school.store.writeAll(changes, in: space, lane: .bulk, time: 1_700_000_000_000)
        guard try Line.sync(school, hub, number: 1).isSettled else {
            throw BenchmarkError("the load did not settle")
        }
    }

    /// A's changes beside L1, then B's.
    private mutating func author() throws {
        let limit = try plain("l1")
        let perSlice = workload.first.count / Self.slices
        for slice in 0..<Self.slices {
            let changes = workload.first[slice * perSlice..<(slice + 1) * perSlice]
            limit.author(changes)
            let watch = Stopwatch()
            for (index, change) in changes.enumerated() {
                let time = 1_760_000_000_000 + Int64(slice * perSlice + index)
                try school.store.write(edits(change), in: space, time: time)
            }
            figures.authored += watch.elapsed
        }
        figures.limit1 = limit.elapsed
        for (index, change) in workload.second.enumerated() {
            try hub.store.write(edits(change), in: space, time: 1_760_000_900_000 + Int64(index))
        }
    }

    /// Both directions in one session; then A's changes once more as they came over the wire, into a copy
    /// of B that commits as many at once as Host may.
    private mutating func exchange() throws {
        let copy = folder + "/copy"
        try hub.store.vacuum()
        try FileManager.default.copyItem(atPath: hub.directory, toPath: copy)
        let signing = Stopwatch()
        try school.store.signHeads(with: school.feedKey)
        figures.signing = signing.elapsed

        let beside = try plain("l2-session")
        var rest = workload.first[...]
        let session = try Line.sync(school, hub, number: 2) {
            beside.merge(rest.prefix(400))
            rest = rest.dropFirst(400)
        }
        beside.merge(rest)
        guard session.isSettled, try school.store.digests(of: space) == hub.store.digests(of: space) else {
            throw BenchmarkError("the two nodes are not equal after their exchange")
        }
        figures.wireBytes = session.bytes
        figures.mergedInSession = session.decoding + session.storing
        figures.limit2BesideSession = beside.elapsed
        figures.commitsInSession = session.commits
        figures.decoding = session.decoding
        figures.merged = try session.decoding + store(session.stretches, in: copy)
    }

    /// The time of storing stretches, as many changes to a commit as one may have; L2 runs between the
    /// commits.
    private mutating func store(_ stretches: [Stretch], in directory: String) throws -> Elapsed {
        let target = try Store(directory: directory, catalogue: BenchmarkNode.catalogue)
        _ = try target.digests(of: space)
        let limit = try plain("l2")
        var elapsed = Elapsed()
        var left = stretches[...]
        var plainLeft = workload.first[...]
        while !left.isEmpty {
            var batch: [Stretch] = []
            var count = 0
            while let next = left.first, count + next.changes.count <= LocalLimits.changesPerCommitMax {
                batch.append(next)
                count += next.changes.count
                left.removeFirst()
            }
            limit.merge(plainLeft.prefix(count / 2))
            plainLeft = plainLeft.dropFirst(count / 2)
            let watch = Stopwatch()
            for outcome in try target.apply(batch) {
                guard case .stored = outcome else {
                    throw BenchmarkError("a stretch was not stored: \(outcome)")
                }
            }
            elapsed += watch.elapsed
            limit.merge(plainLeft.prefix(count - count / 2))
            plainLeft = plainLeft.dropFirst(count - count / 2)
        }
        limit.merge(plainLeft)
        figures.limit2 = limit.elapsed
        guard try target.digests(of: space) == hub.store.digests(of: space) else {
            throw BenchmarkError("one commit and several gave different states")
        }
        return elapsed
    }

    /// What both show, what it takes on disk, and what it costs to find that nothing is new.
    private mutating func look() throws {
        let quiet = try Line.sync(school, hub, number: 3)
        guard quiet.isSettled else { throw BenchmarkError("the quiet session did not settle") }
        figures.quietRoundTrips = quiet.roundTrips
        figures.quietBytes = quiet.bytes
        for change in workload.second {
            for update in change {
                let name = "f\(update.field + 1)"
                let shown = try [school, hub].map { node in
                    try node.store.record(Workload.collection, ids[update.record])?[name].plain
                }
                if shown.allSatisfy({ $0 == update.value }) { figures.laterShown += 1 }
            }
        }
        figures.diskBytes = try max(school.bytesOnDisk(), hub.bytesOnDisk())
    }
}
