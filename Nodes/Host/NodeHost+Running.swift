// What the commands ask of a node: serve, one sync, joining; and the calls to the hub behind them.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Engine
internal import Keeper
public import Link
public import Replica
internal import Sync
public import Trust

/// How a request ended.
public enum HostOutcome: Sendable {
    /// As asked.
    case done
    /// Not, and why.
    case failed(HostError)
}

extension NodeHost {
    /// The name under which a school remembers where its hub is.
    public static let addressKey = "hub address"

    /// Whether the hub's address that a folder remembers is one, where it remembers any.
    public static func isAddressSound(in store: Store) throws(ReplicaError) -> Bool {
        guard let bytes = try store.meta(addressKey) else { return true }
        return String(validating: bytes, as: UTF8.self).flatMap { Endpoint($0) } != nil
    }

    /// Serves until the process is asked to stop: a hub listens, a school keeps a session with its hub.
    /// `started` is told the address in use.
    public func serve(listen endpoint: Endpoint?, started: @Sendable (String) -> Void) async throws(HostError)
    {
        let address = try open(endpoint)
        isServing = true
        timer = RepeatingTimer(everyMilliseconds: 500, on: executor, for: self) { $0.tick() }
        stop = StopRequest(on: executor, for: self) { $0.conclude(.done) }
        // Only now: whoever is told may ask for a sync, or ask this process to stop, at once.
        started(address)
        redial()
        _ = await withCheckedContinuation {
            finish = $0
            if failure != nil { conclude(.done) }
        }
        shutDown()
        if let failure { throw failure }
    }

    /// Listens for schools, where there is an endpoint, and for the command line; returns the address in
    /// use.
    private func open(_ endpoint: Endpoint?) throws(HostError) -> String {
        var address = ""
        do throws(LinkError) {
            if let endpoint {
                let number = try sockets.listen(on: endpoint, for: self)
                listener = number
                address = (sockets.endpoint(ofListener: number) ?? endpoint).description
            }
            control = try sockets.listen(on: .local(path: configuration.folder.controlSocket), for: self)
        } catch { throw .listening(error) }
        guard !address.isEmpty else { return address }
        do { try keeper.store.putMeta(NodeHost.addressKey, Array(address.utf8)) } catch {
            throw .replica(error)
        }
        return address
    }

    /// One session with the hub until nothing waits in either direction.
    public func syncOnce(deadlineMilliseconds: Int64) async throws(HostError) {
        timer = RepeatingTimer(everyMilliseconds: 250, on: executor, for: self) { $0.tick() }
        let limit = RepeatingTimer(everyMilliseconds: deadlineMilliseconds, on: executor, for: self) {
            $0.conclude(.failed(.timedOut))
        }
        defer { withExtendedLifetime(limit) {} }
        let outcome = await withCheckedContinuation {
            finish = $0
            dial()
        }
        shutDown()
        if let failure { throw failure }
        if case .failed(let error) = outcome { throw error }
    }

    /// Joins the district of an invitation.
    public func join(_ invitation: Invitation, label: String) async throws(HostError) {
        guard let endpoint = Endpoint(invitation.address) else { throw .line(.badAddress) }
        timer = RepeatingTimer(everyMilliseconds: 250, on: executor, for: self) { $0.tick() }
        goal = .enrolment(invitation, bundleKey: configuration.keys.bundle.publicKey, label: label)
        let outcome = await withCheckedContinuation {
            finish = $0
            outgoing = sockets.connect(
                to: endpoint, deadlineMilliseconds: LocalLimits.handshakeDeadlineMilliseconds, for: self)
        }
        shutDown()
        if let failure { throw failure }
        if case .failed(.rejected(let words)) = outcome { throw .invitationUnknown(words) }
        if case .failed(let error) = outcome { throw error }
        do { try keeper.store.putMeta(NodeHost.addressKey, Array(invitation.address.utf8)) } catch {
            throw .replica(error)
        }
    }

    /// Ends whatever somebody waits for.
    func conclude(_ outcome: HostOutcome) {
        if isServing, case .failed = outcome { return }
        finish?.resume(returning: outcome)
        finish = nil
    }

    private func shutDown() {
        if failure == nil {
            if let session = keeper.hubSession { take(.end(session, .done)) }
            noteFooting()
        }
        timer = nil
        stop = nil
        sockets.closeAll()
        lock = nil
    }

    /// Calls the hub when it is time to.
    func redial() {
        guard isServing, configuration.admission == nil, outgoing == nil,
            dialler.isDue(atMilliseconds: Clock.moment.monotoneMilliseconds)
        else { return }
        dial()
    }

    func dial() {
        do {
            guard let bytes = try keeper.store.meta(NodeHost.addressKey),
                let text = String(validating: bytes, as: UTF8.self),
                let endpoint = Endpoint(text)
            else { return conclude(.failed(.line(.badAddress))) }
            goal = try keeper.sessionGoal()
            outgoing = sockets.connect(
                to: endpoint, deadlineMilliseconds: LocalLimits.handshakeDeadlineMilliseconds, for: self)
        } catch { conclude(.failed(.replica(error))) }
    }

    func lineLost(_ number: SocketNumber, _ error: LinkError?) {
        guard number == outgoing else { return }
        outgoing = nil
        dialler.failed(
            atMilliseconds: Clock.moment.monotoneMilliseconds,
            dice: keeper.instance ^ UInt64(dialler.failures + 1) &* 0x9e37_79b9)
        answerControllers(false)
        conclude(.failed(error.map { .line($0) } ?? .rejected("closed")))
    }

    func sessionUp(_ id: ConnectionID) {
        guard SocketNumber(id) == outgoing else { return }
        dialler.opened(atMilliseconds: Clock.moment.monotoneMilliseconds)
    }

    func sessionDown(_ id: ConnectionID, _ reason: CloseReason) {
        // Not believed: a signature kept here may have rotted. Looked at once; the next session shows it.
        if reason == .untrusted, !hasMended {
            hasMended = true
            let mended = (try? keeper.store.mendHeads(with: configuration.keys.feed)) ?? 0
            if mended > 0 { configuration.log("\(mended) signatures did not hold and were mended") }
        }
        guard SocketNumber(id) == outgoing else { return }
        if reason == .limit { dialler.turnedAway() }
        if reason != .done {
            configuration.log("session ended: \(reason.words)")
        }
    }

    /// Nothing is left to do in a session.
    func settled(_ id: ConnectionID) {
        guard id == keeper.hubSession, failure == nil else { return }
        if !keeper.isStoreFailing { dialler.succeeded() }
        answerControllers(true)
        if !isServing { conclude(.done) }
    }

    /// A session that settled while something still waited to be stored is settled now.
    func retrySettled() {
        guard let session = keeper.hubSession, keeper.isQuiet(session) else { return }
        settled(session)
    }
}
