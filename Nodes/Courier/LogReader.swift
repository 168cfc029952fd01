// The replica as a plan reads it; remembers the first read that failed.

internal import CRDT
internal import Crypto
internal import Replica
internal import Sync
internal import Trust

/// Reads a Store for one plan.
final class LogReader: FeedReader {
    private let store: Store
    private(set) var failure: ReplicaError?

    init(_ store: Store) { self.store = store }

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
            failure = failure ?? error
            return fallback
        }
    }
}
