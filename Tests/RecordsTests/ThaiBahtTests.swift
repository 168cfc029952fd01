// Amounts in words, against those of another implementation (bahttext 1.0.2) where the two agree: it says
// "no baht" before satang and เอ็ด for one satang alone, which no cheque does.

import Records
import Testing

@Suite struct ThaiBahtTests {
    @Test("amounts are said as cheques say them")
    func words() {
        for (satang, words) in Self.known { #expect(ThaiBaht.words(satang: satang) == words, "\(satang)") }
    }

    @Test("the largest amounts have words, and negative ones say so")
    func edges() {
        #expect(ThaiBaht.words(satang: -150) == "ลบหนึ่งบาทห้าสิบสตางค์")
        #expect(ThaiBaht.words(satang: .max).hasSuffix("บาทเจ็ดสตางค์"))
        #expect(ThaiBaht.words(satang: .min).hasPrefix("ลบ"))
    }

    @Test("Thai digits come back as Arabic ones")
    func digits() {
        #expect(ThaiText.thaiDigits("5 มกราคม 2569, 1,200.50") == "๕ มกราคม ๒๕๖๙, ๑,๒๐๐.๕๐")
        #expect(ThaiText.arabicDigits(ThaiText.thaiDigits("0123456789")) == "0123456789")
    }

    private static let known: [(Int64, String)] = [
        (0, "ศูนย์บาทถ้วน"), (100, "หนึ่งบาทถ้วน"), (1_000, "สิบบาทถ้วน"), (1_100, "สิบเอ็ดบาทถ้วน"),
        (2_000, "ยี่สิบบาทถ้วน"), (2_100, "ยี่สิบเอ็ดบาทถ้วน"), (10_000, "หนึ่งร้อยบาทถ้วน"),
        (10_100, "หนึ่งร้อยเอ็ดบาทถ้วน"), (11_100, "หนึ่งร้อยสิบเอ็ดบาทถ้วน"), (12_100, "หนึ่งร้อยยี่สิบเอ็ดบาทถ้วน"),
        (120_000, "หนึ่งพันสองร้อยบาทถ้วน"), (100_100, "หนึ่งพันเอ็ดบาทถ้วน"), (10_000_000, "หนึ่งแสนบาทถ้วน"),
        (100_000_000, "หนึ่งล้านบาทถ้วน"), (100_000_100, "หนึ่งล้านเอ็ดบาทถ้วน"),
        (100_001_100, "หนึ่งล้านสิบเอ็ดบาทถ้วน"), (2_100_002_100, "ยี่สิบเอ็ดล้านยี่สิบเอ็ดบาทถ้วน"),
        (100_000_000_000_000, "หนึ่งล้านล้านบาทถ้วน"), (100_000_000_000_100, "หนึ่งล้านล้านเอ็ดบาทถ้วน"),
        (200_000_100_000_000, "สองล้านเอ็ดล้านบาทถ้วน"),
        (
            1_324_798_073_655_500,
            "สิบสามล้านสองแสนสี่หมื่นเจ็ดพันเก้าร้อยแปดสิบล้านเจ็ดแสนสามหมื่นหกพันห้าร้อยห้าสิบห้าบาทถ้วน"
        ), (117_197_900, "หนึ่งล้านหนึ่งแสนเจ็ดหมื่นหนึ่งพันเก้าร้อยเจ็ดสิบเก้าบาทถ้วน"),
        (123_456_789, "หนึ่งล้านสองแสนสามหมื่นสี่พันห้าร้อยหกสิบเจ็ดบาทแปดสิบเก้าสตางค์"),
        (25, "ยี่สิบห้าสตางค์"), (1, "หนึ่งสตางค์"), (11, "สิบเอ็ดสตางค์"), (150, "หนึ่งบาทห้าสิบสตางค์"),
        (202, "สองบาทสองสตางค์"),
    ]
}
