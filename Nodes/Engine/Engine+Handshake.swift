// From a connection to a session: preamble, three messages, the certificates in them (SPEC "Handshake").
// Whoever fails any check is closed without a word; the log says here what it was.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Noise
internal import Sync
internal import Trust

extension NodeEngine {
    mutating func accept(_ id: ConnectionID, _ address: String, _ entropy: [UInt8]) {
        connections[id] = Connection(
            id: id, address: address, isInitiator: false, since: now.monotoneMilliseconds,
            phase: .preamble(entropy: entropy))
        guard identity.isHub, gate.admits(address, now: now.monotoneMilliseconds) else {
            return close(id, .limit)
        }
        makeRoom()
        if connections.count - closing.count > LocalLimits.connectionsMax { close(id, .limit) }
    }

    /// Where too many have not finished their handshake, one gives way: the oldest of the address that has
    /// most of them. Turning the newest away instead would let whoever holds places open, and says nothing,
    /// keep everybody else out. Being pushed out is no fault of a peer that was given no answer yet, and
    /// worth no line: there may be thousands.
    private mutating func makeRoom() {
        let open = connections.values.filter { $0.isHalfOpen && !$0.isInitiator }
        guard open.count > LocalLimits.halfOpenMax else { return }
        let counts = Dictionary(open.map { ($0.address, 1) }, uniquingKeysWith: +)
        let last = open.max { left, right in
            (counts[left.address] ?? 0, right.since, right.id)
                < (counts[right.address] ?? 0, left.since, left.id)
        }
        guard let last else { return }
        if case .third = last.phase { gate.failed(last.address, now: now.monotoneMilliseconds) }
        close(last.id, .limit)
    }

    mutating func connect(_ id: ConnectionID, _ goal: Goal, _ entropy: [UInt8]) {
        connections[id] = Connection(
            id: id, address: "", isInitiator: true, since: now.monotoneMilliseconds, phase: .gone)
        do {
            let (preamble, hubKey, payload, psk) = try opening(goal)
            var handshake = try HandshakeState(
                pattern: preamble.mode.pattern, role: .initiator, prologue: preamble.prologue,
                staticKey: identity.noiseKey, ephemeral: try AgreementKey(secret: Array(entropy.prefix(32))),
                remoteStatic: hubKey, psk: psk)
            let message = try handshake.writeMessage(payload)
            outgoing[id, default: []] += preamble.bytes + MessageFramer.frame(message)
            connections[id]?.phase = .second(handshake, goal)
        } catch let failure as HandshakeFailure {
            fail(id, failure.words)
        } catch {
            fail(id, "the handshake could not begin")
        }
    }

    private func opening(_ goal: Goal) throws(HandshakeFailure) -> (
        preamble: Preamble, hubKey: [UInt8], payload: [UInt8], psk: [UInt8]?
    ) {
        switch goal {
        case .session:
            guard let hub = trust.hub, identity.certificate != nil else {
                throw HandshakeFailure(words: "this node has not joined a district")
            }
            let preamble = Preamble(mode: .session, versions: NodeEngine.versions, hubKey: hub.noiseKey)
            return (preamble, hub.noiseKey, [], nil)
        case .enrolment(let invitation, _, _):
            let preamble = Preamble(
                mode: .enrolment, versions: NodeEngine.versions, hubKey: invitation.hubKey)
            return (preamble, invitation.hubKey, invitation.token.bytes, invitation.psk)
        }
    }

    /// Takes every whole message that has come.
    mutating func advance(_ id: ConnectionID, _ reader: some FeedReader) {
        while true {
            if peers[id] != nil { return receive(id, reader) }
            guard var connection = connections[id] else { return }
            let phase = connection.phase
            if case .gone = phase { return }
            do {
                if case .preamble(let entropy) = phase {
                    guard let bytes = connection.framer.take(Preamble.count) else { return }
                    connections[id]?.framer = connection.framer
                    try readPreamble(id, bytes, entropy)
                    continue
                }
                guard try mayRead(connection), let message = try connection.framer.next() else { return }
                connections[id]?.framer = connection.framer
                try read(id, phase, message, reader)
            } catch let failure as HandshakeFailure {
                fail(id, failure.words)
            } catch {
                fail(id, "the handshake did not authenticate")
            }
        }
    }

    /// False while the next message must wait for Host.
    private func mayRead(_ connection: Connection) throws(HandshakeFailure) -> Bool {
        let isWaiting =
            switch connection.phase {
            case .third(_, let token, let hasKey): token != nil && !hasKey
            case .enrolling: true
            default: false
            }
        guard isWaiting else { return true }
        guard connection.framer.pending <= 2 * SpecificationLimits.handshakeMessageBytesMax else {
            throw HandshakeFailure(words: "too much was sent before its turn")
        }
        return false
    }

    private mutating func read(
        _ id: ConnectionID, _ phase: Connection.Phase, _ message: [UInt8], _ reader: some FeedReader
    ) throws {
        switch phase {
        case .first(let handshake, let preamble): try readFirst(id, handshake, preamble, message)
        case .second(let handshake, let goal): try readSecond(id, handshake, goal, message, reader)
        case .third(let handshake, let token, _): try readThird(id, handshake, token, message, reader)
        case .joining(let transport, let hub, let invitation):
            try readReply(id, transport, hub, invitation, message)
        case .preamble, .enrolling, .live, .gone: break
        }
    }

    private mutating func readPreamble(_ id: ConnectionID, _ bytes: [UInt8], _ entropy: [UInt8]) throws {
        let preamble = try Preamble(bytes: bytes)
        guard preamble.isFor(hubKey: identity.noiseKey.publicKey) else {
            throw HandshakeFailure(words: "the preamble names another hub's key")
        }
        guard preamble.version(with: NodeEngine.versions) != nil else {
            throw HandshakeFailure(words: "no protocol version in common")
        }
        let handshake = try HandshakeState(
            pattern: preamble.mode.pattern, role: .responder, prologue: preamble.prologue,
            staticKey: identity.noiseKey, ephemeral: try AgreementKey(secret: Array(entropy.prefix(32))),
            remoteStatic: nil)
        connections[id]?.phase = .first(handshake, preamble)
    }

    private mutating func readFirst(
        _ id: ConnectionID, _ handshake: HandshakeState, _ preamble: Preamble, _ message: [UInt8]
    ) throws {
        var handshake = handshake
        let payload = try handshake.readMessage(message)
        var token: TokenID?
        if preamble.mode == .enrolment {
            guard let id = TokenID(bytes: payload) else {
                throw HandshakeFailure(words: "message 1 names no invitation")
            }
            token = id
        }
        guard let version = preamble.version(with: NodeEngine.versions),
            let certificate = identity.certificate, let epoch = identity.hubEpoch
        else { throw HandshakeFailure(words: "this node is no hub") }
        let greeting = HubGreeting(
            version: version, versions: NodeEngine.versions, certificate: certificate, epoch: epoch,
            timeMilliseconds: now.wallMilliseconds)
        let answer = try handshake.writeMessage(greeting.encoded)
        outgoing[id, default: []] += MessageFramer.frame(answer)
        connections[id]?.phase = .third(handshake, token, hasKey: false)
        if let token { effects.append(.lookUp(id, token)) }
    }

    private mutating func readSecond(
        _ id: ConnectionID, _ handshake: HandshakeState, _ goal: Goal, _ message: [UInt8],
        _ reader: some FeedReader
    ) throws {
        var handshake = handshake
        let hubKey = handshake.remoteStatic
        let payload = try handshake.readMessage(message)
        guard let greeting = HubGreeting(payload), NodeEngine.versions.contains(greeting.version) else {
            throw HandshakeFailure(words: "message 2 is malformed, or of a version not offered")
        }
        guard greeting.certificate.role == .hub, greeting.certificate.noiseKey == hubKey else {
            throw HandshakeFailure(words: "the hub's certificate is not of the key it used")
        }
        switch goal {
        case .enrolment(let invitation, let bundleKey, let label):
            try join(id, handshake, greeting, invitation, bundleKey: bundleKey, label: label)
        case .session(let agreed, let hubEpoch):
            var known = trust
            try known.insert(greeting.certificate)
            try greeting.certificate.checkDates(atMilliseconds: greeting.timeMilliseconds)
            guard let own = identity.certificate else {
                throw HandshakeFailure(words: "this node has not joined a district")
            }
            let hello = NodeGreeting(
                certificate: own, instance: identity.instance, software: identity.software)
            let message = try handshake.writeMessage(hello.encoded)
            outgoing[id, default: []] += MessageFramer.frame(message)
            let peer = Peer(
                certificate: greeting.certificate, software: "", hubEpoch: greeting.epoch,
                hubTimeMilliseconds: greeting.timeMilliseconds)
            let isSameLife = hubEpoch == nil || hubEpoch == greeting.epoch
            open(
                id, try handshake.split(), peer, instance: 0, agreed: isSameLife ? agreed : [], trust: known,
                reader)
        }
    }

    private mutating func readThird(
        _ id: ConnectionID, _ handshake: HandshakeState, _ token: TokenID?, _ message: [UInt8],
        _ reader: some FeedReader
    ) throws {
        var handshake = handshake
        let hash = handshake.handshakeHash
        let payload = try handshake.readMessage(message)
        guard let remote = handshake.remoteStatic else { throw HandshakeFailure(words: "no key") }
        if let token {
            let request = try EnrolmentRequest.open(payload, handshakeHash: hash, remoteStatic: remote)
            connections[id]?.since = now.monotoneMilliseconds
            connections[id]?.phase = .enrolling(try handshake.split())
            effects.append(.enrol(id, token, request))
            return
        }
        guard let greeting = NodeGreeting(payload) else {
            throw HandshakeFailure(words: "message 3 is malformed")
        }
        var known = trust
        try known.insert(greeting.certificate)
        let certificate = greeting.certificate
        guard certificate.role == .school, certificate.noiseKey == remote,
            known.certificate(of: certificate.nodeID) == certificate
        else { throw HandshakeFailure(words: "the certificate is not of the key used, or was renewed") }
        do { try certificate.checkDates(atMilliseconds: now.wallMilliseconds) } catch {
            throw HandshakeFailure(words: "the certificate of \(certificate.nodeID) is not valid today")
        }
        let peer = Peer(
            certificate: certificate, software: greeting.software, hubEpoch: nil, hubTimeMilliseconds: nil)
        open(id, try handshake.split(), peer, instance: greeting.instance, agreed: [], trust: known, reader)
    }
}
