// People at several machines that do not see each other move one record through its workflow: what each may
// do is what the editor would let them, from what they see. Some histories hold writes from below the
// editor too.

import Bytes
import CRDT
import Crypto
import Oracle
import Records
import Support
import Trust

/// One collection with a workflow, where its records live and which machines write there.
struct WorkflowPlace {
    let collection: RecordCollection
    let field: Field
    let flow: Flow
    let space: Space
    let authors: [ReferenceAuthor]

    /// The first kind of space that the collection lives in; nil for a collection without a workflow.
    init?(_ collection: RecordCollection) {
        guard let field = collection.stateField, case .state(let flow) = field.type else { return nil }
        self.collection = collection
        self.field = field
        self.flow = flow
        let isSchool = collection.spaces.contains(.school)
        let home = isSchool ? LawTests.space : collection.spaces.contains(.office) ? .office : .district
        space = home
        authors = (0..<4).map { index in
            ReferenceAuthor(
                node: NodeID(high: 7, low: UInt64(index) + 1), role: index == 0 || !isSchool ? .hub : .school,
                home: index == 0 || !isSchool ? .district : home)
        }
    }

    func author(_ index: Int) -> Author {
        Author(role: authors[index].role, home: authors[index].home, writingInto: space)
    }

    func may(_ writers: Writers, _ index: Int) -> Bool {
        let author = author(index)
        return (author.role == .hub && writers.contains(.hub))
            || (author.ownsSpace && writers.contains(.owner))
    }
}

/// The changes of all machines to one record, and which of them each machine holds.
struct WorkflowDesk {
    let place: WorkflowPlace
    let record = RecordID(high: 1, low: 1)
    var random: SplitMix64
    var written: [(dot: Dot, change: Change)] = []
    var held: [Set<Int>]
    /// State writes that no path of moves leads to.
    var forbidden: Set<Dot> = []
    /// State writes that the editor would have let through.
    var allowed: Set<Dot> = []
    private var tips: [(sequence: UInt64, hash: Hash256?)]

    init(_ place: WorkflowPlace, seed: UInt64) {
        self.place = place
        random = SplitMix64(seed: seed)
        held = place.authors.map { _ in [] }
        tips = place.authors.map { _ in (0, nil) }
    }

    /// One thing that happens: somebody writes, or two machines exchange part of what they hold. One of
    /// `wild` writes, where it is above 0, comes from below the editor.
    mutating func step(wild: UInt64) {
        let actor = random.within(0...place.authors.count - 1)
        switch random.below(10) {
        case 0..<4:
            let other = random.within(0...place.authors.count - 1)
            for index in held[actor].sorted() where random.chance(4, in: 5) { held[other].insert(index) }
        case 4: decide(actor)
        default: if wild > 0, random.chance(1, in: wild) { inject(actor) } else { move(actor) }
        }
    }

    /// Everybody gets everything.
    mutating func meet() { held = place.authors.map { _ in Set(written.indices) } }

    func projection(_ actor: Int, shuffled random: inout SplitMix64) -> (RecordProjection, [HeldOperation]) {
        var operations: [HeldOperation] = []
        for index in held[actor].sorted() {
            let (dot, change) = written[index]
            let place = self.place.authors.firstIndex { $0.node == dot.feed.node } ?? 0
            let author = self.place.author(place)
            let reasons = Self.schema.judge(change.operations, by: author)
            for (index, operation) in change.operations.enumerated() {
                operations.append(
                    HeldOperation(
                        dot: dot, index: index, time: change.time, role: author.role, operation: operation,
                        refused: reasons[index]))
            }
        }
        operations.shuffle(using: &random)
        let projection = CRDT.project(
            operations, collection: place.collection.number, schema: Self.schema, chains: NoChains())
        return (projection, operations)
    }

    static let schema = Catalogue.standard.schema

    /// A person moves the record from a state that their machine shows.
    private mutating func move(_ actor: Int) {
        guard place.may(place.field.writers, actor) else { return }
        let (stages, candidates) = shown(actor)
        var moves = stages.isEmpty ? place.flow.allowedMoves(from: nil) : []
        for stage in stages {
            moves += place.flow.allowedMoves(from: stage)
            if candidates.count > 1 { moves.append(stage) }
        }
        guard let move = random.pick(moves) else { return }
        let dot = write(actor, place.field.number, move.value, over: candidates.map(\.dot))
        // A person may settle a dispute for a state that no workflow has, and move on from a round that no
        // number can follow; both are flaws again.
        if place.flow.state(move.state) != nil, (1..<SpecificationLimits.roundMax).contains(move.round) {
            allowed.insert(dot)
        }
    }

    /// A verdict on the round that a machine shows.
    private mutating func decide(_ actor: Int) {
        guard let field = place.collection[place.flow.decision], place.may(field.writers, actor),
            let round = shown(actor).stages.first?.round, let verdict = random.pick(field.type.choices)
        else { return }
        var random = self.random
        guard case .value(_, _, let candidates)? = projection(actor, shuffled: &random).0.fields[field.number]
        else {
            write(actor, field.number, .stage(round: round, verdict.code), over: [])
            return
        }
        write(actor, field.number, .stage(round: round, verdict.code), over: candidates.map(\.dot))
    }

    /// Any stage over any writes, known or not.
    private mutating func inject(_ actor: Int) {
        let stage = Stage(
            round: [0, 1, 1, 2, 2, 3, 9, UInt64.max >> 20][random.within(0...7)],
            state: random.chance(1, in: 8)
                ? "no_such_state" : place.flow.states[random.within(0...place.flow.states.count - 1)].name)
        // As it will be read: rounds end somewhere.
        let read = Stage(stage.value) ?? stage
        var dots: [Dot] = []
        for (dot, _) in written where random.chance(1, in: 3) && dots.count < 3 { dots.append(dot) }
        if random.chance(1, in: 8) {
            let feed = Feed(
                space: place.space, node: place.authors[0].node, epoch: Epoch(999), lane: .entries)
            dots.append(Dot(feed: feed, sequence: 5, hash: feed.root.short))
        }
        let before = origins(of: dots)
        let isAllowed =
            before.contains { isReached(read, from: $0) }
            || (before.isEmpty && isVoid(dots) && place.flow.allowedMoves(from: nil).contains(read))
        let dot = write(actor, place.field.number, stage.value, over: dots)
        if !isAllowed { forbidden.insert(dot) }
    }

    /// Stages of the state writes named, through refused ones.
    private func origins(of dots: [Dot]) -> [Stage] {
        dots.flatMap { dot -> [Stage] in
            guard let (_, change) = written.first(where: { $0.dot == dot }) else { return [] }
            let index = place.authors.firstIndex { $0.node == dot.feed.node } ?? 0
            return change.operations.filter { $0.field == place.field.number }.flatMap { operation in
                place.may(place.field.writers, index)
                    ? [Stage(operation.value)].compactMap(\.self) : origins(of: operation.dots)
            }
        }
    }

    /// Whether writes have no effect at all, nor any that they replaced: whoever replaces them begins.
    private func isVoid(_ dots: [Dot]) -> Bool {
        dots.allSatisfy { dot in
            guard let (_, change) = written.first(where: { $0.dot == dot }) else { return false }
            let index = place.authors.firstIndex { $0.node == dot.feed.node } ?? 0
            return change.operations.allSatisfy {
                $0.field == place.field.number && !place.may(place.field.writers, index) && isVoid($0.dots)
            }
        }
    }

    /// Whether moves of the editor lead there: one back, or any number forward.
    private func isReached(_ wanted: Stage, from stage: Stage) -> Bool {
        if stage == wanted { return true }
        var open = [stage]
        var seen: Set<Stage> = []
        while let one = open.popLast() {
            for next in place.flow.allowedMoves(from: one) where seen.insert(next).inserted {
                if next.round == stage.round { open.append(next) }
                if next == wanted, next.round == stage.round || one == stage { return true }
            }
        }
        return false
    }

    /// The stages a person may go on from, and all writes that stand.
    private func shown(_ actor: Int) -> (stages: [Stage], candidates: [Candidate]) {
        var random = self.random
        guard
            case .value(let shown, _, let all)? = projection(actor, shuffled: &random).0
                .fields[place.field.number]
        else { return ([], []) }
        if let stage = shown.flatMap({ Stage($0.value) }) { return ([stage], all) }
        let stages = all.compactMap { Stage($0.value) }
        let round = stages.map(\.round).max()
        return (stages.filter { $0.round == round }, all)
    }

    @discardableResult
    private mutating func write(_ actor: Int, _ field: FieldNumber, _ value: Value, over dots: [Dot]) -> Dot {
        let feed = Feed(
            space: place.space, node: place.authors[actor].node, epoch: Epoch(UInt64(actor) + 1),
            lane: .entries)
        let change = Change(
            feed: feed, sequence: tips[actor].sequence + 1, previous: tips[actor].hash ?? feed.root,
            time: Int64(random.below(50)), nonce: nil,
            operations: [Operation(.set, place.collection.number, record, field, value, dots: dots)])
        let hash = change.hash
        tips[actor] = (change.sequence, hash)
        held[actor].insert(written.count)
        written.append((change.dot(hash), change))
        return change.dot(hash)
    }
}

/// No deletes here, so nobody asks.
struct NoChains: Chains {
    func holds(_ dot: Dot, onChainEndingAt end: Dot) -> Bool { false }
}
