// Starting and stopping nodes, and founding the district before the first moment.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Disk
internal import Editing
internal import Hub
internal import Keeper
internal import Replica
internal import Trust

extension World {
    /// Founds the district: keys, certificates, an empty database on every machine, all of it before time
    /// begins.
    func begin() throws {
        guard Sodium.start(seed: options.seed) else {
            throw Violation(checker: "world", words: "libsodium could not be seeded", milliseconds: now)
        }
        DiskSystem.shared.beginRun(seed: options.seed, timeMilliseconds: now)
        for (number, machine) in options.machines.enumerated() {
            let sector = random.chance(1, in: 2) ? 512 : 4_096
            let disk = DiskSystem.shared.makeDisk(
                "\(machine.name)-\(options.seed)", sectorBytes: sector)
            machines.append(
                Machine(number, machine, disk: disk, beginMilliseconds: options.beginMilliseconds))
        }
        try found()
        for machine in machines where machine.exists { try boot(machine) }
    }

    private func found() throws {
        let hub = machines[0]
        let keys = try NodeKeys.make(isHub: true)
        guard let root = keys.root, let issuing = keys.issuing else { return }
        hub.keys = keys
        hub.admission = HubAdmission(issuing: issuing)
        let certificate = try Certificate(
            role: .hub, space: .district, feedKey: keys.feed.verifyKey, noiseKey: keys.noise.publicKey,
            bundleKey: keys.bundle.publicKey, issuingKey: issuing.verifyKey,
            notBeforeMilliseconds: now - HubFolder.certificateMilliseconds,
            notAfterMilliseconds: now + HubFolder.certificateMilliseconds, label: "office", signedWith: root)
        let store = try Store(directory: hub.disk.folder, catalogue: hub.catalogue)
        try store.become(certificate, hub: certificate, root: root.verifyKey)
        try HubAdmission.publish(certificate, in: store, nowMilliseconds: now)
        for machine in machines.dropFirst() where machine.exists {
            try enrol(machine, hub: certificate, root: root.verifyKey, issuing: issuing, in: store)
        }
        let people = Editor(store, occasion(of: hub))
        for school in 1...max(1, options.schools) {
            _ = try people.new(
                "school",
                [TypedField("smis_code", Self.code(school)), TypedField("name_th", "โรงเรียนที่ \(school)")])
        }
        for rule in options.rules { try Self.putInForce(rule, people) }
    }

    private func enrol(
        _ machine: Machine, hub: Certificate, root: VerifyKey, issuing: SigningKey, in store: Store
    ) throws {
        guard let space = Space.school(Self.code(machine.options.school)) else { return }
        let keys = try NodeKeys.make(isHub: false)
        let certificate = try Certificate(
            role: .school, space: space, feedKey: keys.feed.verifyKey, noiseKey: keys.noise.publicKey,
            bundleKey: keys.bundle.publicKey, notBeforeMilliseconds: now - HubFolder.certificateMilliseconds,
            notAfterMilliseconds: now + HubFolder.certificateMilliseconds, label: machine.name,
            signedWith: issuing)
        machine.keys = keys
        try Store(directory: machine.disk.folder, catalogue: machine.catalogue)
            .become(certificate, hub: hub, root: root)
        try HubAdmission.publish(certificate, in: store, nowMilliseconds: now)
    }

    /// The code of a school by its number.
    static func code(_ school: Int) -> String { String(57_030_000 + school) }

    /// Opens a machine's folder as a process does: first of all it asks whether it may go on there.
    func open(_ machine: Machine) throws(ReplicaError) -> Store {
        let store = try Store(directory: machine.disk.folder, catalogue: machine.catalogue)
        let reason = try store.affirm(
            place: machine.place, highWater: machine.highWater.flatMap { HighWater(text: Array($0.utf8)) },
            nowMilliseconds: machine.wallMilliseconds(at: now))
        if let reason {
            tally.count("epoch: \(reason)")
            tell("\(machine.name) begins a new epoch: \(reason)")
        }
        machine.noteHighWater(store)
        machine.epoch = store.identity?.epoch
        machine.isHighWaterOld = false
        return store
    }

    /// Switches a machine on. Where its disk does not let it, it stays off and tries again later.
    func boot(_ machine: Machine) throws {
        guard machine.exists, !machine.isOn, !machine.isAbandoned, let keys = machine.keys else { return }
        machine.life += 1
        machine.bootedMilliseconds = now
        do throws(ReplicaError) {
            let store = try open(machine)
            machine.keeper = try NodeKeeper(
                store: store, keys: keys, admission: machine.admission, instance: random.next())
        } catch {
            tell("\(machine.name) cannot start: \(error.english)")
            stop(machine)
            machine.disk.crash()
            plan(.boot(machine.number), after: 10 * Milliseconds.minute)
            return tally.count("start refused by the disk")
        }
        if machine.hasUnreadableDisk { machine.disk.plan(nil) }
        machine.hasUnreadableDisk = false
        machine.dialler = Dialler()
        if machine.hasLostPower { tally.count("start after power loss") }
        tell("\(machine.name) starts")
        try observe(.booted(machine.number))
        machine.hasLostPower = false
        if !machine.isHub { plan(.dial(machine.number, life: machine.life), after: 0) }
    }

    /// The process is gone, without a word to anybody. What becomes of the disk is the caller's to say.
    func stop(_ machine: Machine) {
        machine.disk.freeze()
        machine.keeper = nil
        machine.outgoing = nil
        machine.openForms = []
        machine.isTicking = false
        dropWires(of: machine)
    }

    /// A disk that has died under a running node takes the node with it: power was lost at that write.
    func noticeDeadDisk(_ machine: Machine, pauseMilliseconds: Int64) throws {
        guard machine.isOn, machine.disk.isDown else { return }
        stop(machine)
        machine.disk.powerLoss(using: &random)
        machine.hasLostPower = true
        if random.chance(1, in: 3) {
            machine.highWater = random.chance(3, in: 4) ? machine.olderHighWater : nil
            machine.isHighWaterOld = true
        }
        tally.count(machine.isHub ? "power lost at the hub" : "power lost")
        tell("\(machine.name) loses power")
        try observe(.stopped(machine.number))
        plan(.boot(machine.number), after: pauseMilliseconds)
    }
}
