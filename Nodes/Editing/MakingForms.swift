// A ready evaluation form becomes records: the form and its items in one change, so that no half of it
// travels.

internal import Bytes
internal import CRDT
public import Records
internal import Replica

extension Editor {
    /// Makes a ready form in one language, as a draft; the hub alone may. The record returned is the form.
    public func newForm(_ ready: ReadyEvaluation, _ language: Language) throws(EditingError) -> WrittenRecord
    {
        let form = try collection("eval_form")
        let item = try collection("eval_item")
        return try together { () throws(EditingError) in
            try checkSpace(.district)
            let title = ready.title.text(language)
            if let made = try hold(try store.list(form, where: [("title", .text(title))])).first {
                throw .refused([madeBefore(made, form)])
            }
            let id = try occasion.newID()
            let head = [
                "title": title, "item_count": "\(ready.items.count)",
                "instructions": ready.instructions.text(language),
            ]
            var edits = try edits(making: form, id, head)
            for (place, one) in ready.items.enumerated() {
                let number = Int64(place + 1)
                guard
                    let line = item.derivedID(
                        in: .district, ["form": .record(id), "item_no": .integer(number)])
                else { continue }
                let typed = [
                    "item_no": "\(number)", "body": one.body.text(language),
                    "section": one.section.text(language), "kind": one.isText ? "text" : "likert5",
                ]
                edits.append(try edit(of: item, line, "form", .record(id)))
                edits += try self.edits(making: item, line, typed)
            }
            return WrittenRecord(
                collection: form.name, id: id, number: nil, space: .district,
                change: try write(edits, in: .district), fields: head.keys.sorted())
        }
    }

    /// One form serves every round: two of one title would split the answers.
    private func madeBefore(_ row: RecordRow, _ form: RecordCollection) -> Refusal {
        let id = row.id.description.prefix(8)
        return Refusal(
            "มี\(form.label.th) “\(title(of: row))” อยู่แล้ว: \(id)",
            "there is a form “\(title(of: row))” already: \(id)",
            hint: Label(
                "ใช้ได้ทุกรอบ หรือลบด้วย saphan delete eval_form \(id) แล้วสร้างใหม่",
                "It serves every round; or delete it with saphan delete eval_form \(id) and make another."))
    }

    /// What was typed and what fills itself in, in the order of the fields.
    private func edits(
        making collection: RecordCollection, _ id: RecordID, _ typed: [String: String]
    ) throws(EditingError) -> [Edit] {
        let facts = FillFacts(unit: "", nowMilliseconds: occasion.nowMilliseconds, random: 0)
        var edits: [Edit] = []
        for field in collection.fields {
            var found = catalogue.filling(of: field, facts)
            if let text = typed[field.name] {
                found = try value(of: field, in: collection, text, stage: nil, space: .district)
            }
            if let found { edits.append(try edit(of: collection, id, field.name, found)) }
        }
        return edits
    }

    private func edit(
        of collection: RecordCollection, _ id: RecordID, _ name: String, _ value: Value
    ) throws(EditingError) -> Edit {
        guard let field = collection[name] else {
            throw .refused([Refusal("ไม่มีช่อง \(name)", "\(collection.name) has no field \(name)")])
        }
        if let refusal = try refusal(of: field, in: .district) { throw .refused([refusal]) }
        return Edit(.set, collection.number, id, field.number, value)
    }
}
