// The other end without Link: plain blocking system calls, so that a test can be slow, deaf or rude.

import Glibc
import Link

struct RawFailure: Error {}

private func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = UInt16(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
}

private func withAddress<Result>(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

/// A blocking connection.
final class RawPeer: Sendable {
    private let raw: Int32

    private init(raw: Int32) { self.raw = raw }

    convenience init(connectingTo endpoint: Endpoint) throws {
        self.init(raw: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        try connect(to: endpoint)
    }

    static func unconnected() throws -> RawPeer {
        RawPeer(raw: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    }

    func connect(to endpoint: Endpoint) throws {
        var address = loopback(endpoint.port)
        guard withAddress(&address, { Glibc.connect(raw, $0, $1) }) == 0 else { throw RawFailure() }
    }

    deinit { _ = Glibc.close(raw) }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(raw, bytes, bytes.count, 0) }

    /// How many bytes came before the end, at most `wanted`.
    func receive(exactly wanted: Int) -> Int {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var total = 0
        while total < wanted {
            let count = recv(raw, &buffer, min(buffer.count, wanted - total), 0)
            guard count > 0 else { return total }
            total += count
        }
        return total
    }
}

/// Listens and never accepts.
final class RawListener: Sendable {
    private let raw: Int32
    let endpoint: Endpoint

    init(backlog: Int32) throws {
        let raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard withAddress(&address, { bind(raw, $0, $1) }) == 0, listen(raw, backlog) == 0,
            withAddress(&address, { pointer, _ in getsockname(raw, pointer, &length) }) == 0
        else { throw RawFailure() }
        self.raw = raw
        endpoint = .tcp(host: "127.0.0.1", port: UInt16(bigEndian: address.sin_port))
    }

    deinit { _ = Glibc.close(raw) }
}
