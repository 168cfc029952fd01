// Amounts in words, as cheques and memos write them behind the figures so that nobody can alter one of them
// alone. Numbers are read in groups of six digits, each group before the last followed by "ล้าน" (million),
// so a million millions is ล้านล้าน. A one in the last place is เอ็ด wherever anything stands before it, a
// two in the tens ยี่, and a one in the tens is not said.

/// Amounts of baht in Thai words.
public enum ThaiBaht {
    /// `หนึ่งพันสองร้อยบาทถ้วน`, `ยี่สิบห้าสตางค์`, of satang; negative amounts begin with ลบ.
    public static func words(satang: Int64) -> String {
        let baht = satang.magnitude / 100
        let rest = satang.magnitude % 100
        let sign = satang < 0 ? "ลบ" : ""
        if rest == 0 { return sign + number(baht) + "บาทถ้วน" }
        return sign + (baht == 0 ? "" : number(baht) + "บาท") + number(rest) + "สตางค์"
    }

    /// A whole number in words.
    public static func number(_ number: UInt64) -> String {
        number == 0 ? "ศูนย์" : spoken(number, after: false)
    }

    private static func spoken(_ number: UInt64, after isAfter: Bool) -> String {
        let (millions, rest) = (number / 1_000_000, number % 1_000_000)
        let head = millions == 0 ? "" : spoken(millions, after: isAfter) + "ล้าน"
        return head + group(Int(rest), after: isAfter || millions > 0)
    }

    /// Below a million; empty for zero.
    private static func group(_ number: Int, after isAfter: Bool) -> String {
        var out = ""
        var unit = 100_000
        for place in (0...5).reversed() {
            let digit = number / unit % 10
            unit /= 10
            switch (place, digit) {
            case (_, 0): break
            case (0, 1) where isAfter || number > 1: out += "เอ็ด"
            case (1, 1): out += places[1]
            case (1, 2): out += "ยี่" + places[1]
            default: out += digits[digit] + places[place]
            }
        }
        return out
    }

    private static let digits = [
        "", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า",
    ]
    private static let places = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"]
}
