// One file of a virtual disk: its bytes as a process sees them, and how to take back every write that was
// not synced. Bytes lie in pages of 4096; a page that was never written is empty and reads as zeros. Pages
// are Swift arrays, so copies of a file (snapshots, clones) share every page that neither side has written
// since.
//
// What is durable is not kept beside what is seen: each write notes what lay there before, a sync forgets
// the notes, and losing power applies some of them backwards (PowerLoss.swift). An append notes nothing but
// its place, and appends are nearly all a write-ahead log does.

/// The bytes of one file.
struct FileImage: Sendable {
    static let pageBytes = 4_096

    private(set) var pages: [[UInt8]] = []
    private(set) var size = 0
    /// Changes since the last sync, oldest first.
    private(set) var unsynced: [UnsyncedChange] = []

    /// A write or a truncation that a power loss may still take back.
    struct UnsyncedChange: Sendable {
        /// The bytes concerned, the first and the one behind the last.
        let range: Range<Int>
        /// What lay there; what is missing at the end was beyond the end of the file.
        let before: [UInt8]
        let sizeBefore: Int
        let isTruncation: Bool
    }

    /// Copies bytes from `offset` on; what lies beyond the end reads as zeros. Returns how many there were.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        let count = max(0, min(buffer.count, size - offset))
        copy(into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<count]), at: offset)
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        rest.initializeMemory(as: UInt8.self, repeating: 0)
        return count
    }

    private func copy(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) {
        var done = 0
        while done < buffer.count {
            let (page, inside) = (offset + done).quotientAndRemainder(dividingBy: Self.pageBytes)
            let count = min(Self.pageBytes - inside, buffer.count - done)
            let target = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + count])
            if pages[page].isEmpty {
                target.initializeMemory(as: UInt8.self, repeating: 0)
            } else {
                pages[page].withUnsafeBytes {
                    target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[inside..<inside + count]))
                }
            }
            done += count
        }
    }

    /// The bytes of a range, which must lie within the file.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            copy(into: UnsafeMutableRawBufferPointer(rebasing: raw[..<range.count]), at: range.lowerBound)
            count = range.count
        }
    }

    /// Writes bytes; the file grows where they lie beyond its end.
    mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        let range = offset..<offset + bytes.count
        let before = offset < size ? self.bytes(offset..<min(range.upperBound, size)) : []
        unsynced.append(
            UnsyncedChange(range: range, before: before, sizeBefore: size, isTruncation: false))
        put(bytes, at: offset)
        size = max(size, range.upperBound)
    }

    /// Cuts the file off, or lengthens it with zeros.
    mutating func truncate(to newSize: Int) {
        let range = min(newSize, size)..<max(newSize, size)
        let before = newSize < size ? bytes(range) : []
        unsynced.append(
            UnsyncedChange(range: range, before: before, sizeBefore: size, isTruncation: newSize < size))
        resize(to: newSize)
    }

    /// Makes everything durable.
    mutating func sync() { unsynced.removeAll() }

    /// Puts bytes into pages; says nothing of the size, and takes no note.
    mutating func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        var done = 0
        while done < bytes.count {
            let (page, inside) = (offset + done).quotientAndRemainder(dividingBy: Self.pageBytes)
            let count = min(Self.pageBytes - inside, bytes.count - done)
            let part = UnsafeRawBufferPointer(rebasing: bytes[done..<done + count])
            while pages.count <= page { pages.append([]) }
            if pages[page].isEmpty, count == Self.pageBytes {
                pages[page] = Array(part)
            } else {
                if pages[page].isEmpty { pages[page] = [UInt8](repeating: 0, count: Self.pageBytes) }
                pages[page].withUnsafeMutableBytes {
                    UnsafeMutableRawBufferPointer(rebasing: $0[inside..<inside + count]).copyMemory(
                        from: part)
                }
            }
            done += count
        }
    }

    /// Sets the size; everything behind it is zero from now on.
    mutating func resize(to newSize: Int) {
        size = newSize
        let count = (newSize + Self.pageBytes - 1) / Self.pageBytes
        if pages.count > count { pages.removeLast(pages.count - count) }
        while pages.count < count { pages.append([]) }
        let inside = newSize % Self.pageBytes
        guard inside > 0, let last = pages.indices.last, !pages[last].isEmpty else { return }
        for place in inside..<Self.pageBytes { pages[last][place] = 0 }
    }

    /// Turns one bit of a page over.
    mutating func flip(bit: Int, ofPage page: Int) {
        guard pages[page].indices.contains(bit / 8) else { return }
        pages[page][bit / 8] ^= 1 << UInt8(bit % 8)
    }
}
