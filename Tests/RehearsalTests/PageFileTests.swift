// Where a page may be written: over a plain file or nothing, and over nothing else.

import Foundation
import Glibc
import Records
import Terminal
import Testing

@testable import Rehearsal

@Suite struct PageFileTests {
    private func failure(_ path: String) -> Failure? {
        do throws(Failure) {
            _ = try PageFile(path)
            return nil
        } catch { return error }
    }

    @Test("a device, a pipe, a folder and a place that is not there are refused as wrong usage, untouched")
    func refused() throws {
        let folder = NSTemporaryDirectory() + "saphan-page-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        #expect(symlink("pipe", folder + "/to-pipe") == 0 && symlink("nowhere", folder + "/to-nothing") == 0)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        for path in [
            "/dev/null", folder + "/pipe", folder + "/to-pipe", folder + "/to-nothing", folder,
            folder + "/not/there.html", "",
        ] {
            #expect(failure(path)?.code == .usage, "\(path)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
    }

    @Test("a link to a plain file stays a link, and its file gets the page")
    func links() throws {
        let folder = NSTemporaryDirectory() + "saphan-page-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("old".utf8).write(to: URL(filePath: folder + "/page.html"))
        #expect(symlink("page.html", folder + "/link.html") == 0)
        try PageFile(folder + "/link.html").write("new")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link.html") == "page.html")
        #expect(try String(contentsOfFile: folder + "/page.html", encoding: .utf8) == "new")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    }

    @Test("a scenario that cannot be read is told apart: missing, a folder, too large, no permission")
    func unread() throws {
        let folder = NSTemporaryDirectory() + "saphan-page-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(repeating: 0x20, count: 3 << 20).write(to: URL(filePath: folder + "/large.json"))
        for (path, words) in [
            (folder + "/missing.json", "no such file"), (folder, "a folder"),
            (folder + "/large.json", "too large"), ("/dev/null", "no plain file"),
        ] {
            var request = RehearsalRequest()
            request.file = path
            let failure = try #require(RehearsalCommand.run(request).failure)
            #expect(failure.code == .usage && failure.message.en.contains(words), "\(failure.message.en)")
        }
        #expect(UnreadFile.system(EACCES).reason.en.contains("permission"))
    }
}
