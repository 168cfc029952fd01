// Named cases around single cells that random histories found, or that only a careful enemy would write.

import CRDT
import Crypto
import Oracle
import Support
import Testing

@Suite struct CellTests {
    @Test("an operation whose kind does not fit the field touches no cell of it")
    func wrongKind() {
        var board = Board()
        let title = board.write("N1", [board.set("a", 1, .text("chalk"))])
        board.write("N2", [Operation(.add, Board.thing, board.record("a"), FieldNumber(1), .text("x"))])
        let tag = board.write(
            "N1", [Operation(.add, Board.thing, board.record("a"), FieldNumber(8), .text("x"))])
        board.write("N2", [board.set("a", 8, .text("y"), over: [tag])])
        let record = board.show("a")
        #expect(record.fields[FieldNumber(1)] == .value(title, .settled, [title: .text("chalk")]))
        guard case .elements(let elements)? = record.fields[FieldNumber(8)] else {
            Issue.record("no set")
            return
        }
        #expect(elements.keys.sorted { $0.count < $1.count } == [Value.text("x").encoded])
        #expect(record == board.reference("a"))
    }
}
