// Each check of shape, shown something bad, says so, and shown something good, is silent.

import Testing

@Suite struct ShapeChecksTests {
    private func swift(_ text: String) -> Repository { Repository(["Sources/CRDT/Value.swift": text]) }

    @Test("a file of 401 lines is found, one of 400 is not")
    func fileLength() {
        #expect(ShapeChecks.fileLength(swift(String(repeating: "//\n", count: 400))).isEmpty)
        let found = ShapeChecks.fileLength(swift(String(repeating: "//\n", count: 401)))
        #expect(found.map(\.line) == [401])
    }

    private func function(lines: Int) -> String {
        "struct S {\n    func long() {\n" + String(repeating: "        step()\n", count: lines - 2)
            + "    }\n}\n"
    }

    @Test("a function of 71 lines is found at its first line, one of 70 is not, and a type may be longer")
    func functionLength() {
        #expect(ShapeChecks.functionLength(swift(function(lines: 70))).isEmpty)
        #expect(ShapeChecks.functionLength(swift(function(lines: 71))).map(\.line) == [2])
    }

    @Test("braces in literals, comments, interpolations and regular expressions do not count")
    func scanner() {
        let tricky = #"""
            struct S {
                // { { {
                let open = "{ \(map { "}" + "\"{" }) {"
                let raw = #" \( { " "#
                let pattern = /a{2}\/{/
                let half = a / b /* { /* { */ */
                let text = """
                    { \(x)
                    """
                func short() {
                    if let actor { use(actor) }
                }
                var actor: Int { 1 }
            }
            extension [S] where Element: P {
                init?(from: (Int) -> Bool = { $0 > 1 }) { self = .init() }
            }
            """#
        let blocks = CodeBlock.all(in: SwiftScanner.code(of: Array(tricky.utf8)))
        #expect(
            blocks == [(10, 12), (13, 13), (16, 16), (16, 16)].map { CodeBlock(firstLine: $0, lastLine: $1) })
    }

    @Test("a line of 111 columns is found, 110 Thai letters are not")
    func columns() {
        #expect(ShapeChecks.columns(swift(String(repeating: "ก", count: 110) + "\n")).isEmpty)
        #expect(
            ShapeChecks.columns(swift("\n" + String(repeating: "a", count: 111) + "\n")).map(\.line) == [2])
    }

    @Test("white space at an end, a tab and a missing last line break are found")
    func whiteSpace() {
        #expect(ShapeChecks.whiteSpace(swift("a\n\nb\n")).isEmpty)
        #expect(ShapeChecks.whiteSpace(swift("a \n\tb\nc")).map(\.line) == [1, 2, 3])
    }

    @Test("a file without an opening comment is found; the manifest's and a script's first line do not count")
    func openingComment() {
        #expect(ShapeChecks.openingComment(swift("// What it is.\nlet a = 1\n")).isEmpty)
        #expect(ShapeChecks.openingComment(swift("let a = 1\n")).count == 1)
        #expect(ShapeChecks.openingComment(Repository(["run": "#!/usr/bin/env bash\nset -e\n"])).count == 1)
        #expect(ShapeChecks.openingComment(Repository(["run": "#!/usr/bin/env bash\n# What.\n"])).isEmpty)
        #expect(ShapeChecks.openingComment(Repository(["Tests/Interop/run.py": "import sys\n"])).count == 1)
    }
}
