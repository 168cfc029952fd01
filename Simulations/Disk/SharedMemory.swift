// The memory that the connections of one database share to find their way in the write-ahead log. It
// belongs to SQLite, which guards it with the slots of `SlotLocks` and with atomic access; here it is only
// kept, by address, and freed when the last handle that was given any of it has let go.

internal import Synchronization

/// Regions of memory that several connections write.
final class SharedMemory: Sendable {
    private let addresses = Mutex<[UInt]>([])

    /// The address of a region, made with zeros where it is missing and `mayExtend`; nil where it is not
    /// there.
    func region(_ index: Int, byteCount: Int, mayExtend: Bool) -> UInt? {
        addresses.withLock { list in
            while mayExtend, list.count <= index {
                let made = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
                made.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
                list.append(UInt(bitPattern: made))
            }
            return index < list.count ? list[index] : nil
        }
    }

    deinit {
        addresses.withLock { list in
            for address in list { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
        }
    }
}
