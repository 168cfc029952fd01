// What the law on computers asks of a node: traffic days, holds, retention, sessions, audit.

internal import CRDT

extension RecordCollection {
    static let security: [RecordCollection] = []
}
