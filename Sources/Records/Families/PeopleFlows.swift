// The ways of an account, a user card and a request for access. Ending something is reachable by forward
// moves from everywhere, so that it wins over whatever was written at the same time; taking up again is a
// new round.

extension RecordCollection {
    static let accountFlow = Flow([
        Flow.State("pending", "รอเปิดใช้", "Pending", next: ["active", "locked", "closed"]),
        Flow.State("active", "ใช้งาน", "Active", next: ["locked", "closed"]),
        Flow.State("locked", "ระงับ", "Locked", next: ["closed"], back: ["active"]),
        Flow.State("closed", "ปิดบัญชี", "Closed", back: ["pending"]),
    ])

    static let cardRequestFlow = Flow(
        [
            Flow.State("requested", "ยื่นคำขอ", "Requested", next: ["verified", "withdrawn"]),
            Flow.State(
                "verified", "ตรวจสอบแล้ว", "Verified", next: ["approved", "denied"], back: ["requested"]),
            Flow.State(
                "approved", "อนุมัติ", "Approved", next: ["printed"], back: ["verified"], needs: "approved",
                locks: true),
            Flow.State("denied", "ไม่อนุมัติ", "Denied", back: ["verified"], needs: "refused"),
            Flow.State(
                "printed", "พิมพ์บัตรแล้ว", "Card printed", back: ["verified"], needs: "approved", locks: true),
            Flow.State("withdrawn", "ถอนคำขอ", "Withdrawn", back: ["requested"]),
        ], decision: 8)

    static let cardFlow = Flow([
        Flow.State("issued", "ออกบัตร", "Issued", next: ["active", "lost", "expired", "revoked"]),
        Flow.State("active", "ใช้งาน", "Active", next: ["lost", "expired", "revoked"]),
        Flow.State("lost", "สูญหาย", "Lost", next: ["expired", "revoked"], back: ["active"]),
        Flow.State("expired", "หมดอายุ", "Expired", next: ["revoked"], back: ["active"]),
        Flow.State("revoked", "เพิกถอน", "Revoked"),
    ])

    static let accessFlow = Flow(
        [
            Flow.State("submitted", "ยื่นคำร้อง", "Submitted", next: ["unit_endorsed", "withdrawn"]),
            Flow.State(
                "unit_endorsed", "หัวหน้าหน่วยเห็นชอบ", "Endorsed by the unit",
                next: ["ict_reviewed", "withdrawn"], back: ["submitted"]),
            Flow.State(
                "ict_reviewed", "กลุ่ม ICT ตรวจแล้ว", "Reviewed by ICT",
                next: ["approved", "denied", "withdrawn"], back: ["submitted"]),
            Flow.State(
                "approved", "อนุมัติ", "Approved", next: ["granted"], back: ["ict_reviewed"],
                needs: "approved", locks: true),
            Flow.State("denied", "ไม่อนุมัติ", "Denied", back: ["ict_reviewed"], needs: "refused"),
            Flow.State("granted", "ให้สิทธิแล้ว", "Granted", next: ["ended"], needs: "approved", locks: true),
            Flow.State("ended", "สิ้นสุดสิทธิ", "Ended", back: ["ict_reviewed"], locks: true),
            Flow.State("withdrawn", "ถอนคำร้อง", "Withdrawn", back: ["submitted"]),
        ], decision: 8)

    static let grantFlow = Flow([
        Flow.State("active", "ใช้ได้", "Active", next: ["suspended", "expired", "revoked"]),
        Flow.State("suspended", "ระงับชั่วคราว", "Suspended", next: ["expired", "revoked"], back: ["active"]),
        Flow.State("expired", "หมดอายุ", "Expired", next: ["revoked"], back: ["active"]),
        Flow.State("revoked", "เพิกถอน", "Revoked"),
    ])
}
