// A stick that is a real, small file system: an image of ext2, mounted where root may do so. It can be
// filled to the last byte, and its end can be taken away while something reads it.

import Foundation
import Testing

/// One stick; unmounted with the object.
final class SmallStick {
    let mount: String
    private let image: String
    private var isMounted = false

    /// A stick of `kilobytes`; nil, with a line that says so, where none can be mounted here.
    init?(in folder: String, kilobytes: Int) throws {
        image = folder + "/stick.img"
        mount = folder + "/stick"
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        guard FileManager.default.createFile(atPath: image, contents: nil) else { return nil }
        try resize(to: kilobytes * 1_024)
        guard try Self.run("mkfs.ext2", ["-q", "-F", "-m", "0", "-b", "1024", image]), try plugIn() else {
            print("skipped: no file system can be mounted here (root and a loop device are needed)")
            return nil
        }
    }

    deinit { unplug() }

    func path(_ name: String) -> String { mount + "/" + name }

    /// Mounts it, with nothing in any cache.
    func plugIn() throws -> Bool {
        isMounted = try Self.run("mount", ["-o", "loop", image, mount])
        return isMounted
    }

    func unplug() {
        if isMounted { _ = try? Self.run("umount", [mount]) }
        isMounted = false
    }

    /// Writes a file until not one byte more goes onto it.
    func fill() throws {
        #expect(FileManager.default.createFile(atPath: path("filler"), contents: nil))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path("filler")))
        for size in [65_536, 1_024, 1] {
            while (try? file.write(contentsOf: Data(repeating: 1, count: size))) != nil {}
        }
        try file.close()
    }

    /// Takes the filler away. A child that another test started meanwhile may have inherited the open file,
    /// and would keep its blocks: so it is emptied first.
    func makeRoom() throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path("filler")))
        try file.truncate(atOffset: 0)
        try file.close()
        try FileManager.default.removeItem(atPath: path("filler"))
    }

    /// From this byte on the stick answers no more.
    func breakOff(at bytes: Int) throws { try resize(to: bytes) }

    private func resize(to bytes: Int) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: image))
        try file.truncate(atOffset: UInt64(bytes))
        try file.close()
    }

    private static func run(_ name: String, _ words: [String]) throws -> Bool {
        let folders = ["/usr/sbin/", "/sbin/", "/usr/bin/", "/bin/"]
        guard let path = folders.map({ $0 + name }).first(where: FileManager.default.isExecutableFile) else {
            return false
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
