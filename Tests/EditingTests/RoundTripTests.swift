// An export that is imported again changes nothing, whatever the collection and whatever the texts.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct RoundTripTests {
    /// An office in which every collection has records, and both nodes hold them.
    private func office(seed: UInt64) throws -> Office {
        let office = try Office()
        var records = AnyRecords(.standard, seed: seed)
        for collection in Catalogue.standard.collections
        where !collection.isKeptBySystem && !collection.isLocal {
            for kind in collection.spaces {
                let space: Space = kind == .district ? .district : kind == .office ? .office : office.space
                let edits = records.edits(3, of: collection, in: space)
                // Both write all of it: what one may not write, the other may.
                for desk in kind == .school ? [office.school, office.hub] : [office.hub] {
                    for one in edits { try desk.node.replica.write(one, in: space, time: desk.now) }
                }
            }
        }
        try office.exchange()
        return office
    }

    private func digests(_ desk: Desk, _ office: Office) throws -> [String] {
        try [Space.district, .office, office.space].map { "\(try desk.node.replica.digests(of: $0))" }
    }

    @Test("an export of any collection, as a table or JSON, imported again changes nothing, persons or not")
    func nothingChanges() throws {
        for seed in UInt64(1)...2 {
            let office = try office(seed: seed)
            for desk in [office.school, office.hub] {
                let before = try digests(desk, office)
                for collection in Catalogue.standard.collections
                where !collection.isKeptBySystem && !collection.isLocal {
                    var wish = ExportWish()
                    wish.language = seed % 2 == 0 ? .en : .th
                    wish.withPersonal = seed == 1
                    let export = try desk.editor.export(collection.name, wish)
                    let place = "seed \(seed), \(desk === office.hub ? "hub" : "school"), \(collection.name)"
                    #expect(
                        !export.records.isEmpty || collection.spaces == [.office] || desk === office.school,
                        "\(place)")
                    for bytes in [CSV.file(export.cells), ExportedLines.file(export)] where !bytes.isEmpty {
                        let done = try desk.editor.importRecords(
                            bytes, fileName: "x.csv", for: collection.name)
                        let report = done.report
                        #expect(
                            report.created == 0 && report.changed == 0 && report.refused == 0
                                && report.cellsRefused == 0 && report.record == nil,
                            "\(place): \(report.problems.map(\.message.en))")
                        #expect(
                            report.unchanged == export.records.count && report.unknownColumns == [],
                            "\(place)")
                        #expect(report.untouched == 0, "\(place)")
                    }
                }
                #expect(try digests(desk, office) == before, "seed \(seed)")
            }
        }
    }

    @Test("entries that stay on their machine go neither out nor in")
    func local() throws {
        let office = try Office()
        for collection in Catalogue.standard.collections where collection.isLocal {
            let refusals = office.hub.refusals { editor throws(EditingError) in
                _ = try editor.export(collection.name)
            }
            #expect(
                refusals?.first?.message.en.contains("stays on this machine") == true, "\(collection.name)")
        }
    }

    @Test("collections that no hand types are refused")
    func systemKept() throws {
        let office = try Office()
        for collection in Catalogue.standard.collections where collection.isKeptBySystem {
            let bytes = CSV.file(try office.hub.editor.export(collection.name).cells)
            let refusals = office.hub.refusals { editor throws(EditingError) in
                _ = try editor.importRecords(bytes, fileName: "x.csv", for: collection.name)
            }
            #expect(refusals?.first?.message.en.contains("not typed by hand") == true, "\(collection.name)")
        }
    }

    @Test("the headers of every collection map back to their fields, in both languages and by name")
    func headers() throws {
        for collection in Catalogue.standard.collections {
            let fields = collection.fields.map(ColumnMeaning.field)
            let meanings =
                [ColumnMeaning.id, .space, .deleted] + fields + collection.derived.map(ColumnMeaning.computed)
            for language in Language.allCases {
                let header = ColumnMap.headers(meanings, of: collection, language)
                let map = try ColumnMap(header, of: collection)
                #expect(map.columns.map(\.meaning) == meanings, "\(collection.name) \(language)")
            }
            let names = try ColumnMap(collection.fields.map(\.name), of: collection)
            #expect(names.columns.map(\.meaning) == fields, "\(collection.name)")
        }
    }
}
