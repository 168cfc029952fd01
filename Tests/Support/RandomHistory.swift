// Seeded random histories: a hub and two nodes of one school write into the school's space, sync in part
// and one way, are cloned and rolled back, and every tenth edit is hostile. Nothing here has keys or
// databases: a history is a set of changes. What every author had on the screen is remembered beside it, so
// that laws can ask who saw what.

internal import Bytes
public import CRDT
public import Crypto
public import Oracle
public import Trust

/// A change of a history, and what its author saw.
public struct Written {
    /// The change.
    public let change: Change
    /// Its hash.
    public let hash: Hash256
    /// Its name.
    public let dot: Dot
    /// The change before it in its feed, as an index into the history.
    public let parent: Int?
    /// Dots its author's form showed, by record and cell; nil where the author was hostile.
    public var shown: Set<Dot>?
}

/// One machine: its identity, what it holds, and where its own feeds stand.
public struct Machine {
    /// Index of its author.
    public let author: Int
    var epoch: Epoch
    /// Indices of held changes, in order of arrival; always with everything before them in their feeds.
    public var held: [Int] = []
    var heldSet: Set<Int> = []
    var tips: [Lane: Int] = [:]
}

/// A world of machines and what they wrote.
public struct RandomHistory {
    /// The space everybody writes into.
    public let space: Space
    /// Hub first, then the school's nodes.
    public let authors: [ReferenceAuthor]
    /// Every change ever made.
    public var all: [Written] = []
    /// Machines, clones included.
    public var machines: [Machine]
    /// Cut-offs the hub decided on; `revoked` names the nodes.
    public var cuts: [CutOff] = []
    /// Nodes that are cut off, whatever their cut-offs.
    public var revoked: [NodeID] = []
    /// Laws that broke while the history was made.
    public var broken: [String] = []
    var random: SplitMix64
    var clock: Int64 = 1_000
    var counter = 0
    var index: [Hash256: Int] = [:]
    var snapshots: [Int: Machine] = [:]
    let records: [Reference.RecordName]
    let hasCutOffs: Bool
    /// Nobody errs, deletes or takes back: records stay on the short way through the projection.
    let isQuiet: Bool

    /// A history of `steps` steps.
    public init(
        seed: UInt64, steps: Int, authors: [ReferenceAuthor], space: Space, cutOffs: Bool = true,
        isQuiet: Bool = false
    ) {
        random = SplitMix64(seed: seed)
        self.authors = authors
        self.space = space
        hasCutOffs = cutOffs
        self.isQuiet = isQuiet
        machines = authors.indices.map { Machine(author: $0, epoch: Epoch(UInt64($0) + 1)) }
        records = [
            .init(TestCatalogue.thing, RecordID(high: 7, low: 1)),
            .init(TestCatalogue.plain, RecordID(high: 7, low: 2)),
            .init(TestCatalogue.thing, RecordID(high: 7, low: seed % 2 == 0 ? 1 : 3)),
        ]
        for _ in 0..<steps { step() }
    }

    /// Authors of histories without databases.
    public static func authors(in space: Space) -> [ReferenceAuthor] {
        [
            ReferenceAuthor(node: NodeID(high: 1, low: 1), role: .hub, home: .district),
            ReferenceAuthor(node: NodeID(high: 2, low: 2), role: .school, home: space),
            ReferenceAuthor(node: NodeID(high: 3, low: 3), role: .school, home: space),
        ]
    }

    /// The reference over some of the changes, or over all.
    public func reference(_ held: [Int]? = nil, schema: Schema = TestCatalogue.schema) -> Reference {
        let list = (held ?? Array(all.indices)).map { (dot: all[$0].dot, change: all[$0].change) }
        return Reference(list, authors: authors, cuts: cuts, revoked: revoked, schema: schema)
    }

    private mutating func step() {
        let who = random.within(0...machines.count - 1)
        switch random.below(100) {
        case 0..<24: sync(from: random.within(0...machines.count - 1), to: who, percent: 70)
        case 24..<28 where machines.count < 5: machines.append(copy(machines[who]))
        case 28..<32:
            if let old = snapshots[who], random.chance(1, in: 2) {
                machines[who] = copy(old)
            } else {
                snapshots[who] = machines[who]
            }
        case 32..<35 where hasCutOffs: cutOff()
        default: edit(who)
        }
    }

    /// A copied machine mostly goes on in the same feeds, which is what forks them.
    private mutating func copy(_ machine: Machine) -> Machine {
        var copy = machine
        if random.chance(1, in: 4) {
            copy.epoch = Epoch(random.next())
            copy.tips = [:]
        }
        return copy
    }

    private mutating func cutOff() {
        let node = authors[2].node
        if !revoked.contains(node) { revoked.append(node) }
        let own = machines[0].held.filter { all[$0].dot.feed.node == node }
        guard let end = random.pick(own) else { return }
        cuts.append(CutOff(feed: all[end].dot.feed, sequence: all[end].dot.sequence, hash: all[end].hash))
    }

    mutating func sync(from source: Int, to target: Int, percent: UInt64) {
        for change in machines[source].held where random.below(100) < percent { take(change, target) }
    }

    /// Gives a machine a change whose forerunner it holds.
    mutating func take(_ change: Int, _ target: Int) {
        if let parent = all[change].parent, !machines[target].heldSet.contains(parent) { return }
        if machines[target].heldSet.insert(change).inserted { machines[target].held.append(change) }
    }

    /// Appends a change to a machine's feed; equal changes of two machines are one.
    @discardableResult
    mutating func write(
        _ who: Int, _ operations: [Operation], shown: Set<Dot>?, lane: Lane = .entries
    ) -> Int {
        clock += Int64(random.below(3))
        let time = random.chance(8, in: 10) ? clock : random.chance(1, in: 2) ? 1 : 99_999
        let machine = machines[who]
        let feed = Feed(space: space, node: authors[machine.author].node, epoch: machine.epoch, lane: lane)
        let parent = machine.tips[lane]
        let change = Change(
            feed: feed, sequence: parent.map { all[$0].dot.sequence + 1 } ?? 1,
            previous: parent.map { all[$0].hash } ?? feed.root, time: time,
            nonce: parent == nil ? random.next() : nil, operations: operations)
        let hash = change.hash
        var place = all.count
        if let known = index[hash] {
            place = known
        } else {
            all.append(
                Written(change: change, hash: hash, dot: change.dot(hash), parent: parent, shown: shown))
            index[hash] = place
        }
        machines[who].tips[lane] = place
        take(place, who)
        return place
    }
}
