// Enough of Swift's lexical grammar to tell code from comments and literals, and to find where functions
// begin and end. Not a parser: it knows brackets, words and quotes, which is right for text that
// swift-format has laid out.

/// Blanks what is not code.
struct SwiftScanner {
    private let bytes: [UInt8]
    private var code: [UInt8]

    /// The bytes of a Swift file with comments and the insides of literals as spaces; line breaks stay.
    static func code(of bytes: [UInt8]) -> [UInt8] {
        var scanner = SwiftScanner(bytes: bytes, code: bytes)
        _ = scanner.skipCode(from: 0, insideInterpolation: false)
        return scanner.code
    }

    /// Walks code to the end, or to the bracket that closes an interpolation.
    private mutating func skipCode(from start: Int, insideInterpolation: Bool) -> Int {
        var at = start
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "#"):
                if let end = commentEnd(at) {
                    blank(at..<end)
                    at = end
                } else if let end = literalEnd(at) {
                    blank(at + 1..<end - 1)
                    at = end
                } else {
                    at += 1
                }
                continue
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                if insideInterpolation && depth == 0 { return at + 1 }
                depth -= 1
            default: break
            }
            at += 1
        }
        return at
    }

    private func commentEnd(_ start: Int) -> Int? {
        if has("//", at: start) {
            return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        }
        guard has("/*", at: start) else { return nil }
        var at = start + 2
        var depth = 1
        while at < bytes.count && depth > 0 {
            if has("/*", at: at) { depth += 1 }
            if has("*/", at: at) { depth -= 1 }
            at += has("/*", at: at) || has("*/", at: at) ? 2 : 1
        }
        return at
    }

    private mutating func literalEnd(_ start: Int) -> Int? {
        if bytes[start] == UInt8(ascii: "/") { return regexEnd(start) }
        guard bytes[start] == UInt8(ascii: "\"") || bytes[start] == UInt8(ascii: "#") else { return nil }
        let hashes = String(repeating: "#", count: bytes[start...].prefix { $0 == UInt8(ascii: "#") }.count)
        guard has("\"", at: start + hashes.utf8.count) else { return nil }
        let isLong = has("\"\"\"", at: start + hashes.utf8.count)
        let quote = isLong ? "\"\"\"" : "\""
        var at = start + hashes.utf8.count + quote.utf8.count
        while at < bytes.count {
            if has(quote + hashes, at: at) { return at + quote.utf8.count + hashes.utf8.count }
            if has("\\" + hashes + "(", at: at) {
                at = skipCode(from: at + hashes.utf8.count + 2, insideInterpolation: true)
            } else if has("\\" + hashes, at: at) {
                at += hashes.utf8.count + 2
            } else if !isLong && has("\n", at: at) {
                return at
            } else {
                at += 1
            }
        }
        return bytes.count
    }

    /// A regex literal stands where an operand may begin and does not begin with a space: division always
    /// has one.
    private func regexEnd(_ start: Int) -> Int? {
        let before = start > 0 ? bytes[start - 1] : UInt8(ascii: "\n")
        guard " ([,=:\n".utf8.contains(before), start + 1 < bytes.count, bytes[start + 1] != UInt8(ascii: " ")
        else { return nil }
        var at = start + 1
        while at < bytes.count && !has("\n", at: at) {
            if has("/", at: at) { return at + 1 }
            at += has("\\", at: at) ? 2 : 1
        }
        return nil
    }

    private func has(_ text: StaticString, at: Int) -> Bool {
        guard at + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { wanted in
            for place in 0..<wanted.count where bytes[at + place] != wanted[place] { return false }
            return true
        }
    }

    private func has(_ text: String, at: Int) -> Bool {
        bytes[min(at, bytes.count)...].starts(with: text.utf8)
    }

    private mutating func blank(_ range: Range<Int>) {
        for at in range where code[at] != UInt8(ascii: "\n") { code[at] = UInt8(ascii: " ") }
    }
}

/// The outermost stretch of code in braces that is not a type: a function, an accessor, a closure.
struct CodeBlock: Equatable {
    let firstLine: Int
    let lastLine: Int
    var lineCount: Int { lastLine - firstLine + 1 }

    private static let typeWords: Set<String> = ["struct", "enum", "class", "actor", "extension", "protocol"]
    private static let otherWords: Set<String> = [
        "func", "init", "deinit", "subscript", "var", "let", "if", "for", "while", "switch", "guard", "do",
        "else",
        "catch", "get", "set", "defer", "repeat", "in",
    ]

    private struct Scope {
        let isType: Bool
        let firstLine: Int
        let outerDepth: Int
    }

    /// All such blocks of a file, from its blanked code.
    static func all(in code: [UInt8]) -> [CodeBlock] {
        var blocks: [CodeBlock] = []
        var scopes: [Scope] = []
        var header: (isType: Bool, line: Int)?
        var line = 1
        var depth = 0
        var at = 0
        while at < code.count {
            switch code[at] {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{"):
                let isType = depth == 0 && header?.isType == true
                scopes.append(Scope(isType: isType, firstLine: header?.line ?? line, outerDepth: depth))
                (header, depth) = (nil, 0)
            case UInt8(ascii: "}"):
                if let scope = scopes.popLast() {
                    depth = scope.outerDepth
                    if !scope.isType && scopes.allSatisfy(\.isType) {
                        blocks.append(CodeBlock(firstLine: scope.firstLine, lastLine: line))
                    }
                }
                header = nil
            case let byte where isWordByte(byte):
                let word = word(at: at, in: code)
                if depth == 0 && !(at > 0 && code[at - 1] == UInt8(ascii: ".")) {
                    if typeWords.contains(word) && namesSomething(code, after: at + word.utf8.count) {
                        header = (true, line)
                    } else if otherWords.contains(word) {
                        header = (false, line)
                    }
                }
                at += word.utf8.count - 1
            default: break
            }
            at += 1
        }
        return blocks
    }

    private static func word(at start: Int, in code: [UInt8]) -> String {
        String(decoding: code[start...].prefix(while: isWordByte), as: UTF8.self)
    }

    /// `actor Door` declares a type, `actor: id` and `if let actor {` do not.
    private static func namesSomething(_ code: [UInt8], after at: Int) -> Bool {
        guard at + 1 < code.count, code[at] == UInt8(ascii: " ") else { return false }
        return isWordByte(code[at + 1]) || code[at + 1] == UInt8(ascii: "[")
    }
}
