// A line between two processes that the test can count, slow down and cut at any byte.

import Dispatch
import Link
import Testing

actor Proxy: SocketOwner {
    /// One connection through the proxy.
    struct Line: Sendable {
        let client: SocketNumber
        let server: SocketNumber
        /// Bytes by direction: to the hub, to the school.
        var up: [UInt8] = []
        var down: [UInt8] = []
        var upCount = 0
        var downCount = 0
        /// Who spoke, in turns: `u` and `d`.
        var turns = ""
        let begun = ContinuousClock.now
        /// When the first byte of each turn came.
        var times: [ContinuousClock.Instant] = []
        var isOpen = true
    }

    /// Where a line is cut: after that many bytes in one direction.
    enum Cut: Sendable {
        case up(Int)
        case down(Int)
    }

    let executor: QueueExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    let sockets: Sockets
    private(set) var lines: [Line] = []
    private var upstream: Endpoint?
    private var cut: Cut?
    /// Lines cut so far.
    private(set) var cuts = 0
    private var records = false
    private var delayMilliseconds = 0
    private(set) var endpoint: Endpoint?

    init() {
        executor = QueueExecutor(label: "proxy")
        sockets = Sockets(executor: executor)
    }

    /// Begins to listen; `delayMilliseconds` is what every byte waits, in both directions.
    func open(records: Bool = false, delayMilliseconds: Int = 0) throws -> Endpoint {
        (self.records, self.delayMilliseconds) = (records, delayMilliseconds)
        let listener = try sockets.listen(on: .tcp(host: "127.0.0.1", port: 0), for: self)
        endpoint = sockets.endpoint(ofListener: listener)
        return try #require(endpoint)
    }

    func lead(to upstream: Endpoint) { self.upstream = upstream }

    /// Cuts the newest line, now or later, and no other after it.
    func cutNext(_ cut: Cut?) { self.cut = cut }

    func close() { sockets.closeAll() }

    /// Bytes to the hub over all lines.
    var upTotal: Int { lines.reduce(0) { $0 + $1.upCount } }
    var downTotal: Int { lines.reduce(0) { $0 + $1.downCount } }

    func sockets(saw event: SocketEvent, on number: SocketNumber) {
        switch event {
        case .accepted(let client, _):
            guard let upstream else { return sockets.close(client) }
            let server = sockets.connect(to: upstream, deadlineMilliseconds: 5_000, for: self)
            lines.append(Line(client: client, server: server))
        case .received(let bytes): received(bytes, on: number)
        case .ended:
            guard let other = index(of: number).map({ partner(of: number, in: $0) }) else { return }
            after { $0.finishWriting(to: other) }
        case .closed:
            guard let index = index(of: number) else { return }
            lines[index].isOpen = false
            let other = partner(of: number, in: index)
            after { $0.close(other) }
        default: break
        }
    }

    private func received(_ bytes: [UInt8], on number: SocketNumber) {
        guard let index = index(of: number), lines[index].isOpen else { return }
        let isUp = lines[index].client == number
        var bytes = bytes
        var isCut = false
        if index == lines.count - 1, let left = bytesLeft(index, isUp), left <= bytes.count {
            bytes = Array(bytes.prefix(max(0, left)))
            isCut = true
        }
        note(bytes, index, isUp)
        let other = partner(of: number, in: index)
        let copy = bytes
        after { $0.write(copy, to: other) }
        guard isCut else { return }
        cut = nil
        cuts += 1
        lines[index].isOpen = false
        after {
            $0.close(other)
            $0.close(number)
        }
    }

    private func bytesLeft(_ index: Int, _ isUp: Bool) -> Int? {
        switch cut {
        case .up(let limit) where isUp: limit - lines[index].upCount
        case .down(let limit) where !isUp: limit - lines[index].downCount
        default: nil
        }
    }

    private func note(_ bytes: [UInt8], _ index: Int, _ isUp: Bool) {
        if isUp { lines[index].upCount += bytes.count } else { lines[index].downCount += bytes.count }
        if records {
            if isUp { lines[index].up += bytes } else { lines[index].down += bytes }
        }
        let turn: Character = isUp ? "u" : "d"
        if lines[index].turns.last != turn {
            lines[index].turns.append(turn)
            lines[index].times.append(.now)
        }
    }

    private func after(_ body: @escaping @Sendable (Sockets) -> Void) {
        guard delayMilliseconds > 0 else { return body(sockets) }
        executor.queue.asyncAfter(deadline: .now() + .milliseconds(delayMilliseconds)) { [weak self] in
            self?.assumeIsolated { body($0.sockets) }
        }
    }

    private func index(of number: SocketNumber) -> Int? {
        lines.lastIndex { $0.client == number || $0.server == number }
    }

    private func partner(of number: SocketNumber, in index: Int) -> SocketNumber {
        lines[index].client == number ? lines[index].server : lines[index].client
    }
}
