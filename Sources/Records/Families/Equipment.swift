// What a school counts once a year beside its pupils: staff by position and sex, and the columns of EMIS on
// computers, lines and power. Only the school writes it; of two of its machines the later word stands.

internal import Bytes
internal import CRDT

extension RecordCollection {
    static let staffCount = RecordCollection(
        26, "staff_count", "จำนวนบุคลากร", "Staff count", in: [.school],
        key: .derived(["school", "academic_year", "position", "sex"]),
        fields: schoolYear + [
            Field(
                3, "position", "ตำแหน่ง", "Position", .choice(staffPositions), .once, writers: .owner,
                privacy: .public, required: true),
            Field(
                4, "sex", "เพศ", "Sex",
                .choice([Choice("male", "ชาย", "Male"), Choice("female", "หญิง", "Female")]), .once,
                writers: .owner, privacy: .public, required: true),
            Field(
                5, "head_count", "จำนวน (คน)", "Persons", .integer(0...LocalLimits.headcountCellMax),
                writers: .owner, privacy: .public, required: true),
        ])

    static let ictProfile = RecordCollection(
        27, "ict_profile", "ข้อมูลพื้นฐานด้าน ICT", "ICT profile", in: [.school],
        key: .derived(["school", "academic_year"]),
        fields: schoolYear + [
            Field(
                3, "connections", "การเชื่อมต่ออินเทอร์เน็ต", "Connections", .choice(connectionKinds), .addWins,
                writers: .owner,
                help: Label("มีได้หลายแบบ คั่นด้วย ,", "There may be several, separated by commas")),
            Field(
                4, "electricity", "ไฟฟ้า", "Electricity", .choice(electricityKinds), writers: .owner,
                privacy: .public),
            Field(
                5, "transformer_kva", "หม้อแปลง (kVA)", "Transformer (kVA)",
                .decimal(places: 1, 0...100_000), writers: .owner, privacy: .public),
            Field(
                6, "lab_rooms", "ห้องปฏิบัติการคอมพิวเตอร์ (ห้อง)", "Computer rooms", machines, writers: .owner,
                privacy: .public),
            Field(
                7, "dltv", "การใช้ DLTV", "Use of DLTV", .choice(dltvUses), writers: .owner, privacy: .public),
        ] + machineFields,
        derived: machineKinds.map { kind in
            DerivedField(
                "\(kind.code)_total", "\(kind.label.th)ทั้งหมด", "\(kind.label.en), all",
                .sumOfFields(["\(kind.code)_budget", "\(kind.code)_donated"]))
        })

    /// Numbers 10 to 15 for desktops, 16 to 21 for notebooks, 22 to 27 for tablets.
    private static let machineFields: [Field] = machineKinds.enumerated().flatMap { place, kind in
        machineUses.enumerated().map { use, part in
            Field(
                UInt16(10 + place * machineUses.count + use), "\(kind.code)_\(part.code)",
                "\(kind.label.th) \(part.label.th)", "\(kind.label.en), \(part.label.en)", machines,
                writers: .owner, privacy: .public)
        }
    }

    private static let machines = FieldType.integer(0...LocalLimits.headcountCellMax)

    private static let machineKinds = [
        Choice("desktops", "คอมพิวเตอร์ตั้งโต๊ะ", "Desktops"), Choice("notebooks", "โน้ตบุ๊ก", "Notebooks"),
        Choice("tablets", "แท็บเล็ต", "Tablets"),
    ]
    private static let machineUses = [
        Choice("budget", "จากงบประมาณ", "from the budget"), Choice("donated", "จากการบริจาค", "donated"),
        Choice("admin", "เพื่อบริหารจัดการ", "for administration"),
        Choice("admin_usable", "เพื่อบริหารจัดการ ที่ใช้ได้", "for administration, usable"),
        Choice("teaching", "เพื่อการเรียนการสอน", "for teaching"),
        Choice("teaching_usable", "เพื่อการเรียนการสอน ที่ใช้ได้", "for teaching, usable"),
    ]
    private static let staffPositions = [
        Choice("director", "ผู้อำนวยการ", "Director"), Choice("deputy", "รองผู้อำนวยการ", "Deputy director"),
        Choice("teacher", "ครู", "Teacher"), Choice("assistant", "ครูผู้ช่วย", "Assistant teacher"),
        Choice("government", "พนักงานราชการ", "Government employee"),
        Choice("contract", "ครูอัตราจ้าง", "Teacher on contract"),
        Choice("clerk", "ธุรการ", "Clerk"), Choice("janitor", "นักการภารโรง", "Janitor"),
        Choice("other", "อื่น ๆ", "Other"),
    ]
    private static let electricityKinds = [
        Choice("grid", "มีไฟฟ้าของการไฟฟ้า", "Public grid"), Choice("solar", "แสงอาทิตย์", "Solar"),
        Choice("generator", "เครื่องกำเนิดไฟฟ้า", "Generator"), Choice("none", "ไม่มี", "None"),
    ]
    private static let dltvUses = [
        Choice("all_classes", "ใช้ทุกชั้น", "In all classes"),
        Choice("some_classes", "ใช้บางชั้น", "In some classes"),
        Choice("none", "ไม่ใช้", "Not used"),
    ]
}
