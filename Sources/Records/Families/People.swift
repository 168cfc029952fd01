// People and what they may use. Names travel salted and can be erased; an account, a card and a grant say
// what somebody may do, so refusing, suspending and revoking beat granting. What a person proves himself
// with is not here: it never leaves the node where it was set.

internal import CRDT

extension RecordCollection {
    static let people: [RecordCollection] = [
        person, account, idCardRequest, idCard, accessRequest, accessLine, accessGrant,
    ]

    static let person = RecordCollection(
        5, "person", "บุคลากร", "Person", in: [.school, .office],
        fields: [
            Field(1, "title_th", "คำนำหน้า", "Title", .text(max: 60), privacy: .personal, required: true),
            Field(2, "first_th", "ชื่อ", "First name", .text(max: 100), privacy: .personal, required: true),
            Field(3, "last_th", "นามสกุล", "Last name", .text(max: 100), privacy: .personal, required: true),
            Field(4, "position", "ตำแหน่ง", "Position", .text(max: 150), privacy: .personal),
            Field(5, "unit", "กลุ่ม/ฝ่าย", "Unit", .text(max: 150)),
            Field(6, "phone", "โทรศัพท์", "Phone", .text(max: 40), .keepAll, privacy: .personal),
            Field(7, "email", "อีเมล", "E-mail", .text(max: 120), .keepAll, privacy: .personal),
            Field(
                8, "national_id", "เลขประจำตัวประชาชน", "National id", .nationalID, privacy: .sensitive,
                help: Label(
                    "เก็บเฉพาะลายพิมพ์และเลขท้ายสี่ตัว ไม่เก็บเลขเต็ม",
                    "Only a keyed hash and the last four digits are kept, never the number")),
        ],
        recognition: Recognition(
            by: ["first_th", "last_th"], apart: ["position"], proof: "national_id"))

    static let account = RecordCollection(
        6, "account", "บัญชีผู้ใช้", "Account", in: [.school, .office], numberField: "username", deleters: [],
        fields: [
            Field(1, "username", "ชื่อผู้ใช้", "User name", .code(.ascii), .once, required: true),
            Field(2, "person", "บุคลากร", "Person", .reference("person"), .once, required: true),
            Field(
                3, "roles", "บทบาท", "Roles", .choice(accountRoles), .denyWins, writers: .hub,
                help: Label("เอาออกชนะเพิ่มเข้า", "Taking a role away wins over giving it")),
            Field(4, "state", "สถานะ", "State", .state(accountFlow), fill: .firstState),
        ])

    static let idCardRequest = RecordCollection(
        7, "id_card_request", "คำขอมีบัตรประจำตัว", "Request for a user card", in: [.school, .office],
        numberField: "number",
        fields: [
            number, Field(2, "person", "ผู้ขอมีบัตร", "For", .reference("person"), .once, required: true),
            Field(3, "systems", "ระบบที่ขอใช้", "Systems", .reference("system"), .addWins),
            Field(4, "reason", "เหตุผล", "Reason", .text, required: true),
            Field(5, "requested_on", "วันที่ขอ", "Requested", .date, .once, required: true, fill: .today),
            Field(6, "photo_hash", "ภาพถ่าย", "Photo", .bytes, writers: .owner, isLater: true),
            Field(7, "state", "สถานะ", "State", .state(cardRequestFlow), fill: .firstState),
            Field(8, "decision", "การอนุมัติ", "Decision", .decision(verdicts), .keepAll, writers: .hub),
            Field(
                9, "decided_by", "ผู้อนุมัติ", "Decided by", .text(max: 200), .keepAll, writers: .hub,
                privacy: .personal, isLater: true),
            process("6"), plan,
        ])

    static let idCard = RecordCollection(
        8, "id_card", "บัตรประจำตัวผู้ใช้", "User card", in: [.school, .office], numberField: "card_no",
        deleters: [],
        fields: [
            Field(
                1, "card_no", "เลขที่บัตร", "Card number", .text(max: 40), .once, required: true,
                fill: .number),
            Field(2, "person", "ผู้ถือบัตร", "Holder", .reference("person"), .once, required: true),
            Field(3, "request", "ตามคำขอ", "Request", .reference("id_card_request"), .once),
            Field(4, "issued_on", "วันออกบัตร", "Issued", .date, writers: .hub, required: true, fill: .today),
            Field(5, "expires_on", "วันหมดอายุ", "Expires", .date, writers: .hub, required: true),
            Field(6, "verifier_key", "กุญแจตรวจบัตร", "Verifier key", .bytes, .once, writers: .hub),
            Field(7, "state", "สถานะ", "State", .state(cardFlow), fill: .firstState),
        ],
        spans: [Span("issued_on", "expires_on")])

    static let accessRequest = RecordCollection(
        9, "access_request", "คำร้องขอเข้าถึงระบบ", "Access request", in: [.school, .office],
        numberField: "number",
        fields: [
            number, Field(2, "person", "ผู้ขอ", "Requester", .reference("person"), .once, required: true),
            Field(3, "requested_on", "วันที่ขอ", "Requested", .date, .once, required: true, fill: .today),
            Field(
                4, "legal_basis", "ฐานตามกฎหมาย", "Legal basis", .text(max: 500), required: true,
                help: Label("เหตุที่ใช้ข้อมูลได้ตามกฎหมาย", "What allows the use of these data")),
            Field(5, "note", "หมายเหตุ", "Note", .text),
            Field(6, "approvals", "ความเห็นตามลำดับ", "Opinions in order", .text(max: 500), .log, isLater: true),
            Field(7, "state", "สถานะ", "State", .state(accessFlow), fill: .firstState),
            Field(8, "decision", "การอนุมัติ", "Decision", .decision(verdicts), .keepAll, writers: .hub),
            process("8"), plan,
        ])

    static let accessLine = RecordCollection(
        71, "access_line", "ระบบที่ขอเข้าถึง", "System asked for", in: [.school, .office], lineOf: "request",
        fields: [
            Field(1, "request", "คำร้อง", "Request", .reference("access_request"), .once, required: true),
            Field(2, "system", "ระบบ", "System", .reference("system"), .once, required: true),
            Field(3, "level", "ระดับ", "Level", .choice(accessLevels), required: true),
            Field(4, "purpose", "วัตถุประสงค์", "Purpose", .text(max: 500), required: true),
            Field(5, "valid_from", "ตั้งแต่", "From", .date, required: true),
            Field(6, "valid_until", "ถึง", "Until", .date, required: true),
        ],
        spans: [Span("valid_from", "valid_until")],
        recognition: Recognition(by: ["request", "system"]))

    static let accessGrant = RecordCollection(
        10, "access_grant", "สิทธิเข้าถึงระบบ", "Access granted", in: [.school, .office], deleters: [],
        fields: [
            Field(
                1, "request", "ตามคำร้อง", "Request", .reference("access_request"), .once, writers: .hub,
                required: true),
            Field(
                2, "account", "บัญชีผู้ใช้", "Account", .reference("account"), .once, writers: .hub,
                required: true),
            Field(
                3, "system", "ระบบ", "System", .reference("system"), .once, writers: .hub, required: true),
            Field(
                4, "level", "ระดับ", "Level", .choice(accessLevels), .once, writers: .hub, required: true),
            Field(5, "valid_from", "ตั้งแต่", "From", .date, writers: .hub, required: true, fill: .today),
            Field(6, "valid_until", "ถึง", "Until", .date, writers: .hub, required: true),
            Field(7, "state", "สถานะ", "State", .state(grantFlow), writers: .hub, fill: .firstState),
        ],
        spans: [Span("valid_from", "valid_until")])

    static let accountRoles = [
        Choice("reader", "ผู้อ่าน", "Reader"), Choice("clerk", "ธุรการ", "Clerk"),
        Choice("teacher", "ครู", "Teacher"), Choice("supplies", "เจ้าหน้าที่พัสดุ", "Supplies officer"),
        Choice("head_supplies", "หัวหน้าเจ้าหน้าที่พัสดุ", "Head of supplies"),
        Choice("mis", "เจ้าหน้าที่ข้อมูล", "Data officer"), Choice("ict", "เจ้าหน้าที่ ICT", "ICT officer"),
        Choice("ict_head", "ผู้อำนวยการกลุ่ม", "Head of the group"),
        Choice("director", "ผู้อำนวยการ", "Director"), Choice("admin", "ผู้ดูแลระบบ", "Administrator"),
    ]
    static let accessLevels = [
        Choice("viewer", "ดูอย่างเดียว", "Viewer"), Choice("editor", "แก้ไขข้อมูล", "Editor"),
        Choice("admin", "ผู้ดูแลระบบ", "Administrator"),
    ]
}
