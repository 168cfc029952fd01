// Where to listen or to connect, as people write it. No resolution happens here: a name is looked up by
// NetworkAddress, away from the queue.

/// One end of a connection.
public enum Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// A numeric IPv4 or IPv6 address or a name, and a port; port 0 lets the system choose when listening.
    case tcp(host: String, port: UInt16)
    /// A socket in the file system, for programs of the same user on this machine.
    case local(path: String)

    /// From `host:port`, `[v6]:port`; nil for anything else.
    public init?(_ text: String) {
        let host: Substring
        let rest: Substring
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<close]
            let after = text[text.index(after: close)...]
            guard after.hasPrefix(":"), host.contains(":") else { return nil }
            rest = after.dropFirst()
        } else {
            guard let colon = text.lastIndex(of: ":") else { return nil }
            host = text[..<colon]
            rest = text[text.index(after: colon)...]
            guard !host.contains(":") else { return nil }
        }
        guard (1...Endpoint.hostBytesMax).contains(host.utf8.count), Endpoint.isHost(host),
            (1...5).contains(rest.utf8.count), rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(rest)
        else { return nil }
        self = .tcp(host: String(host), port: port)
    }

    /// `host:port`, `[v6]:port`, or the path.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .local(let path): path
        }
    }

    /// The host alone: what a limit per address counts by; empty for a local socket.
    public var host: String {
        if case .tcp(let host, _) = self { host } else { "" }
    }

    /// The port; 0 for a local socket.
    public var port: UInt16 {
        if case .tcp(_, let port) = self { port } else { 0 }
    }

    /// Bytes of a name in the domain name system.
    private static let hostBytesMax = 253

    private static func isHost(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"):
                true
            default: false
            }
        }
    }
}
