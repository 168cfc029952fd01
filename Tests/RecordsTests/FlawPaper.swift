// A record written by hand, write by write, and what is wrong with it: without a replica.

import Bytes
import CRDT
import Crypto
import Testing

@testable import Records

/// Writes of one record.
struct FlawPaper {
    let collection: RecordCollection
    var operations: [HeldOperation] = []
    private var last: [Dot] = []
    private static let feed = Feed(
        space: .office, node: NodeID(high: 1, low: 1), epoch: Epoch(1), lane: .entries)

    init(_ name: String) throws { collection = try #require(Catalogue.standard[name]) }

    static func dot(_ sequence: UInt64) -> Dot {
        Dot(feed: feed, sequence: sequence, hash: feed.root.short)
    }

    @discardableResult
    mutating func set(_ name: String, _ value: Value, over dots: [Dot] = [], refused: Reason? = nil)
        throws
        -> Dot
    {
        let field = try #require(collection[name])
        let kind: OperationKind = field.rule.isSet ? .add : field.rule == .log ? .append : .set
        let dot = Self.dot(UInt64(operations.count) + 1)
        operations.append(
            HeldOperation(
                dot: dot, index: 0, time: Int64(operations.count), role: .hub,
                operation: Operation(
                    kind, collection.number, RecordID(high: 0, low: 1), field.number, value, dots: dots),
                refused: refused))
        return dot
    }

    @discardableResult
    mutating func stage(_ round: UInt64, _ state: String, over dots: [Dot] = [], refused: Reason? = nil)
        throws -> Dot
    {
        try set(
            collection.stateField?.name ?? "", .stage(round: round, state), over: dots, refused: refused)
    }

    /// States one after the other, each over the one before.
    mutating func walk(_ round: UInt64, _ states: [String]) throws {
        for state in states { last = [try stage(round, state, over: last)] }
    }

    /// The flaws, without what is missing.
    var flaws: [String] { all.filter { $0.kind != .missing }.map { "\($0.kind) \($0.field)" } }

    var all: [Flaw] {
        struct None: Chains {
            func holds(_ dot: Dot, onChainEndingAt end: Dot) -> Bool { false }
        }
        let projection = project(
            operations, collection: collection.number, schema: Catalogue.standard.schema, chains: None())
        return collection.flaws(projection, operations, None())
    }
}
