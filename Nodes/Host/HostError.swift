// Why a node cannot start or finish, in words for the person in front of it.

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
    /// The database.
    case replica(ReplicaError)
    /// Nobody can be let in at the address or path to listen on.
    case listening(LinkError)
    /// The line; work is safe and waits.
    case line(LinkError)
    /// The hub ended the handshake: wrong district, expired certificate, or no Saphan at that address.
    case rejected(String)
    /// Joining was refused.
    case joinRefused(String)
    /// Nothing came for too long.
    case timedOut

    /// What happened and what to do, Thai.
    public var thai: String {
        switch self {
        case .inUse(let directory): "โฟลเดอร์ \(directory) มี saphan serve ทำงานอยู่แล้ว ไม่ต้องเปิดซ้ำ"
        case .folder(let path, _): "ใช้โฟลเดอร์ \(path) ไม่ได้ ตรวจว่ามีอยู่และมีสิทธิ์เขียน"
        case .tooOpen(let path): "ผู้อื่นอ่าน \(path) ได้ สั่ง chmod 600 กับไฟล์นี้ก่อน"
        case .keys(let path): "ไฟล์กุญแจ \(path) เสียหายหรือหายไป กู้จากสำเนาหรือขอคำเชิญใหม่จากเขต"
        case .replica(let error): error.thai
        case .listening(let error): "เปิดรับการเชื่อมต่อไม่ได้: \(error.thai)"
        case .line(let error): "ติดต่อเขตไม่ได้: \(error.thai)"
        case .rejected(let words): "เขตไม่รับการเชื่อมต่อ (\(words)) ตรวจว่าเชิญจากเขตนี้และเวลาของเครื่องถูกต้อง"
        case .joinRefused(let words): "เข้าร่วมไม่ได้: \(words)"
        case .timedOut: "รอคำตอบนานเกินไป งานยังอยู่ครบและรอส่ง ลองใหม่ภายหลัง"
        }
    }

    /// What happened and what to do, English.
    public var english: String {
        switch self {
        case .inUse(let directory): "\(directory): saphan serve is already running here; one is enough."
        case .folder(let path, let code):
            "\(path) cannot be used (errno \(code)); check that it exists and is writable."
        case .tooOpen(let path): "\(path) can be read by others; run chmod 600 on it first."
        case .keys(let path):
            "The key file \(path) is damaged or missing; restore it or ask for a new invitation."
        case .replica(let error): error.english
        case .listening(let error): "Cannot listen: \(error.english)"
        case .line(let error): "The hub cannot be reached: \(error.english)"
        case .rejected(let words):
            "The hub did not accept the connection (\(words)); check the invitation and the clock."
        case .joinRefused(let words): "Joining was refused: \(words)"
        case .timedOut: "No answer for too long. Work is safe and waits; try again later."
        }
    }
}
