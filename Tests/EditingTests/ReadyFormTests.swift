// Ready evaluation forms become records in one change, at the hub alone.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct ReadyFormTests {
    @Test("both forms are made whole, in both languages, as drafts with their items in order")
    func made() throws {
        let office = try Office()
        for ready in ReadyEvaluation.all {
            for language in Language.allCases {
                let made = try office.hub.editor.newForm(ready, language)
                #expect(made.change != nil && made.space == .district)
                #expect(try office.hub.text("eval_form", made.id, "title") == ready.title.text(language))
                #expect(try office.hub.text("eval_form", made.id, "state") == "draft")
                #expect(try office.hub.text("eval_form", made.id, "item_count") == "\(ready.items.count)")
                let items = try office.hub.editor.list(
                    "eval_item", where: [TypedField("form", made.id.description)])
                #expect(items.map { $0["item_no"].plain } == (1...ready.items.count).map(String.init))
                #expect(items.map { $0["body"].plain } == ready.items.map { $0.body.text(language) })
                let sheet = try office.hub.show("eval_form", made.id)
                #expect(sheet.flaws.isEmpty && sheet.conflicts.isEmpty)
            }
        }
    }

    @Test("items with boxes come first, since answers stand by item number")
    func order() throws {
        #expect(ReadyEvaluation.all.map(\.name) == ["follow_up", "satisfaction"])
        for ready in ReadyEvaluation.all {
            let boxed = ready.items.prefix { !$0.isText }
            #expect(boxed.count >= 10 && ready.items.dropFirst(boxed.count).allSatisfy(\.isText))
            #expect(Set(ready.items.map(\.body)).count == ready.items.count)
        }
    }

    @Test("one form serves every round: a second of one title is refused until the first is deleted")
    func twice() throws {
        let office = try Office()
        let ready = try #require(ReadyEvaluation.named("satisfaction"))
        let made = try office.hub.editor.newForm(ready, .th)
        let refusals = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.newForm(ready, .th)
        }
        #expect(refusals?.first?.message.en.contains("\(made.id.description.prefix(8))") == true)
        _ = try office.hub.editor.newForm(ready, .en)
        _ = try office.hub.editor.delete("eval_form", made.id.description)
        _ = try office.hub.editor.newForm(ready, .th)
        #expect(try office.hub.editor.list("eval_form").count == 2)
    }

    @Test("a school may not make one, and nothing is written")
    func refused() throws {
        let office = try Office()
        let before = try office.school.node.replica.digests(of: .district)
        let ready = try #require(ReadyEvaluation.named("satisfaction"))
        let refusals = office.school.refusals { editor throws(EditingError) in
            _ = try editor.newForm(ready, .th)
        }
        #expect(refusals?.isEmpty == false)
        #expect(try office.school.node.replica.digests(of: .district) == before)
    }
}
