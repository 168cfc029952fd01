// Whole nodes against each other: sessions, joining, and everybody who does not belong.

import Bytes
import CRDT
import Crypto
import Engine
import SyncSupport
import Sync
import Testing
import Trust

@Suite struct EngineTests {
    static let spaces = [Space.district, World.space]

    @Test("a school and a hub become equal over a real handshake, in pieces of any size")
    func session() throws {
        for piece in [1, 7, 1_000, Int.max] {
            var world = try World()
            let school = try world.addSchool(11)
            world.write(40, at: 0, space: .district)
            world.write(300, at: school)
            let id = world.connect(school)
            world.run(piece: piece)
            #expect(world.nodes[0].log.inventory(Self.spaces) == world.nodes[1].log.inventory(Self.spaces))
            #expect(world.nodes[1].engine.isQuiet(id) && world.nodes[0].engine.isQuiet(id))
            let receipts = world.nodes[1].effects.compactMap { effect -> UInt64? in
                if case .receipt(let receipt) = effect { receipt.sequence } else { nil }
            }
            #expect(receipts.last == 300)
            world.write(1, at: school)
            world.tell(school, .news(World.space))
            world.run(piece: piece)
            #expect(world.nodes[0].log.inventory(Self.spaces) == world.nodes[1].log.inventory(Self.spaces))
            world.tell(school, .end(id, .done))
            world.run()
            #expect(world.nodes[0].engine.connectionCount == 0)
        }
    }

    @Test("a quiet sync takes two round trips after connect and at most 1,500 bytes")
    func quiet() throws {
        var world = try World()
        let school = try world.addSchool(11)
        world.write(4, at: 0, space: .district)
        world.write(30, at: school)
        world.write(3, at: 0)
        let first = world.connect(school)
        world.run()
        world.tell(school, .end(first, .done))
        world.run()
        let agreed = world.nodes[school].agreed
        #expect(agreed.count == 2)
        let id = world.connect(school, .session(agreed: agreed, hubEpoch: Epoch(5)))
        world.run()
        #expect(world.nodes[school].engine.isQuiet(id))
        let pipe = try #require(world.pipes[id])
        // Two writes each way: a round trip is a write of the school and the hub's answer to it.
        #expect(pipe.writes == [2, 2])
        world.tell(school, .end(id, .done))
        world.run()
        let bytes = try #require(world.pipes[id]).bytes
        print("quiet sync: \(pipe.writes[0]) round trips, \(bytes[0]) + \(bytes[1]) bytes")
        #expect(bytes[0] + bytes[1] <= 1_500)
    }

    @Test("a hub in a new epoch confirms anew what it holds, though nothing has changed since")
    func newEpoch() throws {
        var world = try World()
        let school = try world.addSchool(11)
        world.write(30, at: school)
        let first = world.connect(school)
        world.run()
        world.tell(school, .end(first, .done))
        world.run()
        let agreed = world.nodes[school].agreed
        for (epoch, expected) in [(Epoch(5), 0), (Epoch(4), 1)] {
            let before = world.nodes[school].count { if case .receipt = $0 { true } else { false } }
            let id = world.connect(school, .session(agreed: agreed, hubEpoch: epoch))
            world.run()
            #expect(world.nodes[school].engine.isQuiet(id))
            let after = world.nodes[school].count { if case .receipt = $0 { true } else { false } }
            #expect(after - before == expected)
            world.tell(school, .end(id, .done))
            world.run()
        }
    }

    @Test("what one school sends reaches the other machines of its space at once, through the hub")
    func relay() throws {
        var world = try World()
        let one = try world.addSchool(11)
        let two = try world.addSchool(12)
        _ = world.connect(one)
        _ = world.connect(two)
        world.run()
        world.write(5, at: one)
        world.tell(one, .news(World.space))
        world.run()
        #expect(world.nodes[two].log.inventory(Self.spaces) == world.nodes[one].log.inventory(Self.spaces))
    }

    @Test("an invitation gives a certificate, the same again to the same keys, and nothing to others")
    func enrolment() throws {
        var world = try World()
        let school = try world.addSchool(11, isMember: false)
        let other = try world.addSchool(12, isMember: false)
        let hub = try world.hubCertificate
        let invitation = try Invitation(
            token: TokenID(high: 1, low: 2), expiryMilliseconds: world.now.wallMilliseconds + 1_000_000,
            secret: world.random.bytes(32), address: "192.0.2.9:7400", hubKey: hub.noiseKey,
            root: world.root.verifyKey, space: World.space, label: "โรงเรียน")
        world.invitations[invitation.token] = InvitationRecord(invitation)
        let goal = Goal.enrolment(invitation, bundleKey: [UInt8](repeating: 8, count: 32), label: "PC")
        for _ in 0..<2 {
            _ = world.connect(school, goal)
            world.run()
        }
        let joined = world.nodes[school].effects.compactMap { effect -> Certificate? in
            if case .joined(_, let certificate, _) = effect { certificate } else { nil }
        }
        #expect(joined.count == 2 && joined[0] == joined[1])
        #expect(joined.first?.feedKey == world.nodes[school].writer.key.verifyKey)
        _ = world.connect(other, goal)
        world.run()
        #expect(
            world.nodes[other].count {
                if case .joinRefused(_, .usedByOtherKeys) = $0 { true } else { false }
            }
                == 1)
        #expect(world.nodes[0].lines.filter { $0.contains("refused") }.count == 1)
        // A wrong secret, and a token nobody gave out.
        for (token, secret) in [
            (invitation.token, world.random.bytes(32)), (TokenID(high: 9, low: 9), invitation.secret),
        ] {
            let fake = try Invitation(
                token: token, expiryMilliseconds: invitation.expiryMilliseconds, secret: secret,
                address: invitation.address, hubKey: hub.noiseKey, root: invitation.root,
                space: World.space, label: "")
            _ = world.connect(other, .enrolment(fake, bundleKey: hub.bundleKey, label: ""))
            world.run()
        }
        #expect(world.nodes[other].count { if case .joined = $0 { true } else { false } } == 0)
        #expect(world.nodes[0].engine.connectionCount == 0)
    }

    @Test("strangers, expired certificates and other districts' hubs get no session")
    func strangers() throws {
        var world = try World()
        let expired = try world.addSchool(11, notAfter: 1_000)
        let stranger = try world.addSchool(12)
        var foreign = try World()
        foreign.nodes[0].engine.handle(.tick, reading: foreign.nodes[0].log, now: foreign.now).forEach { _ in
        }
        _ = world.connect(expired)
        world.run()
        #expect(world.nodes[0].lines.contains { $0.contains("not valid today") })
        // A school that signed its own certificate.
        let key = world.nodes[stranger].writer.key
        let noise = try AgreementKey(secret: [UInt8](repeating: 12, count: 32))
        let forged = try Certificate(
            role: .school, space: World.space, feedKey: key.verifyKey, noiseKey: noise.publicKey,
            bundleKey: noise.publicKey, notBeforeMilliseconds: 0, notAfterMilliseconds: World.year * 100,
            label: "", signedWith: key)
        world.tell(
            stranger,
            .identity(
                EngineIdentity(
                    certificate: forged, noiseKey: noise, feedKey: key, hubEpoch: nil, instance: 1,
                    software: "")))
        _ = world.connect(stranger)
        world.run()
        #expect(world.nodes[0].count { if case .sessionUp = $0 { true } else { false } } == 0)
        #expect(world.nodes[0].engine.connectionCount == 0)
        #expect(world.nodes.allSatisfy { node in node.lines.allSatisfy { !$0.contains("\u{1b}") } })
    }

    @Test("garbage, slow strangers and floods are closed in time, and an honest school still gets in")
    func floods() throws {
        var world = try World()
        let school = try world.addSchool(11)
        for number in 0..<40 as Range<UInt64> {
            let id = ConnectionID(1_000_000 + number)
            world.tell(0, .accepted(id, address: "198.51.100.7", entropy: world.random.bytes(32)))
            world.tell(0, .received(id, world.random.bytes(100)))
        }
        #expect(world.nodes[0].closed.filter { $0 == .limit }.count >= 30)
        for number in 0..<300 as Range<UInt64> {
            let id = ConnectionID(2_000_000 + number)
            world.tell(0, .accepted(id, address: "203.0.113.\(number)", entropy: world.random.bytes(32)))
            world.tell(0, .received(id, [0x53]))
        }
        #expect(world.nodes[0].engine.connectionCount == LocalLimits.halfOpenMax)
        // However many hold a place open, whoever comes gets one and goes on to a session; of the others
        // the oldest gives way, and of an address that has many the first.
        let places = world.nodes[0].engine.sessionCount
        for address in ["203.0.113.299", "192.0.2.1"] {
            world.clock += 1
            let id = world.connect(school, address: address)
            world.run()
            #expect(world.nodes[0].engine.isQuiet(id), "from \(address)")
        }
        #expect(world.nodes[0].engine.sessionCount == places + 1)
        world.pass(milliseconds: LocalLimits.handshakeDeadlineMilliseconds + 1)
        #expect(world.nodes[0].engine.connectionCount == 1)
        let id = world.connect(school)
        world.run()
        #expect(world.nodes[school].engine.isQuiet(id))
    }

    @Test("one address that holds every place open loses them to others, not the others to it")
    func fairPlaces() throws {
        var world = try World()
        let school = try world.addSchool(11)
        let slow = world.connect(school, address: "198.51.100.1")
        for number in 0..<600 as Range<UInt64> {
            let id = ConnectionID(1_000_000 + number)
            world.tell(0, .accepted(id, address: "198.51.100.7", entropy: world.random.bytes(32)))
        }
        #expect(world.nodes[0].engine.connectionCount == LocalLimits.halfOpenMax)
        world.run()
        #expect(world.nodes[0].engine.isQuiet(slow))
        #expect(world.nodes[0].lines.isEmpty)
    }

    @Test("a node has few sessions at once, the newest ones; it cannot take the places of others")
    func sessionsOfOneNode() throws {
        var world = try World()
        let honest = world.connect(try world.addSchool(12))
        world.run()
        var ids: [ConnectionID] = []
        for instance in 1...UInt64(LocalLimits.sessionsPerNodeMax) + 5 {
            ids.append(world.connect(try world.addSchool(11, instance: instance)))
            world.run()
        }
        #expect(world.nodes[0].engine.sessionCount == LocalLimits.sessionsPerNodeMax + 1)
        #expect(world.nodes[0].closed.filter { $0 == .limit }.count == 5)
        #expect(ids.suffix(LocalLimits.sessionsPerNodeMax).allSatisfy { world.nodes[0].engine.isQuiet($0) })
        #expect(world.nodes[0].engine.isQuiet(honest))
    }

    @Test("ten machines from one disk image are connected at once, and none pushes another out")
    func tenCopies() throws {
        var world = try World()
        var ids: [ConnectionID] = []
        for instance in 1...UInt64(10) {
            let copy = try world.addSchool(40, instance: instance)
            ids.append(world.connect(copy))
            world.run()
        }
        #expect(ids.allSatisfy { world.nodes[0].engine.isQuiet($0) })
        // Each writes on, and all stay: where one had to make room, it would call again, and so for ever.
        for copy in 1...10 { world.write(1, at: copy) }
        for _ in 0..<3 {
            world.pass(milliseconds: 10_000)
            world.run()
        }
        #expect(world.nodes[0].closed.isEmpty)
    }

    @Test("a cut handshake leaves one line in the hub's log, a connection that said nothing none")
    func cutHandshakes() throws {
        var world = try World()
        let school = try world.addSchool(11)
        let id = world.connect(school)
        let opening = try #require(world.pipes[id]?.waiting[1].first)
        world.pipes[id]?.waiting = [[], []]
        world.tell(0, .closed(id))
        #expect(world.nodes[0].lines.isEmpty)
        for (index, size) in [1, 16, 17, opening.count].enumerated() {
            let id = ConnectionID(UInt64(100 + index))
            world.clock += 1_000
            world.tell(0, .accepted(id, address: "192.0.2.1", entropy: world.random.bytes(32)))
            world.tell(0, .received(id, Array(opening.prefix(size))))
            world.tell(0, .closed(id))
            #expect(world.nodes[0].lines.count == index + 1)
        }
        #expect(world.nodes[0].engine.connectionCount == 0)
    }

    @Test("every bit flip of every handshake byte is refused")
    func bitFlips() throws {
        var plain = try World()
        let school = try plain.addSchool(11)
        let start = plain
        let id = plain.connect(school)
        plain.run()
        let lengths = try #require(plain.pipes[id]).bytes
        #expect(plain.nodes[0].engine.sessionCount == 1)
        for end in 0...1 {
            // All that either end says up to its Hello, that one included.
            for place in 0..<lengths[end] * 8 {
                var world = start
                let id = world.connect(school)
                flip(&world, id, end, place / 8, bit: UInt8(1 << (place % 8)), school)
                let isFooled = world.nodes[end == 0 ? 0 : school].effects.contains(.settled(id))
                if isFooled { Issue.record("end \(end), byte \(place / 8), bit \(place % 8)") }
            }
        }
    }

    /// Runs a connection with one bit of what `end` sends changed.
    private func flip(
        _ world: inout World, _ id: ConnectionID, _ end: Int, _ place: Int, bit: UInt8, _ school: Int
    ) {
        var seen = 0
        for _ in 0..<6 {
            for sender in 0...1 {
                guard var chunk = world.pipes[id]?.waiting[1 - sender].first else { continue }
                world.pipes[id]?.waiting[1 - sender].removeFirst()
                if sender == end {
                    if (seen..<seen + chunk.count).contains(place) { chunk[place - seen] ^= bit }
                    seen += chunk.count
                }
                world.tell(sender == 0 ? 0 : school, .received(id, chunk))
            }
        }
    }

    @Test("the same instance replaces its session; two live instances of one node raise the alarm")
    func clones() throws {
        var world = try World()
        let school = try world.addSchool(11, instance: 5)
        let old = world.connect(school)
        world.run()
        let new = world.connect(school)
        world.run()
        #expect(world.nodes[0].closed.contains(.replaced))
        #expect(world.nodes[0].engine.isQuiet(new) && !world.nodes[0].engine.isQuiet(old))
        let twin = try world.addSchool(11, instance: 6)
        let second = world.connect(twin)
        world.run()
        #expect(world.nodes[0].effects.contains(.cloneAlarm(world.nodes[school].writer.node)))
        #expect(world.nodes[0].engine.isQuiet(second))
        // Copies whose lines come and go are told of once, not each time they meet.
        for _ in 0..<5 {
            _ = world.connect(school)
            world.run()
            _ = world.connect(twin)
            world.run()
        }
        let alarms = world.nodes[0].effects.filter { $0 == .cloneAlarm(world.nodes[school].writer.node) }
        #expect(alarms.count == 1)
        // A restart whose old line is dead is no clone: nothing shows that the old one lives.
        var quiet = try World()
        let lone = try quiet.addSchool(11, instance: 5)
        let dead = quiet.connect(lone)
        quiet.run()
        quiet.pipes[dead]?.isOpen = [false, false]
        let restarted = try quiet.addSchool(11, instance: 9)
        _ = quiet.connect(restarted)
        quiet.run()
        #expect(!quiet.nodes[0].effects.contains(.cloneAlarm(quiet.nodes[lone].writer.node)))
    }

    @Test("silence ends a session, pings keep one, and a clock that jumps drops all")
    func time() throws {
        var world = try World()
        let school = try world.addSchool(11)
        let id = world.connect(school)
        world.run()
        for _ in 0..<20 {
            world.pass(milliseconds: LocalLimits.pingIntervalMilliseconds)
            world.run()
        }
        #expect(world.nodes[0].engine.isQuiet(id))
        world.pipes[id]?.isOpen = [false, false]
        world.pass(milliseconds: LocalLimits.idleDeadlineMilliseconds + 1)
        #expect(world.nodes[0].engine.connectionCount == 0 && world.nodes[0].closed.contains(.idle))
        let again = world.connect(school)
        world.run()
        #expect(world.nodes[0].engine.isQuiet(again))
        world.wallOffset += 543 * World.year
        world.pass(milliseconds: 1)
        #expect(world.nodes[0].engine.connectionCount == 0 && world.nodes[0].closed.contains(.clock))
    }

    @Test("sessions rekey and go on past 1,024 messages")
    func rekey() throws {
        var world = try World()
        let school = try world.addSchool(11)
        let id = world.connect(school)
        world.run()
        for _ in 0..<1_100 {
            world.write(1, at: school)
            world.tell(school, .news(World.space))
            world.run()
        }
        #expect(world.nodes[0].engine.isQuiet(id))
        #expect(world.nodes[0].log.inventory(Self.spaces) == world.nodes[1].log.inventory(Self.spaces))
    }
}
