// Changes to send: the workload W1 of the benchmark, and strange ones.

import Bytes
import CRDT
import Crypto
import SyncSupport

enum Workload {
    static let fields = 10

    static func hex(_ seeded: inout Seeded) -> Value {
        .text(Hex.encode(seeded.bytes(6)))
    }

    /// One change per record that writes all fields. Returns the dot that stands in every field.
    static func load(_ records: [RecordID], into log: inout TestLog, feed: Feed, _ seeded: inout Seeded)
        -> [[Dot]]
    {
        var standing: [[Dot]] = []
        for (number, record) in records.enumerated() {
            let operations = (1...fields).map { field in
                Operation(
                    .set, CollectionNumber(4), record, FieldNumber(UInt16(field)), hex(&seeded))
            }
            log.write(operations, to: feed, time: 1_700_000_000_000 + Int64(number))
            standing.append([Dot](repeating: log.lastDot(feed), count: fields))
        }
        return standing
    }

    /// `count` single-field updates in changes of ten, each superseding what stood.
    static func update(
        _ count: Int, _ records: [RecordID], _ standing: inout [[Dot]], into log: inout TestLog,
        feed: Feed, author: Writer, _ seeded: inout Seeded
    ) {
        for batch in 0..<count / 10 {
            var cells: [(Int, Int)] = []
            let operations = (0..<10).map { _ in
                let record = seeded.below(records.count)
                let field = seeded.below(fields)
                cells.append((record, field))
                return Operation(
                    .set, CollectionNumber(4), records[record], FieldNumber(UInt16(field + 1)),
                    hex(&seeded), dots: [standing[record][field]])
            }
            log.write(operations, to: feed, time: 1_700_000_100_000 + Int64(batch) * 3)
            for (record, field) in cells { standing[record][field] = log.lastDot(feed) }
        }
        log.sign(author)
    }

    /// A change nobody would write on purpose: any kind, any value, any dots, bytes of later versions.
    static func strange(_ feed: Feed, _ sequence: UInt64, _ feeds: [Feed], _ seeded: inout Seeded) -> Change {
        let operations = (0..<seeded.below(20)).map { _ in strangeOperation(feeds, &seeded) }
        return Change(
            feed: feed, sequence: sequence, previous: .zero,
            time: seeded.chance(50) ? Int64(seeded.below(1_000_000)) : Int64(bitPattern: seeded.next()),
            actor: seeded.chance(50) ? RecordID(high: 1, low: UInt64(seeded.below(4))) : nil,
            nonce: seeded.chance(20) ? seeded.next() : nil, operations: operations,
            trailing: seeded.chance(5) ? seeded.bytes(3) : [])
    }

    private static func strangeOperation(_ feeds: [Feed], _ seeded: inout Seeded) -> Operation {
        let kind = seeded.chance(80) ? UInt8(seeded.below(8)) : UInt8(truncatingIfNeeded: seeded.next())
        let tag = seeded.chance(80) ? UInt8(seeded.below(9)) : UInt8(truncatingIfNeeded: seeded.next())
        let length = seeded.chance(90) ? seeded.below(30) : seeded.below(1_000)
        let field = seeded.chance(80) ? seeded.below(40) : seeded.below(65_536)
        let dots = (0..<(seeded.chance(80) ? seeded.below(3) : seeded.below(20))).map { _ in
            Dot(
                feed: feeds[seeded.below(feeds.count)], sequence: 1 + seeded.next() % 40,
                hash: ShortHash(high: seeded.next(), low: seeded.next()))
        }
        return Operation(
            OperationKind(kind), CollectionNumber(UInt16(seeded.below(4))),
            RecordID(high: 5, low: UInt64(seeded.below(60))), FieldNumber(UInt16(field)),
            Value(encoded: [tag] + seeded.bytes(length)), dots: dots,
            trailing: seeded.chance(5) ? seeded.bytes(2) : [])
    }
}
