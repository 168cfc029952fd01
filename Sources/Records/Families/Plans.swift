// Work of the office: plans by the manual's processes, memos, summaries, studies, developments, training.

internal import CRDT

extension RecordCollection {
    static let plans: [RecordCollection] = []
}
