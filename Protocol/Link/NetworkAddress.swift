// A socket address as the system wants it: the bytes of a sockaddr of some family. Made from an Endpoint,
// by number at once or by name with getaddrinfo, which may block for many seconds and so never runs on a
// host's queue.

internal import Glibc

/// The bytes of one sockaddr.
struct NetworkAddress: Sendable, Hashable {
    let bytes: [UInt8]

    /// The address family; 0 when there are too few bytes for one.
    var family: Int32 {
        bytes.count < 2 ? 0 : Int32(UInt16(bytes[0]) | UInt16(bytes[1]) << 8)
    }

    /// Lends the bytes to a system call.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        // A copy in storage that is aligned for every family.
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(bytes.count)) }
        }
    }

    /// All addresses of a TCP host; `numeric` refuses names and so never blocks.
    static func resolve(host: String, port: UInt16, numeric: Bool) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (numeric ? AI_NUMERICHOST : 0)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [NetworkAddress] = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ai_addr {
                let raw = UnsafeRawBufferPointer(start: address, count: Int(entry.pointee.ai_addrlen))
                found.append(NetworkAddress(bytes: Array(raw)))
            }
            next = entry.pointee.ai_next
        }
        return found
    }

    /// The address of a socket in the file system; nil when the path does not fit in 107 bytes.
    static func local(path: String) -> NetworkAddress? {
        let path = Array(path.utf8)
        guard !path.isEmpty, path.count <= pathBytesMax, !path.contains(0) else { return nil }
        let family = UInt16(AF_UNIX)
        let head = [UInt8(truncatingIfNeeded: family), UInt8(truncatingIfNeeded: family >> 8)]
        return NetworkAddress(bytes: head + path + [0])
    }

    /// `sun_path` has 108 bytes, the last of them zero.
    static let pathBytesMax = 107

    /// As people read it; a family this module never uses reads as port 0 of "?".
    var endpoint: Endpoint {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let failed = withPointer { pointer, length in
            getnameinfo(pointer, length, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST)
        }
        if family == AF_UNIX {
            return .local(path: String(decoding: bytes.dropFirst(2).prefix { $0 != 0 }, as: UTF8.self))
        }
        guard failed == 0, bytes.count >= 4 else { return .tcp(host: "?", port: 0) }
        let name = String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return .tcp(host: name, port: UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
    }
}
