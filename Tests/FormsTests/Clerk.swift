// A clerk at the hub of a test district: makes records as `saphan new` does, on a fixed day with fixed
// randomness, so that a form is the same in every run.

import Bytes
import CRDT
import Editing
import Forms
import Foundation
import Page
import Records
import Replica
import Support
import Testing

/// Makes and prints records.
final class Clerk {
    let district: TestDistrict
    let node: TestNode
    private var now: Int64 = 1_767_578_400_000
    private var generator = SplitMix64(seed: 1)

    init() throws {
        district = try TestDistrict()
        node = try district.hub()
        try new("area_office", ["code": "40010000", "name_th": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1"])
        try new("school", ["smis_code": "40010001", "name_th": "บ้านตัวอย่าง"])
    }

    /// 5 January 2569, 09:00 in Thailand, and a minute later each time.
    var editor: Editor {
        now += 60_000
        var generator = generator
        for _ in 0..<97 { _ = self.generator.next() }
        return Editor(
            node.replica,
            Occasion(nowMilliseconds: now, person: "นางสาวสมหญิง ใจดี") { count in
                (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            })
    }

    /// The id of a new record. Values are in the order of names, since a form must not depend on theirs.
    @discardableResult
    func new(
        _ collection: String, _ values: KeyValuePairs<String, String>, in space: Space? = nil
    ) throws -> String {
        let made = try editor.new(collection, values.map { TypedField($0.key, $0.value) }, in: space)
        return made.id.description
    }

    func add(_ collection: String, _ id: String, _ field: String, _ value: String) throws {
        _ = try editor.set(collection, id, [TypedField(field, value, .add)])
    }

    func row(_ collection: String, _ id: String) throws -> RecordRow {
        try editor.record(collection, id)
    }

    /// The paper of a record.
    func paper(_ form: String, _ ids: String...) throws -> Paper {
        let form = try #require(PaperForm.named(form))
        let rows = try ids.map { try row(form.collection, $0) }
        return try form.paper(node.replica, rows, printedAt: 1_767_585_600_000)
    }
}

/// A page as a reader without pictures gets it.
enum PlainText {
    /// The body's words, a line for each block, without tags.
    static func of(_ source: String) -> String {
        guard let body = source.range(of: "<body>") else { return "" }
        var lines: [String] = []
        var line = ""
        var rest = source[body.upperBound...]
        while let open = rest.firstIndex(of: "<") {
            line += decoded(rest[..<open])
            guard let close = rest[open...].firstIndex(of: ">") else { break }
            let tag = rest[rest.index(after: open)..<close]
            let name = tag.prefix { $0 != " " }
            if ["td", "/td", "th", "/th"].contains(String(name)) { line += name.hasPrefix("/") ? " | " : "" }
            if name.hasPrefix("/"), !inline.contains(String(name.dropFirst())) {
                lines.append(line)
                line = ""
            } else if name.hasPrefix("/") {
                line += " "
            }
            rest = rest[rest.index(after: close)...]
        }
        return lines.map(folded).filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }

    private static let inline: Set = ["span", "svg", "title", "rect", "path", "td", "th"]

    private static func folded(_ line: String) -> String {
        line.split { $0 == " " }.joined(separator: " ")
    }

    private static func decoded(_ text: Substring) -> String {
        var out = String(text)
        for (entity, character) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
        ] {
            out = out.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
        }
        return out
    }
}
