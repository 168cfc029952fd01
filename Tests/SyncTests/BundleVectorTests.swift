// Whole bundles made by another implementation (bundle.json): what must be read, what must be refused and
// with which class of error, and that our writer makes the same bytes.

import Bytes
import CRDT
import Crypto
import Support
import Testing
import Trust

@testable import Sync

/// The parts of bundle.json that are whole bundles.
struct BundleVectors: Decodable {
    struct Node: Decodable { let certificate, secret, keyID: HexBytes }
    struct Good: Decodable {
        let name: String
        let reader, sender, encoded: HexBytes
        let changes, receipts: Int
        let hashes: [HexBytes]
    }
    struct Bad: Decodable {
        let name: String
        let reader, encoded: HexBytes
        let expect: String
    }
    struct Recipe: Decodable {
        let fileKey, streamHeader, feedSeed: HexBytes
        let ephemerals, keys: [HexBytes]
    }
    let root, hub: HexBytes
    let nodes: [Node]
    let recipe: Recipe
    let good: [Good]
    let bad: [Bad]

    /// A reader of one of the nodes.
    func reader(_ secret: HexBytes) throws -> BundleReader {
        let node = try #require(nodes.first { $0.secret == secret })
        let district = try DistrictTrust(
            root: VerifyKey(bytes: root.bytes), hub: Certificate(encoded: hub.bytes))
        return BundleReader(
            key: try AgreementKey(secret: secret.bytes),
            own: try Certificate(encoded: node.certificate.bytes), district: district)
    }
}

extension BundleReader {
    /// Reads a whole file in pieces of `size` bytes.
    mutating func readAll(_ bytes: [UInt8], by size: Int) throws(BundleError) -> [BundleItem] {
        var items: [BundleItem] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + size)
            items += try take(Array(bytes[start..<end]))
            start = end
        }
        items += try finish()
        return items
    }
}

extension BundleError {
    /// Its case, as the vectors name it.
    var name: String { String("\(self)".prefix { $0 != "(" }) }
}

@Suite struct BundleVectorTests {
    let vectors: BundleVectors

    init() throws { vectors = try Vectors.load("bundle.json") }

    @Test("bundles of another implementation are read, in pieces of any size")
    func good() throws {
        #expect(vectors.good.count == 3)
        for node in vectors.nodes {
            #expect(try Certificate(encoded: node.certificate.bytes).bundleKeyID == node.keyID.bytes)
        }
        for vector in vectors.good {
            for size in [1, 7, 1_000, 100_000] {
                var reader = try vectors.reader(vector.reader)
                let items = try reader.readAll(vector.encoded.bytes, by: size)
                var (hashes, changes, receipts, vectors): ([[UInt8]], Int, Int, Int) = ([], 0, 0, 0)
                for item in items {
                    switch item {
                    case .manifest(let manifest):
                        #expect(manifest.sender.nodeID.bytes == vector.sender.bytes)
                        #expect(manifest.ranges.reduce(0) { $0 + Int($1.count) } == vector.changes)
                        #expect(manifest.epoch == Epoch(7))
                    case .vector: vectors += 1
                    case .receipt: receipts += 1
                    case .stretch(let stretch):
                        changes += stretch.changes.count
                        hashes.append(try lastHash(stretch))
                    }
                }
                #expect(vectors == 2)
                #expect(changes == vector.changes && receipts == vector.receipts, "\(vector.name)")
                #expect(hashes == vector.hashes.map(\.bytes), "\(vector.name)")
            }
        }
    }

    private func lastHash(_ stretch: Stretch) throws -> [UInt8] {
        var hash = stretch.feed.root
        #expect(stretch.previous == hash.short)
        for var change in stretch.changes {
            change.previous = hash
            hash = change.hash
        }
        return hash.bytes
    }

    @Test("what must be refused is refused, for the reason given, in pieces of any size")
    func bad() throws {
        #expect(vectors.bad.count == 61)
        for vector in vectors.bad {
            for size in [1, 100_000] {
                var reader = try vectors.reader(vector.reader)
                do throws(BundleError) {
                    _ = try reader.readAll(vector.encoded.bytes, by: size)
                    Issue.record("\(vector.name): read")
                } catch { #expect(error.name == vector.expect, "\(vector.name)") }
            }
        }
        #expect(
            Set(vectors.bad.map(\.expect)).count == 9, "every class but trailing, which needs a whole piece")
    }

    @Test("the writer makes the same bytes from the same secrets")
    func written() throws {
        let vector = vectors.good[0]
        var reader = try vectors.reader(vector.reader)
        let items = try reader.readAll(vector.encoded.bytes, by: 100_000)
        guard case .manifest(let manifest) = items[0] else { throw BundleError.malformed("manifest") }
        let recipe = vectors.recipe
        var drawn = ([recipe.fileKey, recipe.streamHeader] + recipe.ephemerals).map(\.bytes)
        let secrets = BundleSecrets(recipients: 2) { _ in drawn.removeFirst() }
        var writer = try BundleWriter(manifest, to: recipe.keys.map(\.bytes), secrets: secrets)
        var bytes: [UInt8] = []
        var number: UInt8 = 0
        for item in items.dropFirst() {
            switch item {
            case .manifest: break
            case .vector(let space, let vector):
                writer.addVector(vector, of: space, number: number)
                number += 1
            case .stretch(let stretch): writer.add(stretch, space: 0)
            case .receipt(let receipt): writer.add(receipt)
            }
            bytes += writer.take()
        }
        bytes += writer.finish(signingWith: try SigningKey(seed: recipe.feedSeed.bytes))
        #expect(Hex.encode(bytes) == vector.encoded.description)
    }
}
