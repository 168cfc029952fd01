// What a handshake or a sealed message can fail by. One error text for everything that did not
// authenticate: the reason must not help whoever caused it.

/// Why Noise stopped. After any of these the state refuses everything but being thrown away.
public enum NoiseError: Error, Hashable, Sendable {
    /// A message is shorter than its keys and tags. The peer's fault.
    case truncated
    /// A message is longer than `limit` bytes. The peer's fault when reading, ours when writing.
    case tooLong(limit: Int)
    /// A seal does not fit: changed, replayed, out of order, or made with other keys. The peer's fault.
    case notAuthentic
    /// A public key that gives an all-zero secret, or a key of the wrong length.
    case badKey
    /// The first 16 bytes are not Saphan's, or name a mode or a range of versions that cannot be. The
    /// peer's fault.
    case badPreamble
    /// The pre-shared key was needed before anybody provided it. Our fault.
    case missingKey
    /// Called in a state that does not allow it. Our fault.
    case outOfTurn
    /// Used again after a failure. Our fault.
    case poisoned
    /// All 2^64 - 1 messages of one direction are used up; the session must end.
    case exhausted

    /// True where the bytes of the other side are to blame, false where this program is.
    public var isPeersFault: Bool {
        switch self {
        case .truncated, .tooLong, .notAuthentic, .badKey, .badPreamble: true
        case .missingKey, .outOfTurn, .poisoned, .exhausted: false
        }
    }

    /// What happened and what to try, for people.
    public var hint: (thai: String, english: String) {
        switch self {
        case .badPreamble:
            (
                "อีกฝั่งไม่ใช่โปรแกรมสะพาน หรือเป็นรุ่นที่คุยกันไม่ได้ ตรวจที่อยู่และพอร์ต",
                "The other side is not Saphan, or of a version that cannot be used. Check address and port."
            )
        case .exhausted:
            ("การเชื่อมต่อนี้ใช้งานครบแล้ว จะเชื่อมต่อใหม่", "This connection is used up; it will be made anew.")
        case .missingKey, .outOfTurn, .poisoned:
            (
                "ข้อผิดพลาดภายในของการเชื่อมต่อ จะเชื่อมต่อใหม่",
                "An internal error of the connection; it will be made anew."
            )
        case .truncated, .tooLong, .notAuthentic, .badKey:
            (
                "ยืนยันตัวตนอีกฝั่งไม่ได้ งานที่บันทึกไว้ปลอดภัยและรอส่ง",
                "The other side could not be authenticated. What you entered is safe and waits."
            )
        }
    }
}
