// Each check across files, shown parts that disagree, says so, and shown parts that agree, is silent.

import Testing

@Suite struct ProjectChecksTests {
    private let manifest = """
        let package = Package(
            targets: [
                .systemLibrary(name: "CSQLite", path: "Sources/CSQLite"),
                .module("Bytes", in: "Sources", uses: []),
                .program("Demo", in: "Simulations", uses: ["Bytes"]),
                .tests("Bytes", uses: []),
                .testTarget(name: "TidyTests", path: "Tests/TidyTests", swiftSettings: .strict),
            ])
        """
    private let code = [
        "Sources/CSQLite/module.modulemap", "Sources/Bytes/Hex.swift", "Simulations/Demo/Demo.swift",
        "Tests/BytesTests/HexTests.swift", "Tests/TidyTests/TidyTests.swift",
    ]

    private func project(without dropped: String? = nil, with added: String? = nil) -> Repository {
        let paths = code.filter { $0 != dropped } + [added].compactMap { $0 }
        var texts = Dictionary(uniqueKeysWithValues: paths.map { ($0, "//\n") })
        texts["Package.swift"] = manifest
        return Repository(texts)
    }

    @Test("a target without code and code without a target are found")
    func targets() {
        #expect(ProjectChecks.targets(project()).isEmpty)
        for path in code { #expect(ProjectChecks.targets(project(without: path)).count == 1, "\(path)") }
        #expect(ProjectChecks.targets(project(with: "Nodes/Web/Server.swift")).count == 1)
        #expect(ProjectChecks.targets(project(with: "Protocol/Vectors/session.json")).isEmpty)
    }

    @Test("planted bugs in the manifest or a script are found")
    func plantedBugs() {
        for path in ["Package.swift", "run", ".ci/run"] {
            #expect(
                ProjectChecks.plantedBugs(Repository([path: "\n-DPLANTED_BUGS\n"])).map(\.line) == [2],
                "\(path)")
        }
        #expect(ProjectChecks.plantedBugs(project()).isEmpty)
        let apart = "swift build --scratch-path .build-planted -Xswiftc -DPLANTED_BUGS\n"
        #expect(ProjectChecks.plantedBugs(Repository(["run": apart])).isEmpty)
        #expect(ProjectChecks.plantedBugs(Repository(["Package.swift": apart])).count == 1)
    }

    @Test("a planted bug that is more than a few lines is found")
    func plantedGuards() {
        let long = "#if PLANTED_BUGS\n" + String(repeating: "let a = 1\n", count: 9) + "#endif\n"
        let short = "#if PLANTED_BUGS\nlet a = 1\n#endif\n"
        #expect(ProjectChecks.plantedGuards(Repository(["Sources/CRDT/A.swift": long])).map(\.line) == [1])
        #expect(ProjectChecks.plantedGuards(Repository(["Sources/CRDT/A.swift": short + short])).isEmpty)
        #expect(ProjectChecks.plantedGuards(Repository(["Sources/Bytes/PlantedBug.swift": long])).isEmpty)
    }

    @Test("a vector file that no test names is found")
    func vectors() {
        let vector = ["Protocol/Vectors/noise-xk.json": "{}\n"]
        #expect(ProjectChecks.vectors(Repository(vector)).count == 1)
        let test = ["Tests/NoiseTests/VectorTests.swift": "let name = \"noise-xk.json\"\n"]
        #expect(ProjectChecks.vectors(Repository(vector.merging(test) { a, _ in a })).isEmpty)
        let word = ["Tests/NoiseTests/VectorTests.swift": "// noise-xk is not a literal here\n"]
        #expect(ProjectChecks.vectors(Repository(vector.merging(word) { a, _ in a })).count == 1)
        #expect(ProjectChecks.vectors(Repository(["Protocol/Vectors/make.py": "# Makes them.\n"])).isEmpty)
        let other = ["Tests/NoiseTests/VectorTests.swift": "let name = \"noise-xkpsk3.json\"\n"]
        #expect(ProjectChecks.vectors(Repository(vector.merging(other) { a, _ in a })).count == 1)
    }

    @Test("a command that run does not have is found")
    func commands() {
        let run = "case $command in\n    demo) run_demo \"$@\" ;;\nesac\n"
        let texts = ["run": run, "README.md": "`./run demo`\n", ".ci/run": "./run lint\n"]
        #expect(ProjectChecks.commands(Repository(texts)).map(\.path) == [".ci/run"])
    }

    @Test("a README of 121 lines is found, and a missing one")
    func readme() {
        #expect(ProjectChecks.readme(Repository(["README.md": String(repeating: "a\n", count: 120)])).isEmpty)
        #expect(
            ProjectChecks.readme(Repository(["README.md": String(repeating: "a\n", count: 121)])).count == 1)
        #expect(ProjectChecks.readme(Repository([:])).count == 1)
    }

    @Test("a link that leads nowhere is found; links to files, folders, headings and the web are not")
    func links() {
        let good = "[a](Protocol/SPEC.md#frames) [b](Protocol) [c](#map) [d](https://example.org/x)\n"
        let texts = ["README.md": good, "Protocol/SPEC.md": "[up](../README.md)\n"]
        #expect(ProjectChecks.links(Repository(texts)).isEmpty)
        #expect(
            ProjectChecks.links(Repository(["README.md": "\n[a](Protocol/SPEC.md)\n"])).map(\.line) == [2])
    }

    @Test("a tracked build product and a tracked file above 1 MiB are found")
    func tracked() {
        let found = ProjectChecks.tracked([
            ("README.md", 1 << 20), ("big.bin", 1 << 20 + 1), (".build/debug.yaml", 3),
            ("Package.resolved", nil),
        ])
        #expect(found.map(\.path) == ["big.bin", ".build/debug.yaml", "Package.resolved"])
    }
}
