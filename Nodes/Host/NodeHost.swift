// The one actor of a running node: it owns the replica, the engine and the sockets, all on one serial queue,
// and does nothing but carry out the engine's effects. Host decides nothing about the protocol; the engine
// touches nothing of the machine.

internal import CRDT
internal import Bytes
public import Crypto
internal import Dispatch
internal import Engine
public import Link
internal import Replica
internal import Sync
internal import Trust

/// What a running node needs to know.
public struct HostConfiguration: Sendable {
    /// The data directory.
    public var folder: DataFolder
    /// Its secret keys.
    public var keys: NodeKeys
    /// What a hub decides; nil at a school.
    public var admission: (any Admission)?
    /// Told one line at a time: printable, in this program's own words.
    public var log: @Sendable (String) -> Void

    /// A configuration by its parts.
    public init(
        folder: DataFolder, keys: NodeKeys, admission: (any Admission)? = nil,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.folder = folder
        self.keys = keys
        self.admission = admission
        self.log = log
    }
}

/// Runs one node.
public actor NodeHost: SocketOwner {
    /// Where everything of this node runs.
    public nonisolated let executor: QueueExecutor
    /// The queue, as the runtime wants it.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    /// Listeners and connections.
    public let sockets: Sockets

    let configuration: HostConfiguration
    let store: Store
    var engine: NodeEngine
    var trust: DistrictTrust
    /// Held while sessions run.
    var lock: FolderLock?
    let instance: UInt64

    var timer: RepeatingTimer?
    var stop: StopRequest?
    /// Sockets that carry the protocol, by the engine's number; one number serves both tables.
    var listener: SocketNumber?
    var control: SocketNumber?
    var controllers: Set<SocketNumber> = []
    var outgoing: SocketNumber?
    var goal: Goal?
    /// Connections that are over for the engine, with the time at which they are closed whether the other
    /// side has ended or not: one that never ends, or never reads, may not hold a descriptor for ever.
    var leaving: [SocketNumber: Int64] = [:]
    /// What waits for the next commit.
    var waitingStores: [(ConnectionID, [Stretch])] = []
    var waitingReceipts: [Receipt] = []
    var isFlushPlanned = false
    /// Storing failed, and has not worked since.
    var isStoreFailing = false
    private var lastComplaint = ""
    private var lastComplaintMilliseconds: Int64 = 0
    /// The session with the hub that stands, and whether nothing is left to do in it.
    var hubSession: ConnectionID?
    var dialler = Dialler()
    /// Answers somebody waits for.
    var finish: CheckedContinuation<HostOutcome, Never>?
    var joined: CheckedContinuation<HostOutcome, Never>?
    var isServing = false

    /// Opens the folder and takes its lock.
    public init(_ configuration: HostConfiguration, root: VerifyKey? = nil) throws(HostError) {
        executor = QueueExecutor(label: "saphan.host")
        sockets = Sockets(executor: executor)
        self.configuration = configuration
        lock = try configuration.folder.lock()
        instance = Sodium.random(8).reduce(0) { $0 << 8 | UInt64($1) }
        do throws(ReplicaError) {
            store = try Store(directory: configuration.folder.path)
            try store.signHeads(with: configuration.keys.feed)
            guard let known = try store.district() ?? root.map({ DistrictTrust(root: $0) }) else {
                throw ReplicaError(.missing, at: configuration.folder.path, "no node here yet")
            }
            trust = known
        } catch { throw .replica(error) }
        engine = NodeEngine(
            identity: NodeHost.identity(configuration, store, instance), trust: trust)
    }

    static func identity(_ configuration: HostConfiguration, _ store: Store, _ instance: UInt64)
        -> EngineIdentity
    {
        let certificate = store.identity?.certificate
        return EngineIdentity(
            certificate: certificate, noiseKey: configuration.keys.noise, feedKey: configuration.keys.feed,
            hubEpoch: certificate?.role == .hub ? store.identity?.epoch : nil, instance: instance,
            software: "saphan/1")
    }

    /// Hands one event to the engine and carries out what it asks for.
    func take(_ event: EngineEvent) {
        let log = configuration.log
        let reader = StoreReader(store: store) { log("store: \($0.english)") }
        for effect in engine.handle(event, reading: reader, now: Clock.moment) { carryOut(effect) }
    }

    /// Sockets report here.
    public func sockets(saw event: SocketEvent, on number: SocketNumber) {
        if number == control || controllers.contains(number) { return controlSaw(event, on: number) }
        let connection = ConnectionID(number.raw)
        switch event {
        case .accepted(let made, let from):
            take(.accepted(ConnectionID(made.raw), address: from.host, entropy: Sodium.random(32)))
        case .acceptPaused(let error): configuration.log("listen: \(error.english)")
        case .connected:
            if let goal { take(.connected(connection, goal, entropy: Sodium.random(32))) }
        case .received(let bytes): take(.received(connection, bytes))
        case .ended:
            take(.closed(connection))
            leave(number)
        case .drained: break
        case .closed(let error, _):
            take(.closed(connection))
            leaving[number] = nil
            lineLost(number, error)
        }
    }

    /// About twice a second: deadlines, what other processes wrote, calling the hub again.
    func tick() {
        take(.tick)
        closeLeft()
        lookForNews()
        redial()
    }

    /// Sends what waits, then ends the connection; closes it when the other side does not.
    func leave(_ number: SocketNumber) {
        guard leaving[number] == nil else { return }
        leaving[number] = Clock.moment.monotoneMilliseconds + LocalLimits.lingerMilliseconds
        sockets.finishWriting(to: number)
    }

    private func closeLeft() {
        let now = Clock.moment.monotoneMilliseconds
        for (number, end) in leaving.sorted(by: { $0.key < $1.key }) where end <= now {
            leaving[number] = nil
            sockets.close(number)
            lineLost(number, nil)
        }
    }

    /// Takes up what another process has committed, signs it and tells the sessions.
    func lookForNews() {
        do {
            let moved = try store.refresh()
            let signed = try store.signHeads(with: configuration.keys.feed)
            guard moved || signed else { return }
            try renewTrust()
            for space in store.heldSpaces { take(.news(space)) }
        } catch { complain(error) }
    }

    /// Logs trouble with the database; the same words again only after a minute, because what fails is tried
    /// often.
    func complain(_ error: ReplicaError) {
        let (line, now) = ("store: \(error.english)", Clock.moment.monotoneMilliseconds)
        guard line != lastComplaint || now - lastComplaintMilliseconds >= 60_000 else { return }
        (lastComplaint, lastComplaintMilliseconds) = (line, now)
        configuration.log(line)
    }

    /// Tells the engine when certificates or this node's own epoch changed.
    func renewTrust() throws(ReplicaError) {
        if let known = try store.district(), known != trust {
            trust = known
            take(.trust(known))
        }
        let identity = NodeHost.identity(configuration, store, instance)
        if identity.hubEpoch != engine.currentEpoch { take(.identity(identity)) }
    }
}
