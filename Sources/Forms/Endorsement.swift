// What stands under most forms: the deciding person's boxes, comment and place to sign.

internal import Page
internal import Records

enum Endorsement {
    /// Approved or not, why, and the signature. `verdict` and `comment` are fields of the record.
    static func verdict(
        _ record: FormRecord, _ field: String = "decision", comment: String? = "decision_comment",
        position: String, across: Int = 2
    ) -> [PaperBlock] {
        let known = record.collection[field] == nil ? ("", "") : record.verdict(field)
        let why = comment.flatMap { record.collection[$0] == nil ? nil : record.text($0) } ?? ""
        return [
            .ticks(
                "",
                [
                    PaperTick("อนุมัติ", known.0 == "approved"),
                    PaperTick("ไม่อนุมัติ เพราะ", known.0 == "refused", remark: known.0 == "refused" ? why : ""),
                ]), .area("ความเห็น", known.0 == "refused" ? "" : why, lines: 1),
            .signatures(
                [
                    PaperSignature(
                        "",
                        name: record.collection["decided_by"] == nil ? "" : record.text("decided_by"),
                        position: position, day: known.1)
                ], across: across),
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
