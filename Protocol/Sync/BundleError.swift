// Why a bundle is refused: what it is, whose fault, what to do, for the person with the stick in hand.
// Nothing that stands in the file is repeated in these words.

/// Why a bundle is not taken in. Whatever it is, nothing of the file has been kept.
public enum BundleError: Error, Hashable, Sendable {
    /// The file does not begin as bundles do.
    case notBundle
    /// A layout that this program does not know.
    case newerVersion
    /// Sealed to other nodes; the key ids of those it is for, 8 bytes each.
    case notForThisNode([[UInt8]])
    /// The file ends where a piece ends, and it was not the last one.
    case incomplete
    /// Bytes were changed or lost on the way: a seal does not fit.
    case damaged
    /// Bytes follow the end.
    case trailing
    /// Sealed and whole, and yet not laid out as bundles are; the words are this program's own.
    case malformed(String)
    /// The sender belongs to another district, or to none.
    case foreign
    /// The sender has nothing to bring to this node, or brings what is not his to bring.
    case outOfScope
    /// The sender's signature does not fit the content and the recipients.
    case badSignature

    /// What happened, Thai and English.
    public var message: (thai: String, english: String) {
        switch self {
        case .notBundle: ("ไฟล์นี้ไม่ใช่ชุดข้อมูลของ saphan", "this file is no bundle of saphan")
        case .newerVersion:
            ("ไฟล์นี้เขียนโดยโปรแกรมรุ่นใหม่กว่า", "this bundle was written by a newer version")
        case .notForThisNode:
            (
                "ไฟล์นี้ปิดผนึกไว้สำหรับเครื่องอื่น เครื่องนี้เปิดอ่านไม่ได้",
                "this bundle is sealed for another machine; this one cannot read it"
            )
        case .incomplete:
            (
                "ไฟล์ไม่ครบ อาจถอดแฟลชไดรฟ์ก่อนเขียนเสร็จ",
                "this bundle is not complete; the stick may have been pulled out too early"
            )
        case .damaged:
            (
                "ไฟล์เสียหายหรือไม่ครบ แฟลชไดรฟ์หรือการคัดลอกทำข้อมูลเปลี่ยน",
                "this bundle is damaged or cut short; the stick changed it, or it was pulled out too early"
            )
        case .trailing:
            ("มีข้อมูลแปลกปลอมต่อท้ายไฟล์", "something else was added behind the end of this bundle")
        case .malformed(let what):
            (
                "โปรแกรมของผู้ส่งเขียนไฟล์ผิดรูปแบบ (\(what))",
                "the sender's program wrote this bundle wrongly (\(what))"
            )
        case .foreign:
            ("ผู้ส่งไม่ได้อยู่ในเขตนี้", "the sender does not belong to this district")
        case .outOfScope:
            (
                "ผู้ส่งไม่มีสิทธิ์ส่งข้อมูลนี้ให้เครื่องนี้",
                "the sender has no business bringing this to this machine"
            )
        case .badSignature:
            ("ลายเซ็นของผู้ส่งไม่ถูกต้อง", "the sender's signature does not fit this bundle")
        }
    }

    /// What to do, Thai and English.
    public var hint: (thai: String, english: String) {
        switch self {
        case .notBundle:
            ("ตรวจว่าเลือกไฟล์ .spb ที่ถูกต้อง", "Check that it is the .spb file that was meant.")
        case .newerVersion: ("ปรับรุ่นโปรแกรมนี้แล้วลองใหม่", "Update this program and try again.")
        case .notForThisNode:
            (
                "นำไปเปิดที่เครื่องผู้รับ หรือขอไฟล์ใหม่ที่สร้างให้เครื่องนี้",
                "Take it to the machine it is for, or ask for one made for this machine."
            )
        case .incomplete, .damaged, .trailing:
            (
                "ไม่มีอะไรถูกบันทึก คัดลอกใหม่ หรือให้ผู้ส่งสร้างไฟล์ใหม่ด้วย saphan bundle out",
                "Nothing was stored. Copy it again, or let the sender make it again with saphan bundle out."
            )
        case .malformed, .badSignature, .outOfScope:
            (
                "ไม่มีอะไรถูกบันทึก เก็บไฟล์ไว้และแจ้งสำนักงานเขต",
                "Nothing was stored. Keep the file and tell the district office."
            )
        case .foreign:
            (
                "ไม่มีอะไรถูกบันทึก ตรวจว่าแฟลชไดรฟ์มาจากที่ใด",
                "Nothing was stored. Find out where this stick comes from."
            )
        }
    }
}
