// How a command ends. The codes are promised to scripts and never change.

public import Records

/// What the process tells whoever started it.
public enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
    /// Done.
    case done = 0
    /// Refused, with a reason.
    case refused = 1
    /// Wrong usage.
    case usage = 2
    /// The hub cannot be reached; the work is safe and waits.
    case unreachable = 3
    /// The data directory is in use or damaged.
    case directory = 4

    /// What it means, for people.
    public var label: Label {
        switch self {
        case .done: Label("สำเร็จ", "done")
        case .refused: Label("ไม่ทำให้ พร้อมเหตุผล", "refused, with a reason")
        case .usage: Label("ใช้คำสั่งไม่ถูก", "wrong usage")
        case .unreachable:
            Label("ติดต่อเครื่องของเขตไม่ได้ งานปลอดภัยและรอส่ง", "hub not reachable; the work is safe and waits")
        case .directory: Label("โฟลเดอร์ข้อมูลถูกใช้อยู่หรือเสียหาย", "data directory in use or damaged")
        }
    }
}

/// Why a command did not do what it was asked.
public struct Failure: Error, Hashable, Sendable {
    /// How the process ends.
    public let code: ExitCode
    /// What happened.
    public let message: Label
    /// What to try.
    public let hint: Label?

    /// A failure by its parts.
    public init(_ code: ExitCode, _ message: Label, hint: Label? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
