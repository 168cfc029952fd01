// The one actor of a running node: it owns the keeper (replica and engine) and the sockets, all on one
// serial queue, and gives the one what the other needs: bytes, clocks, randomness. Host decides nothing
// about the protocol; the keeper touches nothing of the machine but its database.

internal import Bytes
public import Crypto
internal import Dispatch
internal import Engine
public import Keeper
public import Link
internal import Replica
internal import Sync

/// What a running node needs to know.
public struct HostConfiguration: Sendable {
    /// The data directory.
    public var folder: DataFolder
    /// Its secret keys.
    public var keys: NodeKeys
    /// What a hub decides; nil at a school.
    public var admission: (any Admission)?
    /// Whether it waits for a moment where another program has the folder: one that is started again at
    /// once meets the one before on its way out.
    public var isPatient: Bool
    /// Told one line at a time: printable, in this program's own words.
    public var log: @Sendable (String) -> Void

    /// A configuration by its parts.
    public init(
        folder: DataFolder, keys: NodeKeys, admission: (any Admission)? = nil, isPatient: Bool = true,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.folder = folder
        self.keys = keys
        self.admission = admission
        self.isPatient = isPatient
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
    let keeper: NodeKeeper
    /// Where this node stands.
    let footing: Footing
    /// Own changes when the high water was last written down.
    private var notedChanges = -1
    private var isFootingTold = false
    /// Held while sessions run.
    var lock: FolderLock?

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
    private var lastComplaint = ""
    private var lastComplaintMilliseconds: Int64 = 0
    var dialler = Dialler()
    /// Answers somebody waits for.
    var finish: CheckedContinuation<HostOutcome, Never>?
    var isServing = false
    /// Whether signatures were looked through since this node was told that it is not believed.
    var hasMended = false
    /// Why this node gave up; nothing is taken in or answered after that.
    var failure: HostError?

    /// Opens the folder and takes its lock.
    public init(_ configuration: HostConfiguration, root: VerifyKey? = nil) throws(HostError) {
        executor = QueueExecutor(label: "saphan.host")
        sockets = Sockets(executor: executor)
        self.configuration = configuration
        try configuration.folder.requireDatabase()
        lock = try configuration.folder.lock(triesMax: configuration.isPatient ? LocalLimits.lockTriesMax : 1)
        footing = Footing(configuration.folder)
        do throws(ReplicaError) {
            let isLogLeft = configuration.folder.hasLog
            let store = try Store(directory: configuration.folder.path)
            if isLogLeft { try store.ensureSound() }
            if let reason = try footing.affirm(store) { configuration.log(reason.line) }
            keeper = try NodeKeeper(
                store: store, keys: configuration.keys,
                admission: configuration.admission,
                instance: Sodium.random(8).reduce(0) { $0 << 8 | UInt64($1) }, root: root)
        } catch { throw .replica(error) }
    }

    /// Hands one event to the keeper and does what it asks for.
    func take(_ event: EngineEvent) { carryOut(keeper.handle(event, at: Clock.moment)) }

    /// Sockets report here.
    public func sockets(saw event: SocketEvent, on number: SocketNumber) {
        guard failure == nil else { return }
        if number == control || controllers.contains(number) { return controlSaw(event, on: number) }
        let connection = ConnectionID(number.raw)
        switch event {
        case .accepted(let made, let from):
            take(.accepted(ConnectionID(made.raw), address: from.host, entropy: Sodium.random(32)))
        case .acceptPaused(let error): configuration.log("listen: \(error.english)")
        case .connected:
            if let goal { take(.connected(connection, goal, entropy: Sodium.random(32))) }
        case .received(let bytes): if isInPlace() { take(.received(connection, bytes)) }
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
        guard isInPlace() else { return }
        take(.tick)
        closeLeft()
        lookForNews()
        noteFooting()
        redial()
    }

    /// Writes down how far this node has come, where it has come further; trouble with that is told once.
    func noteFooting() {
        let changes = keeper.store.heldCount
        guard changes != notedChanges else { return }
        notedChanges = changes
        guard !footing.note(keeper.store), !isFootingTold, let node = keeper.store.identity?.node else {
            return
        }
        isFootingTold = true
        let place = footing.water(of: node).path
        configuration.log("no high-water file can be kept (\(place)); see saphan help restore")
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

    /// Takes up what another process has committed.
    func lookForNews() { carryOut(keeper.lookForNews(at: Clock.moment)) }

    /// Logs trouble with the database; the same words again only after a minute, because what fails is
    /// tried often.
    func complain(_ error: ReplicaError) {
        let (line, now) = ("store: \(error.english)", Clock.moment.monotoneMilliseconds)
        // What is wrong with the file ends the process, which then says it.
        if error.kind == .moved || error.kind == .damaged { return giveUp(error) }
        guard line != lastComplaint || now - lastComplaintMilliseconds >= 60_000 else { return }
        (lastComplaint, lastComplaintMilliseconds) = (line, now)
        configuration.log(line)
    }
}
