// The replica as a session, or the plan of a bundle, reads it. A read that fails is reported and answers
// "nothing here". A session then sends nothing, and the next one tries again; whoever can be asked only once
// must look at what was reported before he believes an answer.

public import CRDT
public import Crypto
public import Replica
public import Sync
public import Trust

/// Reads a Store for the engine and for bundles.
public struct StoreReader: FeedReader {
    private let store: Store
    private let report: (ReplicaError) -> Void

    /// Over a replica; each read that fails is told to `report`.
    public init(_ store: Store, report: @escaping (ReplicaError) -> Void) {
        self.store = store
        self.report = report
    }

    /// See FeedReader.
    public func tips(of space: Space) -> [BranchTip] {
        answer([]) { () throws(ReplicaError) in try store.tips(of: space) }
    }

    /// See FeedReader.
    public func hash(branch: Int, at sequence: UInt64) -> ShortHash? {
        answer(nil) { () throws(ReplicaError) in try store.hash(branch: branch, at: sequence) }
    }

    /// See FeedReader.
    public func stretches(branch: Int, after sequence: UInt64, bytesMax: Int) -> [Stretch] {
        answer([]) { () throws(ReplicaError) in
            try store.stretches(branch: branch, after: sequence, bytesMax: bytesMax)
        }
    }

    /// See FeedReader.
    public func head(branch: Int) -> SignedHead? {
        answer(nil) { () throws(ReplicaError) in try store.head(branch: branch) }
    }

    private func answer<Result>(_ fallback: Result, _ read: () throws(ReplicaError) -> Result) -> Result {
        do { return try read() } catch {
            report(error)
            return fallback
        }
    }
}
