// Where a database lies: on which machine, as which file. A copy of a folder, a disk or a virtual machine's
// image brings everything along but this, so a mark that no longer fits is the first sign that somebody
// else may go on writing under the same name. Nothing in it can be read back: a mark holds hashes.
//
// Bytes: version 1 | machine (16) | file, varint | birth, zigzag | count, varint | each address (8)

internal import Bytes
public import Crypto

/// A machine and a file on it.
public struct PlaceMark: Hashable, Sendable {
    /// Hash of what the machine's installation is called; disk images share it.
    public let machine: ShortHash
    /// Hashes of its hardware addresses, sorted; empty where it has none that stay.
    public let addresses: [UInt64]
    /// The file's number in its file system.
    public let file: UInt64
    /// When the file was made, nanoseconds since 1970; 0 where the file system does not tell. Numbers of
    /// deleted files are given out again, moments are not.
    public let birthNanoseconds: Int64

    static let addressesMax = 16

    /// A mark from names as they are; `machine` and `addresses` are hashed here.
    public init(machine: String, addresses: [String], file: UInt64, birthNanoseconds: Int64 = 0) {
        let hashed = addresses.map { Blake2b.hash256(Array("saphan-address/1 \($0)".utf8)).short.high }
        self.init(
            machine: Blake2b.hash256(Array("saphan-machine/1 \(machine)".utf8)).short,
            addresses: Array(Set(hashed).sorted().prefix(Self.addressesMax)), file: file,
            birthNanoseconds: birthNanoseconds)
    }

    private init(machine: ShortHash, addresses: [UInt64], file: UInt64, birthNanoseconds: Int64) {
        self.machine = machine
        self.addresses = addresses
        self.file = file
        self.birthNanoseconds = birthNanoseconds
    }

    /// Whether both can be one machine: the same installation, and a card in common. Cards come and go (a
    /// wireless card switched off), so one is enough; where a machine has none, its installation decides
    /// alone.
    func isOnSameMachine(as other: PlaceMark) -> Bool {
        machine == other.machine
            && (addresses.isEmpty || other.addresses.isEmpty
                || addresses.contains(where: other.addresses.contains))
    }

    /// Whether both can be one file, given one machine.
    func isSameFile(as other: PlaceMark) -> Bool {
        isFile(number: other.file, birthNanoseconds: other.birthNanoseconds)
    }

    /// Whether it can be the file with this number, given one machine; a birth of 0 is unknown.
    func isFile(number: UInt64, birthNanoseconds birth: Int64) -> Bool {
        file == number && (birthNanoseconds == birth || birthNanoseconds == 0 || birth == 0)
    }

    /// This mark with the cards that `known` had besides, so that a machine is known by any of its cards.
    func remembering(_ known: PlaceMark) -> PlaceMark {
        let others = known.addresses.filter { !addresses.contains($0) }
        let kept = addresses + others.prefix(max(0, Self.addressesMax - addresses.count))
        return PlaceMark(
            machine: machine, addresses: kept.sorted(), file: file, birthNanoseconds: birthNanoseconds)
    }
}

extension PlaceMark {
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 64)
        writer.u8(1)
        writer.identifier(machine)
        writer.varint(file)
        writer.signed(birthNanoseconds)
        writer.varint(UInt64(addresses.count))
        for address in addresses { writer.u64(address) }
        return writer.bytes
    }

    init?(encoded bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard (try? reader.u8()) == 1, let machine = try? reader.identifier(ShortHash.self),
            let file = try? reader.varint(), let birth = try? reader.signed(),
            let count = try? reader.count(limit: Self.addressesMax)
        else { return nil }
        var addresses: [UInt64] = []
        for _ in 0..<count {
            guard let address = try? reader.u64() else { return nil }
            addresses.append(address)
        }
        self.init(machine: machine, addresses: addresses, file: file, birthNanoseconds: birth)
    }
}
