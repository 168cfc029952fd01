// Stock added up by the checker as the shelves add it up, whatever amounts somebody has moved.

import CRDT
import Records
import Replica
import Testing

@testable import Simulator

@Suite(.serialized) struct CounterTests {
    @Test("amounts whose sum no number holds are added up as the shelf does, and end no run")
    func enormous() async {
        // In a process of its own: a simulated run leaves nothing random in the process it runs in.
        await #expect(processExitsWith: .success) {
            let list = try ActList(
                text: """
                    world seed 1 schools 1 days 1 work 1 tick 30s
                    machine hub school 0 line fibre clock 0ms drift 0 on
                    machine s01 school 1 line fibre clock 0ms drift 0 on
                    d00 08:00:00 s01 work newStock dice 1
                    """)
            let world = World(list.options, checkers: [])
            try #require(world.run(list.actions))
            let store = try #require(world.store(of: 1))
            let stock = try #require(store.catalogue["stock_item"])
            let move = try #require(store.catalogue["stock_move"])
            let (item, delta) = (try #require(move["item"]), try #require(move["delta"]))
            let shelf = try #require(try store.list(stock).first)
            for number in 1...2 as ClosedRange<UInt64> {
                let id = RecordID(high: 1, low: number)
                try store.write(
                    [
                        Edit(.set, move.number, id, item.number, .record(shelf.id)),
                        Edit(.set, move.number, id, delta.number, .integer(.max)),
                    ], in: shelf.space, time: world.now)
            }
            var checker = CounterChecker()
            try checker.see(.settled, in: world)
        }
    }
}
