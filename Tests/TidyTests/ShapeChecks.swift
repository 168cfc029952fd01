// How a file is laid out: lengths, white space, the comment it opens with.

/// Checks of one file's shape.
enum ShapeChecks {
    static let fileLinesMax = 400
    static let functionLinesMax = 70
    static let columnsMax = 110

    static func fileLength(_ repository: Repository) -> [Finding] {
        repository.files.filter(\.isProgramText).compactMap { file in
            let count = file.lines.count - 1
            guard count > fileLinesMax else { return nil }
            return file.finding(count, "\(count) lines; split by idea, \(fileLinesMax) is the end")
        }
    }

    static func functionLength(_ repository: Repository) -> [Finding] {
        repository.swift.filter { $0.path != "Package.swift" }.flatMap { file in
            CodeBlock.all(in: file.code).filter { $0.lineCount > functionLinesMax }.map {
                file.finding($0.firstLine, "\($0.lineCount) lines in one body; at most \(functionLinesMax)")
            }
        }
    }

    static func columns(_ repository: Repository) -> [Finding] {
        everyLine(repository.swift) { line in
            line.utf8.count > columnsMax && line.count > columnsMax
                ? "\(line.count) columns; at most \(columnsMax)" : nil
        }
    }

    static func whiteSpace(_ repository: Repository) -> [Finding] {
        let files = repository.files.filter { $0.isProgramText || $0.isProse }
        let ends = files.filter { !$0.bytes.isEmpty && $0.bytes.last != UInt8(ascii: "\n") }
        return everyLine(files) { line in
            if line.last == " " || line.last == "\t" || line.last == "\r" { return "white space at the end" }
            return line.contains("\t") ? "a tab" : nil
        } + ends.map { $0.finding($0.lines.count, "no line break at the end") }
    }

    static func openingComment(_ repository: Repository) -> [Finding] {
        repository.files.filter(\.isProgramText).compactMap { file in
            var lines = file.lines[...]
            if let first = lines.first, first.hasPrefix("#!") || first.hasPrefix("// swift-tools-version") {
                lines = lines.dropFirst()
            }
            let first = lines.first ?? ""
            let opens = file.isPython || file.isShell ? ["#", "\"\"\""] : ["//"]
            if opens.contains(where: first.hasPrefix) { return nil }
            if file.isSwift && file.lines.allSatisfy({ $0.isEmpty || $0.hasPrefix("import ") }) { return nil }
            return file.finding(1, "opens without a comment that says what it is")
        }
    }

    private static func everyLine(
        _ files: [RepositoryFile], _ judge: (String) -> String?
    ) -> [Finding] {
        files.flatMap { file in
            file.lines.enumerated().compactMap { number, line in
                judge(line).map { file.finding(number + 1, $0) }
            }
        }
    }
}
