// Inventory: durable articles and supplies. A place is the last movement, a stock the sum of its moves;
// neither is a field that somebody edits. Moves are written once: a mistake is undone or answered by a move
// the other way.

internal import CRDT

extension RecordCollection {
    static let inventory: [RecordCollection] =
        [asset, assetMovement, stockItem, stockMove] + lending + keeping

    static let asset = RecordCollection(
        13, "asset", "ครุภัณฑ์", "Asset", in: [.school, .office], deleters: .owner,
        fields: [
            Field(
                1, "asset_no", "หมายเลขครุภัณฑ์", "Asset number", .text(max: 60), .keepAll, privacy: .public,
                help: Label("เขียนตามทะเบียนของหน่วยงาน", "As the unit's own register writes it")),
            Field(2, "name", "รายการ", "Name", .text(max: 200), privacy: .public, required: true),
            Field(3, "category", "หมวด", "Category", .reference("category"), privacy: .public),
            Field(4, "fsn", "รหัส FSN", "FSN", .code(.ascii), privacy: .public),
            Field(5, "brand", "ยี่ห้อ", "Brand", .text(max: 100), privacy: .public),
            Field(6, "model", "รุ่น", "Model", .text(max: 100), privacy: .public),
            Field(7, "serial_no", "หมายเลขเครื่อง", "Serial number", .text(max: 100), .keepAll),
            Field(
                8, "unit_price", "ราคา/หน่วย", "Unit price", .money, .keepAll, writers: .owner,
                privacy: .public),
            Field(
                9, "quantity", "จำนวน", "Quantity", .integer(1...100_000), .keepAll, writers: .owner,
                privacy: .public, fill: .text("1")),
            Field(
                10, "acquired_on", "วันที่ได้มา", "Acquired", .date, .keepAll, writers: .owner,
                privacy: .public),
            Field(
                11, "fund_source", "ประเภทเงิน", "Fund",
                .choice([
                    Choice("budget", "งบประมาณ", "Budget"), Choice("non_budget", "นอกงบประมาณ", "Non-budget"),
                    Choice("donation", "บริจาค", "Donation"), Choice("other", "อื่น ๆ", "Other"),
                ]), privacy: .public),
            Field(12, "method", "วิธีการที่ได้มา", "Method", .text(max: 100), privacy: .public),
            Field(13, "vendor", "ผู้ขาย/ผู้บริจาค", "Vendor", .text(max: 200)),
            Field(14, "doc_no", "ที่เอกสาร", "Document", .text(max: 60), privacy: .public),
            Field(
                15, "life_years", "อายุใช้งาน (ปี)", "Life (years)", .integer(1...100), writers: .owner,
                privacy: .public),
            Field(16, "warranty_until", "ประกันถึง", "Warranty until", .date),
            Field(
                17, "condition", "สภาพ", "Condition", .state(assetFlow), privacy: .public, fill: .firstState),
            Field(
                18, "disposal", "อนุมัติจำหน่าย", "Disposal", .decision(verdicts), .keepAll, writers: .owner,
                privacy: .public),
            Field(19, "duplicate_of", "ซ้ำกับ", "Duplicate of", .reference("asset"), writers: .hub),
            Field(20, "description", "ลักษณะ/คุณสมบัติ", "Description", .text(max: 500), privacy: .public),
            Field(21, "vendor_address", "ที่อยู่ผู้ขาย", "Vendor's address", .text(max: 300)),
            Field(22, "vendor_phone", "โทรศัพท์ผู้ขาย", "Vendor's telephone", .text(max: 40)),
            Field(
                23, "kind", "ชนิดเครื่อง", "Kind of machine", .choice(assetKinds), privacy: .public,
                help: Label("สำหรับคอมพิวเตอร์และอุปกรณ์", "For computers and devices")),
        ])

    static let assetKinds = [
        Choice("desktop", "คอมพิวเตอร์ตั้งโต๊ะ", "Desktop"), Choice("notebook", "โน้ตบุ๊ก", "Notebook"),
        Choice("tablet", "แท็บเล็ต", "Tablet"), Choice("server", "เครื่องแม่ข่าย", "Server"),
        Choice("printer", "เครื่องพิมพ์", "Printer"), Choice("projector", "เครื่องฉาย", "Projector"),
        Choice("network", "อุปกรณ์เครือข่าย", "Network device"), Choice("ups", "เครื่องสำรองไฟ", "UPS"),
        Choice("display", "จอภาพ/โทรทัศน์", "Display"), Choice("other", "อื่น ๆ", "Other"),
    ]

    static let assetFlow = Flow(
        [
            Flow.State(
                "in_use", "ใช้ได้", "In use", next: ["damaged", "worn", "lost", "disposed"]),
            Flow.State(
                "damaged", "ชำรุด", "Damaged", next: ["worn", "lost", "disposed"], back: ["in_use"]),
            Flow.State(
                "worn", "เสื่อมสภาพ", "Worn", next: ["lost", "disposed"], back: ["in_use", "damaged"]),
            Flow.State(
                "lost", "สูญหาย", "Lost", next: ["disposed"], back: ["in_use", "damaged", "worn"]),
            Flow.State("disposed", "จำหน่าย", "Disposed", needs: "approved"),
        ], decision: 18, starts: ["in_use", "damaged", "worn", "lost"])

    static let assetMovement = RecordCollection(
        14, "asset_movement", "การเคลื่อนย้ายครุภัณฑ์", "Asset movement", in: [.school, .office], deleters: [],
        fields: [
            Field(1, "asset", "ครุภัณฑ์", "Asset", .reference("asset"), .once, required: true),
            Field(2, "moved_at", "เมื่อ", "When", .instant, .once, required: true, fill: .now),
            Field(3, "from_place", "จาก", "From", .text(max: 200), .once),
            Field(4, "to_place", "ไปที่", "To", .text(max: 200), .once, required: true),
            Field(5, "to_school", "โรงเรียนปลายทาง", "To school", .reference("school"), .once),
            Field(6, "holder", "ผู้ครอบครอง", "Holder", .text(max: 200), .once, privacy: .personal),
            Field(7, "reason", "เหตุผล", "Reason", .text, .once),
            Field(8, "doc_no", "ที่เอกสาร", "Document", .text(max: 60), .once),
        ])

    static let stockItem = RecordCollection(
        15, "stock_item", "วัสดุ", "Stock item", in: [.school, .office], numberField: "code", deleters: .owner,
        fields: [
            Field(1, "code", "รหัส", "Code", .code(.ascii), .once, required: true),
            Field(2, "name", "ชื่อ", "Name", .text(max: 200), required: true),
            Field(3, "unit", "หน่วยนับ", "Unit", .text(max: 40), required: true),
            Field(4, "reorder_level", "จุดสั่งซื้อ", "Reorder level", .count, writers: .owner),
        ],
        derived: [
            DerivedField(
                "on_hand", "คงเหลือ", "On hand",
                .sumOfRecords(collection: "stock_move", field: "delta", by: "item"))
        ])

    static let stockMove = RecordCollection(
        16, "stock_move", "รับจ่ายวัสดุ", "Stock move", in: [.school, .office], deleters: [],
        fields: [
            Field(1, "item", "วัสดุ", "Item", .reference("stock_item"), .once, required: true),
            Field(
                2, "delta", "จำนวน (+รับ −จ่าย)", "Amount (+in −out)", .integer(-1_000_000...1_000_000), .once,
                required: true),
            Field(3, "moved_at", "เมื่อ", "When", .instant, .once, required: true, fill: .now),
            Field(4, "mover", "โดย", "By", .text(max: 200), .once, privacy: .personal, fill: .actor),
            Field(5, "doc_no", "ที่เอกสาร", "Document", .text(max: 60), .once),
            Field(6, "ticket", "ใบแจ้ง", "Ticket", .reference("ticket"), .once),
        ])
}
