// A history's view through the product's own projection, over any subset of its changes.

public import CRDT
internal import Crypto
public import Oracle
internal import Trust

/// Walks chains through a history.
struct HistoryChains: Chains {
    let changes: [Dot: Change]

    func holds(_ dot: Dot, onChainEndingAt end: Dot) -> Bool {
        var here = end
        while let change = changes[here] {
            if here == dot { return true }
            here = Dot(feed: end.feed, sequence: change.sequence - 1, hash: change.previous.short)
        }
        return false
    }
}

extension RandomHistory {
    /// Operations of a record among `held`, as projection takes them in.
    public func operations(
        _ held: [Int], _ name: Reference.RecordName, schema: Schema = TestCatalogue.schema
    ) -> [HeldOperation] {
        let reference = cuts.isEmpty && revoked.isEmpty ? nil : reference(held)
        var list: [HeldOperation] = []
        for index in held {
            let written = all[index]
            guard written.change.operations.contains(where: { $0.record == name.id }) else { continue }
            let known = authors.first { $0.node == written.dot.feed.node }
            let author = known.map { Author(role: $0.role, home: $0.home, writingInto: space) }
            let isCutOff = reference?.isCut(written.dot) ?? false
            let reasons = schema.judge(written.change.operations, by: author, isCutOff: isCutOff)
            for (place, operation) in written.change.operations.enumerated()
            where operation.record == name.id && operation.collection == name.collection {
                list.append(
                    HeldOperation(
                        dot: written.dot, index: place, time: written.change.time, role: author?.role,
                        operation: operation, refused: reasons[place]))
            }
        }
        return list
    }

    /// Chains of `held`.
    public func chains(_ held: [Int]) -> some Chains {
        HistoryChains(
            changes: Dictionary(
                held.map { (all[$0].dot, all[$0].change) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The record as the product projects it from `held`.
    public func project(_ held: [Int], _ name: Reference.RecordName) -> RecordProjection {
        CRDT.project(
            operations(held, name), collection: name.collection, schema: TestCatalogue.schema,
            chains: chains(held))
    }

    /// Per branch, the last held change that touched the record.
    func covers(_ held: [Int], _ name: Reference.RecordName) -> [Dot] {
        let touching = held.filter { index in
            all[index].change.operations.contains { $0.record == name.id && $0.collection == name.collection }
        }.map { all[$0].dot }
        let chains = chains(held)
        return touching.filter { one in
            !touching.contains { $0 != one && $0.feed == one.feed && chains.holds(one, onChainEndingAt: $0) }
        }
    }
}
