// Why a socket could not be had or was lost. Whose fault follows from the case; each has one sentence and a
// hint for the person, in Thai and English.

internal import Glibc

/// Why listening, connecting or a connection failed.
public enum LinkError: Error, Hashable, Sendable {
    /// Somebody listens on that port already.
    case portInUse
    /// The address to listen on is not one of this machine.
    case addressNotHere
    /// The system does not allow it.
    case notPermitted
    /// Nobody listens at the other end.
    case refused
    /// No way to the other end.
    case unreachable
    /// The deadline passed.
    case timedOut
    /// The other end or something between cut the connection.
    case reset
    /// The name of the other end is not known.
    case nameNotFound
    /// The peer reads too slowly: more than `LocalLimits.outgoingBytesMax` waited for it.
    case tooSlow
    /// This process or machine has no descriptor or memory left, or as many connections as it may have.
    case tooManyOpen
    /// The address cannot be used: no such folder, or not an address at all.
    case badAddress
    /// Anything else, by the system's error number.
    case system(Int32)

    init(errno code: Int32) {
        switch code {
        case EADDRINUSE: self = .portInUse
        case EADDRNOTAVAIL: self = .addressNotHere
        case EACCES, EPERM, EROFS: self = .notPermitted
        case ECONNREFUSED: self = .refused
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN: self = .unreachable
        // EAGAIN: the queue of a local listener is full.
        case ETIMEDOUT, EAGAIN: self = .timedOut
        case ECONNRESET, EPIPE, ECONNABORTED, ENOTCONN: self = .reset
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: self = .tooManyOpen
        case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP, EINVAL, EAFNOSUPPORT: self = .badAddress
        default: self = .system(code)
        }
    }
}

extension LinkError {
    /// What happened and what to try, in Thai.
    public var thai: String { words.thai }

    /// What happened and what to try, in English.
    public var english: String { words.english }

    private var words: (thai: String, english: String) {
        switch self {
        case .portInUse:
            (
                "พอร์ตนี้มีโปรแกรมอื่นใช้อยู่ ปิดโปรแกรมนั้นหรือเลือกพอร์ตอื่น",
                "Another program uses this port; stop it or choose another port."
            )
        case .addressNotHere:
            (
                "ที่อยู่นี้ไม่ใช่ของเครื่องนี้ ใช้ 0.0.0.0 หรือที่อยู่ของเครื่องนี้",
                "This address is not one of this machine; use 0.0.0.0 or one that is."
            )
        case .notPermitted:
            (
                "ระบบไม่อนุญาต พอร์ตต่ำกว่า 1024 และโฟลเดอร์ของผู้อื่นต้องมีสิทธิ์",
                "The system does not allow it; ports below 1024 and others' folders need rights."
            )
        case .refused:
            (
                "ปลายทางไม่รับการเชื่อมต่อ ตรวจว่าเครื่องของเขตเปิดอยู่และพอร์ตถูกต้อง",
                "The other end takes no connections; see that the hub runs and the port is right."
            )
        case .unreachable:
            (
                "ไปไม่ถึงปลายทาง ตรวจสายและอินเทอร์เน็ต งานยังอยู่ครบและรอส่ง",
                "No way to the other end; check cable and internet, the work is safe and waits."
            )
        case .timedOut:
            (
                "ปลายทางไม่ตอบในเวลาที่กำหนด งานยังอยู่ครบและรอส่ง",
                "The other end did not answer in time; the work is safe and waits."
            )
        case .reset:
            (
                "การเชื่อมต่อถูกตัด จะต่อใหม่ได้และส่งต่อจากเดิม",
                "The connection was cut; it can be made again and goes on where it was."
            )
        case .nameNotFound:
            (
                "ไม่พบชื่อเครื่องปลายทาง ตรวจการสะกดหรือใช้เลขที่อยู่แทน",
                "No machine of this name; check the spelling or use its number."
            )
        case .tooSlow:
            (
                "ปลายทางรับข้อมูลช้าเกินไป จึงปิดการเชื่อมต่อนี้",
                "The other end reads too slowly, so this connection was closed."
            )
        case .tooManyOpen:
            (
                "เปิดการเชื่อมต่อหรือแฟ้มไว้มากเกินไป เพิ่มค่า ulimit -n หรือรอสักครู่",
                "Too many connections or files open; raise ulimit -n or wait a moment."
            )
        case .badAddress:
            (
                "ที่อยู่ใช้ไม่ได้ เขียนเป็น ชื่อ:พอร์ต เช่น 127.0.0.1:7400",
                "The address cannot be used; write name:port, for example 127.0.0.1:7400."
            )
        case .system(let code):
            (
                "ระบบแจ้งข้อผิดพลาดหมายเลข \(code)",
                "The system reports error number \(code)."
            )
        }
    }
}
