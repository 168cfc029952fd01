// Command lines, right, wrong and random.

import Bytes
import Records
import Terminal
import Testing

private let table = CommandTable(
    program: "try", summary: Label("ลอง", "try"),
    commands: [
        Command(
            "new", "เพิ่ม", "add",
            [Positional("collection", "ชนิด", "kind"), Positional("values", "ค่า", "values", .fields)],
            options: [
                Option("dir", "โฟลเดอร์", "directory", value: "D", environment: "TRY_DIR"),
                Option("where", "ที่", "where", value: "field=value", repeats: true),
                Option("dry-run", "ลอง", "try only"),
            ]),
        Command(
            "hub init", "สร้าง", "make",
            options: [Option("year", "ปี", "year", value: "BE", isRequired: true)]),
        Command("hub serve", "เปิด", "serve"),
        Command("undo", "ย้อน", "undo", [Positional("change", "การแก้", "change", .optional)]),
        Command("help", "ช่วย", "help", [Positional("topic", "เรื่อง", "topic", .rest)]),
    ])

private func parse(_ words: [String], _ environment: [String: String] = [:]) throws(UsageError) -> Invocation
{
    try table.parse(words) { environment[$0] }
}

private func error(_ words: [String]) -> UsageError? {
    do throws(UsageError) {
        _ = try parse(words)
        return nil
    } catch { return error }
}

@Suite struct ParserTests {
    @Test("a sign before = asks for one more or one less")
    func signs() {
        #expect(FieldWord("assignees+=a=b")?.sign == .plus)
        #expect(FieldWord("assignees-=a")?.sign == .minus)
        #expect(FieldWord("delta=-5")?.sign == .plain)
        #expect(FieldWord("assignees+=a=b")?.field == "assignees")
        #expect(FieldWord("assignees+=a=b")?.value == "a=b")
        #expect(FieldWord("วันที่แจ้ง=5/1/2569")?.field == "วันที่แจ้ง")
        #expect(FieldWord("ราคาต่อหน่วย (ประมาณ)=1")?.field == "ราคาต่อหน่วย (ประมาณ)")
        #expect(FieldWord("=a") == nil && FieldWord("-a=b") == nil && FieldWord("1=b") == nil)
        #expect(FieldWord("+=a") == nil && FieldWord("a++=b") == nil && FieldWord("a*=b") == nil)
    }

    @Test("words, options and Thai values are understood wherever they stand")
    func understands() throws {
        let one = try parse([
            "--json", "new", "--where=a=b=c", "ticket", "title=เครื่องพิมพ์ เสีย=จริง", "--dir", "D", "--where",
            "x=",
            "count=-5", "--dry-run",
        ])
        #expect(one.command == "new" && one.word("collection") == "ticket")
        #expect(one.fields.map(\.field) == ["title", "count"])
        #expect(one.fields.map(\.value) == ["เครื่องพิมพ์ เสีย=จริง", "-5"])
        #expect(one.has("json") && one.has("dry-run") && !one.has("help"))
        #expect(one.value("dir") == "D" && one.values("where") == ["a=b=c", "x="])
        #expect(try one.fieldWords("where").map(\.value) == ["b=c", ""])
        #expect(try parse(["--lang", "en", "hub", "--json", "serve"]).command == "hub serve")
        #expect(try parse(["undo"]).word("change") == nil)
        #expect(try parse(["undo", "--", "--json"]).word("change") == "--json")
        #expect(try parse(["undo", "-"]).word("change") == "-")
        #expect(try parse(["help", "hub", "init"]).words("topic") == ["hub", "init"])
        #expect(try parse(["new", "t", "a=1"], ["TRY_DIR": "E"]).value("dir") == "E")
        #expect(try parse(["new", "t", "a=1", "--dir=--x"]).value("dir") == "--x")
        #expect(try parse(["hub", "init", "-h"]).has("help"))
        #expect(try parse(["--help"]).command == "help")
    }

    @Test("a slip is named, with what was probably meant")
    func slips() {
        #expect(error(["nwe", "t"])?.suggestion == "new")
        #expect(error(["hub", "inti"])?.suggestion == "hub init")
        #expect(error(["new", "t", "a=1", "--dri-run"])?.suggestion == "--dry-run")
        #expect(error(["new", "t", "a=1", "--jsno"])?.suggestion == "--json")
        #expect(error(["undo", "--lang", "eng"])?.suggestion == "en")
        #expect(error(["new", "t", "a=1", "--zzzzzz"])?.suggestion == nil)
        let bad: [[String]] = [
            ["new", "t", "a=1", "--dir", ""], ["new", "t", "a=1", "--dir="], [], ["hub"],
            ["xyz"], ["new"], ["new", "t"], ["new", "t", "word"], ["new", "t", "=1"],
            ["new", "t", "a\tb=1"], ["new", "t", "1a=1"], ["new", "t", "a:b=1"], ["hub", "init"],
            ["hub", "init", "--year"], ["hub", "init", "--year", "--json"], ["undo", "a", "b"],
            ["undo", "-x"], ["undo", "--json", "--json"], ["undo", "--json=1"], ["undo", "--lang", "fr"],
            ["new", "t", "a=1", "--dir", "a", "--dir", "b"], ["hub", "serve", "extra"],
            ["undo", "--"] + ["a", "b"],
            [String](repeating: "a", count: LocalLimits.commandWordsMax + 1),
        ]
        for words in bad {
            let message = error(words)?.message
            #expect(message?.th.isEmpty == false && message?.en.isEmpty == false, "\(words.prefix(6))")
        }
    }

    @Test("a number out of its range is wrong usage")
    func numbers() throws {
        #expect(try parse(["hub", "init", "--year", "2568"]).integer("year", in: 2500...2700) == 2568)
        for year in ["0", "x", "", "2568.0", "๒๕๖๘", "99999999999999999999"] {
            let invocation = try parse(["hub", "init", "--year=\(year)"])
            #expect(throws: UsageError.self) { try invocation.integer("year", in: 2500...2700) }
        }
    }

    @Test("any words at all are understood or refused with words, never worse")
    func anyWords() {
        var generator = SplitMix64(seed: 20)
        let parts = [
            "new", "hub", "init", "serve", "undo", "help", "--", "-", "--dir", "--dir=", "--where", "--json",
            "-h",
            "--lang", "th", "=", "a=b", "ชื่อ=ครู", "\u{0}", "e\u{301}", "🏫", "--\u{0e31}", "--year", "2568", "",
            "--dry-run=", "---", "=--", "--help",
        ]
        var understood = 0
        for seed in 0..<20_000 {
            let words = (0..<generator.below(9)).map { _ -> String in
                let word = generator.pick(parts) ?? ""
                return generator.chance(1, in: 5) ? word + (generator.pick(parts) ?? "") : word
            }
            do throws(UsageError) {
                let invocation = try parse(words)
                understood += 1
                #expect(table.command(invocation.command) != nil)
            } catch {
                let said = table.explain(error, .th) + table.explain(error, .en)
                #expect(said.utf8.count > 10, "seed \(seed): \(words)")
            }
        }
        #expect(understood > 200)
    }

    @Test("what was put together from the table comes back as it was meant")
    func roundTrip() throws {
        var generator = SplitMix64(seed: 21)
        let values = ["", "a", "=", "a=b", "--x", "ครู ใหญ่", "-1", "\n", "ก็"]
        for seed in 0..<3_000 {
            let fields = (0..<generator.within(1...4)).map { ("f\($0)", generator.pick(values) ?? "") }
            // An empty name of a folder is a variable that was not set.
            let directory = generator.pick(Array(values.dropFirst())) ?? ""
            let places = (0..<generator.below(3)).map { _ in generator.pick(values) ?? "" }
            var options = places.map { "--where=\($0)" } + ["--dir=\(directory)"]
            if generator.chance(1, in: 2) { options.append("--json") }
            var loose = ["new", "ticket"] + fields.map { "\($0.0)=\($0.1)" }
            var words: [String] = []
            while !loose.isEmpty || !options.isEmpty {
                let takesOption = !options.isEmpty && words.contains("new") && generator.chance(1, in: 2)
                if takesOption || loose.isEmpty {
                    words.append(options.removeFirst())
                } else {
                    words.append(loose.removeFirst())
                }
            }
            let invocation = try parse(words)
            #expect(
                invocation.values("where") == places && invocation.value("dir") == directory, "seed \(seed)")
            #expect(invocation.fields.map(\.value) == fields.map(\.1), "seed \(seed)")
        }
    }
}
