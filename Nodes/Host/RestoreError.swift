// Why a backup is not made or not restored, in words for the person in front of it.

internal import Replica

/// Why a backup cannot be made or restored.
public enum RestoreError: Error, Hashable, Sendable {
    /// The folder holds no node.
    case noNode(String)
    /// The backup's new name is taken.
    case exists(String)
    /// The backup's new name is one of the node's own files'.
    case ownFile(String)
    /// The folder that the backup is to lie in is not there.
    case placeMissing(String)
    /// The folder that the backup is to lie in cannot be written, and what the system says.
    case placeClosed(String, String)
    /// The folder to restore into holds a database.
    case occupied(String)
    /// Another restore works in the folder.
    case atWork(String)
    /// A log of the database that was there is left; the new one would take it for its own.
    case leftovers(String)
    /// The file cannot be read.
    case unreadable(String)
    /// A folder, a device or a pipe stands where a backup should.
    case noFile(String)
    /// The file is no backup.
    case noBackup(String)
    /// A newer version made it.
    case newer(String)
    /// It is torn or changed; what was found first.
    case damaged(String, String)
    /// These keys belong to another node.
    case otherKeys(String)
    /// A hub without its keys is none.
    case hubKeysMissing

    /// What happened and what to do, Thai.
    public var thai: String {
        switch self {
        case .noNode(let path): "ไม่มีข้อมูลของ saphan ใน \(path) ตรวจ --dir"
        case .exists(let path): "มีไฟล์ \(path) อยู่แล้ว เลือกชื่อใหม่ จะไม่เขียนทับ"
        case .ownFile(let path): "\(path) เป็นชื่อไฟล์ของโปรแกรมเองในโฟลเดอร์ข้อมูล เลือกชื่อหรือโฟลเดอร์อื่น"
        case .placeMissing(let path): "ไม่มีโฟลเดอร์ \(path) ที่ระบุใน --out สร้างก่อน หรือเลือกโฟลเดอร์อื่น"
        case .placeClosed(let path, let why):
            "เขียนไฟล์ลงในโฟลเดอร์ \(path) ที่ระบุใน --out ไม่ได้ (\(why)) เลือกโฟลเดอร์อื่น หรือแก้สิทธิ์"
        case .occupied(let path): "\(path) มีฐานข้อมูลอยู่แล้ว กู้คืนลงในโฟลเดอร์ใหม่"
        case .atWork(let path): "มีการกู้คืนอื่น (หรือ saphan serve) กำลังทำงานใน \(path) รอให้เสร็จ หรือกู้คืนลงในโฟลเดอร์อื่น"
        case .leftovers(let path):
            "\(path) ของฐานข้อมูลเดิมยังอยู่ ย้าย saphan.db-wal และ saphan.db-shm ไปที่อื่นก่อน หรือกู้คืนลงในโฟลเดอร์ใหม่"
        case .unreadable(let path): "อ่านไฟล์ \(path) ไม่ได้ ตรวจชื่อไฟล์และสิทธิ์"
        case .noFile(let path): "\(path) ไม่ใช่ไฟล์ แต่เป็นโฟลเดอร์ อุปกรณ์ หรือท่อ ระบุไฟล์จาก saphan backup"
        case .noBackup(let path): "\(path) ไม่ใช่ไฟล์สำรองจาก saphan backup"
        case .newer(let path): "\(path) สร้างโดยโปรแกรมรุ่นใหม่กว่า ปรับรุ่นโปรแกรมก่อน"
        case .damaged(let path, let what): "ไฟล์สำรอง \(path) เสียหาย (\(what)) ใช้ไฟล์สำรองอื่น"
        case .otherKeys(let path): "กุญแจใน \(path) เป็นของเครื่องอื่น ใช้ node.keys ของเครื่องที่สำรองไว้"
        case .hubKeysMissing: "กู้คืนเครื่องของเขตต้องมี node.keys เดิม: --keys FILE หรือวางไว้ในโฟลเดอร์ก่อน"
        }
    }

    /// What happened and what to do, English.
    public var english: String {
        switch self {
        case .noNode(let path): "There is no node in \(path); check --dir."
        case .exists(let path): "\(path) exists already; choose another name. Nothing is written over."
        case .ownFile(let path):
            "\(path) is a name of the program's own files in the data folder; choose another name or folder."
        case .placeMissing(let path):
            "The folder of --out does not exist (\(path)). Make it first, or choose another."
        case .placeClosed(let path, let why):
            "Nothing can be written into the folder of --out (\(path)): \(why). Choose another, or change "
                + "its permissions."
        case .occupied(let path): "\(path) holds a database already; restore into a new folder."
        case .atWork(let path):
            "Another restore (or a saphan serve) is running in \(path). Wait until it has ended, or restore "
                + "into another folder."
        case .leftovers(let path):
            "\(path) of the database that was there is left: move saphan.db-wal and saphan.db-shm elsewhere "
                + "first, or restore into a new folder."
        case .unreadable(let path): "\(path) cannot be read; check the name and the permissions."
        case .noFile(let path):
            "\(path) is no file but a folder, a device or a pipe; name a file made by saphan backup."
        case .noBackup(let path): "\(path) is not a backup made by saphan backup."
        case .newer(let path): "A newer version made \(path); upgrade first."
        case .damaged(let path, let what): "The backup \(path) is damaged (\(what)); use another one."
        case .otherKeys(let path):
            "The keys in \(path) belong to another node; use those of the node that was backed up."
        case .hubKeysMissing:
            "Restoring a hub needs its node.keys: give --keys FILE, or put the file into the folder first."
        }
    }
}

extension RestoreError {
    init(_ failure: BackupFile.Failure, _ path: String) {
        switch failure {
        case .unreadable: self = .unreadable(path)
        case .noFile: self = .noFile(path)
        case .noBackup: self = .noBackup(path)
        case .newer: self = .newer(path)
        case .damaged(let what): self = .damaged(path, what)
        }
    }
}
