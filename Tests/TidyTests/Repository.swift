// The repository as text: every file that belongs to it, read once, with its place. A check is a function
// from these values to findings, so each check can be shown a bad snippet as well as the real thing.

import Foundation

/// Something a check does not like: where, and what.
struct Finding: CustomStringConvertible, Equatable, Sendable {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// One file: its path from the root, its bytes, and for Swift its code without comments and literals.
struct RepositoryFile: Sendable {
    let path: String
    let bytes: [UInt8]
    let lines: [String]
    /// The same number of bytes, with comments and the insides of literals as spaces; empty for other
    /// languages.
    let code: [UInt8]

    init(_ path: String, _ bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        let text = String(decoding: bytes, as: UTF8.self)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = path.hasSuffix(".swift") ? SwiftScanner.code(of: bytes) : []
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var isSwift: Bool { path.hasSuffix(".swift") }
    var isPython: Bool { path.hasSuffix(".py") }
    var isShell: Bool { path == "run" || path == ".ci/run" || path.hasSuffix(".sh") }
    var isProse: Bool { path.hasSuffix(".md") }
    var isProgramText: Bool { isSwift || isPython || isShell || path.hasSuffix(".h") }

    /// The parts of the path: `["Sources", "CRDT", "Value.swift"]`.
    var parts: [String] { path.split(separator: "/").map(String.init) }
    /// The first two folders, as `Sources/CRDT`; empty above them.
    var module: String { parts.count > 2 ? parts[0] + "/" + parts[1] : "" }
    /// The file name without its last extension.
    var stem: String {
        let name = parts.last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
    /// Whether the file is compiled into something people run.
    var isProduct: Bool { ["Sources", "Protocol", "Nodes", "Simulations"].contains(parts.first ?? "") }

    /// The line, counted from 1, that holds the byte at `offset`.
    func line(at offset: Int) -> Int { bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1 }

    /// A finding at a line of this file.
    func finding(_ line: Int, _ message: String) -> Finding {
        Finding(path: path, line: line, message: message)
    }
}

/// All files of the repository, sorted by path.
struct Repository: Sendable {
    let files: [RepositoryFile]

    /// A repository made of texts, for showing a check something bad.
    init(_ texts: [String: String]) {
        files = texts.sorted { $0.key < $1.key }.map { RepositoryFile($0.key, Array($0.value.utf8)) }
    }

    private init(files: [RepositoryFile]) { self.files = files }

    func file(_ path: String) -> RepositoryFile? { files.first { $0.path == path } }
    var swift: [RepositoryFile] { files.filter(\.isSwift) }
    var product: [RepositoryFile] { files.filter { $0.isProduct && $0.isSwift } }

    /// The root of this repository: three folders up from this file.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// This repository, as it lies on disk.
    static let here: Repository = {
        var files: [RepositoryFile] = []
        for folder in ["Sources", "Protocol", "Nodes", "Simulations", "Tests", ".ci"] {
            files += read(folder)
        }
        let top = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        files += top.filter { !isBuilt($0) }.compactMap(readFile)
        return Repository(files: files.sorted { $0.path < $1.path })
    }()

    private static func read(_ folder: String) -> [RepositoryFile] {
        let walk = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        var files: [RepositoryFile] = []
        while let inner = walk?.nextObject() as? String {
            if inner.contains("__pycache__") || inner.split(separator: "/").contains(".venv") { continue }
            if let file = readFile(folder + "/" + inner) { files.append(file) }
        }
        return files
    }

    /// What a build leaves at the root and .gitignore names.
    private static func isBuilt(_ name: String) -> Bool {
        name == "Package.resolved" || name.hasPrefix(".build")
    }

    private static func readFile(_ path: String) -> RepositoryFile? {
        var isFolder: ObjCBool = false
        let place = root.appendingPathComponent(path)
        guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder), !isFolder.boolValue,
            let data = try? Data(contentsOf: place)
        else { return nil }
        return RepositoryFile(path, Array(data))
    }
}

/// Where `needle` begins in `bytes`; `wholeWord` leaves out places where a letter, digit or `_` stands
/// beside it.
func offsets(of needle: String, in bytes: [UInt8], wholeWord: Bool = false) -> [Int] {
    let needle = Array(needle.utf8)
    var found: [Int] = []
    bytes.withUnsafeBytes { hay in
        guard let base = hay.baseAddress else { return }
        var from = 0
        while from + needle.count <= hay.count,
            let hit = memchr(base + from, Int32(needle[0]), hay.count - needle.count + 1 - from)
        {
            let at = UnsafeRawPointer(hit) - base
            from = at + 1
            guard memcmp(hit, needle, needle.count) == 0 else { continue }
            let after = at + needle.count
            let joined = (at > 0 && isWordByte(hay[at - 1])) || (after < hay.count && isWordByte(hay[after]))
            if !(wholeWord && joined) { found.append(at) }
        }
    }
    return found
}

/// ASCII letters, digits and `_`.
func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        true
    default: false
    }
}
