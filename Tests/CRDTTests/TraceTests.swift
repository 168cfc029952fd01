// The traces T1 to T19 of the executable model, with the outcome of its variant `fix`.

import CRDT
import Crypto
import Support
import Testing
import Trust

@Suite struct TraceTests {
    private func finish(_ board: Board) {
        for name in ["a"] { #expect(board.show(name) == board.reference(name)) }
    }

    @Test("T1 two people delete, unseen by each other: deleted")
    func t1() {
        var board = Board()
        let w = board.write("N1", [board.set("a", 1, .text("x"))])
        board.write("N2", [board.delete("a", covering: [w])])
        board.write("H", [board.delete("a", covering: [w])])
        #expect(board.project("a").isDeleted)
        finish(board)
    }

    @Test("T2 delete, then the hub erases a name in it: still deleted")
    func t2() {
        var board = Board()
        let w = board.write(
            "N1", [board.set("a", 12, .personal(salt: [UInt8](repeating: 1, count: 16), .text("x")))])
        board.write("N2", [board.delete("a", covering: [w])])
        board.write("H", [Operation(.erase, Board.thing, board.record("a"), FieldNumber(12), dots: [w])])
        #expect(board.project("a").isDeleted)
        #expect(board.shown("a", 12)?.value?.isErased == true)
        finish(board)
    }

    @Test("T3 delete, then a forbidden write: still deleted")
    func t3() {
        var board = Board()
        let w = board.write("N1", [board.set("a", 1, .text("x"))])
        board.write("N2", [board.delete("a", covering: [w])])
        board.write("N1", [board.set("a", 5, .stage(round: 1, "approved"))])
        #expect(board.project("a").isDeleted)
        finish(board)
    }

    @Test("T4 +100 undone by two people at once: 0; T5 and its author cut off besides: 0")
    func t4t5() {
        var board = Board()
        let i = board.write("N2", [board.increment("a", 100)])
        let first = board.write("N1", [board.undo("a", 7, [i])])
        let second = board.write("H", [board.undo("a", 7, [i])])
        #expect(board.sum("a") == 0)
        #expect(board.without(first, second).sum("a") == 100)
        finish(board)
        board.revoked = [Board.node("N2")]
        #expect(board.without(second).sum("a") == 0)
        finish(board)
    }

    @Test("T6 two stand, a clock of 1970 replaces what its form showed: its value is shown")
    func t6() {
        var board = Board()
        let a = board.write("N1", [board.set("a", 1, .text("A"))], time: 500)
        let b = board.write("N2", [board.set("a", 1, .text("B"))], time: 600)
        #expect(board.shown("a", 1)?.value == .text("B"))
        let c = board.write("N3", [board.set("a", 1, .text("C"), over: [a, b])], time: 1)
        #expect(board.candidates("a", 1) == [c])
        finish(board)
    }

    @Test("T7 a revoked write between two others is passed through, in any order of arrival")
    func t7() {
        var board = Board()
        board.revoked = [Board.node("N2")]
        let o = board.write("N1", [board.set("a", 11, .text("old"))])
        let q = board.write("N2", [board.set("a", 11, .text("thief"), over: [o])])
        let h = board.write("N1", [board.set("a", 11, .text("fixed"), over: [q])])
        for order in [[0, 1, 2], [0, 2, 1], [2, 1, 0], [2, 0, 1]] {
            var shuffled = board
            shuffled.written = order.map { board.written[$0] }
            #expect(shuffled.candidates("a", 11) == [h])
        }
        #expect(board.without(q).candidates("a", 11) == [o, h], "until the write between is held")
        finish(board)
    }

    @Test("T8 once: whoever names what, every projected write stays; T9 a smaller hash gains nothing")
    func t8t9() {
        var board = Board()
        let n1 = board.write("N1", [board.set("a", 6, .text("1"))])
        let n2 = board.write("N1", [board.set("a", 6, .text("2"), over: [n1])], behind: n1)
        let n3 = board.write("N1", [board.set("a", 6, .text("3"), over: [n1, n2])], behind: n2)
        #expect(board.candidates("a", 6) == [n1, n2, n3])
        #expect(board.shown("a", 6)?.standing == .disputed)
        #expect(board.shown("a", 6)?.value == nil)
        finish(board)
        for time in 10...40 as ClosedRange<Int64> {
            var other = Board()
            other.write("N1", [other.set("a", 6, .text("1"))])
            other.write("N2", [other.set("a", 6, .text("x"))], time: time)
            #expect(other.shown("a", 6)?.standing == .disputed)
        }
    }

    @Test("T10 approved in round 1, ordered in round 2 without a new decision: waits for decision")
    func t10() {
        var board = Board()
        board.write("H", [board.set("a", 5, .stage(round: 1, "approved"))])
        let o1 = board.write("N1", [board.stage("a", 1, "ordered")])
        #expect(board.shown("a", 4)?.standing == .settled)
        board.write("N1", [board.stage("a", 2, "ordered", over: [o1])], behind: o1)
        #expect(board.shown("a", 4)?.standing == .waitsForDecision)
        finish(board)
    }

    @Test("T11 approved and refused by two branches of the hub: ordered is contested")
    func t11() {
        var board = Board()
        board.write("H", [board.set("a", 5, .stage(round: 1, "approved"))])
        board.write("H", [board.set("a", 5, .stage(round: 1, "refused"))])
        board.write("N1", [board.stage("a", 1, "ordered")])
        #expect(board.shown("a", 4)?.standing == .contested)
        #expect(board.shown("a", 5)?.standing == .differs)
        finish(board)
    }

    @Test("T12 a hostile round saturates, and beats the hub's close until somebody replaces it")
    func t12() {
        var board = Board()
        let big = board.write("N2", [board.stage("a", 1 << 63 - 1, "open")])
        board.write("H", [board.stage("a", 1, "closed")])
        #expect(board.shown("a", 4)?.value?.stage?.name == "open")
        #expect(board.shown("a", 4)?.value?.stage?.round == 0xffff_ffff)
        finish(board)
        board.write("H", [board.stage("a", 0xffff_ffff, "closed", over: [big])])
        #expect(board.shown("a", 4)?.value?.stage?.name == "closed")
        finish(board)
    }

    @Test("T13 two clones with frozen clocks take 5 each: one change without a nonce, two with")
    func t13() {
        for (nonces, wanted) in [([nil, nil], -5), ([1, 2], -10)] as [([UInt64?], Int64)] {
            var board = Board()
            for nonce in nonces {
                board.write("N1", [board.increment("a", -5)], epoch: 7, time: 7, nonce: nonce)
            }
            #expect(board.sum("a") == wanted)
            finish(board)
        }
    }

    @Test("T14 a cut-off whose own change is not held yet: what lies below it counts")
    func t14() {
        var board = Board()
        let p1 = board.write("N1", [board.set("a", 11, .text("1"))])
        let p2 = board.write("N1", [board.set("a", 11, .text("2"), over: [p1])], behind: p1)
        let p3 = board.write("N1", [board.set("a", 1, .text("z"))], behind: p2)
        let p4 = board.write("N1", [board.set("a", 1, .text("after"))], behind: p3)
        guard let hash = board.hashes[p3] else { return }
        board.revoked = [Board.node("N1")]
        board.cuts = [CutOff(feed: p3.feed, sequence: 3, hash: hash)]
        #expect(board.without(p3, p4).project("a").refused.isEmpty)
        #expect(board.project("a").refused.map(\.dot) == [p4])
        #expect(board.project("a").refused.map(\.reason) == [.revoked])
        finish(board)
    }

    @Test("T15 a school writes 'cancelled' over 'waiting_parts' of the hub: permission never reads the value")
    func t15() {
        var board = Board()
        let hub = board.write("H", [board.stage("a", 1, "waiting_parts")])
        let school = board.write("N2", [board.stage("a", 1, "cancelled", over: [hub])])
        #expect(board.candidates("a", 4) == [school])
        finish(board)
    }

    @Test("T16 deleted, then written again with title and +10: stock 50, and the note is there")
    func t16() {
        var board = Board()
        let s1 = board.write(
            "N1",
            [
                board.increment("a", 40), board.set("a", 1, .text("chalk")),
                board.set("a", 2, .text("old note")),
            ])
        let dd = board.write("H", [board.delete("a", covering: [s1])])
        #expect(board.project("a").isDeleted)
        board.write(
            "N2",
            [
                board.undo("a", 0, [dd]), board.set("a", 1, .text("chalk"), over: [s1]),
                board.increment("a", 10),
            ])
        #expect(!board.project("a").isDeleted)
        #expect(!board.project("a").isBroughtBack)
        #expect(board.sum("a") == 50)
        #expect(board.shown("a", 2)?.value == .text("old note"))
        finish(board)
    }

    @Test("T17 one reopens and closes again, another reopens, unseen: contested")
    func t17() {
        var board = Board()
        let c1 = board.write("N1", [board.stage("a", 1, "closed")])
        let ra = board.write("N2", [board.stage("a", 2, "open", over: [c1])])
        board.write("N2", [board.stage("a", 2, "closed", over: [ra])], behind: ra)
        board.write("H", [board.stage("a", 2, "open", over: [c1])])
        #expect(board.shown("a", 4)?.standing == .contested)
        #expect(board.shown("a", 4)?.value == nil)
        finish(board)
    }

    @Test("T18 a delete whose cover is not held yet does not delete; with it, it does")
    func t18() {
        var board = Board()
        let w1 = board.write("N1", [board.set("a", 1, .text("x"))])
        let w2 = board.write("N1", [board.set("a", 2, .text("y"))], behind: w1)
        board.write("H", [board.delete("a", covering: [w2])])
        #expect(!board.without(w2).project("a").isDeleted)
        #expect(board.project("a").isDeleted)
        finish(board)
    }

    @Test("T19 a delete that covers up to 2^40 with an invented hash deletes nothing")
    func t19() {
        var board = Board()
        let w1 = board.write("N1", [board.set("a", 1, .text("x"))])
        board.write("N1", [board.set("a", 2, .text("y"))], behind: w1)
        let invented = Dot(feed: w1.feed, sequence: 1 << 40, hash: ShortHash(high: 1, low: 2))
        board.write("N2", [board.delete("a", covering: [invented])])
        #expect(!board.project("a").isDeleted)
        #expect(board.project("a").isBroughtBack)
        finish(board)
    }
}
