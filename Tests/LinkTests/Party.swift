// An actor that owns sockets and remembers what they told it; `behaviour` says what it does in answer.

import Dispatch
import Link
import Support

actor Party: SocketOwner {
    enum Behaviour: Sendable {
        case listenOnly
        case echo
        case endWhenEnded
        case closeOnFirstByte
    }

    let executor: QueueExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    let sockets: Sockets
    private let behaviour: Behaviour
    private(set) var received: [SocketNumber: [UInt8]] = [:]
    private(set) var accepted: [SocketNumber] = []
    private(set) var connected: Set<SocketNumber> = []
    private(set) var ended: Set<SocketNumber> = []
    private(set) var closed: [SocketNumber: LinkError?] = [:]
    private(set) var traffic: [SocketNumber: Traffic] = [:]
    private(set) var peers: [Endpoint] = []
    private(set) var drained = 0
    private(set) var pauses: [LinkError] = []
    private(set) var ticks = 0
    private var timer: RepeatingTimer?

    init(_ behaviour: Behaviour = .listenOnly) {
        self.behaviour = behaviour
        executor = QueueExecutor(label: "party")
        sockets = Sockets(executor: executor)
    }

    func sockets(saw event: SocketEvent, on number: SocketNumber) {
        precondition(closed[number] == nil, "an event came after closed")
        switch event {
        case .accepted(let peer, let from):
            accepted.append(peer)
            peers.append(from)
        case .acceptPaused(let error): pauses.append(error)
        case .connected: connected.insert(number)
        case .received(let bytes):
            received[number, default: []] += bytes
            if behaviour == .echo { sockets.write(bytes, to: number) }
            if behaviour == .closeOnFirstByte {
                sockets.close(number)
                closed[number] = .some(nil)
            }
        case .ended:
            precondition(ended.insert(number).inserted, "ended came twice")
            if behaviour != .listenOnly { sockets.finishWriting(to: number) }
        case .drained: drained += 1
        case .closed(let error, let counts):
            closed[number] = .some(error)
            traffic[number] = counts
        }
    }

    func listen(_ endpoint: Endpoint) throws -> (SocketNumber, Endpoint) {
        let number = try sockets.listen(on: endpoint, for: self)
        return (number, sockets.endpoint(ofListener: number) ?? endpoint)
    }

    func connect(_ endpoint: Endpoint, _ milliseconds: Int64 = 5_000) -> SocketNumber {
        sockets.connect(to: endpoint, deadlineMilliseconds: milliseconds, for: self)
    }

    func write(_ bytes: [UInt8], _ number: SocketNumber) { sockets.write(bytes, to: number) }
    func finish(_ number: SocketNumber) { sockets.finishWriting(to: number) }
    func close(_ number: SocketNumber) { sockets.close(number) }
    func closeAll() { sockets.closeAll() }
    func waiting(_ number: SocketNumber) -> Int { sockets.waitingBytes(to: number) }
    var count: Int { sockets.connectionCount }

    func startTicking() {
        timer = RepeatingTimer(everyMilliseconds: 5, on: executor, for: self) { $0.ticks += 1 }
    }
    func stopTicking() { timer = nil }

    /// False when `condition` does not come true within twenty seconds.
    func reaches(_ condition: @Sendable (isolated Party) -> Bool) async -> Bool {
        for _ in 0..<4_000 {
            if condition(self) { return true }
            await pause(milliseconds: 5)
        }
        return false
    }
}
