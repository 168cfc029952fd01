// Why a node cannot start or finish, in words for the person in front of it.

public import Engine
internal import Glibc
public import Link
public import Replica

/// An error of a running node.
public enum HostError: Error, Hashable, Sendable {
    /// Another process runs sessions on this folder.
    case inUse(directory: String)
    /// The folder cannot be made, read or locked.
    case folder(String, errno: Int32)
    /// Files that hold keys can be read by others.
    case tooOpen(String)
    /// A key file is not what it should be.
    case keys(String)
    /// The keys are there, the database is not.
    case databaseGone(String)
    /// The database.
    case replica(ReplicaError)
    /// Nobody can be let in at the address or path to listen on.
    case listening(LinkError)
    /// The line; work is safe and waits.
    case line(LinkError)
    /// The hub ended the handshake: wrong district, expired certificate, or no Saphan at that address.
    case rejected(String)
    /// The hub ended the session because it cannot store.
    case hubCannotStore
    /// The hub ended the handshake of an invitation without a word.
    case invitationUnknown(String)
    /// Joining was refused, for this reason.
    case joinRefused(EnrolmentRefusal)
    /// Nothing came for too long.
    case timedOut

    /// What the system's number means for a folder or file, and what to do.
    private static func reason(_ code: Int32) -> (thai: String, english: String) {
        switch code {
        case EACCES, EPERM:
            ("ไม่มีสิทธิ์ ใช้ผู้ใช้ที่เป็นเจ้าของ หรือแก้สิทธิ์", "no permission; be its owner, or change its permissions")
        case EROFS:
            ("เขียนไม่ได้ สื่อนี้อ่านได้อย่างเดียว", "it is on a disk that can only be read; choose another place")
        case ENOSPC, EDQUOT:
            ("ดิสก์เต็ม ลบไฟล์ที่ไม่ใช้แล้วลองใหม่", "the disk is full; free some space and try again")
        case ENOENT, ENOTDIR: ("ไม่มีอยู่ ตรวจ --dir", "it does not exist and cannot be made; check --dir")
        default:
            (
                "ตรวจว่ามีอยู่และมีสิทธิ์เขียน (errno \(code))",
                "check that it exists and is writable (errno \(code))"
            )
        }
    }

    /// What happened and what to do, Thai.
    public var thai: String {
        switch self {
        case .inUse(let directory): "โฟลเดอร์ \(directory) มี saphan serve ทำงานอยู่แล้ว ไม่ต้องเปิดซ้ำ"
        case .folder(let path, let code): "ใช้ \(path) ไม่ได้: \(HostError.reason(code).thai)"
        case .tooOpen(let path): "ผู้อื่นอ่าน \(path) ได้ สั่ง chmod 600 กับไฟล์นี้ก่อน"
        case .keys(let path): "ไฟล์กุญแจ \(path) เสียหายหรือหายไป กู้จากสำเนาหรือขอคำเชิญใหม่จากเขต"
        case .databaseGone(let path):
            "ฐานข้อมูล \(path) หายไป กู้จากสำเนาด้วย saphan restore หรือขอคำเชิญใหม่ สิ่งที่เขตยืนยันแล้วจะกลับมา"
        case .replica(let error): error.thai
        case .listening(let error): "เปิดรับการเชื่อมต่อไม่ได้: \(error.thai)"
        case .line(let error): "ติดต่อเขตไม่ได้: \(error.thai)"
        case .rejected(let words): "เขตไม่รับการเชื่อมต่อ (\(words)) ตรวจว่าเชิญจากเขตนี้และเวลาของเครื่องถูกต้อง"
        case .hubCannotStore:
            "เครื่องของเขตบันทึกข้อมูลไม่ได้ในขณะนี้ งานในเครื่องนี้ยังอยู่ครบและรอส่ง แจ้งเขต แล้วซิงค์ใหม่ภายหลัง"
        case .invitationUnknown(let words):
            "เขตไม่รับการเชื่อมต่อ (\(words)) อาจไม่รู้จักคำเชิญนี้แล้ว ขอคำเชิญใหม่จากเขต และตรวจว่าเวลาของเครื่องถูกต้อง"
        case .joinRefused(let refusal): "เข้าร่วมไม่ได้: \(refusal.words.thai)"
        case .timedOut: "รอคำตอบนานเกินไป งานยังอยู่ครบและรอส่ง ลองใหม่ภายหลัง"
        }
    }

    /// What happened and what to do, English.
    public var english: String {
        switch self {
        case .inUse(let directory): "\(directory): saphan serve is already running here; one is enough."
        case .folder(let path, let code):
            "\(path) cannot be used: \(HostError.reason(code).english)"
        case .tooOpen(let path): "\(path) can be read by others; run chmod 600 on it first."
        case .keys(let path):
            "The key file \(path) is damaged or missing; restore it or ask for a new invitation."
        case .databaseGone(let path):
            "The database \(path) is gone. Use saphan restore, or ask for a new invitation: what the "
                + "district confirmed comes back."
        case .replica(let error): error.english
        case .listening(let error): "Cannot listen: \(error.english)"
        case .line(let error): "The hub cannot be reached: \(error.english)"
        case .rejected(let words):
            "The hub did not accept the connection (\(words)); check the invitation and the clock."
        case .hubCannotStore:
            "The district's hub cannot store at present. Nothing is lost here: the work waits. "
                + "Tell the district, and sync again later."
        case .invitationUnknown(let words):
            "The hub did not accept the connection (\(words)). It may not know this invitation any more: "
                + "ask the district for a new invitation; and check the clock."
        case .joinRefused(let refusal): "Joining was refused: \(refusal.words.english)"
        case .timedOut: "No answer for too long. Work is safe and waits; try again later."
        }
    }
}

extension EnrolmentRefusal {
    /// Why, and what to do.
    fileprivate var words: (thai: String, english: String) {
        switch self {
        case .refused:
            (
                "เขตไม่รับคำเชิญนี้ ขอคำเชิญใหม่จากเขต",
                "the hub does not take this invitation; ask the district for a new one"
            )
        case .expired: ("คำเชิญหมดอายุ ขอใหม่จากเขต", "the invitation has expired; ask for a new one")
        case .usedByOtherKeys:
            (
                "คำเชิญนี้ใช้กับเครื่องอื่นแล้ว ขอคำเชิญสำหรับเครื่องนี้",
                "the invitation was used by another machine; ask for one of its own"
            )
        }
    }
}
