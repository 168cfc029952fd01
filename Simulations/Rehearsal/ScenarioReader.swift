// Reads values out of a scenario file and remembers everything that is wrong with them, with the line. A
// value that cannot be used is reported once and replaced by something harmless, so that the rest is looked
// at too.

internal import Bytes
internal import CRDT
internal import Records
internal import Terminal

/// Gathers problems while it reads.
struct ScenarioReader {
    let catalogue: Catalogue
    var problems: [ScenarioProblem] = []
    /// Computers of each school, from the first; known once the schools are read.
    var computers: [Int] = []
    /// Copies made of each computer, by its school and number, as far as they are read.
    var copied: [[Int]: Int] = [:]
    /// Collections of the records that steps make, by their names; of steps with other mistakes too.
    var made: [String: String] = [:]

    init(catalogue: Catalogue = .standard) { self.catalogue = catalogue }

    mutating func report(_ line: Int, _ th: String, _ en: String, suggestion: String? = nil) {
        problems.append(ScenarioProblem(line: line, Label(th, en), suggestion: suggestion))
    }

    /// The members of an object; every name that is not known is reported with the nearest that is.
    mutating func members(_ node: JSONNode, known: [String]) -> [String: JSONNode] {
        guard case .object(let members) = node.form else {
            reportNoObject(node)
            return [:]
        }
        var found: [String: JSONNode] = [:]
        for member in members {
            guard known.contains(member.name) else {
                report(
                    member.line, "ไม่รู้จัก \"\(member.name)\" มีแต่: \(known.joined(separator: ", "))",
                    "\"\(member.name)\" is unknown; there are \(known.joined(separator: ", "))",
                    suggestion: Nearest.of(member.name, in: known))
                continue
            }
            found[member.name] = member.value
        }
        return found
    }

    private mutating func reportNoObject(_ node: JSONNode) {
        report(
            node.line, "ตรงนี้ต้องเป็นกลุ่มข้อมูล {...} ไม่ใช่\(node.kind.th)",
            "this must be an object {...}, not \(node.kind.en)")
    }

    /// The members of an object whose names are looked at elsewhere.
    mutating func open(_ node: JSONNode) -> [JSONNode.Member] {
        if case .object(let members) = node.form { return members }
        reportNoObject(node)
        return []
    }

    mutating func list(_ node: JSONNode?) -> [JSONNode] {
        guard let node else { return [] }
        if case .list(let nodes) = node.form { return nodes }
        report(
            node.line, "ตรงนี้ต้องเป็นรายการ [...] ไม่ใช่\(node.kind.th)",
            "this must be a list [...], not \(node.kind.en)")
        return []
    }

    /// A whole number within a range; `otherwise` where it is left out or wrong.
    mutating func integer(
        _ node: JSONNode?, _ name: String, _ range: ClosedRange<Int>, otherwise: Int
    ) -> Int {
        guard let node else { return otherwise }
        guard case .integer(let number) = node.form else {
            report(
                node.line, "\"\(name)\" ต้องเป็นตัวเลข ไม่ใช่\(node.kind.th)",
                "\"\(name)\" must be a number, not \(node.kind.en)")
            return otherwise
        }
        if range.lowerBound >= 0, number < 0 {
            let positive = Int(exactly: number.magnitude) ?? range.upperBound
            report(
                node.line, "\"\(name)\" ติดลบไม่ได้ (เขียนไว้ \(number))",
                "\"\(name)\" cannot be negative (it is \(number))",
                suggestion: "\(min(max(positive, range.lowerBound), range.upperBound))")
            return otherwise
        }
        guard let value = Int(exactly: number), range.contains(value) else {
            report(
                node.line,
                "\"\(name)\" ต้องอยู่ระหว่าง \(range.lowerBound) ถึง \(range.upperBound) (เขียนไว้ \(number))",
                "\"\(name)\" must be from \(range.lowerBound) to \(range.upperBound) (it is \(number))",
                suggestion: "\(number < range.lowerBound ? range.lowerBound : range.upperBound)")
            return otherwise
        }
        return value
    }

    mutating func text(_ node: JSONNode?, _ name: String) -> String? {
        guard let node else { return nil }
        if case .text(let text) = node.form { return text }
        report(
            node.line, "\"\(name)\" ต้องเป็นข้อความ ไม่ใช่\(node.kind.th)",
            "\"\(name)\" must be text, not \(node.kind.en)")
        return nil
    }

    mutating func flag(_ node: JSONNode?, _ name: String) -> Bool {
        guard let node else { return false }
        if case .boolean(let flag) = node.form { return flag }
        report(node.line, "\"\(name)\" ต้องเป็น true หรือ false", "\"\(name)\" must be true or false")
        return false
    }

    /// One of a closed list of words.
    mutating func word(_ node: JSONNode?, _ name: String, of known: [String]) -> String? {
        guard let node, let text = text(node, name) else { return nil }
        if known.contains(text) { return text }
        report(
            node.line, "\"\(name)\" ไม่รู้จัก \"\(text)\" มีแต่: \(known.joined(separator: ", "))",
            "\"\(text)\" is no \"\(name)\"; there are \(known.joined(separator: ", "))",
            suggestion: Nearest.of(text, in: known))
        return nil
    }

    /// `{"th": ..., "en": ...}`, or one text for both.
    mutating func label(_ node: JSONNode?, _ name: String) -> Label? {
        guard let node else { return nil }
        if case .text(let text) = node.form { return Label(text, text) }
        guard node.isObject else {
            report(
                node.line, "\"\(name)\" ต้องเป็นข้อความ หรือ {\"th\": ..., \"en\": ...} ไม่ใช่\(node.kind.th)",
                "\"\(name)\" must be text or {\"th\": ..., \"en\": ...}, not \(node.kind.en)")
            return nil
        }
        let parts = members(node, known: ["th", "en"])
        let (th, en) = (text(parts["th"], "th"), text(parts["en"], "en"))
        guard let either = th ?? en else {
            // What is there and no text is told already.
            if parts.isEmpty { report(node.line, "\"\(name)\" ต้องมี th หรือ en", "\"\(name)\" needs th or en") }
            return nil
        }
        return Label(th ?? either, en ?? either)
    }

    /// `08:00-16:30` as minutes of the day.
    mutating func hours(_ node: JSONNode?, _ name: String, otherwise: ClosedRange<Int>) -> ClosedRange<Int> {
        guard let node, let words = text(node, name) else { return otherwise }
        let parts = words.split(separator: "-", omittingEmptySubsequences: false).map {
            Self.minute(String($0))
        }
        guard parts.count == 2, let begin = parts[0], let end = parts[1], begin < end else {
            report(
                node.line, "\"\(name)\" ต้องเขียนเช่น 08:00-16:30 (เขียนไว้ \(words))",
                "\"\(name)\" is written as 08:00-16:30 (it is \(words))")
            return otherwise
        }
        return begin...end
    }

    mutating func minute(_ node: JSONNode?, _ name: String) -> Int? {
        guard let node, let words = text(node, name) else { return nil }
        if let minute = Self.minute(words) { return minute }
        report(
            node.line, "\"\(name)\" ต้องเขียนเช่น 09:15 (เขียนไว้ \(words))",
            "\"\(name)\" is written as 09:15 (it is \(words))")
        return nil
    }

    private static func minute(_ words: String) -> Int? {
        // `Int` alone would take a sign.
        let digits = Set("0123456789")
        let parts = words.trimmed.split(separator: ":", omittingEmptySubsequences: false).map {
            $0.count <= 2 && $0.allSatisfy(digits.contains) ? Int($0) : nil
        }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...23).contains(hour),
            (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    /// Name of a collection that people keep.
    mutating func collection(_ name: String, line: Int) -> RecordCollection? {
        let known = catalogue.ofPeople
        if let found = known.first(where: { $0.name == name }) { return found }
        report(
            line, "ไม่มีชุดข้อมูล \(name)", "there is no collection \(name)",
            suggestion: Nearest.of(name, in: known.map(\.name)))
        return nil
    }
}
