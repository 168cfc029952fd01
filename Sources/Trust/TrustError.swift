// What a certificate, an invitation or a signature can be refused for.

public import Bytes
internal import Crypto

/// Why Trust said no. All but `tooLong` and `notWellFormed` are the fault of whoever wrote the bytes.
public enum TrustError: Error, Hashable, Sendable {
    /// The bytes do not follow the layout.
    case malformed(BytesError)
    /// A version of the layout this program does not know.
    case unknownVersion(UInt8)
    /// Parts that do not fit each other: a role and its space, dates, an address, the length of a key.
    case notWellFormed
    /// Text above `limit` bytes.
    case tooLong(limit: Int)
    /// The signature is not the expected key's over these bytes.
    case notAuthentic
    /// Signed by nobody this district knows.
    case unknownIssuer
    /// The certificate begins later than now.
    case notYetValid
    /// The certificate ended before now.
    case expired

    /// What happened and what to try, for people.
    public var hint: (thai: String, english: String) {
        switch self {
        case .malformed(.checkDigits):
            (
                "รหัสเชิญพิมพ์ผิด ตรวจตัวอักษรอีกครั้ง หรือคัดลอกวางทั้งข้อความ",
                "The invitation is mistyped. Check it again, or paste the whole text."
            )
        case .unknownVersion:
            ("เขียนโดยโปรแกรมรุ่นใหม่กว่า ต้องปรับรุ่นโปรแกรม", "Written by a newer version. Update this program.")
        case .notYetValid:
            (
                "ใบรับรองยังไม่เริ่มใช้ ตรวจวันที่ของเครื่อง",
                "The certificate is not valid yet. Check this machine's date."
            )
        case .expired:
            ("หมดอายุแล้ว ขอใหม่จากสำนักงานเขต", "It has expired. Ask the district office for a new one.")
        case .notAuthentic, .unknownIssuer:
            ("ลายเซ็นไม่ถูกต้อง ไม่ใช่ของสำนักงานเขตนี้", "The signature does not fit; it is not this district's.")
        case .tooLong(let limit):
            ("ข้อความยาวเกิน \(limit) ไบต์", "The text is longer than \(limit) bytes.")
        case .malformed, .notWellFormed:
            ("ข้อมูลไม่ครบหรือเสียหาย ขอใหม่อีกครั้ง", "Incomplete or damaged. Ask for it again.")
        }
    }
}

/// Runs a reading step and names its failure in this module's words.
func reading<Result>(_ step: () throws(BytesError) -> Result) throws(TrustError) -> Result {
    do { return try step() } catch { throw .malformed(error) }
}

/// A verify key from bytes whose length the layout has fixed already.
func verifyKey(_ bytes: [UInt8]) throws(TrustError) -> VerifyKey {
    do { return try VerifyKey(bytes: bytes) } catch { throw .notWellFormed }
}

/// Throws `notAuthentic` unless the signature fits.
func check(_ signature: [UInt8], of bytes: [UInt8], domain: SignatureDomain, by key: VerifyKey)
    throws(TrustError)
{
    do { try key.verify(signature, of: bytes, domain: domain) } catch { throw .notAuthentic }
}
