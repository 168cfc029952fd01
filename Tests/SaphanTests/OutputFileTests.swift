// Files that commands write: whole under their names, or not at all.

import Foundation
import Glibc
import Records
import Replica
import Terminal
import Testing

@testable import Saphan

@Suite struct OutputFileTests {
    /// A folder that goes when the test ends.
    private func temporary(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "saphan-output-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    @Test("a file takes the place of an older one, and stands alone in its folder")
    func replaced() throws {
        try temporary { folder in
            let path = folder + "/a.csv"
            for words in ["the first", "2"] {
                try OutputFile.write(Array(words.utf8), to: path)
                #expect(try text(path) == words)
            }
            #expect(try names(in: folder) == ["a.csv"])
        }
    }

    @Test("a file that cannot get its name is refused with the reason, and nothing is left beside it")
    func refused() throws {
        try temporary { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/a.csv/b", withIntermediateDirectories: true)
            let failure = #expect(throws: Failure.self) {
                try OutputFile.write([1], to: folder + "/a.csv")
            }
            #expect(failure?.message.en.contains(String(cString: strerror(EISDIR))) == true)
            #expect(try names(in: folder) == ["a.csv"])
        }
    }

    @Test("a device stays one, and no report takes the place of a node's own files")
    func places() throws {
        try OutputFile.write([1], to: "/dev/null")
        var status = stat()
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
        try temporary { folder in
            for name in ["saphan.db", "saphan.db-wal", "node.keys"] {
                let failure = #expect(throws: Failure.self) {
                    try OutputFile.write([1], to: folder + "/" + name)
                }
                #expect(failure?.message.en.contains("is a file of a node") == true)
            }
            let left = try names(in: folder)
            #expect(left.isEmpty)
        }
    }

    @Test("a file that is not to be written over stays as it is; half a file of before is no obstacle")
    func once() throws {
        try temporary { folder in
            let path = folder + "/node.keys"
            // What is left where a process was killed while it wrote.
            try Data("hal".utf8).write(to: URL(fileURLWithPath: "\(path).\(getpid()).new"))
            try DurableFile.writeNew(Array("whole".utf8), to: path)
            let failure = #expect(throws: FileFailure.self) {
                try DurableFile.writeNew(Array("other".utf8), to: path)
            }
            #expect(failure?.code == EEXIST)
            #expect(try text(path) == "whole" && names(in: folder) == ["node.keys"])
        }
    }
}
