// Why a bundle could not be made or taken in, in words for the person with the stick in hand.

internal import Glibc
public import Replica
public import Sync

/// An error of making or reading a bundle.
public enum CourierError: Error, Hashable, Sendable {
    /// The bundle itself, and what the nodes are called that it is for, as far as this node knows them.
    case bundle(BundleError, recipients: [String])
    /// A change in it is not signed by the author it names.
    case untrusted(author: String)
    /// The data directory.
    case replica(ReplicaError)
    /// No machine of that school belongs to the district.
    case noRecipient(String)
    /// A school sends to the hub and to its own other machines, to nobody else.
    case notShared(String)
    /// Too many machines for one bundle.
    case tooManyRecipients(limit: Int)
    /// A file of that name is there already.
    case exists(String)
    /// The file cannot be read or written.
    case file(String, errno: Int32)
    /// What has that name is a device or a pipe.
    case noFile(String)
    /// The file was another one at the second reading.
    case moved(String)

    /// What happened, Thai and English.
    public var message: (thai: String, english: String) {
        switch self {
        case .bundle(let error, let recipients):
            guard !recipients.isEmpty else { return error.message }
            let names = recipients.joined(separator: ", ")
            return ("\(error.message.thai) (ผู้รับ: \(names))", "\(error.message.english) (it is for \(names))")
        case .untrusted(let author):
            return (
                "มีรายการในไฟล์ที่อ้างว่าเป็นของ \(author) แต่ลายเซ็นไม่ถูกต้อง",
                "this bundle holds changes in the name of \(author) that \(author) did not sign"
            )
        case .replica(let error): return (error.thai, error.english)
        case .noRecipient(let name):
            return (
                "ไม่มีเครื่องของโรงเรียน \(name) ในเขตนี้", "no machine of school \(name) belongs to this district"
            )
        case .notShared(let name):
            return ("เครื่องนี้ส่งให้ \(name) ไม่ได้", "this machine shares nothing with \(name)")
        case .tooManyRecipients(let limit):
            return ("โรงเรียนนี้มีเครื่องเกิน \(limit) เครื่อง", "this school has more than \(limit) machines")
        case .exists(let path): return ("มีไฟล์ \(path) อยู่แล้ว", "\(path) exists already")
        case .file(let path, let code):
            let reason = String(cString: strerror(code))
            return ("ใช้ไฟล์ \(path) ไม่ได้ (\(reason))", "\(path) cannot be used (\(reason))")
        case .noFile(let path):
            return ("\(path) ไม่ใช่ไฟล์ แต่เป็นอุปกรณ์หรือท่อ", "\(path) is no file but a device or a pipe")
        case .moved(let path):
            return ("ไฟล์ \(path) เปลี่ยนไประหว่างอ่าน", "\(path) changed while it was being read")
        }
    }

    /// What to do, Thai and English; nil where the message says it.
    public var hint: (thai: String, english: String)? {
        switch self {
        case .bundle(let error, _): error.hint
        case .untrusted: BundleError.badSignature.hint
        case .replica, .tooManyRecipients: nil
        case .noRecipient:
            (
                "ตรวจรหัส หรือเชิญก่อนด้วย saphan hub invite",
                "Check the code, or invite it first: saphan hub invite."
            )
        case .notShared:
            ("โรงเรียนส่งได้เฉพาะ --to hub", "A school sends with --to hub.")
        case .exists: ("เลือกชื่อไฟล์ใหม่", "Choose another name.")
        case .file(_, let code):
            if code == ENOSPC {
                ("แฟลชไดรฟ์เต็ม ลบไฟล์ที่ไม่ใช้แล้วลองใหม่", "The stick is full. Make room and try again.")
            } else {
                (
                    "ตรวจชื่อไฟล์ สิทธิ์ และว่าเสียบแฟลชไดรฟ์อยู่ แล้วทำซ้ำได้เลย",
                    "Check the name, that you may use it, and that the stick is in; then just repeat it."
                )
            }
        case .noFile:
            ("ระบุไฟล์ .spb", "Name the .spb file.")
        case .moved:
            ("ทำซ้ำโดยไม่แตะต้องไฟล์", "Repeat it, and leave the file alone meanwhile.")
        }
    }
}
