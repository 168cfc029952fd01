// The repository as it lies here keeps its own rules. Every finding is reported as file:line, so one run
// shows all.

import Foundation
import Testing

@Suite struct RepositoryTests {
    private func expectNone(_ findings: [Finding], _ location: SourceLocation = #_sourceLocation) {
        for finding in findings {
            Issue.record(Comment(rawValue: finding.description), sourceLocation: location)
        }
    }

    @Test("the walk finds the manifest, the entry and this very file")
    func walk() {
        for path in ["Package.swift", "run", ".ci/run", "Tests/TidyTests/RepositoryTests.swift"] {
            #expect(Repository.here.file(path) != nil, "\(path) was not found under \(Repository.root.path)")
        }
    }

    @Test("no file is longer than 400 lines")
    func fileLength() { expectNone(ShapeChecks.fileLength(.here)) }

    @Test("no function is longer than 70 lines")
    func functionLength() { expectNone(ShapeChecks.functionLength(.here)) }

    @Test("no line of Swift is wider than 110 columns")
    func columns() { expectNone(ShapeChecks.columns(.here)) }

    @Test("no line ends in white space or holds a tab, and every file ends with a line break")
    func whiteSpace() { expectNone(ShapeChecks.whiteSpace(.here)) }

    @Test("every file opens with a comment")
    func openingComment() { expectNone(ShapeChecks.openingComment(.here)) }

    @Test("SQLite, libsodium, Dispatch and Foundation are imported only where they belong")
    func imports() { expectNone(CodeChecks.imports(.here)) }

    @Test("sockets are opened only where they belong")
    func sockets() { expectNone(CodeChecks.sockets(.here)) }

    @Test("pure modules read no clock, no environment and draw no random number")
    func purity() { expectNone(CodeChecks.purity(.here)) }

    @Test("randomness comes from a seed in simulations alone")
    func seeding() { expectNone(CodeChecks.seeding(.here)) }

    @Test("no code escapes from the compiler's checks")
    func escapes() { expectNone(CodeChecks.escapes(.here)) }

    @Test("no file or type has a name that says nothing")
    func emptyNames() { expectNone(CodeChecks.emptyNames(.here)) }

    @Test("no type has its module's name")
    func moduleNames() { expectNone(CodeChecks.moduleNames(.here)) }

    @Test("nothing is left for later")
    func reminders() { expectNone(TextChecks.reminders(.here)) }

    @Test("no file names a path of one machine")
    func machinePaths() { expectNone(TextChecks.machinePaths(.here)) }

    @Test("no file names a package registry's host")
    func registries() { expectNone(TextChecks.registries(.here)) }

    @Test("the repository speaks of the product alone")
    func authorship() { expectNone(TextChecks.authorship(.here)) }

    @Test("labels for people come in Thai and English together")
    func languagePairs() { expectNone(TextChecks.languagePairs(.here)) }

    @Test("the manifest's targets are the folders with code, and the other way round")
    func targets() { expectNone(ProjectChecks.targets(.here)) }

    @Test("nothing that people run is built with planted bugs")
    func plantedBugs() { expectNone(ProjectChecks.plantedBugs(.here)) }

    @Test("a planted bug is a few lines where somebody might make it")
    func plantedGuards() { expectNone(ProjectChecks.plantedGuards(.here)) }

    @Test("every vector file is named in some test")
    func vectors() { expectNone(ProjectChecks.vectors(.here)) }

    @Test("every command that prose and scripts show exists in run")
    func commands() { expectNone(ProjectChecks.commands(.here)) }

    @Test("README has at most 120 lines")
    func readme() { expectNone(ProjectChecks.readme(.here)) }

    @Test("every relative link in prose resolves")
    func links() { expectNone(ProjectChecks.links(.here)) }

    @Test("nothing that a build makes is tracked, and no tracked file is larger than 1 MiB")
    func tracked() {
        let onDisk = Repository.here.files.map { (path: $0.path, bytes: Optional($0.bytes.count)) }
        expectNone(ProjectChecks.tracked(ProjectChecks.trackedFiles() ?? onDisk))
    }
}
