// What a fault is called in a line of an import. A line is checked to be UTF-8 with its file, so the last of
// them is there for completeness.

extension JSONFault.Kind {
    /// The sentence, without the place.
    var inLine: Label {
        switch self {
        case .tooDeep: Label("ซ้อนกันลึกเกินไป", "it is nested too deep")
        case .ended, .noValue, .commaTooMany(before: "]"): Label("ไม่ใช่ค่าของ JSON", "this is no value of JSON")
        case .noNumber: Label("ไม่ใช่ตัวเลขของ JSON", "this is no number of JSON")
        case .noName, .commaTooMany:
            Label("ต้องเป็นชื่อช่องในเครื่องหมายคำพูด", "there must be a name in quotation marks")
        case .nameTwice: Label("ชื่อช่องซ้ำในออบเจกต์เดียว", "a name stands twice in one object")
        case .noColon: Label("ขาด : หลังชื่อช่อง", "there must be a : behind the name")
        case .notClosed, .wordGoesOn, .numberGoesOn:
            Label("ขาดจุลภาคหรือวงเล็บปิด", "a comma or a closing bracket is missing")
        case .moreBehind:
            Label(
                "มีข้อความต่อท้ายออบเจกต์ หนึ่งบรรทัดมีได้หนึ่งออบเจกต์",
                "there is more behind the object; a line has one")
        case .controlSign:
            Label(
                "มีอักขระควบคุมในข้อความ ต้องเขียนเป็น \\n หรือ \\uXXXX",
                "a control character must be written as \\n or \\uXXXX")
        case .openQuote, .openEscape: Label("เครื่องหมายคำพูดเปิดแล้วไม่ปิด", "a quotation mark is never closed")
        case .noEscape: Label("ไม่รู้จักเครื่องหมายหลัง \\", "what stands behind \\ means nothing")
        case .notUTF8: JSONLinesFile.notUTF8
        }
    }
}
