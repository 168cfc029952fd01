// A school whose keys are in hostile hands. It has what every school has: a certificate, a line, sticks.
// What it does goes through the same doors as everything else; the checkers then see that nothing of it
// stays that should not, and that nobody else is held up.

internal import Bytes
internal import CRDT
internal import Courier
internal import Crypto
internal import Disk
internal import Engine
internal import Keeper
internal import Records
internal import Replica
internal import Sync
internal import Trust

extension World {
    func attack(_ attack: Attack, by machine: Machine, _ dice: UInt64) throws {
        guard machine.isOn, let keeper = machine.keeper else { return }
        var own = SplitMix64(seed: dice)
        tally.count("attack \(attack.rawValue)")
        switch attack {
        case .equivocate: try equivocate(machine, &own)
        case .flood: try flood(machine, keeper, &own)
        case .forge, .outOfScope, .garble: try offer(attack, machine, keeper, &own)
        }
    }

    /// Both changes of one sequence are signed; one goes over the line, the other by stick.
    private func equivocate(_ machine: Machine, _ own: inout SplitMix64) throws {
        guard let keys = machine.keys else { return }
        machine.mayFork = true
        let shadow = DiskSystem.shared.makeDisk(
            "shadow-\(events)-\(options.seed)", from: machine.disk.snapshot())
        let store = try Store(directory: shadow.folder, catalogue: machine.catalogue)
        try scribble(store, own.within(1...3), time: now, &own)
        let carrier = try Carrier(store, feedKey: keys.feed, bundleKey: keys.bundle)
        let bytes = try write(carrier, for: [carrier.hub], at: now)
        plan(
            .stick(Stick(from: machine.number, to: 0, bytes: bytes, travelMilliseconds: Milliseconds.hour)),
            after: Milliseconds.hour)
        try enter(.newTicket, on: machine, dice: own.next())
    }

    private func flood(_ machine: Machine, _ keeper: NodeKeeper, _ own: inout SplitMix64) throws {
        do throws(ReplicaError) {
            try scribble(keeper.store, 300, time: now, &own)
        } catch { tally.count("work failed on the disk") }
        try noticeDeadDisk(machine, pauseMilliseconds: 20 * Milliseconds.minute)
        guard machine.isOn else { return }
        try carryOut(machine, keeper.lookForNews(at: moment(of: machine)))
    }

    /// Changes of one operation each, at times anywhere.
    private func scribble(
        _ store: Store, _ count: Int, time: Int64, _ own: inout SplitMix64
    ) throws(ReplicaError) {
        guard let space = store.identity?.certificate.space, let ticket = store.catalogue["ticket"],
            let title = ticket["title"]
        else { return }
        for _ in 0..<count / 50 + 1 {
            let years = Int64(own.within(-60...600))
            let edits = (0..<min(count, 50)).map { _ in
                [
                    Edit(
                        .set, ticket.number, RecordID(high: own.next(), low: own.next()), title.number,
                        .text("x"))
                ]
            }
            try store.writeAll(edits, in: space, time: time &+ years * 365 * Milliseconds.day)
        }
    }

    /// Opens a session of its own with the hub, as a program that lies about what it holds.
    private func offer(
        _ attack: Attack, _ machine: Machine, _ keeper: NodeKeeper, _ own: inout SplitMix64
    ) throws {
        let hub = machines[0]
        guard let keys = machine.keys, let victim = hub.keeper, let trust = try keeper.store.district(),
            let identity = keeper.store.identity, let ticket = keeper.store.catalogue["ticket"],
            let title = ticket["title"]
        else { return }
        let reader = LyingReader(
            keeper.store, attack, hub: identity.hub.nodeID, key: keys.feed,
            writing: (ticket.number, title.number), &own)
        if let dot = reader.forged { forged.append(dot) }
        var engine = NodeEngine(
            identity: EngineIdentity(
                certificate: identity.certificate, noiseKey: keys.noise, feedKey: keys.feed, hubEpoch: nil,
                instance: keeper.instance, software: "saphan/1"), trust: trust)
        made += 2
        let (here, there) = (ConnectionID(made), ConnectionID(made + 1))
        var toHub: [[UInt8]] = []
        var toLiar: [[UInt8]] = []
        func tellHub(_ event: EngineEvent) throws {
            guard hub.isOn else { return }
            var effects = victim.handle(event, at: moment(of: hub))
            effects += victim.flush(at: moment(of: hub))
            for case .send(there, let bytes) in effects { toLiar.append(bytes) }
            try carryOut(hub, effects.filter { if case .flush = $0 { false } else { true } })
        }
        func tellLiar(_ event: EngineEvent) {
            let moment = moment(of: machine)
            for case .send(here, let bytes) in engine.handle(event, reading: reader, now: moment) {
                toHub.append(bytes)
            }
        }
        try tellHub(.accepted(there, address: "liar", entropy: entropy()))
        tellLiar(.connected(here, .session(agreed: []), entropy: entropy()))
        for _ in 0..<200 where !toHub.isEmpty || !toLiar.isEmpty {
            let (up, down) = (toHub, toLiar)
            (toHub, toLiar) = ([], [])
            for bytes in up { try tellHub(.received(there, bytes)) }
            for bytes in down { tellLiar(.received(here, bytes)) }
        }
        try tellHub(.closed(there))
        if hub.isOn { try observe(.flushed(0)) }
    }
}

/// Reads a store for a session, and adds a branch that its owner made up.
private struct LyingReader: FeedReader {
    private static let branch = 1 << 20
    let store: Store
    private let stretch: Stretch
    /// The change that nobody may take in; nil where it can be none.
    let forged: Dot?

    /// Makes up a change of one field, as the attack wants it.
    init(
        _ store: Store, _ attack: Attack, hub: NodeID, key: SigningKey,
        writing place: (collection: CollectionNumber, field: FieldNumber), _ own: inout SplitMix64
    ) {
        self.store = store
        let identity = store.identity
        let home = identity?.certificate.space ?? .district
        let liar = identity?.node ?? hub
        let feed = Feed(
            space: attack == .outOfScope ? .district : home, node: attack == .forge ? hub : liar,
            epoch: Epoch(own.next()), lane: .entries)
        let operation = Operation(
            .set, place.collection, RecordID(high: own.next(), low: own.next()), place.field,
            .text("forged"))
        let change = Change(
            feed: feed, sequence: 1, previous: feed.root, time: 1, nonce: own.next(), operations: [operation])
        let hash = change.hash
        let signed = attack == .garble ? feed.root : hash
        let head = SignedHead(
            feed: feed, sequence: 1, hash: hash,
            signature: SignedHead.sign(feed, 1, signed, by: key).signature)
        stretch = Stretch(feed: feed, previous: feed.root.short, changes: [change], head: head)
        forged = change.dot(hash)
    }

    func tips(of space: Space) -> [BranchTip] {
        var tips = (try? store.tips(of: space)) ?? []
        if space == stretch.feed.space {
            tips.append(
                BranchTip(
                    branch: Self.branch, feed: stretch.feed, sequence: 1, hash: stretch.head.hash.short))
        }
        return tips.sorted { $0.feed == $1.feed ? $0.hash < $1.hash : $0.feed < $1.feed }
    }

    func hash(branch: Int, at sequence: UInt64) -> ShortHash? {
        guard branch == Self.branch else { return try? store.hash(branch: branch, at: sequence) }
        return sequence == 0 ? stretch.previous : sequence == 1 ? stretch.head.hash.short : nil
    }

    func stretches(branch: Int, after sequence: UInt64, bytesMax: Int) -> [Stretch] {
        guard branch == Self.branch else {
            return (try? store.stretches(branch: branch, after: sequence, bytesMax: bytesMax)) ?? []
        }
        return sequence == 0 ? [stretch] : []
    }

    func head(branch: Int) -> SignedHead? {
        branch == Self.branch ? stretch.head : try? store.head(branch: branch)
    }
}
