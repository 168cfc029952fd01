// A connection without manners: plain system calls, from any address of the loopback network.

import Glibc
import Link

struct RawLineFailure: Error {
    let code: Int32
}

final class RawLine: Sendable {
    private let raw: Int32

    init(to endpoint: Endpoint, from address: String) throws {
        raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var source = RawLine.address(address, 0)
        var target = RawLine.address("127.0.0.1", endpoint.port)
        guard RawLine.with(&source, { bind(raw, $0, $1) }) == 0,
            RawLine.with(&target, { connect(raw, $0, $1) }) == 0
        else { throw RawLineFailure(code: errno) }
    }

    deinit { close(raw) }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(raw, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    /// Nothing more will come from here.
    func finish() { shutdown(raw, Int32(SHUT_WR)) }

    /// Whether the other side has ended or cut; reads away what came.
    func hasEnded() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(raw, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 { continue }
            return count == 0 || (errno != EAGAIN && errno != EINTR)
        }
    }

    /// Waits for the end.
    func reachesEnd(seconds: Int) -> Bool {
        var place = pollfd(fd: raw, events: Int16(POLLIN), revents: 0)
        for _ in 0..<seconds * 100 {
            if hasEnded() { return true }
            poll(&place, 1, 10)
        }
        return false
    }

    private static func address(_ text: String, _ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = UInt16(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr(text)
        return address
    }

    private static func with<Result>(
        _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
