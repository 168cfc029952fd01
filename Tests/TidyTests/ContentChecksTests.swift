// Each check of what files say, shown something bad, says so, and shown something good, is silent.

import Testing

@Suite struct ContentChecksTests {
    private func swift(_ text: String, at path: String = "Sources/CRDT/Value.swift") -> Repository {
        Repository([path: text])
    }

    @Test("an import out of place is found, whatever stands before it; in its own module it is not")
    func imports() {
        for line in [
            "import Foundation", "public import Foundation", "import struct Foundation.Data",
            "import CSQLite",
        ] {
            #expect(CodeChecks.imports(swift("// What.\n\(line)\n")).map(\.line) == [2], "\(line)")
        }
        #expect(CodeChecks.imports(swift("import FoundationEssentials\n// import Foundation\n")).isEmpty)
        #expect(
            CodeChecks.imports(swift("internal import CSQLite\n", at: "Sources/Replica/Log.swift")).isEmpty)
        #expect(CodeChecks.imports(swift("import CSodium\n", at: "Protocol/Noise/Hash.swift")).count == 1)
        #expect(CodeChecks.imports(swift("import Foundation\n", at: "Tests/CRDTTests/A.swift")).isEmpty)
    }

    @Test("a socket opened outside its modules is found; a method of that name is not")
    func sockets() {
        #expect(CodeChecks.sockets(swift("let a = socket(2, 1, 0)\n")).count == 1)
        #expect(CodeChecks.sockets(swift("let a = link.socket(2)\n")).isEmpty)
        #expect(CodeChecks.sockets(swift("let a = socket(2, 1, 0)\n", at: "Protocol/Link/A.swift")).isEmpty)
    }

    @Test("chance and clocks are found in pure modules only, and not in comments")
    func purity() {
        #expect(CodeChecks.purity(swift("let a = Int.random(in: 0..<9)\n")).count == 1)
        #expect(CodeChecks.purity(swift("let a = b.shuffled() // Date()\n")).count == 0 + 1)
        #expect(CodeChecks.purity(swift("let a = Int.random(in: 0..<9)\n", at: "Nodes/Host/A.swift")).isEmpty)
    }

    @Test("a seed for secrets is found outside simulations and tests")
    func seeding() {
        for call in ["Sodium.start(seed: 1)\n", "DiskSystem.shared.beginRun(seed: 1, timeMilliseconds: 0)\n"]
        {
            #expect(CodeChecks.seeding(swift(call)).count == 1)
            #expect(CodeChecks.seeding(swift(call, at: "Nodes/Host/A.swift")).count == 1)
            #expect(CodeChecks.seeding(swift(call, at: "Simulations/World/A.swift")).isEmpty)
            #expect(CodeChecks.seeding(swift(call, at: "Tests/DiskTests/A.swift")).isEmpty)
        }
    }

    @Test("every escape from the compiler is found in code, none in a string or a comment")
    func escapes() {
        for escape in CodeChecks.escapes {
            #expect(CodeChecks.escapes(swift("let a = 1 \(escape) b\n")).count == 1, "\(escape)")
            #expect(CodeChecks.escapes(swift("// \(escape)\nlet a = \"\(escape)\"\n")).isEmpty, "\(escape)")
        }
    }

    @Test("names that say nothing are found in types and files; using FileManager is no declaration")
    func emptyNames() {
        #expect(
            CodeChecks.emptyNames(swift("struct SyncManager {}\nenum StringUtils {}\n")).map(\.line) == [
                1, 2,
            ])
        #expect(CodeChecks.emptyNames(swift("let a = 1\n", at: "Sources/CRDT/Helpers.swift")).count == 1)
        #expect(CodeChecks.emptyNames(swift("let a = FileManager.default\n")).isEmpty)
    }

    @Test("a type with its module's name is found")
    func moduleNames() {
        #expect(CodeChecks.moduleNames(swift("public enum CRDT {}\n")).count == 1)
        #expect(CodeChecks.moduleNames(swift("public enum Rule {}\n")).isEmpty)
    }

    @Test("reminders, machine paths, registries and authorship are found in code, scripts and prose")
    func words() {
        let checks: [([String], (Repository) -> [Finding])] = [
            (TextChecks.reminders, TextChecks.reminders), (TextChecks.machinePaths, TextChecks.machinePaths),
            (TextChecks.registries, TextChecks.registries), (TextChecks.authorship, TextChecks.authorship),
        ]
        for (words, check) in checks {
            for word in words {
                for path in ["README.md", "run", "Sources/CRDT/Value.swift"] {
                    #expect(
                        check(Repository([path: "a\n# see \(word) b\n"])).map(\.line) == [2],
                        "\(word) in \(path)")
                }
            }
            #expect(check(Repository(["README.md": "said $root/x and ./run todo\n"])).isEmpty)
        }
    }

    @Test("a Thai label without its English one is found, also when the English one is elsewhere")
    func languagePairs() {
        #expect(TextChecks.languagePairs(swift("a(th: \"ก\", en: \"k\")\n")).isEmpty)
        #expect(TextChecks.languagePairs(swift("a(\n  en: \"k\",\n  th: \"ก\")\n")).isEmpty)
        #expect(TextChecks.languagePairs(swift("a(th: \"ก\")\nb(th: x, en: \"k\")\n")).map(\.line) == [1])
        #expect(TextChecks.languagePairs(swift("a(en: \"k\", b(th: x))\n")).count == 1)
    }
}
