// Whether the parts of the repository agree with one another: manifest and folders, vectors and tests,
// README and `run`.

import Foundation

/// Checks across files.
enum ProjectChecks {
    static let readmeLinesMax = 120
    static let trackedBytesMax = 1 << 20

    /// The targets that the manifest names, as folders.
    static func manifestFolders(_ manifest: String) -> Set<String> {
        var folders: Set<String> = []
        var pending: Substring = ""
        for line in manifest.split(separator: "\n").map({ $0.drop(while: { $0 == " " }) }) {
            let call = pending + line
            // A declaration of several lines has its name on the second.
            pending = call.hasSuffix("(") ? call : ""
            guard pending.isEmpty, call.hasPrefix("."), let name = quoted(call).first, !name.contains("\\(")
            else { continue }
            let strings = quoted(call)
            if call.hasPrefix(".module(") || call.hasPrefix(".program(") {
                folders.insert((strings.count > 1 ? strings[1] : "") + "/" + name)
            } else if call.hasPrefix(".tests(") {
                folders.insert("Tests/\(name)Tests")
            } else if call.hasPrefix(".systemLibrary(") || call.hasPrefix(".testTarget(") {
                folders.insert(strings.first { $0.contains("/") } ?? name)
            }
        }
        return folders
    }

    static func targets(_ repository: Repository) -> [Finding] {
        guard let manifest = repository.file("Package.swift") else { return [missing("Package.swift")] }
        let named = manifestFolders(manifest.text)
        let tops: Set = ["Sources", "Protocol", "Nodes", "Simulations", "Tests"]
        let compiled = repository.files.filter { $0.isSwift || $0.path.hasSuffix("module.modulemap") }
        let present = Set(compiled.filter { tops.contains($0.parts[0]) }.map(\.module))
        let empty = named.subtracting(present).sorted().map { manifest.finding(1, "\($0) has no code") }
        let unnamed = present.subtracting(named).sorted().map { manifest.finding(1, "\($0) is no target") }
        return empty + unnamed
    }

    /// Deliberate mistakes exist for a test of the tests; nothing that people run is built with them: their
    /// flag stands nowhere but in the one command of `run` that builds into a folder of its own.
    static func plantedBugs(_ repository: Repository) -> [Finding] {
        ["Package.swift", "run", ".ci/run"].compactMap(repository.file).flatMap { file in
            offsets(of: "PLANTED_BUGS", in: file.bytes).map(file.line(at:)).filter { line in
                !(file.path == "run" && file.lines[line - 1].contains("--scratch-path .build-planted "))
            }.map { file.finding($0, "PLANTED_BUGS in what builds the product") }
        }
    }

    static let plantedLinesMax = 10
    /// Files that are about planted bugs from their first line to their last.
    static let plantedFiles: Set = [
        "Sources/Bytes/PlantedBug.swift", "Simulations/Simulate/PlantedRuns.swift",
    ]

    /// A planted bug is a few lines in the place where somebody might make it, never a program beside the
    /// program.
    static func plantedGuards(_ repository: Repository) -> [Finding] {
        repository.product.filter { !plantedFiles.contains($0.path) }.flatMap { file in
            file.lines.indices.compactMap { start in
                guard file.lines[start].contains("#if PLANTED_BUGS") else { return nil }
                let length = file.lines[start...].prefix { !$0.contains("#endif") }.count + 1
                guard length > plantedLinesMax else { return nil }
                return file.finding(start + 1, "\(length) lines of a planted bug; at most \(plantedLinesMax)")
            }
        }
    }

    /// A vector file is named by a literal of its name, with or without the extension; programs that make
    /// vectors are none.
    static func vectors(_ repository: Repository) -> [Finding] {
        let tests = repository.files.filter { $0.parts[0] == "Tests" && ($0.isSwift || $0.isPython) }
        let vectors = repository.files.filter {
            $0.path.hasPrefix("Protocol/Vectors/") && !$0.isProse && !$0.isProgramText
        }
        return vectors.filter { vector in
            let names = ["\"\(vector.stem)\"", "\(vector.parts.last ?? "")\""]
            return !tests.contains { test in names.contains { !offsets(of: $0, in: test.bytes).isEmpty } }
        }.map { $0.finding(1, "no test names this vector file") }
    }

    /// Each `./run word` in prose and scripts is a case of `run`.
    static func commands(_ repository: Repository) -> [Finding] {
        guard let run = repository.file("run") else { return [missing("run")] }
        let known = Set<String>(
            run.lines.compactMap { (line: String) -> String? in
                let words = line.drop { $0 == " " }
                guard let end = words.firstIndex(of: ")"), words.hasSuffix(";;") else { return nil }
                return String(words[..<end])
            })
        let readers = repository.files.filter { $0.isProse || $0.path == ".ci/run" || $0.path == "run" }
        return readers.flatMap { file in
            offsets(of: "./run ", in: file.bytes).compactMap { at in
                let after = file.bytes[(at + 6)...].prefix { isWordByte($0) }
                let word = String(decoding: after, as: UTF8.self)
                guard !word.isEmpty, word != "help", !known.contains(word) else { return nil }
                return file.finding(file.line(at: at), "`run` has no command \(word)")
            }
        }
    }

    static func readme(_ repository: Repository) -> [Finding] {
        guard let readme = repository.file("README.md") else { return [missing("README.md")] }
        let count = readme.lines.count - 1
        return count > readmeLinesMax
            ? [readme.finding(count, "\(count) lines; at most \(readmeLinesMax)")] : []
    }

    /// Each relative link in prose leads to a file or folder.
    static func links(_ repository: Repository) -> [Finding] {
        let paths = Set(repository.files.map(\.path))
        let folders = Set(
            repository.files.flatMap { file in
                (1..<max(file.parts.count, 2)).map { file.parts.prefix($0).joined(separator: "/") }
            })
        return repository.files.filter(\.isProse).flatMap { file in
            offsets(of: "](", in: file.bytes).compactMap { at in
                let inner = file.bytes[(at + 2)...].prefix {
                    $0 != UInt8(ascii: ")") && $0 != UInt8(ascii: "\n")
                }
                var link = String(decoding: inner, as: UTF8.self)
                if link.contains("://") || link.hasPrefix("#") { return nil }
                link = String(link.prefix { $0 != "#" })
                let target = resolve(link, from: file.parts.dropLast())
                if paths.contains(target) || folders.contains(target) { return nil }
                return file.finding(file.line(at: at), "\(link) leads nowhere")
            }
        }
    }

    /// What is tracked: nothing that a build makes, nothing large. `bytes` is nil where the size is not
    /// known.
    static func tracked(_ files: [(path: String, bytes: Int?)]) -> [Finding] {
        files.compactMap { path, bytes in
            if path.hasPrefix(".build") || path.hasSuffix("Package.resolved") {
                return Finding(path: path, line: 1, message: "made by a build, so not to be tracked")
            }
            guard let bytes, bytes > trackedBytesMax else { return nil }
            return Finding(path: path, line: 1, message: "\(bytes) bytes; at most \(trackedBytesMax)")
        }
    }

    /// What git tracks here; nil where there is no git or no checkout.
    static func trackedFiles() -> [(path: String, bytes: Int?)]? {
        let git = Process()
        let output = Pipe()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments = ["git", "-C", Repository.root.path, "ls-files", "-z"]
        git.standardOutput = output
        git.standardError = FileHandle.nullDevice
        guard (try? git.run()) != nil else { return nil }
        let list = output.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        guard git.terminationStatus == 0, !list.isEmpty else { return nil }
        return list.split(separator: 0).map { name in
            let path = String(decoding: name, as: UTF8.self)
            let place = Repository.root.appendingPathComponent(path).path
            let size = try? FileManager.default.attributesOfItem(atPath: place)[.size] as? Int
            return (path, size)
        }
    }

    private static func resolve(_ link: String, from folder: ArraySlice<String>) -> String {
        var parts = Array(folder)
        for part in link.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }

    private static func missing(_ path: String) -> Finding {
        Finding(path: path, line: 1, message: "missing")
    }

    /// The string literals of a line.
    private static func quoted(_ line: Substring) -> [String] {
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
