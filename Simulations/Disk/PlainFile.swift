// Files beside the database, such as a mark of how far a node has got: written whole, or not at all.

internal import Synchronization

extension VirtualDisk {
    /// Puts a file in place of what has that name, as a careful program does: written under another name,
    /// synced, renamed, the names synced. True once it is durable; false where the disk is down or a fault
    /// strikes, and then the old file stands.
    public func put(_ bytes: [UInt8], as name: String) -> Bool {
        state.withLock { state in
            guard !state.isDown else { return false }
            for step in [DiskStep.create, .write, .sync] where state.fault(at: step) != nil { return false }
            let file = state.image.create(name)
            bytes.withUnsafeBytes { state.image.files[file]?.write($0, at: 0) }
            if !state.ignoresSync {
                state.image.files[file]?.sync()
                state.image.syncNames()
            }
            return true
        }
    }
}
