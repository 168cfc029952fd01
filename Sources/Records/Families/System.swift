// The system's own collections: what decides what is shown is itself a change of the hub in `district`;
// dismissals and imports are records of the space they are about. Numbers 104 to 119 are kept free for
// revocations, erasures and holds.

internal import CRDT

extension RecordCollection {
    static let system: [RecordCollection] = [certificate, ruleOverride, dismissal, importRecord]

    /// A node's certificate, as Trust encodes it. Never deleted: an end is a revocation.
    public static let certificate = RecordCollection(
        100, "certificate", "ใบรับรองโหนด", "Node certificate", in: [.district], isKeptBySystem: true,
        deleters: [],
        fields: [
            Field(1, "body", "ใบรับรอง", "Certificate", .bytes, .once, writers: .hub, required: true),
            Field(2, "label", "ชื่อ", "Label", .text(max: 200), writers: .hub),
        ])

    /// The district's decision that a field follows another rule (RuleName).
    static let ruleOverride = RecordCollection(
        101, "rule_override", "กติกาการรวมข้อมูล", "Merge rule", in: [.district],
        key: .derived(["collection", "field"]), deleters: .hub,
        fields: [
            Field(
                1, "collection", "ชุดข้อมูล", "Collection", .code(.ascii), .once, writers: .hub, required: true),
            Field(2, "field", "ช่องข้อมูล", "Field", .code(.ascii), .once, writers: .hub, required: true),
            Field(3, "rule", "กติกา", "Rule", .code(.ascii), writers: .hub, required: true),
            Field(4, "reason", "เหตุผล", "Reason", .text, writers: .hub),
        ])

    /// A person's answer to a conflict: it names the dots that were looked at and what stands. `standing`
    /// is never a copy of a personal value.
    static let dismissal = RecordCollection(
        102, "dismissal", "ข้อขัดแย้งที่ตัดสินแล้ว", "Dismissed conflict", in: [.district, .office, .school],
        key: .derived(["conflict"]), isKeptBySystem: true, deleters: .anyone,
        fields: [
            Field(1, "conflict", "ข้อขัดแย้ง", "Conflict", .bytes, .once, required: true),
            Field(2, "considered", "ค่าที่พิจารณา", "Considered dots", .bytes, required: true),
            Field(3, "standing", "ค่าที่ใช้", "Standing", .bytes, .keepAll),
            Field(4, "note", "เหตุผล", "Note", .text),
        ])

    /// One import: what came from which file, and the stretch of the bulk feed that carries it.
    public static let importRecord = RecordCollection(
        103, "import", "การนำเข้าข้อมูล", "Import", in: [.district, .office, .school], isKeptBySystem: true,
        deleters: [],
        fields: [
            Field(1, "file_name", "ชื่อไฟล์", "File", .text(max: 300), .once, required: true),
            Field(2, "row_count", "จำนวนแถวที่นำเข้า", "Rows imported", .count, .once, required: true),
            Field(3, "rows_refused", "จำนวนแถวที่ไม่นำเข้า", "Rows refused", .count, .once),
            Field(4, "feed", "สายข้อมูล", "Feed", .bytes, .once),
            Field(5, "first_sequence", "ลำดับแรก", "First sequence", .integer(1...Int64.max), .once),
            Field(6, "last_sequence", "ลำดับสุดท้าย", "Last sequence", .integer(1...Int64.max), .once),
            Field(7, "imported_at", "เมื่อ", "When", .instant, .once, fill: .now),
            Field(8, "collection", "ชุดข้อมูล", "Collection", .code(.ascii), .once),
        ])
}
