// What can go wrong with the data directory, in words for the person who has to do something about it.

internal import Crypto
internal import CSQLite

/// An error of the data directory or its database.
public struct ReplicaError: Error, Hashable, Sendable {
    /// What kind of trouble.
    public enum Kind: Hashable, Sendable {
        /// The disk is full.
        case diskFull
        /// The folder or file may not be written.
        case readOnly
        /// Another process kept the database busy too long.
        case busy
        /// The file is not a database, or its content contradicts itself.
        case damaged
        /// The file that is open is no longer the one at its path: somebody deleted or replaced it.
        case moved
        /// The file was written by a newer version.
        case newerFile
        /// The folder does not hold what the command needs.
        case missing
        /// The disk reported an error.
        case input
        /// The keys are another node's.
        case otherKeys
        /// What was asked for makes no sense here.
        case refused
    }

    /// What kind of trouble.
    public let kind: Kind
    /// Where: a path, a table, a step.
    public let place: String
    /// What SQLite or the system said.
    public let detail: String

    /// An error by its parts.
    public init(_ kind: Kind, at place: String, _ detail: String = "") {
        self.kind = kind
        self.place = place
        self.detail = detail
    }

    init(code: Int32, place: String, detail: String) {
        let kind: Kind =
            switch code & 0xff {
            case SQLITE_FULL: .diskFull
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .readOnly
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
            default: .input
            }
        self.init(kind, at: place, "\(detail) (SQLite \(code))")
    }

    /// A sentence and a hint, Thai.
    public var thai: String {
        switch kind {
        case .diskFull: "ดิสก์เต็ม (\(place)) งานที่บันทึกแล้วยังอยู่ครบ ลบไฟล์ที่ไม่ใช้แล้วลองใหม่"
        case .readOnly: "เขียนลงโฟลเดอร์ไม่ได้ (\(place)) ตรวจสิทธิ์ของโฟลเดอร์"
        case .busy: "มีโปรแกรมอื่นใช้ฐานข้อมูลอยู่นานเกินไป (\(place)) ลองใหม่อีกครั้ง"
        case .damaged:
            "ไฟล์ข้อมูลเสียหาย (\(place)): \(detail) อย่าลบไฟล์ ถ้าเพิ่งนำสำเนากลับมา saphan.db-wal "
                + "และ saphan.db-shm ต้องมาจากสำเนาเดียวกัน หรือไม่มีทั้งสองไฟล์ "
                + "มิฉะนั้นกู้จากสำเนาสำรองลงโฟลเดอร์ใหม่: saphan restore"
        case .moved:
            "ไฟล์ข้อมูล \(place) ถูกลบหรือถูกแทนที่ระหว่างทำงาน งานหลังจากนั้นไม่นับว่าบันทึกแล้ว เปิดโปรแกรมใหม่ "
                + "งานที่ผู้อื่นส่งมาหลังจากนั้นยังไม่มีใบรับและจะถูกส่งมาอีก"
        case .newerFile: "ไฟล์นี้สร้างโดยโปรแกรมรุ่นใหม่กว่า (\(place)) ปรับรุ่นโปรแกรมก่อน: \(detail)"
        case .missing: "ไม่พบข้อมูลที่ต้องใช้ (\(place)) ตรวจ --dir: \(detail)"
        case .input: "ดิสก์มีปัญหา (\(place)): \(detail)"
        case .otherKeys:
            "กุญแจใน \(place) เป็นของเครื่องอื่น ยังไม่ได้ลงนามหรือส่งอะไรด้วยกุญแจนี้ นำ node.keys ของเครื่องนี้กลับมา"
        case .refused: "ทำไม่ได้ (\(place)): \(detail)"
        }
    }

    /// A sentence and a hint, English.
    public var english: String {
        switch kind {
        case .diskFull: "The disk is full (\(place)). What was saved is safe; free some space and try again."
        case .readOnly: "The folder cannot be written (\(place)). Check its permissions. \(detail)"
        case .busy: "Another program kept the database busy too long (\(place)). Try again."
        case .damaged:
            "The data file is damaged (\(place)): \(detail). Keep it. If a copy was just put back: "
                + "saphan.db-wal and saphan.db-shm must come from the same copy, or not be there at all. "
                + "Otherwise restore a backup into a new folder: saphan restore."
        case .moved:
            "The data file \(place) was deleted or replaced while it was open. What came after that does not "
                + "count as saved. Start the program again: what others sent since has no receipt, and comes "
                + "again."
        case .newerFile: "A newer version of the program wrote this file (\(place)). Upgrade first: \(detail)"
        case .missing: "The data this needs is not here (\(place)). Check --dir: \(detail)"
        case .input: "The disk has trouble (\(place)): \(detail)"
        case .otherKeys:
            "The keys in \(place) belong to another node. Nothing was signed or sent with them: put this "
                + "node's own node.keys back."
        case .refused: "That cannot be done (\(place)): \(detail)"
        }
    }
}
