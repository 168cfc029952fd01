// People and what they may use: accounts, user cards, requests for access and what was granted.

internal import CRDT

extension RecordCollection {
    static let people: [RecordCollection] = []
}
