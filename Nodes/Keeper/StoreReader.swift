// The replica as a session reads it. A read that fails is reported once and answers "nothing here": the
// session then sends nothing, and the next one tries again.

internal import CRDT
internal import Crypto
internal import Replica
internal import Sync
internal import Trust

/// Reads a Store for the engine.
struct StoreReader: FeedReader {
    let store: Store
    let report: (ReplicaError) -> Void

    func tips(of space: Space) -> [BranchTip] {
        answer([]) { () throws(ReplicaError) in try store.tips(of: space) }
    }

    func hash(branch: Int, at sequence: UInt64) -> ShortHash? {
        answer(nil) { () throws(ReplicaError) in try store.hash(branch: branch, at: sequence) }
    }

    func stretches(branch: Int, after sequence: UInt64, bytesMax: Int) -> [Stretch] {
        answer([]) { () throws(ReplicaError) in
            try store.stretches(branch: branch, after: sequence, bytesMax: bytesMax)
        }
    }

    func head(branch: Int) -> SignedHead? {
        answer(nil) { () throws(ReplicaError) in try store.head(branch: branch) }
    }

    private func answer<Result>(_ fallback: Result, _ read: () throws(ReplicaError) -> Result) -> Result {
        do { return try read() } catch {
            report(error)
            return fallback
        }
    }
}
