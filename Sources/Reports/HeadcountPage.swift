// The headcount report as a page: the district's classes first, then the schools, then what needs a person.

internal import Bytes
internal import CRDT
internal import Records

extension HeadcountReport {
    /// The report for people.
    public var page: ReportPage {
        let name = "\(round.round)/\(round.year)"
        var page = ReportPage(
            Label("จำนวนนักเรียน รอบ \(name) \(officeName)", "Headcount, round \(name), \(officeName)"))
        coverage.write(to: &page)
        page.heading("รวมทุกโรงเรียนที่มีข้อมูล", "All schools that have figures")
        page.table(HeadcountReport.counts("ชั้น", "Class"), groups, none: HeadcountReport.nothing)
        page.heading("รายโรงเรียน", "School by school")
        let rows = schools.map { school in
            [Label.same(school.school.code), .same(school.school.name)]
                + HeadcountReport.cells(school.row?.count(.all)) + [.moment(school.school.asOf)]
        }
        page.table(
            [.text("รหัส", "Code")] + HeadcountReport.counts("โรงเรียน", "School")
                + [.text("ข้อมูล ณ", "As of")], rows,
            none: HeadcountReport.nothing)
        if !missing.isEmpty {
            page.line(
                "ยังไม่มีข้อมูล \(missing.count) โรงเรียน (ไม่นับเป็นศูนย์): "
                    + missing.map(\.code).joined(separator: ", "),
                English.count(missing.count, "school has", "schools have")
                    + " recorded nothing (which is not zero): "
                    + missing.map(\.code).joined(separator: ", "))
        }
        certified.write(to: &page)
        page.heading("ช่องที่ต้องมีคนตัดสิน", "Cells that need a person")
        page.table(
            [
                .text("รหัส", "Code"), .text("โรงเรียน", "School"), .text("ช่อง", "Cell"),
                .text("เรื่อง", "What"),
            ],
            flags.map(\.cells), none: Label("ไม่มี", "None"))
        return page
    }

    /// Classes and levels that anybody is in, and the whole.
    private var groups: [[Label]] {
        let rows = self.rows
        guard !rows.isEmpty else { return [] }
        return HeadcountGroup.inOrder.compactMap { group in
            let count = rows.reduce(ClassCount()) { $0 + $1.count(group) }
            guard !count.isZero || group == .all else { return nil }
            return [group.label] + HeadcountReport.cells(count)
        }
    }

    static let nothing = Label("ยังไม่มีข้อมูล", "Nothing recorded yet")

    private static func counts(_ th: String, _ en: String) -> [ReportPage.Column] {
        [
            .text(th, en), .number("ชาย", "Male"), .number("หญิง", "Female"), .number("รวม", "Total"),
            .number("ห้อง", "Rooms"),
        ]
    }

    private static func cells(_ count: ClassCount?) -> [Label] {
        [count?.male, count?.female, count?.total, count?.rooms].map(Label.number)
    }
}

extension HeadcountGroup {
    /// As the page names it.
    var label: Label {
        switch self {
        case .one(let one): one.label
        case .level(let level): Label("รวม" + level.label.th, "All " + level.label.en.lowercased())
        case .all: Label("รวมทั้งหมด", "Whole")
        }
    }
}

extension FlaggedCell {
    fileprivate var cells: [Label] {
        let cell = column.map(HeadcountColumns.name) ?? "–"
        let what: Label =
            switch trouble {
            case .conflict(let id, let values):
                Label(
                    "ขัดแย้ง \(values.joined(separator: " / ")) [\(id.description.prefix(8))]",
                    "conflict \(values.joined(separator: " / ")) [\(id.description.prefix(8))]")
            case .missing: Label("ไม่มีตัวเลข", "no figure")
            case .unplaced(let record):
                Label(
                    "รายการ \(record.description.prefix(8)) ไม่มีชั้น ชั้นซ้ำ หรือเป็นของโรงเรียนอื่น ไม่ได้นับ",
                    "record \(record.description.prefix(8)) has no class, one that is there already, or "
                        + "another school; it is not counted")
            }
        return [.same(school), .same(name), .same(cell), what]
    }
}
