// What the acts say, done.

internal import Bytes
internal import CRDT
internal import Disk
internal import Engine
internal import Keeper
internal import Replica

extension World {
    func happen(_ event: WorldEvent) throws {
        switch event {
        case .act(let action): try act(action)
        case .arrive(let wire, let from, let bytes): try arrive(wire, from: from, bytes)
        case .hangUp(let wire, let end): try close(wire, to: end)
        case .boot(let number): try boot(machines[number])
        case .checkpoint: try observe(.checkpoint)
        case .stick(let stick): try arrive(stick)
        // What was planned for a day behind the last one does not happen.
        case .errand(let number): if !isHealed { try run(errands[number]) }
        case .flush(let number, let life):
            let machine = machines[number]
            guard machine.life == life, let keeper = machine.keeper else { return }
            try carryOut(machine, keeper.flush(at: moment(of: machine)))
            if machine.isOn { try observe(.flushed(number)) }
        case .tick(let number, let life):
            if machines[number].life == life { try tick(machines[number]) }
        case .dial(let number, let life):
            if machines[number].life == life { try dial(machines[number]) }
        }
    }

    private func act(_ action: Action) throws {
        guard !isHealed else { return }
        if let number = action.machine, !machines.indices.contains(number) { return }
        switch action {
        case .work(let number, let work, let dice): try enter(work, on: machines[number], dice: dice)
        case .line(let number, let state): line(machines[number], state)
        case .cut(let number, let bytes):
            guard let id = machines[number].outgoing else { return }
            let end = WireEnd(machine: number, id: id, life: machines[number].life)
            if let wire = wireOf[end] { wires[wire]?.bytesLeft = bytes }
        case .crash(let number, let pause): try crash(machines[number], pauseMilliseconds: pause)
        case .powerLoss(let number, let step, _):
            if machines[number].isOn { machines[number].disk.plan(DiskFault(.kill, at: step)) }
        case .diskFault(let number, let isFull, let step, let isLasting):
            guard machines[number].exists else { return }
            tally.count(isFull ? "disk full planned" : "disk error planned")
            // Opening a database reads: a disk that cannot be read is met there, and only there.
            machines[number].hasUnreadableDisk = !machines[number].isOn && !isFull
            machines[number].disk.plan(
                DiskFault(
                    isFull ? .full : .inputOutput, at: step, isLasting: isLasting,
                    countsReads: machines[number].hasUnreadableDisk))
        case .diskMended(let number): machines[number].disk.plan(nil)
        case .backup(let number): backUp(machines[number])
        case .restore(let number, let memory): try restore(machines[number], memory: memory)
        case .clone(let number, let spare): try clone(machines[number], to: machines[spare])
        case .clock(let number, let milliseconds):
            machines[number].jumpClock(by: milliseconds)
            tally.count("clock jumped")
        case .replay(let dice): try replay(dice)
        case .stick(let number, let luck, let travel): try carry(machines[number], luck, travel)
        case .clog(let number, let milliseconds):
            machines[number].cloggedMilliseconds = now + milliseconds
            tally.count("line clogged")
        case .upgrade(let number): try upgrade(machines[number])
        case .rot(let number, let dice): try rot(machines[number], dice)
        case .attack(let number, let attack, let dice): try self.attack(attack, by: machines[number], dice)
        }
    }

    private func line(_ machine: Machine, _ state: LineState) {
        guard !isHealed, machine.line != state else { return }
        machine.line = state
        tally.count("line \(state.rawValue)")
        guard state == .down, let id = machine.outgoing else { return }
        let end = WireEnd(machine: machine.number, id: id, life: machine.life)
        if let wire = wireOf[end] { hangUp(wire, afterMilliseconds: 0) }
    }

    private func crash(_ machine: Machine, pauseMilliseconds: Int64) throws {
        guard machine.isOn else { return }
        stop(machine)
        machine.disk.crash()
        tally.count("crash")
        try observe(.stopped(machine.number))
        plan(.boot(machine.number), after: pauseMilliseconds)
    }

    private func backUp(_ machine: Machine) {
        guard machine.exists else { return }
        machine.copy = Machine.Copy(
            snapshot: machine.disk.snapshot(), acknowledgedCount: machine.acknowledged.count,
            file: machine.file, fileBirthMilliseconds: machine.fileBirthMilliseconds,
            highWater: machine.highWater, isOld: machine.isOld)
        tally.count("backup")
    }

    private func restore(_ machine: Machine, memory: Bool) throws {
        guard let copy = machine.copy else { return }
        if machine.isOn {
            stop(machine)
            try observe(.stopped(machine.number))
        }
        machine.disk.restore(copy.snapshot)
        machine.acknowledged = Array(machine.acknowledged.prefix(copy.acknowledgedCount))
        machine.isOld = copy.isOld
        let name: String
        if memory {
            // The whole machine goes back, and nothing on it can tell.
            (machine.file, machine.fileBirthMilliseconds) = (copy.file, copy.fileBirthMilliseconds)
            (machine.highWater, machine.olderHighWater) = (copy.highWater, nil)
            machine.mayFork = true
            if machine.isHub { for other in machines { other.isHubsWordOld = true } }
            name = "rolled back unseen"
        } else if machine.options.restoresInPlace {
            if machine.isHighWaterOld { machine.mayFork = true }
            name = "restored over the old files"
        } else {
            machine.file += 1
            machine.fileBirthMilliseconds = now
            name = "restored from a copy"
        }
        tally.count(machine.isHub ? "hub \(name)" : name)
        tell("\(machine.name) goes back to an old copy: \(name)")
        try observe(.rolledBack(machine.number))
        plan(.boot(machine.number), after: Milliseconds.minute)
    }

    private func clone(_ machine: Machine, to spare: Machine) throws {
        guard !spare.exists, machine.exists, let keys = machine.keys else { return }
        spare.disk.restore(machine.disk.snapshot())
        spare.keys = keys
        spare.exists = true
        spare.isOld = machine.isOld
        (spare.file, spare.fileBirthMilliseconds) = (machine.file, machine.fileBirthMilliseconds)
        spare.highWater = machine.highWater
        if spare.options.isTwin {
            spare.mark = machine.mark
            machine.mayFork = true
        }
        spare.mayFork = machine.mayFork
        tally.count(spare.options.isTwin ? "machine started twice" : "disk cloned")
        tell("\(machine.name) is copied to \(spare.name)")
        try boot(spare)
    }

    /// The older program is replaced by the present one.
    func upgrade(_ machine: Machine) throws {
        guard machine.exists, machine.isOld else { return }
        machine.isOld = false
        tally.count(machine.isHub ? "hub upgraded" : "upgraded")
        guard machine.isOn else { return }
        stop(machine)
        machine.disk.crash()
        try observe(.stopped(machine.number))
        plan(.boot(machine.number), after: Milliseconds.minute)
    }

    /// Somebody recorded what went over the wire, and sends it again.
    private func replay(_ dice: UInt64) throws {
        var own = SplitMix64(seed: dice)
        guard let bytes = own.pick(recorded), let keeper = machines[0].keeper else { return }
        made += 2
        let id = ConnectionID(made)
        let hub = machines[0]
        try carryOut(
            hub, keeper.handle(.accepted(id, address: "stranger", entropy: entropy()), at: moment(of: hub)))
        if hub.isOn { try carryOut(hub, keeper.handle(.received(id, bytes), at: moment(of: hub))) }
        if hub.isOn { try carryOut(hub, keeper.handle(.closed(id), at: moment(of: hub))) }
        tally.count("old bytes sent again")
    }
}
