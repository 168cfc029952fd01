// What `saphan check` may find wrong, told in Thai and in English. What SQLite says of its file, and which
// of the rows that make a folder a node is damaged, stays in the words it came in.

internal import Bytes
public import CRDT

/// One thing that is wrong with a database.
public enum CheckProblem: Hashable, Sendable {
    /// What SQLite found in its own file.
    case file(String)
    /// One of the rows that make the folder a node, and what is wrong with it.
    case identity(String)
    /// The address under which this node finds its hub.
    case hubAddress
    /// A branch that does not begin where it says.
    case branch(Int, of: NodeID)
    /// A change whose hash is not the one it is known by.
    case change(UInt64, of: NodeID)
    /// A signature that does not hold over the change it is for.
    case signature(UInt64, in: Feed)
    /// A record that is listed in another space than the changes that touched it.
    case space(RecordID)
    /// A record whose stored state is not what its changes make of it.
    case record(RecordID, CollectionNumber)
    /// Its row in a table shows something else.
    case values(RecordID, table: String)
    /// Other candidates stand in its cells.
    case candidates(RecordID)
    /// Other operations of it are refused.
    case refusals(RecordID)
    /// It has other conflicts.
    case conflicts(RecordID)
    /// Its history is not found as the log has it.
    case history(RecordID)
    /// Rows of a table that no change made.
    case strayRows(Int64, table: String)

    /// What is wrong, Thai.
    public var thai: String {
        switch self {
        case .file(let words): "ไฟล์ฐานข้อมูล: \(words)"
        case .identity(let words): "ข้อมูลประจำเครื่อง: \(words)"
        case .hubAddress: "ที่อยู่ของเครื่องเขตเสียหาย"
        case .branch(let number, let node): "กิ่งที่ \(number) ของเครื่อง \(node) ไม่ได้เริ่มตรงที่บันทึกไว้"
        case .change(let sequence, let node):
            "รายการเปลี่ยนแปลงที่ \(sequence) ของเครื่อง \(node) ไม่ตรงกับลายพิมพ์ของมัน"
        case .signature(let sequence, let feed):
            "ลายเซ็นของรายการเปลี่ยนแปลงที่ \(sequence) ไม่ถูกต้อง (พื้นที่ \(feed.space) เครื่อง \(feed.node.short) "
                + "ช่วง \(feed.epoch) คิว \(feed.lane.raw))"
        case .space(let record): "รายการ \(record) อยู่ในพื้นที่อื่นจากรายการเปลี่ยนแปลงของมัน"
        case .record(let record, let collection):
            "รายการ \(record) ของชุดข้อมูลที่ \(collection.raw) ไม่ตรงกับรายการเปลี่ยนแปลงของมัน"
        case .values(let record, let table): "ค่าของรายการ \(record) ในตาราง \(table) ไม่ถูกต้อง"
        case .candidates(let record): "ค่าที่แข่งกันของรายการ \(record) ไม่ถูกต้อง"
        case .refusals(let record): "การปฏิเสธของรายการ \(record) ไม่ถูกต้อง"
        case .conflicts(let record): "ข้อขัดแย้งของรายการ \(record) ไม่ถูกต้อง"
        case .history(let record): "ประวัติของรายการ \(record) ไม่ถูกต้อง"
        case .strayRows(let count, let table): "ตาราง \(table) มี \(count) แถวที่ไม่มีรายการเปลี่ยนแปลงใดสร้าง"
        }
    }

    /// What is wrong, English.
    public var english: String {
        switch self {
        case .file(let words), .identity(let words): words
        case .hubAddress: "the hub's address is damaged"
        case .branch(let number, let node): "branch \(number) of \(node) begins elsewhere than it says"
        case .change(let sequence, let node): "change \(sequence) of \(node) does not hash to its name"
        case .signature(let sequence, let feed):
            "the signature of change \(sequence) of space \(feed.space), node \(feed.node.short), "
                + "epoch \(feed.epoch), lane \(feed.lane.raw) does not hold"
        case .space(let record): "record \(record) is listed in another space than its changes"
        case .record(let record, let collection): "record \(record) of collection \(collection.raw)"
        case .values(let record, let table): "values of record \(record) in \(table)"
        case .candidates(let record): "candidates of record \(record)"
        case .refusals(let record): "refusals of record \(record)"
        case .conflicts(let record): "conflicts of record \(record)"
        case .history(let record): "history of record \(record)"
        case .strayRows(let count, let table): "\(count) rows of \(table) that no change made"
        }
    }
}

extension NodeID {
    /// Its first eight digits, as people read them elsewhere.
    fileprivate var short: String { String(description.prefix(8)) }
}
