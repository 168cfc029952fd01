// `import headcount`: a school's own row of the DMC file. The file may hold a whole district; a school node
// takes its row and names what is wrong with any other. A headcount belongs to its school, so the hub
// imports none: it can look at a file, and is told who imports.

internal import Bytes
internal import CRDT
public import Records
internal import Replica
internal import Trust

extension HeadcountRound {
    /// From what was typed, the year with two digits or four; throws where it is none.
    public init(year: String, round: String) throws(EditingError) {
        let year = BuddhistYear.typed(year) ?? 0
        let round = Int(ThaiText.arabicDigits(ThaiText.clean(round))) ?? 0
        var refusals: [Refusal] = []
        if !Self.years.contains(year) {
            refusals.append(
                Refusal(
                    field: "year", "--year ต้องเป็นปีการศึกษา พ.ศ. เช่น 2568 หรือ 68",
                    "--year must be an academic year B.E., such as 2568 or 68"))
        }
        if !Self.rounds.contains(round) {
            refusals.append(
                Refusal(field: "round", "--round ต้องเป็น 1, 2 หรือ 3", "--round must be 1, 2 or 3"))
        }
        guard refusals.isEmpty else { throw .refused(refusals) }
        self.init(year: year, round: round)
    }
}

extension Editor {
    /// Imports one school's row. `school` is its SMIS code where it is not the node's own; `dryRun` writes
    /// nothing and, at the hub, looks at every row.
    public func importHeadcount(
        _ bytes: [UInt8], fileName: String, _ round: HeadcountRound, school: String? = nil,
        dryRun: Bool = false
    ) throws(EditingError) -> ImportReport {
        let wanted = try wantedSchool(school)
        let file = HeadcountFile.parse(bytes)
        guard !file.isRefused else { throw .file(file.problems) }
        var problems = file.problems
        let unknown = try unknownSchools(file)
        problems += unknown
        let strangers = Set(unknown.compactMap(\.school))
        let rows = file.rows.filter { row in
            !strangers.contains(row.school) && (wanted == nil || row.school == wanted)
        }
        guard !rows.isEmpty else { throw .file(problems + Self.nothing(for: wanted, problems)) }
        var report = ImportReport()
        report.problems = problems
        report.rows = rows.count
        report.refused = Set(problems.filter { $0.weight == .row }.compactMap(\.row)).count
        guard let code = wanted, let space = Space.school(code), try owns(space) else {
            if dryRun { return report }
            throw try headcountBelongsToSchools(wanted)
        }
        return try together { () throws(EditingError) in
            var plan = ImportPlan()
            plan.report = report
            for row in rows { try take(row, round, into: &plan, space: space) }
            if dryRun { return plan.report }
            return try carryOut(plan, of: try collection("headcount"), fileName: fileName, in: space)
        }
    }

    private func owns(_ space: Space) throws(EditingError) -> Bool {
        try may(.owner, in: space)
    }

    /// The school whose row is meant; nil at the hub, which means all.
    private func wantedSchool(_ typed: String?) throws(EditingError) -> String? {
        let own = try identity().certificate.space.schoolCode
        guard let typed else { return own }
        let code = try school(typed: typed).code
        if let own, own != code {
            throw .refused(
                "เครื่องนี้เป็นของโรงเรียน \(own) นำเข้าของโรงเรียน \(code) ไม่ได้",
                "this node is of school \(own) and cannot import school \(code)")
        }
        return code
    }

    /// The school that `--school` names; throws where it is no school's code.
    func school(typed text: String) throws(EditingError) -> (code: String, space: Space) {
        guard let code = SMISCode(text), !code.isOffice, let space = Space.school(code.text) else {
            throw .refused("--school ต้องเป็นรหัส SMIS 8 หลัก", "--school must be a SMIS code of 8 digits")
        }
        return (code.text, space)
    }

    /// Rows of schools that the district does not know; none while the list of schools has not come yet.
    private func unknownSchools(_ file: HeadcountFile) throws(EditingError) -> [FileProblem] {
        let own = try identity().certificate.space.schoolCode
        let schools = try collection("school")
        let rows = try hold(try store.list(schools, in: .district))
        let known = Set(rows.map { $0["smis_code"].plain } + [own].compactMap(\.self))
        guard !rows.isEmpty else { return [] }
        return file.rows.filter { !known.contains($0.school) }.map {
            .row(
                $0.row, school: $0.school, "เขตไม่รู้จักรหัสโรงเรียนนี้ (\($0.schoolName))",
                "the district knows no school with this code (\($0.schoolName))")
        }
    }

    /// A sentence for a file that has no usable row; none where a problem says it already.
    private static func nothing(for school: String?, _ problems: [FileProblem]) -> [FileProblem] {
        if problems.contains(where: { $0.weight != .notice && (school == nil || $0.school == school) }) {
            return []
        }
        guard let school else {
            return [.file("ไฟล์ไม่มีแถวของโรงเรียน", "the file has no row of a school")]
        }
        return [.file("ไฟล์ไม่มีแถวของโรงเรียน \(school)", "the file has no row of school \(school)")]
    }

    private func headcountBelongsToSchools(_ school: String?) throws(EditingError) -> EditingError {
        let who = school.map { Label("โรงเรียน \($0)", "school \($0)") } ?? Label("แต่ละโรงเรียน", "each school")
        return .refused(
            "จำนวนนักเรียนเป็นของโรงเรียน เครื่องของเขตเขียนแทนไม่ได้",
            "a headcount belongs to its school; the hub does not write it",
            hint: Label(
                "ให้\(who.th)นำเข้าไฟล์นี้ที่เครื่องของตน แล้วซิงค์ ที่เขตใช้ --dry-run ตรวจไฟล์ได้",
                "Have \(who.en) import the file on its own node and sync; here --dry-run checks the file."))
    }

    /// Every class that has anybody, and those that had and have nobody now.
    private func take(
        _ row: HeadcountRow, _ round: HeadcountRound, into plan: inout ImportPlan, space: Space
    ) throws(EditingError) {
        let collection = try collection("headcount")
        let year = Int64(round.year)
        let number = Int64(round.round)
        let open = try openFields(in: space)
        let held = try hold(
            try store.list(collection, in: space, where: round.condition, includingDeleted: true))
        let known = Dictionary(
            held.filter { $0["school"] == .text(row.school) && !$0.isBlank }.map { ($0["class"].plain, $0) },
            uniquingKeysWith: { first, _ in first })
        for one in SchoolClass.allCases {
            let count = row[one]
            let old = known[one.rawValue]
            if count.isZero && (old?.isDeleted ?? true) { continue }
            let values: [(name: String, value: Value)] = [
                ("school", .text(row.school)), ("academic_year", .integer(year)), ("round", .integer(number)),
                ("class", .text(one.rawValue)), ("male", .integer(count.male)),
                ("female", .integer(count.female)), ("rooms", .integer(count.rooms)),
            ]
            let key = Dictionary(values.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            guard let id = collection.derivedID(in: space, key) else { continue }
            let changes = try edits(making: values, of: collection, id, known: old, open: open)
            plan.take(
                changes, isNew: old == nil, samples: samples(changes, of: old, line: row.row))
        }
    }
}
