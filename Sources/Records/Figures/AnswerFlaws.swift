// What is said of an answer that came all the same and does not count, or not all of it. Judged is the
// record beside the round and the form that it is about, so whoever holds those says it (Replica); here are
// the words.

extension Flaw {
    /// A value that does not fit the records that it is about.
    public static func misfit(_ name: String, of collection: RecordCollection, _ why: Label) -> Flaw {
        let label = collection[name]?.label ?? Label(name, name)
        return Flaw(
            kind: .invalid, field: name, dot: nil,
            message: Label("ช่อง \(label.th) (\(name)): \(why.th)", "field \(label.en) (\(name)): \(why.en)"))
    }
}

extension AnswerWindow.Side {
    /// Why an answer given then does not count; nil for one given in time.
    public var whyNot: Label? {
        switch self {
        case .early: Label("ตอบก่อนเปิดรับ จึงไม่นับ", "given before the round opened, so it does not count")
        case .within: nil
        case .late: Label("ตอบหลังปิดรับ จึงไม่นับ", "given after the round closed, so it does not count")
        }
    }
}

extension AnswerTaking {
    /// What is said of an answer to a round that has yet to be opened as far as is known here; the opening
    /// may be on its way.
    public static let unopened = Label(
        "เท่าที่เครื่องนี้ทราบ รอบยังไม่เปิดรับ", "as far as is known here the round is not open yet")
}
