// What code may not say: imports out of place, escapes from the compiler, clocks in pure modules, empty
// names.

/// Checks of Swift code with comments and literals blanked.
enum CodeChecks {
    /// Module -> the only folders that may import it.
    static let importHomes: [(module: String, homes: [String])] = [
        ("CSQLite", ["Sources/Replica", "Sources/Reports", "Simulations/Benchmark", "Simulations/Disk"]),
        ("CSodium", ["Sources/Crypto"]),
        ("Dispatch", ["Protocol/Link", "Nodes/Host", "Nodes/Saphan"]),
        ("Foundation", []),
        ("FoundationInternationalization", []),
        ("FoundationNetworking", []),
    ]
    /// Calls that open a socket, and where they may stand.
    static let socketWords = ["socket(", "getaddrinfo(", "accept4("]
    static let socketHomes = ["Protocol/Link", "Nodes/Host", "Nodes/Saphan"]

    /// Calls that take the chance out of randomness, and where they may stand besides tests.
    static let seedingWords = ["start(seed:", "beginRun(seed:"]
    static let seedingHomes = ["Sources/Crypto", "Simulations/"]

    static let pureModules = [
        "Sources/Bytes", "Sources/CRDT", "Sources/Trust", "Sources/Records", "Protocol/Noise",
        "Protocol/Sync",
        "Nodes/Engine",
    ]
    static let impureWords = [
        ".random(", ".shuffled(", ".shuffle(", ".randomElement(", "SystemRandomNumberGenerator",
        "clock_gettime(",
        "gettimeofday(", "ContinuousClock", "SuspendingClock", "getenv(", "Date()", "Date.now",
    ]
    static let escapes = ["@unchecked Sendable", "nonisolated(unsafe)", "try!", "as!", "@preconcurrency"]
    static let emptyNames = ["Util", "Helper", "Manager"]

    static func imports(_ repository: Repository) -> [Finding] {
        repository.product.flatMap { file in
            importedModules(file).compactMap { line, module in
                guard let rule = importHomes.first(where: { $0.module == module }) else { return nil }
                guard !rule.homes.contains(file.module) else { return nil }
                let homes = rule.homes.isEmpty ? "tests" : rule.homes.joined(separator: ", ")
                return file.finding(line, "import \(module) belongs in \(homes)")
            }
        }
    }

    static func sockets(_ repository: Repository) -> [Finding] {
        let files = repository.product.filter { !socketHomes.contains($0.module) }
        return files.flatMap { file in
            socketWords.flatMap { word in
                freeCalls(of: word, in: file).map { file.finding($0, "\(word)…) belongs in \(socketHomes)") }
            }
        }
    }

    static func purity(_ repository: Repository) -> [Finding] {
        let files = repository.product.filter { pureModules.contains($0.module) }
        return files.flatMap { file in
            found(impureWords, in: file).map {
                file.finding($0.line, "\($0.word): time and randomness are arguments here")
            }
        }
    }

    /// A node whose randomness comes from a seed has no secrets.
    static func seeding(_ repository: Repository) -> [Finding] {
        let files = repository.product.filter { file in !seedingHomes.contains { file.path.hasPrefix($0) } }
        return files.flatMap { file in
            found(seedingWords, in: file).map {
                file.finding($0.line, "\($0.word) belongs in simulations: it takes the secret out of keys")
            }
        }
    }

    static func escapes(_ repository: Repository) -> [Finding] {
        repository.swift.flatMap { file in
            found(escapes, in: file).map { file.finding($0.line, "\($0.word) escapes from the compiler") }
        }
    }

    static func emptyNames(_ repository: Repository) -> [Finding] {
        repository.swift.flatMap { file in
            var findings = declaredTypes(file).filter { isEmptyName($0.name) }.map {
                file.finding($0.line, "the name \($0.name) says nothing; name what it does")
            }
            if isEmptyName(file.stem) { findings.append(file.finding(1, "the file name says nothing")) }
            return findings
        }
    }

    static func moduleNames(_ repository: Repository) -> [Finding] {
        repository.product.filter { $0.parts.count > 2 }.flatMap { file in
            declaredTypes(file).filter { $0.name == file.parts[1] }.map {
                file.finding($0.line, "\($0.name) has its module's name, so it cannot be qualified")
            }
        }
    }

    /// Imported module names with their lines; `import struct M.T` counts as M.
    static func importedModules(_ file: RepositoryFile) -> [(line: Int, module: String)] {
        let code = String(decoding: file.code, as: UTF8.self)
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { number, line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), let last = words[(place + 1)...].last else {
                return nil
            }
            return (number + 1, String(last.prefix { $0 != "." }))
        }
    }

    /// Types declared anywhere in the file.
    static func declaredTypes(_ file: RepositoryFile) -> [(line: Int, name: String)] {
        ["struct", "enum", "class", "actor", "protocol", "typealias"].flatMap { word in
            offsets(of: word + " ", in: file.code).compactMap { at in
                guard at == 0 || !isWordByte(file.code[at - 1]) else { return nil }
                let name = file.code[(at + word.utf8.count + 1)...].prefix(while: isWordByte)
                let text = String(decoding: name, as: UTF8.self)
                return text.first?.isUppercase == true ? (file.line(at: at), text) : nil
            }
        }
    }

    private static func isEmptyName(_ name: String) -> Bool {
        emptyNames.contains(where: name.contains) || name.hasPrefix("Common") || name.hasSuffix("Common")
    }

    private static func found(_ words: [String], in file: RepositoryFile) -> [(line: Int, word: String)] {
        words.flatMap { word in offsets(of: word, in: file.code).map { (file.line(at: $0), word) } }
    }

    /// Lines with a call that is neither a method nor part of a longer word.
    private static func freeCalls(of word: String, in file: RepositoryFile) -> [Int] {
        offsets(of: word, in: file.code).filter { at in
            at == 0 || !(isWordByte(file.code[at - 1]) || file.code[at - 1] == UInt8(ascii: "."))
        }.map(file.line(at:))
    }
}
