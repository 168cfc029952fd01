// What is to be bought: requests with their lines, specifications, offers and their comparison.

internal import CRDT

extension RecordCollection {
    static let procurement: [RecordCollection] = []
}
