// One machine's disk, in memory: what a simulated world does to it. SQLite reaches it through paths that
// begin with `folder` (DiskSystem.swift); a `Store` opened there runs exactly as on a real disk.

public import Bytes
public import Crypto
internal import Synchronization

/// The disk of one machine. Gone when nobody holds it any more, open databases included.
public final class VirtualDisk: Sendable {
    /// The machine's name, which is part of every path.
    public let machine: String
    let state: Mutex<DiskState>

    init(_ machine: String, image: DiskImage, sectorBytes: Int) {
        self.machine = machine
        state = Mutex(DiskState(image: image, sectorBytes: sectorBytes))
    }

    /// The directory to open a `Store` in.
    public var folder: String { DiskSystem.root + machine }

    /// What it was asked to do since it was made.
    public var counters: DiskCounters { state.withLock { $0.counters } }

    /// Whether it answers nobody, because it is frozen or a planned fault has killed the process.
    public var isDown: Bool { state.withLock { $0.isDown } }

    /// Plans a fault in place of the one that was planned; nil for none.
    public func plan(_ fault: DiskFault?) { state.withLock { $0.planned = fault.map(PlannedFault.init) } }

    /// Makes syncs do nothing and say they did: a disk that is not supported, for showing that tests see
    /// it.
    public func ignoreSyncs(_ ignores: Bool = true) { state.withLock { $0.ignoresSync = ignores } }

    /// Makes every call fail from now on, so that a `Store` can be let go of without writing a byte. Ended
    /// by `crash`, `powerLoss` or `restore`.
    public func freeze() { state.withLock { $0.isDown = true } }

    /// The process dies: databases open now never write again, whoever holds them. What they wrote stays,
    /// synced or not. From now on the disk can be used by the next process; no fault is planned.
    public func crash() { state.withLock { $0.beginLife() } }

    /// The machine loses power: as `crash`, and of what was not synced a legal part is gone.
    public func powerLoss(using random: inout SplitMix64) {
        var drawn = random.split()
        state.withLock { state in
            state.image.losePower(sectorBytes: state.sectorBytes, using: &drawn)
            state.beginLife()
        }
    }

    /// What an operating system does by itself within half a minute: everything becomes durable, and the
    /// space of deleted files is free. A world calls it as its time passes; without, deleted logs stay in
    /// memory.
    public func settle() { state.withLock { $0.settle() } }

    /// What the disk holds now, as a copy of all files would. Costs no memory until either side is written
    /// to.
    public func snapshot() -> DiskSnapshot { DiskSnapshot(image: state.withLock { $0.image.settled }) }

    /// Puts an old state in place of what the disk holds; as `crash` for whoever has it open.
    public func restore(_ snapshot: DiskSnapshot) {
        state.withLock { state in
            state.image = snapshot.image
            state.beginLife()
        }
    }

    /// Turns over one bit of a page that has been synced, in the file whose name ends with `suffix`.
    /// Returns where, or nil where there is no such page.
    public func rot(in suffix: String, using random: inout SplitMix64) -> RottenBit? {
        var drawn = random.split()
        return state.withLock { state in
            let names = state.image.names.filter { $0.key.hasSuffix(suffix) }.sorted { $0.key < $1.key }
            guard let (name, file) = drawn.pick(names), let pages = state.image.files[file]?.coldPages,
                let page = drawn.pick(pages)
            else { return nil }
            let bit = drawn.below(FileImage.pageBytes * 8)
            state.image.files[file]?.flip(bit: bit, ofPage: page)
            return RottenBit(file: name, offset: page * FileImage.pageBytes + bit / 8, bit: bit % 8)
        }
    }

    /// Names of the files, sorted, without the folder.
    public var files: [String] { state.withLock { $0.image.names.keys.sorted() } }

    /// A file's bytes as a process sees them; nil where there is none of that name.
    public func contents(of name: String) -> [UInt8]? { snapshot().contents(of: name) }

    /// Bytes of all files together.
    public var byteCount: Int {
        state.withLock { state in state.image.files.values.reduce(0) { $0 + $1.size } }
    }
}

/// A bit that turned over.
public struct RottenBit: Hashable, Sendable, CustomStringConvertible {
    /// The file's name.
    public let file: String
    /// The byte, from the file's beginning.
    public let offset: Int
    /// The bit, 0 to 7.
    public let bit: Int

    /// For a trace.
    public var description: String { "\(file)+\(offset).\(bit)" }
}

/// A disk's files at one moment: a backup, or what a clone begins with.
public struct DiskSnapshot: Sendable {
    let image: DiskImage

    /// A file's bytes; nil where there is none of that name.
    public func contents(of name: String) -> [UInt8]? {
        guard let number = image.names[name], let file = image.files[number] else { return nil }
        return file.bytes(0..<file.size)
    }

    /// A digest over all names and bytes.
    public var fingerprint: Hash256 {
        var writer = ByteWriter()
        for (name, number) in image.names.sorted(by: { $0.key < $1.key }) {
            guard let file = image.files[number] else { continue }
            writer.bytes += Array(name.utf8) + [0]
            writer.u64(UInt64(file.size))
            writer.hash(Blake2b.hash256(file.bytes(0..<file.size)))
        }
        return Blake2b.hash256(writer.bytes)
    }
}

extension FileImage {
    /// Pages that hold something and have nothing unsynced.
    var coldPages: [Int] {
        var cold = Set(pages.indices.filter { !pages[$0].isEmpty })
        for change in unsynced where !change.range.isEmpty {
            let first = change.range.lowerBound / Self.pageBytes
            cold.subtract(first...(change.range.upperBound - 1) / Self.pageBytes)
        }
        return cold.sorted()
    }
}
