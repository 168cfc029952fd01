// What stands under most forms: the deciding person's boxes, comment and place to sign.

internal import Page
internal import Records

enum Endorsement {
    /// Approved or not, why, and the signature: of the round that the record is in. Under a memo, whose head
    /// has Thai digits, in Thai digits too.
    static func verdict(_ record: FormRecord, position: String, inMemo: Bool = false) -> [PaperBlock] {
        let known = record.verdict("decision")
        func beside(_ name: String) -> String {
            record.collection[name] == nil ? "" : record.text(name, beside: "decision")
        }
        let comment = beside("decision_comment")
        let why = inMemo ? MemoPaper.digits(comment) : comment
        let isRefused = known.code == "refused"
        return [
            .ticks(
                "",
                [
                    PaperTick("อนุมัติ", known.code == "approved"),
                    PaperTick("ไม่อนุมัติ เพราะ", isRefused, remark: isRefused ? why : ""),
                ]), .area("ความเห็น", isRefused ? "" : why, lines: 1),
            .signatures(
                [
                    PaperSignature(
                        "", name: beside("decided_by"), position: position,
                        day: inMemo ? ThaiText.thaiDigits(known.day) : known.day)
                ], across: 2),
        ]
    }

    /// A box to endorse in: who, what they may tick, a line for more, their signature.
    static func box(
        _ title: String, _ ticks: [PaperTick], role: String = "", name: String = "",
        position: String? = nil, lines: Int = 1, text: String = "", day: String = ""
    ) -> [PaperBlock] {
        [
            .heading(title), ticks.isEmpty ? .space(0) : .ticks("", ticks),
            lines > 0 || !text.isEmpty ? .area("", text, lines: lines) : .space(0),
            .signatures([PaperSignature(role, name: name, position: position, day: day)], across: 1),
        ]
    }
}
