// `import schools`: the district's list of schools, at the hub. A row adds or corrects a school; nothing in
// the file takes one away.

internal import CRDT
internal import Records
internal import Replica
internal import Trust

extension Editor {
    /// Imports a list of schools from a plain list or a headcount file; `dryRun` writes nothing.
    public func importSchools(
        _ bytes: [UInt8], fileName: String, dryRun: Bool = false
    ) throws(EditingError) -> ImportReport {
        guard try identity().certificate.role == .hub else {
            throw .refused(
                "รายชื่อโรงเรียนนำเข้าได้ที่เครื่องของเขตเท่านั้น",
                "the list of schools is imported at the district's hub only",
                hint: Label("โรงเรียนได้รับรายชื่อเมื่อซิงค์", "A school gets the list when it syncs."))
        }
        let file = SchoolsFile.parse(bytes)
        guard !file.isRefused, !file.rows.isEmpty else { throw .file(file.problems) }
        let collection = try collection("school")
        return try together { () throws(EditingError) in
            var plan = ImportPlan()
            plan.report.problems = file.problems
            plan.report.refused = Set(file.problems.filter { $0.weight == .row }.map(\.row)).count
            plan.report.rows = file.rows.count
            let known = Dictionary(
                try hold(try store.list(collection, in: .district, includingDeleted: true)).map {
                    ($0.id, $0)
                },
                uniquingKeysWith: { first, _ in first })
            var named: Set<RecordID> = []
            for row in file.rows {
                let code = Value.text(row.code)
                guard let id = collection.derivedID(in: .district, ["smis_code": code]) else { continue }
                let held = known[id].flatMap { $0.isBlank ? nil : $0 }
                let values: [(name: String, value: Value)] = [
                    ("smis_code", code), ("name_th", .typed(row.name)), ("school_group", .typed(row.group)),
                    ("ministry_code", .typed(row.ministryCode)),
                    ("status", held == nil ? .text("main") : .nothing),
                ]
                let changes = try edits(making: values, of: collection, id, known: held)
                plan.take(
                    changes, isNew: held == nil, samples: samples(changes, of: held, line: row.row))
                named.insert(id)
            }
            plan.report.untouched =
                known.values.filter { row in
                    !row.isBlank && !row.isDeleted && !named.contains(row.id)
                }.count
            if dryRun { return plan.report }
            return try carryOut(plan, of: collection, fileName: fileName, in: .district)
        }
    }
}

extension Value {
    /// Text, or nothing for empty text.
    fileprivate static func typed(_ text: String) -> Value { text.isEmpty ? .nothing : .text(text) }
}
