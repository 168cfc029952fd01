// Sockets in the file system: rights, long paths, what a dead process left.

import Foundation
import Link
import Support
import Testing

@Suite(.ownThread) struct LocalSocketTests {
    private func folder(_ name: String) throws -> String {
        let path =
            FileManager.default.temporaryDirectory.path
            + "/link-\(ProcessInfo.processInfo.processIdentifier)-\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func talk(through path: String) async throws {
        let server = Party(.echo)
        let client = Party()
        _ = try await server.listen(.local(path: path))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        let number = await client.connect(.local(path: path))
        await client.write([1, 2, 3], number)
        await client.finish(number)
        #expect(await client.reaches { $0.closed[number] != nil })
        #expect(await client.received[number] == [1, 2, 3])
        #expect(await client.closed[number] == .some(nil))
        await #expect(throws: LinkError.portInUse) { try await server.listen(.local(path: path)) }
        await server.closeAll()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a local socket talks, is the user's own, and is gone when closed")
    func shortPath() async throws {
        let folder = try folder("short")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await talk(through: folder + "/control")
    }

    @Test("a path longer than the system's 107 bytes works and lies where it belongs")
    func longPath() async throws {
        let top = try folder("long")
        defer { try? FileManager.default.removeItem(atPath: top) }
        let deep = top + String(repeating: "/โรงเรียนบ้านสวน", count: 6)
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        try await talk(through: deep + "/control")
    }

    @Test("a socket left by a dead process is replaced, a file that is none is not")
    func leftOver() async throws {
        let folder = try folder("left")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/control"
        let source = folder + "/other"
        let dead = Party()
        _ = try await dead.listen(.local(path: source))
        // Renamed while bound and then closed: a socket file with nobody behind it.
        try FileManager.default.moveItem(atPath: source, toPath: path)
        await dead.closeAll()
        await pause(milliseconds: 50)
        try await talk(through: path)
        try Data("keep".utf8).write(to: URL(fileURLWithPath: path))
        let party = Party()
        await #expect(throws: LinkError.portInUse) { try await party.listen(.local(path: path)) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "keep")
    }

    @Test("nobody at a path, or no such folder, is said at once")
    func nobody() async throws {
        let party = Party()
        let number = await party.connect(.local(path: "/nonexistent/control"))
        #expect(await party.reaches { $0.closed[number] != nil })
        #expect(await party.closed[number] == .some(.badAddress))
    }
}
