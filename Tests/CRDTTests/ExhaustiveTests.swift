// Law 9: every small history of deletes, edits, restores and recreations with every "who had seen what";
// every pair of workflow states; `once`.

import Bytes
import CRDT
import Crypto
import Records
import Support
import Testing

@Suite struct ExhaustiveTests {
    enum Act: CaseIterable { case edit, delete, restore }

    /// One history: what each of the people did after the creation, and what they had seen (index 0 is the
    /// creation).
    struct Story {
        var board = Board()
        var dots: [Dot] = []
        var acts: [Act] = [.edit]
        var seen: [Set<Int>] = []

        init?(_ acts: [Act], seen: [Set<Int>]) {
            self.seen = seen
            dots = [board.write("N1", [board.set("a", 1, .text("v0"))])]
            for (place, act) in acts.enumerated() {
                var view = board
                let visible = seen[place].sorted().map { dots[$0] }
                view.written.removeAll { !visible.contains($0.dot) }
                let record = view.project("a")
                guard act != .delete || !record.isDeleted, act != .restore || record.isDeleted else {
                    return nil
                }
                var operations = record.isDeleted ? [board.undo("a", 0, record.deletes)] : []
                if act == .delete { operations = [board.delete("a", covering: visible)] }
                if act == .edit {
                    operations.append(
                        board.set("a", 1, .text("v\(place + 1)"), over: Array(view.candidates("a", 1))))
                }
                dots.append(board.write(Board.names[place % 3], operations))
                self.acts.append(act)
            }
        }

        func saw(_ act: Int, _ other: Int) -> Bool { seen[act - 1].contains(other) }

        var broken: [String] {
            let isDeleted = board.project("a").isDeleted
            let candidates = board.candidates("a", 1)
            let last = acts.count - 1
            let deletes = acts.indices.filter { acts[$0] == .delete }
            let edits = acts.indices.filter { acts[$0] == .edit }
            var laws: [String] = []
            let isSequential = (1...last).allSatisfy { saw($0, $0 - 1) && seen[$0 - 1].count == $0 }
            if isSequential, isDeleted != (acts[last] == .delete) { laws.append("the last word holds") }
            if !deletes.isEmpty, !acts.contains(.restore), !isDeleted,
                edits.allSatisfy({ edit in deletes.allSatisfy { saw($0, edit) } })
            {
                laws.append("deletes that saw every edit delete")
            }
            for edit in edits {
                let isUnseen = deletes.allSatisfy { !saw($0, edit) }
                if isDeleted, isUnseen { laws.append("hidden by a delete that did not see it") }
                let replaced = acts.indices.contains { act in
                    act > 0 && saw(act, edit)
                        && board.written[act].change.operations.contains {
                            $0.kind == .set && $0.dots.contains(dots[edit])
                        }
                }
                if !candidates.contains(dots[edit]), !replaced { laws.append("value lost") }
            }
            if board.show("a") != board.reference("a") { laws.append("differs from the reference") }
            return laws
        }
    }

    static func sights(_ count: Int, _ bits: Int) -> [Set<Int>] {
        var seen: [Set<Int>] = []
        var bit = 0
        for act in 0..<count {
            var direct: Set<Int> = [0]
            for earlier in 0..<act {
                if bits >> bit & 1 == 1 { direct.insert(earlier + 1) }
                bit += 1
            }
            for one in direct where one > 0 { direct.formUnion(seen[one - 1]) }
            seen.append(direct)
        }
        return seen
    }

    @Test(
        "delete, edit, restore, recreate: every history of up to four acts and every sight keep five laws",
        .timeLimit(.minutes(3)))
    func deletes() {
        var total = 0
        for count in 1...4 {
            var lists: [[Act]] = [[]]
            for _ in 0..<count { lists = lists.flatMap { list in Act.allCases.map { list + [$0] } } }
            for acts in lists {
                for bits in 0..<(1 << (count * (count - 1) / 2)) {
                    guard let story = Story(acts, seen: Self.sights(count, bits)) else { continue }
                    total += 1
                    let broken = story.broken
                    if !broken.isEmpty {
                        Issue.record("\(acts) \(story.seen.map { $0.sorted() }): \(broken)")
                    }
                }
            }
        }
        #expect(total > 1_000)
        print("ExhaustiveTests: \(total) histories")
    }

    @Test("every pair of concurrent states: the one reachable from the other stands, else a person is asked")
    func states() {
        let flow = TestCatalogue.flow.workflow
        for left in flow.states {
            for right in flow.states {
                for isDecided in [true, false] {
                    var board = Board()
                    if isDecided { board.write("H", [board.set("a", 5, .stage(round: 1, "approved"))]) }
                    board.write("N1", [board.stage("a", 1, left.name)])
                    board.write("H", [board.stage("a", 1, right.name)])
                    let shown = board.shown("a", 4)
                    let name = shown?.value?.stage?.name
                    let winner =
                        left.name == right.name || flow.reaches(left.name, from: right.name)
                        ? left : flow.reaches(right.name, from: left.name) ? right : nil
                    #expect(name == winner?.name, "\(left.name) against \(right.name)")
                    let waits = winner?.needs != nil && !isDecided
                    let wanted = winner == nil ? Standing.contested : waits ? .waitsForDecision : .settled
                    #expect(shown?.standing == wanted, "\(left.name) against \(right.name)")
                    #expect(board.show("a") == board.reference("a"))
                }
            }
        }
    }

    @Test("approve then order against refuse: never shown as ordered; reopen against close: never lost")
    func decisions() {
        for isSeen in [true, false] {
            var board = Board()
            let start = board.write("N1", [board.stage("a", 1, "inspecting")])
            let yes = board.write("H", [board.set("a", 5, .stage(round: 1, "approved"))])
            board.write("N1", [board.stage("a", 1, "ordered", over: [start])], behind: start)
            #expect(board.shown("a", 4)?.standing == .settled)
            board.write("H", [board.set("a", 5, .stage(round: 1, "refused"), over: isSeen ? [yes] : [])])
            #expect(board.shown("a", 4)?.standing == (isSeen ? .waitsForDecision : .contested))
            #expect(board.show("a") == board.reference("a"))
        }
        for closes in ["closed", "repaired"] {
            var board = Board()
            let repaired = board.write("N1", [board.stage("a", 1, "repaired")])
            let closed = board.write(
                "N1", [board.stage("a", 1, "closed", over: [repaired])], behind: repaired)
            let again = board.write(
                "H", [board.stage("a", 2, "open", over: [closes == "closed" ? closed : repaired])])
            #expect(board.shown("a", 4)?.value?.stage?.round == 2)
            #expect(board.candidates("a", 4).contains(again))
            board.write("N2", [board.stage("a", 1, "closed", over: [repaired])])
            #expect(
                board.shown("a", 4)?.value?.stage?.round == 2,
                "a close that saw no reopening does not undo it")
            #expect(board.show("a") == board.reference("a"))
        }
    }

    @Test("once: two writers with every pair of values, seen or unseen")
    func once() {
        for values in [("1", "1"), ("1", "2")] {
            for isSeen in [true, false] {
                var board = Board()
                let first = board.write("N1", [board.set("a", 6, .text(values.0))])
                let second = board.write(
                    "N2", [board.set("a", 6, .text(values.1), over: isSeen ? [first] : [])])
                let isDisputed = values.0 != values.1
                #expect(board.shown("a", 6)?.standing == (isDisputed ? .disputed : .settled))
                #expect(board.candidates("a", 6) == [first, second])
                board.write("N1", [board.undo("a", 6, [second])])
                #expect(board.candidates("a", 6) == [first])
                #expect(board.show("a") == board.reference("a"))
            }
        }
    }

    @Test("undo of undo of undo, to any depth: odd undoes, even stands")
    func undos() {
        for depth in Array(0...9) + [63, 64, 65, 98, 150] {
            var board = Board()
            var last = board.write("N1", [board.set("a", 1, .text("x"))])
            for _ in 0..<depth { last = board.write("N1", [board.undo("a", 1, [last])], behind: last) }
            #expect(board.candidates("a", 1).isEmpty == (depth % 2 == 1), "depth \(depth)")
            if board.candidates("a", 1).isEmpty != (depth % 2 == 1) { return }
        }
    }
}
