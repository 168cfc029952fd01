// The processes of the demonstration: results, chains, and that none is left.

import Foundation
import Records
import Testing

@testable import Demo

@Suite struct ChildrenTests {
    private func shell(_ script: String) -> ChildCommand { ChildCommand("/bin/sh", ["-c", script]) }

    private func make() throws -> (DemoFolder, Children) {
        let folder = try DemoFolder(wanted: nil)
        return (folder, Children(folder, .en))
    }

    @Test("a child's output, notes and exit code come back, and its state lies inside the folder")
    func result() throws {
        let (folder, children) = try make()
        defer { folder.remove() }
        let child = try children.start(shell("echo one; echo two; echo $SAPHAN_STATE >&2; exit 3"))
        let result = try children.wait(forAnyOf: [child]).1
        #expect(result.exit == 3)
        #expect(result.lastLine == "two")
        #expect(result.notes == folder.state + "\n")
    }

    @Test("a chain hands what each command said to the next, and a chain that fails stops no other")
    func crew() throws {
        let (folder, children) = try make()
        defer { folder.remove() }
        let errands = (1...12).map { number in
            Errand(
                "\(number)",
                [
                    { _ in shell("echo \(number)") },
                    { result in shell("test \(result.lastLine) = \(number) && test \(number) != 5") },
                ])
        }
        var ended = 0
        let troubles = try Crew(children: children).run(errands) { ended = $0 }
        #expect(troubles.map(\.school) == ["5"])
        #expect(ended == 12)
    }

    @Test("what still runs is ended, even where it does not listen; the folder goes")
    func ends() throws {
        let (folder, children) = try make()
        let child = try children.start(shell("trap '' TERM; echo ready; while :; do sleep 1; done"))
        _ = try children.output(of: child, holding: "ready", milliseconds: 5_000)
        children.endAll()
        #expect(kill(child, 0) == -1)
        folder.remove()
        #expect(!WholeFile.exists(folder.path))
    }

    @Test("a folder that holds something is refused")
    func occupied() throws {
        let (folder, _) = try make()
        defer { folder.remove() }
        #expect(throws: DemoError.self) { _ = try DemoFolder(wanted: folder.path) }
    }
}
