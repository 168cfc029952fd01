// The memo: heading, department, number, day, subject, addressee, the body's paragraphs, the signer's
// place, and what others endorsed under it. Dates and numbers that this program writes are in Thai digits.

internal import Page
internal import Records

enum Memo {
    static let page = FormPage("memo", inThaiDigits: true) { memo in
        let head = MemoHead(
            department: memo.text("from_unit"), number: memo.text("doc_no").nonEmpty ?? memo.text("number"),
            day: memo.day("written_on"), subject: memo.text("subject"), addressee: memo.text("recipient"))
        let attached = memo.values("attachments")
        let urgency = memo.code("urgency")
        let isUrgent = !urgency.isEmpty && urgency != "normal"
        return [
            (isUrgent ? [PaperBlock.heading(memo.text("urgency"))] : []) + head.blocks
                + (attached.isEmpty
                    ? []
                    : [.words("สิ่งที่ส่งมาด้วย\u{2003}" + MemoPaper.digits(attached.joined(separator: ", ")))])
                + body(memo)
                + [
                    MemoPaper.signature(
                        name: memo.text("signer"), position: memo.text("signer_position")), .space(3),
                ] + endorsements(memo)
        ]
    }

    /// A paragraph a line, as typed; where two people wrote differently, one after the other.
    private static func body(_ memo: FormRecord) -> [PaperBlock] {
        let texts = memo.values("body")
        guard !texts.isEmpty else { return [.area("", "", lines: 12)] }
        var blocks: [PaperBlock] = []
        for (place, text) in texts.enumerated() {
            if place > 0 { blocks.append(.words("หรือ")) }
            blocks += text.split(whereSeparator: \.isNewline).map { .paragraph(MemoPaper.digits(String($0))) }
        }
        return blocks
    }

    /// What was ticked and what was written, once where the words begin with it.
    private static func words(_ endorsement: FormRecord) -> String {
        let (outcome, opinion) = (endorsement.text("outcome"), endorsement.text("opinion"))
        return opinion.hasPrefix(outcome) ? opinion : outcome + "\u{2003}" + opinion
    }

    /// Every endorsement in a frame of its own, two beside each other; two empty ones where there is none.
    private static func endorsements(_ memo: FormRecord) -> [PaperBlock] {
        var boxes = memo.lines("memo_endorsement", by: "endorsed_at").map { one in
            [
                PaperBlock.area("", MemoPaper.digits(words(one)), lines: 2),
                .signatures(
                    [
                        PaperSignature(
                            "", name: one.text("signer"), position: one.text("signer_position"),
                            day: ThaiText.thaiDigits(one.day("endorsed_at")))
                    ], across: 1),
            ]
        }
        let blank: [PaperBlock] = [
            .area("", "", lines: 2),
            .signatures([PaperSignature("", position: "")], across: 1),
        ]
        while boxes.isEmpty || !boxes.count.isMultiple(of: 2) { boxes.append(blank) }
        return stride(from: 0, to: boxes.count, by: 2).map { .boxes([boxes[$0], boxes[$0 + 1]]) }
    }
}
