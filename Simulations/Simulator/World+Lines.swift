// Bytes on their way: laying wires, carrying what a node sends, cutting, and handing what arrives to the
// other end.

internal import Bytes
internal import CRDT
internal import Disk
internal import Engine
internal import Keeper
internal import Replica
internal import Sync

extension World {
    /// Calls the hub.
    func dial(_ machine: Machine) throws {
        guard let keeper = machine.keeper, !machine.isHub, machine.outgoing == nil else { return }
        let hub = machines[0]
        let isReached = machine.line == .up && hub.isOn
        guard isReached else { return redial(machine, failed: true) }
        made += 2
        let caller = WireEnd(machine: machine.number, id: ConnectionID(made), life: machine.life)
        let called = WireEnd(machine: 0, id: ConnectionID(made + 1), life: hub.life)
        let wire = Int(made)
        wires[wire] = Wire(caller: caller, hub: called)
        wireOf[caller] = wire
        wireOf[called] = wire
        machine.wireCount += 1
        hub.wireCount += 1
        machine.outgoing = caller.id
        do { machine.goal = try keeper.sessionGoal() } catch { return redial(machine, failed: true) }
        startTicking(machine)
        startTicking(hub)
        try carryOut(
            hub,
            hub.keeper?.handle(
                .accepted(called.id, address: machine.name, entropy: entropy()), at: moment(of: hub)) ?? [])
        guard let goal = machine.goal else { return }
        try carryOut(
            machine, keeper.handle(.connected(caller.id, goal, entropy: entropy()), at: moment(of: machine)))
    }

    func entropy() -> [UInt8] { (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) } }

    /// Plans the next call.
    func redial(_ machine: Machine, failed: Bool) {
        let monotone = moment(of: machine).monotoneMilliseconds
        if failed { machine.dialler.failed(atMilliseconds: monotone, dice: random.next()) }
        plan(
            .dial(machine.number, life: machine.life),
            after: max(1, machine.dialler.dueMilliseconds - monotone))
    }

    /// Sends bytes of a machine over one of its connections.
    func send(_ bytes: [UInt8], of machine: Machine, over id: ConnectionID) {
        let end = WireEnd(machine: machine.number, id: id, life: machine.life)
        guard let number = wireOf[end], var wire = wires[number] else { return }
        let from = wire.ends[0] == end ? 0 : 1
        let caller = machines[wire.ends[0]?.machine ?? wire.ends[1]?.machine ?? 0]
        let state = caller.line
        let passes = state == .up || state == (from == 0 ? .upstreamOnly : .downstreamOnly)
        guard passes else { return }
        let through = wire.pass(bytes.count, from: from)
        count(through, of: caller.number, isUp: from == 0)
        let profile = caller.options.profile
        let delay = profile.latencyMilliseconds
        let rate = max(1, profile.bytesPerSecond)
        let start = max(now, wire.busyUntil[from])
        let sent = start + Int64(through * 1_000 / rate)
        wire.busyUntil[from] = sent
        var arrival = sent + Int64(delay.least + random.below(delay.more + 1))
        while random.chance(UInt64(caller.options.lossPermille), in: 1_000) {
            tally.count("packet late")
            arrival += Int64(random.within(200...3_000))
        }
        if arrival < caller.cloggedMilliseconds, !isHealed { arrival = caller.cloggedMilliseconds }
        wire.busyUntil[from] = max(wire.busyUntil[from], arrival - Int64(delay.least))
        if from == 0, recorded.count < 64, through > 0, random.chance(1, in: 8) {
            recorded.append(Array(bytes.prefix(through)))
        }
        wires[number] = wire
        if through > 0 {
            agenda.plan(
                .arrive(wire: number, from: from, Array(bytes.prefix(through))), atMilliseconds: arrival)
        }
        if wire.isCut {
            tally.count("connection cut")
            hangUp(number, afterMilliseconds: arrival - now)
        }
    }

    /// Both ends learn, sooner or later, that the line is gone.
    func hangUp(_ number: Int, afterMilliseconds delay: Int64) {
        for end in 0..<2 {
            let later = isHealed ? 0 : Int64(random.below(random.chance(3, in: 4) ? 2_000 : 100_000))
            plan(.hangUp(wire: number, to: end), after: delay + later)
        }
    }

    /// Bytes arrive at the end opposite to the sending one.
    func arrive(_ number: Int, from: Int, _ bytes: [UInt8]) throws {
        guard let end = wires[number]?.ends[1 - from] else { return }
        let machine = machines[end.machine]
        guard machine.life == end.life, let keeper = machine.keeper else { return }
        trace.add(UInt64(now))
        trace.add(UInt64(end.machine))
        trace.add(bytes)
        tally.count("bytes", bytes.count)
        try carryOut(machine, keeper.handle(.received(end.id, bytes), at: moment(of: machine)))
    }

    /// One end sees its connection closed.
    func close(_ number: Int, to place: Int) throws {
        guard let end = wires[number]?.ends[place] else { return }
        release(number, place)
        let machine = machines[end.machine]
        guard machine.life == end.life, let keeper = machine.keeper else { return }
        try carryOut(machine, keeper.handle(.closed(end.id), at: moment(of: machine)))
        if machine.outgoing == end.id {
            machine.outgoing = nil
            redial(machine, failed: true)
        }
    }

    /// An end lets go of its wire.
    private func release(_ number: Int, _ place: Int) {
        guard let end = wires[number]?.ends[place] else { return }
        wireOf[end] = nil
        machines[end.machine].wireCount -= 1
        wires[number]?.ends[place] = nil
        if wires[number]?.ends[1 - place] == nil { wires[number] = nil }
    }

    /// A node has closed a connection: the other end hears of it behind the last bytes.
    func closed(_ machine: Machine, _ id: ConnectionID) {
        let end = WireEnd(machine: machine.number, id: id, life: machine.life)
        guard let number = wireOf[end], let wire = wires[number] else { return }
        let place = wire.ends[0] == end ? 0 : 1
        plan(.hangUp(wire: number, to: 1 - place), after: max(0, wire.busyUntil[place] - now) + 1)
        release(number, place)
        if machine.outgoing == id {
            machine.outgoing = nil
            redial(machine, failed: true)
        }
    }

    /// A machine is gone: whoever talked to it finds out.
    func dropWires(of machine: Machine) {
        for (number, wire) in wires.sorted(by: { $0.key < $1.key }) {
            for place in 0..<2 where wire.ends[place]?.machine == machine.number {
                release(number, place)
                plan(.hangUp(wire: number, to: 1 - place), after: Int64(random.below(60_000)))
            }
        }
    }

    /// Ticks come while a machine has connections.
    func startTicking(_ machine: Machine) {
        guard !machine.isTicking else { return }
        machine.isTicking = true
        plan(.tick(machine.number, life: machine.life), after: options.tickMilliseconds)
    }

    func tick(_ machine: Machine) throws {
        machine.isTicking = false
        guard let keeper = machine.keeper else { return }
        guard machine.wireCount > 0 else { return }
        startTicking(machine)
        machine.noteHighWater(keeper.store)
        try carryOut(machine, keeper.handle(.tick, at: moment(of: machine)))
        // What could not be signed when it was written is signed now.
        guard machine.isOn else { return }
        try carryOut(machine, keeper.lookForNews(at: moment(of: machine)))
    }

    /// Does what a node asks for.
    func carryOut(_ machine: Machine, _ effects: [KeeperEffect]) throws {
        for effect in effects {
            guard machine.isOn else { return }
            switch effect {
            case .send(let id, let bytes): send(bytes, of: machine, over: id)
            case .close(let id, _): closed(machine, id)
            case .flush: plan(.flush(machine.number, life: machine.life), after: 1 + Int64(random.below(5)))
            case .sessionUp(let id, _):
                tally.count("session")
                if id == machine.outgoing {
                    machine.dialler.opened(atMilliseconds: moment(of: machine).monotoneMilliseconds)
                }
            case .storingFailed(let error), .trouble(let error):
                tally.count("storing failed")
                tell("\(machine.name): \(error.english)")
            case .log(let line): note(line, of: machine)
            case .settled(let id):
                guard id == machine.outgoing, machine.keeper?.isStoreFailing == false else { break }
                machine.dialler.succeeded()
                machine.isHubsWordOld = false
            case .sessionDown(let id, _, let reason):
                if id == machine.outgoing, reason == .limit { machine.dialler.turnedAway() }
            case .joined, .joinRefused: break
            }
        }
        noteEpoch(machine)
        try noticeDeadDisk(machine, pauseMilliseconds: Int64(random.below(600)) * Milliseconds.second)
    }

    /// Counts the epochs that begin while a node runs, by reason.
    func noteEpoch(_ machine: Machine) {
        guard let store = machine.keeper?.store, let epoch = store.identity?.epoch, epoch != machine.epoch
        else {
            return
        }
        if machine.epoch != nil, let reason = try? store.epochReason() { tally.count("epoch: \(reason)") }
        machine.epoch = epoch
    }

    /// Recovery paths show in the log; what is said there is counted.
    private func note(_ line: String, of machine: Machine) {
        tell("\(machine.name): \(line)")
        if line.contains("new epoch begins") { tally.count("new epoch") }
        if line.contains("running copies") { tally.count("clone alarm") }
        if line.contains("clock jumped") { tally.count("clock jump noticed") }
    }
}
