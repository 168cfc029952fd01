// Reference collections: what every node knows of the district. They live in `district`, so only the hub
// writes; an announcement is written by the hub into the space of the school that is to read it.

internal import CRDT

extension RecordCollection {
    static let reference: [RecordCollection] = [
        areaOffice, school, node, category, officeSystem, announcement,
    ]

    static let areaOffice = RecordCollection(
        1, "area_office", "สำนักงานเขตพื้นที่", "Area office", in: [.district], key: .derived(["code"]),
        deleters: .hub,
        fields: [
            Field(
                1, "code", "รหัสเขต", "Office code", .code(.smis), .once, writers: .hub, privacy: .public,
                required: true),
            Field(
                2, "name_th", "ชื่อ", "Name", .text, writers: .hub, privacy: .public, required: true),
            Field(3, "short_name", "ชื่อย่อ", "Short name", .text, writers: .hub, privacy: .public),
        ])

    static let school = RecordCollection(
        2, "school", "โรงเรียน", "School", in: [.district], key: .derived(["smis_code"]),
        numberField: "smis_code", deleters: .hub,
        fields: [
            Field(
                1, "smis_code", "รหัส SMIS", "SMIS code", .code(.smis), .once, writers: .hub,
                privacy: .public, required: true,
                help: Label("แปดหลัก ไม่แก้ไขภายหลัง", "Eight digits, never corrected later")),
            Field(2, "name_th", "ชื่อ", "Name", .text, writers: .hub, privacy: .public, required: true),
            Field(
                3, "ministry_code", "รหัสกระทรวง", "Ministry code", .code(.ministry), writers: .hub,
                privacy: .public),
            Field(4, "obec_code", "รหัส สพฐ.", "OBEC code", .code(.obec), writers: .hub, privacy: .public),
            Field(5, "aliases", "ชื่ออื่น", "Other names", .text, .addWins, writers: .hub, privacy: .public),
            Field(6, "school_group", "กลุ่มโรงเรียน", "School group", .text, writers: .hub, privacy: .public),
            Field(
                7, "amphoe_code", "รหัสอำเภอ", "Amphoe code", .code(.digits(4)), writers: .hub,
                privacy: .public),
            Field(
                8, "tambon_code", "รหัสตำบล", "Tambon code", .code(.digits(6)), writers: .hub,
                privacy: .public),
            Field(
                9, "latitude", "ละติจูด", "Latitude", .decimal(places: 6, 0...90_000_000), writers: .hub,
                privacy: .public),
            Field(
                10, "longitude", "ลองจิจูด", "Longitude", .decimal(places: 6, 0...180_000_000), writers: .hub,
                privacy: .public),
            Field(11, "kind", "ประเภท", "Kind", .choice(schoolKinds), writers: .hub, privacy: .public),
            Field(
                12, "status", "สถานะ", "Status", .choice(schoolStatuses), writers: .hub, privacy: .public,
                fill: .text("main")),
            Field(
                13, "merged_with", "เรียนรวมกับ", "Studies at", .reference("school"), writers: .hub,
                privacy: .public),
            Field(
                14, "connections", "การเชื่อมต่อ", "Connections", .choice(connectionKinds), .addWins,
                writers: .hub),
            Field(
                15, "distance_km", "ระยะทางถึงเขต (กม.)", "Distance to office (km)",
                .decimal(places: 1, 0...10_000), writers: .hub, privacy: .public),
        ])

    static let category = RecordCollection(
        4, "category", "หมวด", "Category", in: [.district], key: .derived(["code"]), numberField: "code",
        deleters: .hub,
        fields: [
            Field(
                1, "code", "รหัส", "Code", .code(.ascii), .once, writers: .hub, privacy: .public,
                required: true),
            Field(2, "name_th", "ชื่อ", "Name", .text, writers: .hub, privacy: .public, required: true),
            Field(
                3, "kind", "ชนิด", "Kind",
                .choice([
                    Choice("equipment", "ครุภัณฑ์", "Equipment"), Choice("fault", "อาการเสีย", "Fault"),
                    Choice("supply", "วัสดุ", "Supply"),
                ]), writers: .hub, privacy: .public, required: true),
            Field(
                4, "life_years", "อายุใช้งาน (ปี)", "Life (years)", .integer(1...100), writers: .hub,
                privacy: .public),
            Field(
                5, "active", "ใช้อยู่", "Active", .boolean, writers: .hub, privacy: .public,
                fill: .text("yes")),
        ])

    static let node = RecordCollection(
        3, "node", "เครื่อง", "Node", in: [.district], key: .derived(["node_id"]), deleters: .hub,
        fields: [
            Field(1, "node_id", "รหัสเครื่อง", "Node id", .bytes, .once, writers: .hub, required: true),
            Field(2, "school", "โรงเรียน", "School", .reference("school"), writers: .hub),
            Field(3, "label", "ชื่อเครื่อง", "Label", .text(max: 200), writers: .hub, required: true),
            Field(4, "enrolled_at", "ลงทะเบียนเมื่อ", "Enrolled", .instant, .once, writers: .hub, fill: .now),
            Field(
                5, "enrolled_by", "ผู้ลงทะเบียน", "Enrolled by", .text(max: 200), .once, writers: .hub,
                privacy: .personal, fill: .actor),
            Field(6, "state", "สถานะ", "State", .state(nodeFlow), writers: .hub, fill: .firstState),
        ])

    static let officeSystem = RecordCollection(
        48, "system", "ระบบ", "System", in: [.district], deleters: .hub,
        fields: [
            Field(
                1, "name", "ชื่อระบบ", "Name", .text(max: 200), writers: .hub, privacy: .public,
                required: true),
            Field(
                2, "kind", "ประเภท", "Kind", .choice(systemKinds), writers: .hub, privacy: .public,
                required: true),
            Field(
                3, "level", "ระดับ", "Level", .choice(systemLevels), writers: .hub, privacy: .public,
                required: true),
            Field(
                4, "owner_unit", "หน่วยงานเจ้าของ", "Owner", .text(max: 200), writers: .hub, privacy: .public),
            Field(5, "address", "ที่อยู่/URL", "Address", .text(max: 300), writers: .hub),
            Field(6, "note", "หมายเหตุ", "Note", .text, writers: .hub),
        ],
        recognition: Recognition(by: ["name"]))

    static let announcement = RecordCollection(
        49, "announcement", "ประกาศ/แจ้ง", "Announcement", in: [.district, .school, .office],
        deleters: .hub,
        fields: [
            Field(1, "subject", "เรื่อง", "Subject", .text(max: 300), writers: .hub, required: true),
            Field(2, "body", "ข้อความ", "Text", .text, writers: .hub, required: true),
            Field(3, "from_unit", "จาก", "From", .text(max: 200), writers: .hub),
            Field(4, "to_unit", "ถึง", "To", .text(max: 200), writers: .hub),
            Field(5, "announced_at", "เมื่อ", "When", .instant, .once, writers: .hub, fill: .now),
            Field(6, "work_plan", "แผนงาน", "Plan", .reference("work_plan"), writers: .hub),
            Field(
                7, "acknowledged", "รับทราบ", "Acknowledged", .text(max: 200), .log, writers: .anyone,
                privacy: .personal),
        ])

    static let nodeFlow = Flow([
        Flow.State("enrolled", "ลงทะเบียน", "Enrolled", next: ["active", "suspended", "revoked"]),
        Flow.State("active", "ใช้งาน", "Active", next: ["suspended", "revoked"]),
        Flow.State("suspended", "ระงับ", "Suspended", next: ["revoked"], back: ["active"]),
        Flow.State("revoked", "เพิกถอน", "Revoked"),
    ])

    static let systemKinds = [
        Choice("internet", "อินเทอร์เน็ต", "Internet"), Choice("server", "เครื่องแม่ข่าย", "Server"),
        Choice("database", "ฐานข้อมูล", "Database"), Choice("network", "เครือข่าย", "Network"),
        Choice("telecom", "โทรคมนาคม", "Telecom"), Choice("website", "เว็บไซต์", "Web site"),
        Choice("mis", "สารสนเทศเพื่อการบริหาร", "Management information"),
        Choice("other", "อื่น ๆ", "Other"),
    ]
    static let systemLevels = [
        Choice("office", "สำนักงานเขต", "Office"), Choice("school", "สถานศึกษา", "School"),
        Choice("obec", "สพฐ.", "OBEC"),
    ]
    static let schoolKinds = [
        Choice("primary", "ประถมศึกษา", "Primary"),
        Choice("extended", "ขยายโอกาส", "Extended opportunity"),
        Choice("secondary", "มัธยมศึกษา", "Secondary"),
    ]
    static let schoolStatuses = [
        Choice("main", "โรงเรียนหลัก", "Main"), Choice("joint", "เรียนรวม", "Studies elsewhere"),
        Choice("branch", "สาขา", "Branch"), Choice("dissolved", "ยุบ", "Dissolved"),
    ]
    static let connectionKinds = [
        Choice("fibre", "ใยแก้วนำแสง", "Fibre"), Choice("adsl", "ADSL", "ADSL"),
        Choice("satellite", "ดาวเทียม", "Satellite"), Choice("leased", "วงจรเช่า", "Leased line"),
        Choice("mobile", "มือถือ", "Mobile"), Choice("none", "ไม่มี", "None"),
    ]
}
