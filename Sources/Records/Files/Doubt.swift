// What is odd about a cell: the dirt that real lists of schools carry (DOMAIN 2.1) and what spreadsheets do
// to numbers, codes and dates. A value that is possible is taken as typed and its doubt told; only what has
// lost its meaning is refused. Nothing is guessed: a phone number without its zero stays without it. Names
// and texts keep what was typed (Thai digits, spaces in brackets); comparing folds them
// (ThaiText.compareKey).

internal import Bytes

/// One kind of oddity.
public enum Doubt: String, Hashable, CaseIterable, Sendable {
    /// A dash where nothing was known: read as an empty cell.
    case dash
    /// A code of fixed width had lost leading zeros: put back.
    case zerosPutBack
    /// Digits that begin no phone number: a zero may have been lost.
    case phoneWithoutZero
    /// A number that may be money in a column that counts.
    case likeMoney
    /// Zero where something was to be measured.
    case zeroMeasure
    /// More places than are kept: rounded.
    case rounded
    /// A mark without a letter, or a mark twice: left out.
    case strayMark
    /// A space just inside brackets.
    case spaceInBrackets
    /// A title or an acting post inside a name.
    case titleInName
    /// The code of an area office.
    case officeCode
    /// A day or moment far from now.
    case farDay
    /// Text that a spreadsheet may have made of a number such as 1/69.
    case monthFromNumber
    /// A time came back without its seconds: taken as the same.
    case secondsLost
    /// Zeros at the start were lost on the way: taken as the same.
    case zerosLost
    /// A row of sums.
    case totalsRow
    /// Digits are lost: `1.05439E+12`.
    case digitsLost
    /// An error of the spreadsheet: `#REF!`, `####`.
    case spreadsheetError
    /// Letters damaged by a wrong encoding.
    case damagedLetters

    /// True where the cell's meaning is lost, so that its row is refused.
    public var isRefusal: Bool {
        switch self {
        case .totalsRow, .digitsLost, .spreadsheetError, .damagedLetters: true
        default: false
        }
    }

    /// What to tell whoever offers the file.
    public var label: Label {
        switch self {
        case .dash: Label("ขีดแทนช่องว่าง ถือว่าไม่ได้กรอก", "a dash is read as nothing filled in")
        case .zerosPutBack: Label("รหัสขาดเลข 0 ข้างหน้า เติมให้แล้ว", "leading zeros of the code were put back")
        case .phoneWithoutZero:
            Label("เบอร์โทรอาจขาดเลข 0 ข้างหน้า เก็บตามที่พิมพ์", "a phone number may lack its 0; kept as typed")
        case .likeMoney: Label("คล้ายจำนวนเงินในช่องจำนวนนับ", "looks like money in a column that counts")
        case .zeroMeasure: Label("ค่าที่วัดเป็น 0 อาจหมายถึงไม่ทราบ", "a measure of 0 may mean unknown")
        case .rounded: Label("ทศนิยมเกินที่เก็บ ปัดแล้ว", "more decimals than are kept; rounded")
        case .strayMark:
            Label("สระหรือวรรณยุกต์ลอยหรือซ้ำ ตัดออกแล้ว", "a mark without a letter, or twice, was left out")
        case .spaceInBrackets: Label("มีช่องว่างในวงเล็บ เก็บตามที่พิมพ์", "a space inside brackets; kept as typed")
        case .titleInName: Label("มีคำบอกตำแหน่งในชื่อ เก็บตามที่พิมพ์", "a title inside a name; kept as typed")
        case .officeCode: Label("เป็นรหัสสำนักงานเขต ไม่ใช่โรงเรียน", "the code of an area office, not of a school")
        case .farDay: Label("วันที่ห่างจากปัจจุบันมาก", "a day far from now")
        case .monthFromNumber:
            Label("อาจเป็นเลขที่ที่โปรแกรมตารางเปลี่ยนเป็นเดือน", "a spreadsheet may have made a month of a number")
        case .secondsLost: Label("เวลาขาดวินาที ถือว่าเท่าเดิม", "a time without its seconds; taken as the same")
        case .zerosLost: Label("เลข 0 ข้างหน้าหายไป ถือว่าเท่าเดิม", "leading zeros were lost; taken as the same")
        case .totalsRow: Label("เป็นแถวรวม", "a row of sums")
        case .digitsLost:
            Label("โปรแกรมตารางย่อตัวเลขจนหลักหาย", "a spreadsheet shortened the number; digits are lost")
        case .spreadsheetError: Label("เป็นข้อความผิดพลาดของโปรแกรมตาราง", "an error of the spreadsheet")
        case .damagedLetters: Label("ตัวอักษรเสียจากรหัสอักษรผิด", "letters damaged by a wrong encoding")
        }
    }
}

/// A cell made readable, and what is odd about it.
public struct DoubtedCell: Hashable, Sendable {
    /// The text to understand.
    public var text: String
    /// In the order they were met.
    public var doubts: [Doubt] = []

    /// The doubt for which the cell's row is refused; nil where there is none.
    public var refusal: Doubt? { doubts.first(where: \.isRefusal) }
}

extension Doubt {
    /// What a cell of this field may suffer from; `text` is without guard.
    public static func settle(_ text: String, _ field: Field) -> DoubtedCell {
        var cell = DoubtedCell(text: text)
        let clean = ThaiText.arabicDigits(ThaiText.clean(text))
        for doubt in lost(clean, field) { cell.doubts.append(doubt) }
        guard cell.refusal == nil else { return cell }
        switch field.type {
        case .code(let kind): settle(clean, kind, &cell)
        case .decimal(let places, _): settle(clean, places: places, &cell)
        case .integer(let range):
            if let number = TypedNumber.scaled(withoutPoint(clean), places: 0) {
                cell.text = String(number)
                if range.upperBound > likeMoneyFrom, number >= likeMoneyFrom, number % 50 == 0 {
                    cell.doubts.append(.likeMoney)
                }
            }
        case .date, .instant: settleDay(clean, field.type, &cell)
        case .text: settleText(text, clean, field, &cell)
        default: break
        }
        return cell
    }

    /// True for a row that adds others up: `รวม`, `รวมทั้งสิ้น`, `Total` in its first filled cell.
    public static func isTotalsRow(_ cells: [String]) -> Bool {
        guard let first = cells.lazy.map(ThaiText.compareKey).first(where: { !$0.isEmpty }) else {
            return false
        }
        return totals.contains(first)
    }

    private static func lost(_ clean: String, _ field: Field) -> [Doubt] {
        if clean.unicodeScalars.contains("\u{FFFD}") || clean.contains("à¸") || clean.contains("à¹") {
            return [.damagedLetters]
        }
        if clean.hasPrefix("#"), errors.contains(clean.uppercased()) || clean.allSatisfy({ $0 == "#" }) {
            return [.spreadsheetError]
        }
        switch field.type {
        case .money, .boolean, .choice, .state, .decision: return []
        default: return isShortened(clean) ? [.digitsLost] : []
        }
    }

    /// `1.05439E+12`: as a spreadsheet shows a long number.
    private static func isShortened(_ text: String) -> Bool {
        let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].first == "+", plainNumber(parts[1].dropFirst()) != nil else {
            return false
        }
        let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(digits.count) && digits.allSatisfy { !$0.isEmpty && plainNumber($0) != nil }
            && digits[0].utf8.count == 1
    }

    private static func settle(_ clean: String, _ kind: CodeKind, _ cell: inout DoubtedCell) {
        let plain = withoutPoint(clean)
        let width: Int
        switch kind {
        case .smis:
            cell.text = plain
            if SMISCode(plain)?.isOffice == true { cell.doubts.append(.officeCode) }
            return
        case .ministry:
            // A code of the ministry begins with 10, so a short one has lost no zero.
            cell.text = plain
            return
        case .obec: width = 6
        case .digits(let count): width = count
        case .ascii: return
        }
        guard plainNumber(plain) != nil, (1...width).contains(plain.utf8.count) else { return }
        cell.text = String(repeating: "0", count: width - plain.utf8.count) + plain
        if cell.text != plain { cell.doubts.append(.zerosPutBack) }
    }

    private static func settle(_ clean: String, places: Int, _ cell: inout DoubtedCell) {
        if let exact = TypedNumber.scaled(clean, places: places) {
            if exact == 0 { cell.doubts.append(.zeroMeasure) }
            return
        }
        for more in places + 1...max(places + 1, placesMax) {
            guard let number = TypedNumber.scaled(clean, places: more) else { continue }
            let unit = (0..<(more - places)).reduce(Int64(1)) { product, _ in product * 10 }
            // By what is left over, since the half of a place more may be more than a number holds.
            let (whole, rest) = number.quotientAndRemainder(dividingBy: unit)
            let step: Int64 = rest.magnitude < (unit / 2).magnitude ? 0 : number < 0 ? -1 : 1
            cell.text = TypedNumber.show(whole + step, places: places)
            cell.doubts.append(.rounded)
            return
        }
    }

    private static func settleDay(_ clean: String, _ type: FieldType, _ cell: inout DoubtedCell) {
        var text = clean
        if case .date = type, let space = text.lastIndex(where: { $0 == " " || $0 == "T" }) {
            // A spreadsheet may add a midnight to a day.
            let time = text[text.index(after: space)...]
            if !time.isEmpty, time.allSatisfy({ "0:.".contains($0) }), time.contains(":") {
                text = String(text[..<space])
            }
        }
        cell.text = text
        let day =
            if case .date = type { ThaiDate(typed: text) } else {
                ThaiDate.moment(typed: text).map { ThaiDate(milliseconds: $0) }
            }
        if let day, !plausibleYears.contains(day.year) { cell.doubts.append(.farDay) }
    }

    private static func settleText(
        _ text: String, _ clean: String, _ field: Field, _ cell: inout DoubtedCell
    ) {
        if text.utf8.contains(0x28), text.contains("( ") || text.contains(" )") {
            cell.doubts.append(.spaceInBrackets)
        }
        if text.utf8.contains(0xE0) {
            if ThaiText.hasStrayMark(text) { cell.doubts.append(.strayMark) }
            let key = ThaiText.compareKey(String(text.prefix(titleMax)))
            if case .text(let max) = field.type, max <= nameMax, titles.contains(where: { key.hasPrefix($0) })
            {
                cell.doubts.append(.titleInName)
            }
        }
        let digits = clean.filter { $0 != "-" && $0 != " " }
        if isPhone(field), (8...9).contains(digits.utf8.count), plainNumber(digits) != nil,
            !digits.hasPrefix("0") || digits.utf8.count == 8
        {
            cell.doubts.append(.phoneWithoutZero)
        }
        if clean.utf8.count <= monthBytesMax, isMonth(clean) { cell.doubts.append(.monthFromNumber) }
    }

    private static func isPhone(_ field: Field) -> Bool {
        phoneWords.contains { field.name.contains($0) } || field.label.th.contains("โทร")
            || field.label.th.contains("ติดต่อ")
    }

    /// `ม.ค.-69`, `Jan-69`, `1-Jan`.
    private static func isMonth(_ clean: String) -> Bool {
        let parts = clean.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return false }
        let isNumber = parts.map { (1...2).contains($0.utf8.count) && plainNumber($0) != nil }
        let isName = parts.map { part in
            ThaiDate.monthsShort.contains { $0.th == part || $0.en.lowercased() == part.lowercased() }
        }
        return (isNumber[0] && isName[1]) || (isName[0] && isNumber[1])
    }

    /// `57030001.0`, `12.00`: whole numbers as some programs save them.
    private static func withoutPoint(_ text: String) -> String {
        guard let point = text.firstIndex(of: "."), point != text.startIndex else { return text }
        let tail = text[text.index(after: point)...]
        return !tail.isEmpty && tail.allSatisfy { $0 == "0" } ? String(text[..<point]) : text
    }

    private static let likeMoneyFrom: Int64 = 10_000
    private static let placesMax = 15
    /// Longer texts are no names.
    private static let nameMax = 300
    /// Characters in which a title before a name is found.
    private static let titleMax = 24
    private static let monthBytesMax = 20
    private static let plausibleYears = 1_900...2_100
    private static let phoneWords = ["phone", "mobile", "contact", "tel_", "fax"]
    private static let titles = ["รักษาการ", "รักษาราชการ", "ว่าที่ร", "ปฏิบัติหน้าที่"].map(ThaiText.compareKey)
    private static let totals: Set<String> = Set(
        ["รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "ยอดรวม", "total", "grand total", "sum"].map(ThaiText.compareKey))
    private static let errors: Set<String> = [
        "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!",
    ]
}
