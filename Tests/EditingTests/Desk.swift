// A desk at a node of a test district: an editor whose clock and randomness the test turns.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

/// Edits one node; each step is a minute after the one before.
final class Desk {
    let node: TestNode
    var now: Int64
    var person: String?
    private var generator: SplitMix64

    /// 5 January 2569, 09:00 in Thailand, unless told otherwise.
    init(_ node: TestNode, seed: UInt64 = 1, now: Int64 = 1_767_578_400_000) {
        self.node = node
        self.now = now
        generator = SplitMix64(seed: seed)
    }

    var editor: Editor {
        now += 60_000
        var generator = generator
        for _ in 0..<97 { _ = self.generator.next() }
        return Editor(
            node.replica,
            Occasion(nowMilliseconds: now, person: person) { count in
                (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            })
    }

    @discardableResult
    func new(_ collection: String, _ fields: [(String, String)], in space: Space? = nil) throws
        -> WrittenRecord
    {
        try editor.new(collection, fields.map { TypedField($0.0, $0.1) }, in: space)
    }

    @discardableResult
    func set(
        _ collection: String, _ record: RecordID, _ fields: [(String, String)], basis: String? = nil
    ) throws -> WrittenRecord {
        try editor.set(collection, record.description, fields.map { TypedField($0.0, $0.1) }, basis: basis)
    }

    func show(_ collection: String, _ record: RecordID) throws -> RecordSheet {
        try editor.show(collection, record.description)
    }

    /// The shown text of a field, as a person could have typed it.
    func text(_ collection: String, _ record: RecordID, _ field: String) throws -> String? {
        let sheet = try show(collection, record)
        guard let found = sheet.fields.first(where: { $0.field.name == field }) else { return nil }
        return found.shown.map { found.field.type.editable($0) }
    }

    /// The refusals of something that must be refused; nil where it was not.
    func refusals(_ body: (Editor) throws(EditingError) -> Void) -> [Refusal]? {
        do throws(EditingError) {
            try body(editor)
            return nil
        } catch { return error.refusals }
    }
}

/// A hub and one school, with the certificates exchanged.
struct Office {
    let district: TestDistrict
    let hub: Desk
    let school: Desk
    let space: Space

    static let code = "57030001"

    init() throws {
        district = try TestDistrict()
        let hub = try district.hub()
        let school = try district.school(Office.code, named: "school", hub: hub)
        self.hub = Desk(hub, seed: 1)
        self.school = Desk(school, seed: 2)
        space = try #require(Space.school(Office.code))
        try exchange()
    }

    /// Everything that either lacks.
    func exchange() throws {
        try hub.node.send(to: school.node, spaces: [.district, space])
        try school.node.send(to: hub.node, spaces: [space])
    }

    /// A second machine of the school, with keys of its own.
    func secondMachine() throws -> Desk {
        let node = try district.school(Office.code, named: "second", hub: hub.node)
        try hub.node.send(to: school.node, spaces: [.district])
        try hub.node.send(to: node, spaces: [.district, space])
        return Desk(node, seed: 3)
    }
}
