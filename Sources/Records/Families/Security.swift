// What the law on computers asks of a node (manual, process 4): who used the line when, sealed day by day
// and kept for 90 days at least; holds that stop erasing; how long what is kept. Traffic and log-ins stay
// on the node that saw them: only a day's digest travels.

internal import CRDT

extension RecordCollection {
    static let security: [RecordCollection] = [
        trafficLog, authEvent, syncSession, districtConflict, audit, legalHold, retentionRule, trafficDay,
    ]

    static let trafficLog = RecordCollection(
        41, "traffic_log", "ข้อมูลจราจรทางคอมพิวเตอร์", "Traffic data", in: [.local], deleters: [],
        fields: [
            Field(1, "started_at", "เริ่ม", "Began", .instant, .once, required: true),
            Field(2, "ended_at", "สิ้นสุด", "Ended", .instant, .once),
            Field(
                3, "account", "บัญชีผู้ใช้", "Account", .text(max: 200), .once, privacy: .personal),
            Field(
                4, "source_address", "ต้นทาง", "Source", .text(max: 100), .once, privacy: .personal,
                required: true),
            Field(
                5, "target_address", "ปลายทาง", "Destination", .text(max: 300), .once, privacy: .personal),
            Field(6, "bytes_moved", "ปริมาณ (ไบต์)", "Bytes", .integer(0...Int64.max), .once),
            Field(7, "service", "ชนิดของบริการ", "Service", .text(max: 100), .once),
            Field(8, "route", "เส้นทาง", "Route", .text(max: 300), .once),
            Field(
                9, "clock_source", "แหล่งเวลา", "Clock", .text(max: 100), .once,
                help: Label("เวลาของเครื่องใด เทียบกับอะไร", "Whose clock, set by what")),
        ])

    static let authEvent = RecordCollection(
        42, "auth_event", "การลงชื่อเข้าใช้", "Log-in", in: [.local], deleters: [],
        fields: [
            Field(1, "happened_at", "เมื่อ", "When", .instant, .once, required: true, fill: .now),
            Field(
                2, "account", "บัญชีผู้ใช้", "Account", .text(max: 200), .once, privacy: .personal,
                required: true),
            Field(3, "kind", "เหตุการณ์", "Event", .choice(authKinds), .once, required: true),
            Field(
                4, "source_address", "ต้นทาง", "Source", .text(max: 100), .once, privacy: .personal),
            Field(5, "system_name", "ระบบ", "System", .text(max: 300), .once),
            Field(6, "detail", "รายละเอียด", "Detail", .text(max: 500), .once, privacy: .personal),
        ])

    static let syncSession = RecordCollection(
        43, "sync_session", "การเชื่อมต่อของเครื่อง", "Session", in: [.office], isKeptBySystem: true,
        deleters: [],
        fields: [
            Field(1, "node", "เครื่อง", "Node", .bytes, .once, writers: .hub, required: true),
            Field(2, "school", "โรงเรียน", "School", .code(.smis), .once, writers: .hub),
            Field(3, "started_at", "เริ่ม", "Began", .instant, .once, writers: .hub, required: true),
            Field(4, "ended_at", "สิ้นสุด", "Ended", .instant, .once, writers: .hub),
            Field(5, "changes_in", "รับ (รายการ)", "Changes in", .count, .once, writers: .hub),
            Field(6, "changes_out", "ส่ง (รายการ)", "Changes out", .count, .once, writers: .hub),
            Field(7, "bytes_in", "รับ (ไบต์)", "Bytes in", .integer(0...Int64.max), .once, writers: .hub),
            Field(8, "bytes_out", "ส่ง (ไบต์)", "Bytes out", .integer(0...Int64.max), .once, writers: .hub),
            Field(
                9, "result", "ผล", "Result",
                .choice([
                    Choice("done", "สำเร็จ", "Done"), Choice("cut", "สายขาด", "Cut"),
                    Choice("refused", "ปฏิเสธ", "Refused"), Choice("failed", "ผิดพลาด", "Failed"),
                ]), .once, writers: .hub, required: true),
            Field(
                10, "clock_skew_ms", "นาฬิกาต่างกัน (มิลลิวินาที)", "Clock skew (ms)",
                .integer(Int64.min...Int64.max), .once, writers: .hub),
        ])

    /// What only the hub can see, since it spans spaces; it writes one into each space concerned.
    /// (Conflicts inside a space are derived and never written.)
    public static let districtConflict = RecordCollection(
        44, "district_conflict", "ข้อขัดแย้งข้ามหน่วยงาน", "Conflict across units", in: [.school, .office],
        key: .derived(["invariant", "subject"]), isKeptBySystem: true, deleters: [],
        fields: [
            Field(1, "invariant", "กติกา", "Rule", .code(.ascii), .once, writers: .hub, required: true),
            Field(2, "subject", "เรื่อง", "Subject", .text(max: 300), .once, writers: .hub, required: true),
            Field(
                3, "state", "สถานะ", "State", .state(districtConflictFlow), writers: .hub, fill: .firstState),
            Field(4, "raised_at", "พบเมื่อ", "Raised", .instant, .once, writers: .hub, required: true),
            Field(
                5, "message_th", "คำอธิบาย", "In Thai", .text(max: 2_000), writers: .hub, required: true),
            Field(
                6, "message_en", "คำอธิบาย (อังกฤษ)", "In English", .text(max: 2_000), writers: .hub,
                required: true),
            Field(
                7, "holds", "รายการที่ใช้ได้", "Record that holds", .text(max: 200), writers: .hub,
                help: Label("เลขที่ของรายการที่ถือไว้ก่อน", "Number of the earliest")),
            Field(
                8, "disputed", "รายการที่มีข้อโต้แย้ง", "Disputed", .text(max: 1_000), writers: .hub),
        ])

    static let districtConflictFlow = Flow([
        Flow.State("open", "ยังไม่จบ", "Open", next: ["resolved"]),
        Flow.State("resolved", "จบแล้ว", "Resolved", back: ["open"]),
    ])

    static let audit = RecordCollection(
        45, "audit", "บันทึกการตรวจสอบ", "Audit entry", in: [.school, .office], isKeptBySystem: true,
        deleters: [],
        fields: [
            Field(1, "happened_at", "เมื่อ", "When", .instant, .once, required: true, fill: .now),
            Field(
                2, "actor", "ผู้ทำ", "Who", .text(max: 200), .once, privacy: .personal, fill: .actor),
            Field(3, "action", "การกระทำ", "Action", .choice(auditActions), .once, required: true),
            Field(4, "subject", "เรื่อง", "Subject", .text(max: 500), .once, required: true),
            Field(5, "previous", "ลายพิมพ์รายการก่อน", "Digest before", .bytes, .once),
            Field(6, "digest", "ลายพิมพ์", "Digest", .bytes, .once, required: true),
        ])

    static let legalHold = RecordCollection(
        46, "legal_hold", "คำสั่งให้เก็บข้อมูล", "Legal hold", in: [.school, .office], numberField: "number",
        deleters: [],
        fields: [
            Field(
                1, "number", "เลขที่", "Number", .text(max: 40), .once, writers: .hub, required: true,
                fill: .number),
            Field(2, "order_no", "คำสั่งที่", "Order", .text(max: 200), .once, writers: .hub, required: true),
            Field(
                3, "ordered_by", "ผู้สั่ง", "Ordered by", .text(max: 200), .once, writers: .hub,
                privacy: .personal),
            Field(
                4, "collection", "ชุดข้อมูล", "Collection", .code(.ascii), .once, writers: .hub,
                required: true, fill: .text("traffic_log")),
            Field(
                5, "day_from", "ตั้งแต่วันที่", "From day", .date, .once, writers: .hub,
                help: Label("เว้นว่าง = ตั้งแต่ต้น", "Empty: from the first")),
            Field(
                6, "day_until", "ถึงวันที่", "Until day", .date, .once, writers: .hub,
                help: Label("เว้นว่าง = ไม่มีกำหนด", "Empty: without end")),
            Field(7, "reason", "เหตุผล", "Reason", .text(max: 1_000), writers: .hub),
            Field(
                8, "state", "สถานะ", "State",
                .state(
                    Flow([
                        Flow.State("active", "มีผล", "In force", next: ["released"]),
                        Flow.State("released", "ยกเลิกแล้ว", "Released", back: ["active"]),
                    ])), writers: .hub, fill: .firstState),
        ],
        spans: [Span("day_from", "day_until")])

    static let retentionRule = RecordCollection(
        47, "retention_rule", "ระยะเวลาเก็บข้อมูล", "Retention", in: [.district],
        key: .derived(["collection"]), deleters: .hub,
        fields: [
            Field(
                1, "collection", "ชุดข้อมูล", "Collection", .code(.ascii), .once, writers: .hub,
                privacy: .public, required: true),
            Field(
                2, "days_kept", "เก็บอย่างน้อย (วัน)", "Kept at least (days)", .integer(90...3_650),
                writers: .hub, privacy: .public, required: true,
                help: Label("กฎหมายกำหนดไม่น้อยกว่า 90 วัน", "The law asks for no fewer than 90")),
            Field(3, "basis", "อาศัยอำนาจ", "Basis", .text(max: 500), writers: .hub, privacy: .public),
        ])

    /// What the district learns of a day of traffic: that it is kept, and what its digest was when it was
    /// sealed.
    public static let trafficDay = RecordCollection(
        63, "traffic_day", "วันของข้อมูลจราจร", "Day of traffic data", in: [.school, .office],
        key: .derived(["unit", "machine", "day"]), isKeptBySystem: true, deleters: [],
        fields: [
            Field(
                1, "unit", "หน่วยงาน", "Unit", .code(.smis), .once, writers: .owner, required: true,
                fill: .unit),
            Field(2, "machine", "เครื่อง", "Machine", .code(.ascii), .once, writers: .owner, required: true),
            Field(3, "day", "วันที่", "Day", .date, .once, writers: .owner, required: true),
            Field(4, "entries", "จำนวนรายการ", "Entries", .count, .once, writers: .owner, required: true),
            Field(5, "digest", "ลายพิมพ์", "Digest", .bytes, .once, writers: .owner, required: true),
            Field(
                6, "previous", "ลายพิมพ์วันก่อน", "Digest of the day before", .bytes, .once, writers: .owner),
            Field(
                7, "erased_on", "ลบเมื่อ", "Erased on", .date, .once, writers: .owner,
                help: Label("ลบได้เมื่อพ้นระยะเก็บและไม่มีคำสั่งให้เก็บ", "After its time, and under no hold")),
            Field(
                8, "sealed_on", "ปิดผนึกเมื่อ", "Sealed on", .date, .once, writers: .owner, required: true,
                help: Label("ระยะเก็บนับจากวันนี้ด้วย", "The time it is kept counts from this day too")),
        ])

    private static let authKinds = [
        Choice("login", "เข้าใช้", "Log-in"), Choice("logout", "ออก", "Log-out"),
        Choice("failed", "เข้าใช้ไม่สำเร็จ", "Failed"), Choice("locked", "ถูกล็อก", "Locked"),
        Choice("changed", "เปลี่ยนรหัสผ่าน", "Password changed"),
    ]
    private static let auditActions = [
        Choice("traffic_sealed", "ปิดผนึกข้อมูลจราจร", "Traffic sealed"),
        Choice("traffic_erased", "ลบข้อมูลจราจร", "Traffic erased"),
        Choice("traffic_exported", "ส่งออกข้อมูลจราจร", "Traffic exported"),
    ]
}
