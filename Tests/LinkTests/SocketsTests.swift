// Connections over loopback TCP: bytes, ends, bounds and failures, against Link itself and against plain
// system calls.

import Bytes
import Link
import Support
import Testing

private let anyPort = Endpoint.tcp(host: "127.0.0.1", port: 0)

@Suite(.ownThread) struct SocketsTests {
    @Test("bytes written in pieces come back whole, in order and counted")
    func echo() async throws {
        let server = Party(.echo)
        let client = Party()
        let (_, endpoint) = try await server.listen(anyPort)
        #expect(endpoint.port != 0)
        let number = await client.connect(endpoint)
        var generator: UInt64 = 7
        var sent: [UInt8] = []
        for piece in 0..<200 {
            generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let bytes = (0..<Int(generator >> 54)).map { UInt8(truncatingIfNeeded: $0 &+ piece) }
            sent += bytes
            await client.write(bytes, number)
        }
        await client.finish(number)
        let done = await client.reaches { $0.closed[number] != nil }
        #expect(done)
        #expect(await client.received[number] == sent)
        #expect(await client.closed[number] == .some(nil))
        #expect(await client.ended.contains(number))
        let counts = await client.traffic[number]
        #expect(counts?.bytesIn == UInt64(sent.count) && counts?.bytesOut == UInt64(sent.count))
        #expect(await server.reaches { $0.count == 0 })
        #expect(await server.peers.first?.host == "127.0.0.1")
    }

    @Test("two hundred connections echo at once and leave nothing behind")
    func manyConnections() async throws {
        let server = Party(.echo)
        let client = Party()
        let (_, endpoint) = try await server.listen(anyPort)
        let message = [UInt8](repeating: 0x5a, count: 3_000)
        var numbers: [SocketNumber] = []
        for _ in 0..<200 {
            let number = await client.connect(endpoint, 20_000)
            await client.write(message, number)
            await client.finish(number)
            numbers.append(number)
        }
        #expect(await client.reaches { $0.closed.count == 200 })
        for number in numbers {
            #expect(await client.received[number] == message)
            #expect(await client.closed[number] == .some(nil))
        }
        #expect(await client.count == 0)
        #expect(await server.reaches { $0.count == 0 })
    }

    @Test("a peer that does not read is dropped at the bound, and its own bytes are read all the same")
    func slowReader() async throws {
        let server = Party()
        let (_, endpoint) = try await server.listen(anyPort)
        let stuck = try RawPeer(connectingTo: endpoint)
        #expect(await server.reaches { $0.accepted.count == 1 })
        let number = try #require(await server.accepted.first)
        let piece = [UInt8](repeating: 1, count: 64 << 10)
        var written = 0
        while await server.closed[number] == nil, written < 64 << 20 {
            await server.write(piece, number)
            written += piece.count
            #expect(await server.waiting(number) <= LocalLimits.outgoingBytesMax)
            if written == 1 << 20 {
                stuck.send([9, 9, 9])
                #expect(await server.reaches { $0.received[number] == [9, 9, 9] })
            }
        }
        #expect(await server.reaches { $0.closed[number] != nil })
        #expect(await server.closed[number] == .some(.tooSlow))
        #expect(written < 64 << 20)
    }

    @Test("what had to wait is written when the peer reads again, and the owner is told")
    func drains() async throws {
        let server = Party()
        let (_, endpoint) = try await server.listen(anyPort)
        let peer = try RawPeer(connectingTo: endpoint)
        #expect(await server.reaches { $0.accepted.count == 1 })
        let number = try #require(await server.accepted.first)
        let piece = [UInt8](repeating: 3, count: 64 << 10)
        var written = 0
        while await server.waiting(number) == 0 {
            await server.write(piece, number)
            written += piece.count
        }
        #expect(await server.drained == 0)
        #expect(peer.receive(exactly: written) == written)
        #expect(await server.reaches { $0.drained == 1 })
        #expect(await server.waiting(number) == 0)
    }

    @Test("a port in use, a foreign address and a bad address each get their own error")
    func listenErrors() async throws {
        let party = Party()
        let (_, endpoint) = try await party.listen(anyPort)
        await #expect(throws: LinkError.portInUse) { try await party.listen(endpoint) }
        let foreign = Endpoint.tcp(host: "192.0.2.1", port: 0)
        await #expect(throws: LinkError.addressNotHere) { try await party.listen(foreign) }
        let name = Endpoint.tcp(host: "hub.example", port: 0)
        await #expect(throws: LinkError.badAddress) { try await party.listen(name) }
    }

    @Test("a port can be listened on again as soon as its listener is closed")
    func listenAgain() async throws {
        let party = Party(.echo)
        let (number, endpoint) = try await party.listen(anyPort)
        let client = Party()
        let connection = await client.connect(endpoint)
        #expect(await client.reaches { $0.connected.contains(connection) })
        await party.closeAll()
        var again = false
        for _ in 0..<200 where !again {
            again = (try? await party.listen(endpoint)) != nil
            if !again { await pause(milliseconds: 5) }
        }
        #expect(again && number.raw == 1)
    }

    @Test("nobody listening is refused, and an address that never answers ends at the deadline")
    func connectErrors() async throws {
        let party = Party()
        let (listener, endpoint) = try await party.listen(anyPort)
        await party.close(listener)
        // The descriptor closes in a later turn of the queue.
        await pause(milliseconds: 50)
        let refused = await party.connect(endpoint)
        await party.write([1, 2, 3], refused)
        #expect(await party.reaches { $0.closed[refused] != nil })
        #expect(await party.closed[refused] == .some(.refused))
        let unknown = await party.connect(.tcp(host: "no-such-host.invalid", port: 1), 300)
        #expect(await party.reaches { $0.closed[unknown] != nil })
        let why = await party.closed[unknown]
        #expect(why == .some(.nameNotFound) || why == .some(.timedOut))
        #expect(await party.count == 0)
    }

    @Test("a full backlog runs into the deadline, not into waiting for ever")
    func deadline() async throws {
        let deaf = try RawListener(backlog: 0)
        let party = Party()
        var numbers: [SocketNumber] = []
        for _ in 0..<8 { numbers.append(await party.connect(deaf.endpoint, 300)) }
        let last = numbers[7]
        #expect(await party.reaches { $0.closed[last] != nil })
        #expect(await party.closed[last] == .some(.timedOut))
    }

    @Test("a name is looked up")
    func name() async throws {
        let server = Party(.echo)
        let (_, endpoint) = try await server.listen(.tcp(host: "localhost", port: 0))
        let client = Party()
        let number = await client.connect(.tcp(host: "localhost", port: endpoint.port))
        #expect(await client.reaches { $0.connected.contains(number) })
    }

    @Test("closing while much is being written is quiet on one side and a reset or an end on the other")
    func closeWhileWriting() async throws {
        let server = Party(.closeOnFirstByte)
        let client = Party()
        let (_, endpoint) = try await server.listen(anyPort)
        for _ in 0..<20 {
            let number = await client.connect(endpoint)
            for _ in 0..<12 { await client.write([UInt8](repeating: 4, count: 80 << 10), number) }
            #expect(await client.reaches { $0.closed[number] != nil || $0.ended.contains(number) })
            if let why = await client.closed[number] { #expect(why == .reset) }
            await client.close(number)
        }
        #expect(await server.reaches { $0.count == 0 })
        #expect(await client.count == 0)
    }

    @Test("half-closing in the middle still brings the answer, and a finished side writes nothing more")
    func halfClose() async throws {
        let server = Party(.endWhenEnded)
        let client = Party()
        let (_, endpoint) = try await server.listen(anyPort)
        let number = await client.connect(endpoint)
        #expect(await server.reaches { $0.accepted.count == 1 })
        let far = try #require(await server.accepted.first)
        await client.write([1], number)
        #expect(await server.reaches { $0.received[far] == [1] })
        await server.write([5], far)
        await client.finish(number)
        await client.write([2], number)
        #expect(await client.reaches { $0.closed[number] != nil })
        #expect(await server.received[far] == [1])
        #expect(await client.received[number] == [5])
        #expect(await client.closed[number] == .some(nil))
    }

    @Test("the reason a peer sent before it closed is read even while this side writes into the void")
    func lastWords() async throws {
        let server = Party()
        let (_, endpoint) = try await server.listen(anyPort)
        for _ in 0..<20 {
            let peer: RawPeer? = try RawPeer(connectingTo: endpoint)
            peer?.send([7, 7])
        }
        #expect(await server.reaches { $0.accepted.count == 20 })
        for number in await server.accepted {
            await server.write([1], number)
            await server.write([2], number)
            #expect(await server.reaches { $0.received[number] == [7, 7] })
        }
    }

    @Test("a timer ticks on the owner's queue until it is let go")
    func ticking() async throws {
        let party = Party()
        await party.startTicking()
        #expect(await party.reaches { $0.ticks >= 3 })
        await party.stopTicking()
        let count = await party.ticks
        await pause(milliseconds: 60)
        #expect(await party.ticks <= count + 1)
    }

    @Test("an owner that is let go closes everything it had")
    func releasedOwner() async throws {
        let server = Party()
        let (_, endpoint) = try await server.listen(anyPort)
        var client: Party? = Party()
        _ = await client?.connect(endpoint)
        #expect(await server.reaches { $0.accepted.count == 1 })
        client = nil
        #expect(await server.reaches { $0.ended.count + $0.closed.count == 1 })
    }
}
