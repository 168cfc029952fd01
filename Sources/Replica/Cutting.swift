// Long lists of edits as changes that one commit can hold in a row: an import, the undo of one.

internal import Bytes
internal import CRDT

extension [[Edit]] {
    /// The edits as changes, each bounded in operations and bytes; edits of one group stay together where
    /// one change can hold them.
    public var changes: [[Edit]] {
        var changes: [[Edit]] = []
        var current: [Edit] = []
        var bytes = 0
        func isFull(_ count: Int, _ size: Int) -> Bool {
            current.count + count > LocalLimits.operationsPerImportedChange
                || bytes + size > LocalLimits.bytesPerImportedChange
        }
        func end() {
            if !current.isEmpty { changes.append(current) }
            (current, bytes) = ([], 0)
        }
        for group in self {
            if isFull(group.count, group.reduce(0) { $0 + $1.bytesMost }) { end() }
            for edit in group {
                if isFull(1, edit.bytesMost) { end() }
                current.append(edit)
                bytes += edit.bytesMost
            }
        }
        end()
        return changes
    }
}

extension Edit {
    /// Bytes of its operation in a change, from above where it replaces no more than two writes, or than
    /// its basis names.
    fileprivate var bytesMost: Int {
        var count = 2
        if case .seen(let dots) = basis { count = max(count, dots.count) }
        return 56 + value.encoded.count + count * 52
    }
}
