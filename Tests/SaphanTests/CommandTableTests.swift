// The promised command line of saphan.

import Records
import Terminal
import Testing

@testable import Saphan

@Suite struct CommandTableTests {
    private let table = CommandTable.saphan

    private func parse(_ line: String, _ environment: [String: String] = [:]) throws -> Invocation {
        try table.parse(line.split(separator: " ").map(String.init)) { environment[$0] }
    }

    @Test("every promised line is understood")
    func promised() throws {
        for line in [
            "hub init --dir D --office 57030000 --name สพป.เชียงราย",
            "hub serve --dir D --listen 127.0.0.1:7400",
            "hub invite --dir D 57030001", "hub invite --dir D 57030001 --name บ้าน --address h:1",
            "school join --dir D ABC-DEF", "school serve --dir D", "school sync --dir D",
            "import schools --dir D f.csv", "import headcount --dir D --year 2568 --round 1 f.csv",
            "import headcount --dir D --year 2568 --round 1 f.csv --school 57030001 --dry-run",
            "import schools --dir D f.csv --preview", "import asset f.csv --dir D --yes --refused-out r.csv",
            "import asset f.csv --dir D --preview --space office --map x=name --as ครู",
            "export asset --dir D --out F --format jsonl --space office --personal --deleted",
            "export asset --dir D --encoding windows-874 --lang en",
            "export headcount --dir D --format dmc --year 2568 --round 1 --school 57030001",
            "match schools f.csv --dir D --out F --confirm 5=57030001 --confirm 6=57030002 --yes",
            "new ticket --dir D title=x kind=repair --space office --as ครู", "set ticket 1 --dir D title=x",
            "set ticket 1 --dir D title=x --basis T", "show ticket 1 --dir D --history",
            "list ticket --dir D --where state=closed --where kind=repair", "conflicts --dir D --json",
            "resolve c1 --dir D --value 12", "delete ticket 1 --dir D", "undo --dir D", "undo x --dir D",
            "status --dir D --lang en", "status --dir D --seen", "backup --dir D --out F",
            "restore F --dir D", "restore F --dir D --keys K", "check --dir D",
            "digest --dir D school/57030001",
            "print repair_notice 1 --dir D --out F", "print asset_labels a b c --dir D --out F",
            "new-form satisfaction --dir D", "report headcount --dir D --csv f", "report summary --dir D",
            "help", "help hub init",
        ] {
            let invocation = try parse(line)
            #expect(line.hasPrefix(invocation.command))
            #expect(invocation.command == "help" || invocation.value("dir") == "D")
        }
        let thai = try parse("import headcount --dir D --year ๒๕๖๘ --round ๒ f.csv")
        #expect(thai.value("round") == "2")
        #expect(try parse("status", ["SAPHAN_DIR": "E"]).value("dir") == "E")
        #expect(throws: UsageError.self) { try parse("status") }
    }

    @Test("help shows every command in both languages, and names every option it takes")
    func help() throws {
        for language in Language.allCases {
            let overview = table.overview(language)
            for command in table.commands {
                #expect(overview.contains("  \(command.name) "))
                let page = try #require(table.help(on: command.name, language))
                for option in command.options { #expect(page.contains("--\(option.name)")) }
            }
            #expect(table.help(on: "import", language)?.contains("import headcount") == true)
            #expect(table.help(on: "nothing", language) == nil)
        }
        #expect(Set(table.commands.map(\.name)).count == table.commands.count)
    }

    @Test("every command is reached by its own words, also where another's name begins it")
    func reachable() throws {
        for one in table.commands {
            let words = one.positionals.map { $0.kind == .fields ? "a=b" : "x" }
            let options = one.options.filter(\.isRequired).map { "--\($0.name)=\($0.allowed.first ?? "1")" }
            let line = ([one.name] + words + options).joined(separator: " ")
            #expect(try parse(line).command == one.name, "\(line)")
        }
        #expect(try parse("import asset f.csv --dir D").word("collection") == "asset")
        #expect(try parse("import --dir D asset f.csv").command == "import")
        #expect(try parse("import headcount f.csv --dir D").command == "import headcount")
    }

    @Test("a list shows where each record stands, however late its field is declared")
    func listedState() {
        for collection in Catalogue.standard.collections {
            let shown = ReadingCommands.columns(of: collection)
            #expect(shown.first == collection.fields.first && shown.count <= collection.fields.count)
            #expect(collection.stateField.map(shown.contains) ?? true, "\(collection.name)")
        }
    }
}
