// A hub's folder, copied into memory without touching it. The files are opened for reading only and never
// by SQLite, which would write beside them even where it only reads. Where a `serve` is at work meanwhile
// the copy is taken again until two readings agree: then nothing was written between them, and database and
// journal fit each other.

internal import Bytes
internal import Crypto
internal import Disk
internal import Glibc
internal import Records
internal import Replica
internal import Synchronization

/// The database of a folder, on a disk in memory.
struct FolderCopy {
    /// Where a `Store` can be opened.
    let disk: VirtualDisk
    /// Over names and bytes of all files of the folder, when the copy was taken.
    let fingerprint: Hash256

    private static let names = [Store.fileName, Store.fileName + "-wal"]
    private static let attemptsMax = 40
    private static let pauseMicroseconds: UInt32 = 50_000
    private static let made = Mutex(0)

    /// Copies a folder.
    init(of folder: String) throws(RehearsalError) {
        guard access(folder, F_OK) == 0 else {
            throw RehearsalError(message: Label("ไม่มีโฟลเดอร์ \(folder)", "there is no folder \(folder)"))
        }
        guard access(folder + "/" + Store.fileName, R_OK) == 0 else {
            throw RehearsalError(
                message: Label(
                    "ไม่พบข้อมูลของเขตใน \(folder) (ไม่มี \(Store.fileName))",
                    "\(folder) is no data directory (it has no \(Store.fileName))"))
        }
        var taken: [(name: String, bytes: [UInt8])]?
        for _ in 0..<Self.attemptsMax {
            let first = Self.read(folder)
            // Twice the same: nobody wrote between the beginning of the first reading and the end of the
            // second.
            if let first, let second = Self.read(folder), Self.hash(first) == Self.hash(second) {
                taken = second
                break
            }
            usleep(Self.pauseMicroseconds)
        }
        guard let taken, let fingerprint = Self.fingerprint(of: folder) else {
            throw RehearsalError(
                message: Label(
                    "โฟลเดอร์ \(folder) ถูกเขียนอยู่ตลอด ลองใหม่เมื่อเครื่องว่างกว่านี้",
                    "\(folder) is being written all the time; try again when it is quieter"))
        }
        let number = Self.made.withLock { count in
            count += 1
            return count
        }
        disk = DiskSystem.shared.makeDisk("replay-\(number)")
        for file in taken { _ = disk.put(file.bytes, as: file.name) }
        self.fingerprint = fingerprint
    }

    /// An empty disk beside the copies.
    static func emptyDisk() -> VirtualDisk {
        let number = made.withLock { count in
            count += 1
            return count
        }
        return DiskSystem.shared.makeDisk("replay-\(number)")
    }

    private static func read(_ folder: String) -> [(name: String, bytes: [UInt8])]? {
        var files: [(name: String, bytes: [UInt8])] = []
        for name in names {
            if let bytes = try? WholeFile.read(folder + "/" + name, bytesMax: Int.max) {
                files.append((name, bytes))
            } else if name == names[0] {
                return nil
            }
        }
        return files
    }

    private static func hash(_ files: [(name: String, bytes: [UInt8])]) -> [Hash256] {
        files.map { Blake2b.hash256($0.bytes) }
    }

    /// A digest over the names and bytes of all plain files of a folder; nil where it cannot be read.
    static func fingerprint(of folder: String) -> Hash256? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = Glibc.readdir(directory) {
            guard entry.pointee.d_type == DT_REG else { continue }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            // What readers of a running database share with each other is memory, not content.
            if !name.hasSuffix("-shm") { names.append(name) }
        }
        var writer = ByteWriter()
        for name in names.sorted() {
            guard let bytes = try? WholeFile.read(folder + "/" + name, bytesMax: Int.max) else { return nil }
            writer.raw(Array(name.utf8) + [0])
            writer.hash(Blake2b.hash256(bytes))
        }
        return Blake2b.hash256(writer.bytes)
    }
}
