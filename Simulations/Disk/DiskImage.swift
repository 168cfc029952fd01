// What a virtual disk holds: names, and files by number as a file system has them. A file whose name is
// gone stays while a process has it open, or while the name may still come back after a power loss.

/// Names and files.
struct DiskImage: Sendable {
    private(set) var names: [String: Int] = [:]
    var files: [Int: FileImage] = [:]
    /// Names that came or went since names were last synced, oldest first, with what they stood for before.
    private(set) var unsyncedNames: [(name: String, before: Int?)] = []
    private var lastFile = 0

    /// Makes an empty file.
    mutating func create(_ name: String) -> Int {
        lastFile += 1
        unsyncedNames.append((name, names[name]))
        names[name] = lastFile
        files[lastFile] = FileImage()
        return lastFile
    }

    /// Takes a name away.
    mutating func delete(_ name: String) {
        unsyncedNames.append((name, names[name]))
        names[name] = nil
    }

    /// Makes the names durable.
    mutating func syncNames() { unsyncedNames.removeAll() }

    /// Forgets every change of names behind the first `count`; what is left is durable.
    mutating func takeBackNames(behind count: Int) {
        for change in unsyncedNames[count...].reversed() { names[change.name] = change.before }
        unsyncedNames.removeAll()
    }

    /// Drops files nobody can reach any more, except those in `open`.
    mutating func collect(open: some Sequence<Int>) {
        let reachable = Set(names.values).union(unsyncedNames.compactMap(\.before)).union(open)
        if reachable.count < files.count { files = files.filter { reachable.contains($0.key) } }
    }

    /// The same bytes under the same names, all of it durable.
    var settled: DiskImage {
        var copy = self
        copy.syncNames()
        copy.collect(open: [])
        for file in copy.files.keys { copy.files[file]?.sync() }
        return copy
    }
}
