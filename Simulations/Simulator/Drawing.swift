// Draws what happens in a world from its options: people at work in office hours, lines that come and go,
// faults.

internal import Bytes

extension WorldOptions {
    /// All that happens, in order of time.
    public func drawnActions() -> [TimedAction] {
        var random = SplitMix64(seed: seed &* 0xd134_2543_de82_ef95 &+ 7)
        var list: [TimedAction] = []
        for number in machines.indices {
            var own = random.split()
            drawLine(number, &own, &list)
            if machines[number].isOn { drawWork(number, &own, &list) }
        }
        drawFaults(&random, &list)
        drawUpgrades(&random, &list)
        // A stable order: equal times stay in the order in which they were drawn.
        return list.enumerated().sorted {
            ($0.element.milliseconds, $0.offset) < ($1.element.milliseconds, $1.offset)
        }.map(\.element)
    }

    private func drawLine(_ number: MachineNumber, _ random: inout SplitMix64, _ list: inout [TimedAction]) {
        guard number != 0 else { return }
        for stretch in machines[number].profile.stretches(days: days, using: &random) {
            list.append(TimedAction(stretch.lowerBound, .line(number, .up)))
            list.append(TimedAction(stretch.upperBound, .line(number, .down)))
            guard faults.contains(.oneWay), random.chance(1, in: 5) else { continue }
            let length = Int(max(1, stretch.upperBound - stretch.lowerBound))
            let state: LineState = random.chance(1, in: 2) ? .upstreamOnly : .downstreamOnly
            list.append(TimedAction(stretch.lowerBound + Int64(random.below(length)), .line(number, state)))
        }
    }

    /// Most work is done between eight and four, some at any time.
    private func drawWork(_ number: MachineNumber, _ random: inout SplitMix64, _ list: inout [TimedAction]) {
        for day in 0..<days {
            for _ in 0..<random.within(1...max(1, 2 * workPerDay)) {
                let hours = random.chance(9, in: 10) ? 8 * 60...16 * 60 : 0...24 * 60 - 1
                let time =
                    Int64(day) * Milliseconds.day + Int64(random.within(hours)) * Milliseconds.minute
                    + Int64(random.below(60_000))
                guard let work = random.pick(number == 0 ? Self.officeWork : Self.schoolWork) else {
                    continue
                }
                list.append(TimedAction(time, .work(number, work, dice: random.next())))
            }
        }
    }

    static let schoolWork: [Work] = [
        .newTicket, .newTicket, .changeTicket, .changeTicket, .moveTicket, .moveTicket, .logTicket,
        .staleForm,
        .newStock, .moveStock, .moveStock, .moveStock, .count, .count, .delete, .undo, .settle, .bulk,
    ]
    private static let officeWork: [Work] = [
        .changeTicket, .moveTicket, .moveTicket, .logTicket, .staleForm, .assign, .assign, .delete, .undo,
        .settle,
        .settle, .changeRule, .newTicket,
    ]
}
