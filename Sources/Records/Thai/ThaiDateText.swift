// Days and moments as text. In: `5/1/2569`, `5/1/69`, `5-1-2569`, `5 ม.ค. 2569`, `5 มกราคม 2569`, `5 Jan
// 2026`, `2026-01-05`, Thai digits anywhere. A two-digit year is B.E. (69 = 2569); a year from 2400 on is
// B.E., one below is C.E. Out: B.E. for Thai, C.E. for English, always with the day first.

extension ThaiDate {
    /// Reads a day as people type it; nil where it is none.
    public init?(typed text: String) {
        let parts = ThaiDate.parts(text)
        guard parts.count == 3, let last = plainNumber(parts[2]) else { return nil }
        if parts[0].utf8.count == 4, let year = plainNumber(parts[0]), let month = plainNumber(parts[1]) {
            self.init(year: ThaiDate.commonYear(year), month: month, day: last)
            return
        }
        guard let day = plainNumber(parts[0]),
            let month = plainNumber(parts[1]) ?? ThaiDate.month(named: parts[1]),
            [2, 4].contains(parts[2].utf8.count)
        else { return nil }
        let year = parts[2].utf8.count == 2 ? 2_500 + last : last
        self.init(year: ThaiDate.commonYear(year), month: month, day: day)
    }

    /// Reads what `description` wrote; nil for any other text.
    public init?(iso text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = plainNumber(text.prefix(4)), let month = plainNumber(text.dropFirst(5).prefix(2)),
            let day = plainNumber(text.suffix(2))
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard description == text else { return nil }
    }

    /// `05/01/2569`, or `05/01/2026` in English.
    public func short(_ language: Language = .th) -> String {
        "\(pad(day, 2))/\(pad(month, 2))/\(language == .th ? buddhistYear : year)"
    }

    /// `5 ม.ค. 2569`, `5 Jan 2026`.
    public func medium(_ language: Language = .th) -> String {
        let name = ThaiDate.monthsShort[month - 1].text(language)
        return "\(day) \(name) \(language == .th ? buddhistYear : year)"
    }

    /// `5 มกราคม 2569`, `5 January 2026`.
    public func long(_ language: Language = .th) -> String {
        let name = ThaiDate.months[month - 1].text(language)
        return "\(day) \(name) \(language == .th ? buddhistYear : year)"
    }

    /// A moment in Thailand: `5 ม.ค. 2569 14:05`.
    public static func show(milliseconds: Int64, _ language: Language = .th) -> String {
        let date = ThaiDate(milliseconds: milliseconds)
        let minutes = max(0, min(1_439, (milliseconds - date.milliseconds) / 60_000))
        return "\(date.medium(language)) \(pad(Int(minutes / 60), 2)):\(pad(Int(minutes % 60), 2))"
    }

    /// Reads a moment: a day as above, then optionally `14:05`, `14.05` or `14:05:09`, in Thailand's time;
    /// milliseconds since 1970.
    public static func moment(typed text: String) -> Int64? {
        let clean = ThaiText.arabicDigits(ThaiText.clean(text))
        if let date = ThaiDate(typed: clean) { return date.milliseconds }
        guard let split = clean.lastIndex(where: { $0 == " " || $0 == "T" }),
            let date = ThaiDate(typed: String(clean[..<split]))
        else { return nil }
        var time = clean[clean.index(after: split)...]
        for ending in ["น.", "น"] where time.hasSuffix(ending) { time = time.dropLast(ending.count) }
        let parts = time.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
        let numbers = parts.compactMap { $0.utf8.count <= 2 ? plainNumber($0) : nil }
        guard (2...3).contains(parts.count), numbers.count == parts.count, (0...23).contains(numbers[0]),
            numbers.dropFirst().allSatisfy({ (0...59).contains($0) })
        else { return nil }
        let seconds = numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        return date.milliseconds + Int64(seconds) * 1_000
    }

    /// Full names of the months, January first.
    public static let months = [
        Label("มกราคม", "January"), Label("กุมภาพันธ์", "February"), Label("มีนาคม", "March"),
        Label("เมษายน", "April"), Label("พฤษภาคม", "May"), Label("มิถุนายน", "June"),
        Label("กรกฎาคม", "July"), Label("สิงหาคม", "August"), Label("กันยายน", "September"),
        Label("ตุลาคม", "October"), Label("พฤศจิกายน", "November"), Label("ธันวาคม", "December"),
    ]

    /// Short names of the months.
    public static let monthsShort = [
        Label("ม.ค.", "Jan"), Label("ก.พ.", "Feb"), Label("มี.ค.", "Mar"), Label("เม.ย.", "Apr"),
        Label("พ.ค.", "May"), Label("มิ.ย.", "Jun"), Label("ก.ค.", "Jul"), Label("ส.ค.", "Aug"),
        Label("ก.ย.", "Sep"), Label("ต.ค.", "Oct"), Label("พ.ย.", "Nov"), Label("ธ.ค.", "Dec"),
    ]

    private static func commonYear(_ year: Int) -> Int { year >= 2_400 ? year - buddhistOffset : year }

    private static func parts(_ text: String) -> [String] {
        ThaiText.arabicDigits(ThaiText.clean(text)).split { $0 == "/" || $0 == "-" || $0 == " " }.map(
            String.init
        )
        .filter { $0 != "พ.ศ." && $0 != "พศ" }
    }

    private static func month(named name: String) -> Int? {
        func bare(_ text: String) -> String { ThaiText.compareKey(text).filter { $0 != "." } }
        let wanted = bare(name)
        let place = months.indices.first { index in
            [months[index].th, months[index].en, monthsShort[index].th, monthsShort[index].en]
                .contains { bare($0) == wanted }
        }
        return place.map { $0 + 1 }
    }
}
