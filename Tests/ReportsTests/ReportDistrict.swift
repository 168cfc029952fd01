// A district of three schools with a few records each, written as edits, for the tests of reports.

import Bytes
import CRDT
import Records
import Replica
import Support
import Testing
import Trust

/// Hub and schools; `a` and `b` have data, `c` has none.
struct ReportDistrict {
    let district: TestDistrict
    let hub: TestNode
    let a: TestNode
    let b: TestNode

    init() throws {
        district = try TestDistrict()
        hub = try district.hub()
        a = try district.school("57030001", named: "a", hub: hub)
        b = try district.school("57030002", named: "b", hub: hub)
        try put(
            hub, "area_office", ["code": .text("57030000"), "name_th": .text("สพป.ทดสอบ")], .district, key: 1)
        for (index, name) in ["บ้านหนึ่ง", "บ้านสอง", "บ้านสาม"].enumerated() {
            let code = "5703000\(index + 1)"
            try put(
                hub, "school", ["smis_code": .text(code), "name_th": .text(name)], .district,
                key: UInt64(10 + index))
        }
        try hub.send(to: a, spaces: [.district])
        try hub.send(to: b, spaces: [.district])
        try count(a, "p1", male: 10, female: 9)
        try count(a, "p2", male: 8, female: 7)
        try count(b, "p1", male: 3, female: 4)
    }

    /// Brings everything to the hub.
    func sync() throws {
        try a.send(to: hub, spaces: [a.certificate.space])
        try b.send(to: hub, spaces: [b.certificate.space])
    }

    /// Records a class in the round 1/2568.
    func count(_ node: TestNode, _ one: String, male: Int64, female: Int64) throws {
        let code = try #require(node.certificate.space.schoolCode)
        let values: [String: Value] = [
            "school": .text(code), "academic_year": .integer(2_568), "round": .integer(1),
            "class": .text(one),
            "male": .integer(male), "female": .integer(female), "rooms": .integer(1),
        ]
        let collection = try #require(Catalogue.standard["headcount"])
        let id = try #require(collection.derivedID(in: node.certificate.space, values))
        try write(node, collection, id, values, node.certificate.space)
    }

    /// Writes a record under a small id.
    func put(_ node: TestNode, _ name: String, _ values: [String: Value], _ space: Space, key: UInt64) throws
    {
        let collection = try #require(Catalogue.standard[name])
        try write(node, collection, RecordID(high: UInt64(collection.number.raw), low: key), values, space)
    }

    private func write(
        _ node: TestNode, _ collection: RecordCollection, _ id: RecordID, _ values: [String: Value],
        _ space: Space
    ) throws {
        let edits = try values.sorted { $0.key < $1.key }.map { name, value in
            Edit(.set, collection.number, id, try #require(collection[name]).number, value)
        }
        try node.replica.write(edits, in: space, time: 1_760_000_000_000)
    }
}
