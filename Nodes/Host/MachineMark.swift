// What tells this machine from a copy of its disk: the installation's own name and the addresses burnt into
// its network cards. Only cards that stay count: not virtual ones, not what hangs on USB (a telephone that
// shares its line), not an address that was made up.
//
// In a container names and addresses may change with every start; SAPHAN_MACHINE then says which machine
// this is.

internal import CStat
internal import Glibc
public import Replica

/// The machine this process runs on.
public struct MachineMark: Sendable {
    private let name: String
    private let addresses: [String]

    /// Reads the machine; `override` is the value of SAPHAN_MACHINE, nil or empty where it is not set.
    public init(override: String?) {
        if let override, !override.isEmpty {
            (name, addresses) = ("SAPHAN_MACHINE " + override, [])
        } else {
            (name, addresses) = (Self.line("/etc/machine-id") ?? "", Self.cards())
        }
    }

    /// The mark of a file on this machine; nil where there is no such file.
    public func place(of path: String) -> PlaceMark? {
        var number: UInt64 = 0
        var birth: Int64 = 0
        if saphan_file_birth(path, &number, &birth) != 0 {
            // An older kernel, or a sandbox that does not know the call.
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            number = UInt64(status.st_ino)
        }
        return PlaceMark(machine: name, addresses: addresses, file: number, birthNanoseconds: birth)
    }

    private static func cards() -> [String] {
        let folder = "/sys/class/net"
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory), found.count < 64 {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let card = "\(folder)/\(name)"
            guard !name.hasPrefix("."), let bus = target(card + "/device/subsystem"), bus != "usb",
                line(card + "/addr_assign_type") == "0", let address = line(card + "/address"),
                address.contains(where: { $0 != "0" && $0 != ":" })
            else { continue }
            found.append(address)
        }
        return found.sorted()
    }

    /// The last part of what a link points at.
    private static func target(_ link: String) -> String? {
        var bytes = [CChar](repeating: 0, count: 1_024)
        let count = readlink(link, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let text = String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.split(separator: "/").last.map(String.init)
    }

    /// The first line of a small file.
    private static func line(_ path: String) -> String? {
        guard let bytes = try? DataFolder.read(path, bytesMax: 4_096) else { return nil }
        return String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)
    }
}
