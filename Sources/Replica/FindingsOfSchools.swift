// Findings about the schools themselves: one code on two of them, and pupils counted both where they live
// and where they study. What is the district's is one list; a code that stands in records of the schools'
// own spaces is looked for across them (FindingsOfAnswers.swift).

internal import Bytes
internal import CRDT
internal import CSQLite
internal import Crypto
internal import Records

extension Store {
    func sharedCodes(
        _ invariant: Invariant, _ name: String, _ field: String, _ owner: String
    ) throws(ReplicaError) -> [Finding] {
        guard let collection = catalogue[name] else { return [] }
        guard collection.spaces.contains(.district) else {
            return try answeredTwice(invariant, collection, field)
        }
        var groups: [String: [RecordRow]] = [:]
        for row in try list(collection, in: .district) {
            guard let key = Normalisation.exact.key(row[field].asValue) else { continue }
            groups[key, default: []].append(row)
        }
        let label = collection[field]?.label ?? Label(field, field)
        return groups.filter { $0.value.count > 1 }.map { code, rows in
            let names = rows.map { "\($0[owner].plain) \($0["name_th"].plain)" }.sorted()
            return Finding(
                invariant: invariant, subject: code,
                parties: rows.compactMap { row in
                    Space.school(row[owner].plain).map {
                        Finding.Party(space: $0, collection: collection.number, record: row.id)
                    }
                },
                holds: "", disputed: names,
                message: Label(
                    "\(label.th) \(code) อยู่ที่โรงเรียน \(names.count) แห่ง: \(names.joined(separator: ", "))",
                    "\(label.en) \(code) is on \(names.count) schools: \(names.joined(separator: ", "))"))
        }
    }

    func countedTwice(
        _ invariant: Invariant, _ schools: String, _ counts: String
    ) throws(ReplicaError) -> [Finding] {
        guard let schools = catalogue[schools], let counts = catalogue[counts] else { return [] }
        let rows = try list(schools, in: .district)
        let known = Dictionary(
            rows.map { ($0.id.description, $0["smis_code"].plain) }, uniquingKeysWith: { first, _ in first })
        var found: [Finding] = []
        for row in rows where row["status"].plain == "joint" {
            let code = row["smis_code"].plain
            guard let host = known[row["merged_with"].plain], host != code,
                let own = Space.school(code), let theirs = Space.school(host)
            else { continue }
            let there = Dictionary(
                try list(counts, in: theirs).map { (ClassFigures($0).key, $0) },
                uniquingKeysWith: { first, _ in first })
            var twice: [String: [(mine: RecordRow, hosted: RecordRow)]] = [:]
            for mine in try list(counts, in: own) {
                let figures = ClassFigures(mine)
                guard let hosted = there[figures.key], figures.isSame(as: ClassFigures(hosted)) else {
                    continue
                }
                twice[figures.round, default: []].append((mine, hosted))
            }
            for (round, pairs) in twice.sorted(by: { $0.key < $1.key }) {
                found.append(countedTwice(invariant, counts, code, host, round, pairs))
            }
        }
        return found
    }

    private func countedTwice(
        _ invariant: Invariant, _ counts: RecordCollection, _ code: String, _ host: String, _ round: String,
        _ pairs: [(mine: RecordRow, hosted: RecordRow)]
    ) -> Finding {
        let classes = pairs.map { $0.mine["class"].plain }.sorted().compactMap(SchoolClass.init)
        func names(_ language: Language) -> String {
            classes.map { $0.label.text(language) }.joined(separator: ", ")
        }
        return Finding(
            invariant: invariant, subject: "\(code)/\(host)/\(round)",
            parties: pairs.flatMap {
                [
                    Finding.Party(space: $0.mine.space, collection: counts.number, record: $0.mine.id),
                    Finding.Party(space: $0.hosted.space, collection: counts.number, record: $0.hosted.id),
                ]
            },
            holds: host, disputed: [code],
            message: Label(
                "รอบ \(round): \(names(.th)) ของโรงเรียน \(code) ซึ่งเรียนรวมที่ \(host) "
                    + "มีตัวเลขเดียวกันทั้งสองแห่ง นักเรียนอาจถูกนับสองครั้ง",
                "Round \(round): \(names(.en)) of school \(code), which studies at \(host), "
                    + "has the same figures "
                    + "at both; pupils may be counted twice"))
    }
}

/// A class's figures in a round.
private struct ClassFigures {
    let round: String
    let key: String
    let male: Int64?
    let female: Int64?

    init(_ row: RecordRow) {
        round = "\(row["round"].plain)/\(row["academic_year"].plain)"
        key = round + " " + row["class"].plain
        if case .integer(let number) = row["male"] { male = number } else { male = nil }
        if case .integer(let number) = row["female"] { female = number } else { female = nil }
    }

    /// Equal figures of at least one pupil.
    func isSame(as other: ClassFigures) -> Bool {
        guard let male, let female, male &+ female > 0 else { return false }
        return male == other.male && female == other.female
    }
}
