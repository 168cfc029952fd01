// The nine processes against the manual, where it is at hand, and against the catalogue: nothing in the
// manual without a place in the program.

import CRDT
import Testing

@testable import Records

@Suite struct OfficeProcessTests {
    private let standard = Catalogue.standard

    @Test("nine processes, 53 steps, 24 uses of 17 forms, each step with states of the plan and collections")
    func table() {
        #expect(OfficeProcess.all.map(\.number) == Array(1...9))
        #expect(OfficeProcess.all.map(\.steps.count) == [6, 6, 6, 6, 6, 6, 5, 6, 6])
        let manual = PaperForm.all.filter { !$0.processes.isEmpty }
        #expect(manual.count == 17)
        #expect(OfficeProcess.all.map(\.forms.count) == [3, 3, 2, 3, 3, 3, 2, 3, 2])
        for process in OfficeProcess.all {
            #expect(process.steps.count == process.way.stepStates.count, "process \(process.number)")
            for step in process.steps {
                let place = "process \(process.number), step \(step.number)"
                #expect(!step.states.isEmpty && !step.collections.isEmpty, "\(place)")
                #expect(step.isNotice == (process.way == .six && step.number == 4), "\(place)")
            }
        }
    }

    @Test("every step is answered by collections of the catalogue, every form by the kinds of one")
    func answered() {
        for process in OfficeProcess.all {
            for step in process.steps {
                for name in step.collections {
                    #expect(standard[name] != nil, "process \(process.number): \(name)")
                }
            }
        }
        for form in PaperForm.all {
            let collection = standard[form.collection]
            #expect(collection != nil, "\(form.name)")
            let kinds = collection?["kind"]?.type.choices.map(\.code) ?? []
            for kind in form.kinds { #expect(kinds.contains(kind), "\(form.name): \(kind)") }
        }
    }

    @Test("every state of a plan answers a step, and a plan goes through its steps in their order")
    func states() throws {
        let flow = RecordCollection.planFlow
        #expect(
            Set(OfficeProcess.all.flatMap(\.steps).flatMap(\.states)) == Set(flow.states.map(\.name)))
        for process in OfficeProcess.all {
            let part = flow.variant(for: .integer(Int64(process.number)))
            #expect(Set(part.states.map(\.name)) == Set(process.way.states))
            #expect(part.starts == process.steps.first?.states)
            for (earlier, later) in zip(process.steps, process.steps.dropFirst()) {
                let isLed = earlier.states.contains { from in
                    later.states.contains { part.state(from)?.next.contains($0) ?? false }
                }
                #expect(isLed, "process \(process.number): \(earlier.number) to \(later.number)")
                for from in later.states {
                    #expect(!earlier.states.contains { part.workflow.reaches($0, from: from) })
                }
            }
        }
        #expect(flow.variant(for: .integer(1)).state("approved")?.next == ["coordinated"])
        #expect(flow.variant(for: .integer(8)).state("approved")?.next == ["executing"])
        #expect(flow.variant(for: .integer(7)).state("executing")?.next == ["reported"])
    }

    @Test("a new plan's lines are the steps of its process, in the manual's words")
    func template() throws {
        let template = try #require(standard["work_plan"]?.template)
        for process in OfficeProcess.all {
            let lines = template.lines(for: .integer(Int64(process.number)))
            let words = lines.map { line in line.values.first { $0.name == "wording" }?.text }
            #expect(words == process.steps.map(\.label.th))
        }
        #expect(template.lines(for: .integer(10)).isEmpty && template.lines(for: nil).isEmpty)
    }

    @Test("every process and every step is in the manual, word for word but for its printing's slips")
    func manual() {
        guard let bytes = sharedText("reference/manual-th.txt") else { return }
        let text = ThaiText.compareKey(String(decoding: bytes, as: UTF8.self))
        func isThere(_ words: String) -> Bool {
            text.contains(ThaiText.compareKey(words))
                || Self.slips.contains { slip in
                    words.contains(slip.right)
                        && text.contains(
                            ThaiText.compareKey(words.replacing(slip.right, with: slip.printed)))
                }
        }
        for process in OfficeProcess.all {
            #expect(isThere(process.label.th), "process \(process.number)")
            #expect(isThere(process.full.th), "process \(process.number), full name")
            for step in process.steps {
                #expect(isThere(step.label.th), "process \(process.number), step \(step.number)")
            }
        }
        for form in PaperForm.all where !form.processes.isEmpty {
            #expect(isThere(form.label.th), "form \(form.name)")
        }
        #expect(!isThere("แต่งตั้งคณะทำงานใหม่"))
    }

    /// What the scanned text prints for words that are plain from elsewhere in it.
    private static let slips: [(right: String, printed: String)] = [
        ("แจ้งผู้ที่เกี่ยวข้อง", "แจงผู้ที่เกี่ยวข้อง"),
        ("แจ้งผู้ที่เกี่ยวข้องทราบแนวทาง", "แจงผู้ที่เกี่ยวข้องของทราบแนวทาง"),
        ("เข้ากับกระบวนการทำงาน ให้สอดคล้องกับ", "เขากับกระบวนการทำงาน ใสสอดคลองกับ"),
        ("ขอให้จัดซื้อ", "ขอใช้จัดซื้อ"), ("ขอให้ดำเนินการ", "ขอใ้ดำเนินการ"),
        ("แบบคำขอมีบัตร", "แบบคำขอมัติบัตร"),
    ]
}
