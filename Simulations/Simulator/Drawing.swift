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
                    Int64(day) * Span.day + Int64(random.within(hours)) * Span.minute
                    + Int64(random.below(60_000))
                guard let work = random.pick(number == 0 ? Self.officeWork : Self.schoolWork) else {
                    continue
                }
                list.append(TimedAction(time, .work(number, work, dice: random.next())))
            }
        }
    }

    private static let schoolWork: [Work] = [
        .newTicket, .newTicket, .changeTicket, .changeTicket, .moveTicket, .moveTicket, .logTicket,
        .staleForm,
        .newStock, .moveStock, .moveStock, .moveStock, .count, .count, .delete, .undo, .settle, .bulk,
    ]
    private static let officeWork: [Work] = [
        .changeTicket, .moveTicket, .moveTicket, .logTicket, .staleForm, .assign, .assign, .delete, .undo,
        .settle,
        .settle, .changeRule, .newTicket,
    ]

    private func drawFaults(_ random: inout SplitMix64, _ list: inout [TimedAction]) {
        let end = Int(Int64(days) * Span.day)
        let on = machines.indices.filter { machines[$0].isOn }
        for kind in faults.sorted() {
            var own = random.split()
            for _ in 0..<own.within(2...2 + 2 * days) {
                let time = Int64(own.below(end))
                guard let number = own.pick(on) else { continue }
                draw(kind, number, time, &own, &list)
            }
        }
    }

    private func draw(
        _ kind: FaultKind, _ number: MachineNumber, _ time: Int64, _ random: inout SplitMix64,
        _ list: inout [TimedAction]
    ) {
        let pause = Int64(random.pick([1, 30, 600, 7_200, 40_000]) ?? 1) * Span.second
        func add(_ action: Action, after: Int64 = 0) { list.append(TimedAction(time + after, action)) }
        switch kind {
        case .cut:
            add(.cut(number == 0 ? 1 : number, bytes: random.below(random.chance(1, in: 2) ? 900 : 20_000)))
        case .crash: add(.crash(number, pauseMilliseconds: pause))
        case .powerLoss: add(.powerLoss(number, step: 1 + random.below(40), pauseMilliseconds: pause))
        case .diskError, .diskFull:
            let isLasting = random.chance(1, in: 2)
            add(
                .diskFault(
                    number, isFull: kind == .diskFull, step: 1 + random.below(40), isLasting: isLasting))
            if isLasting { add(.diskMended(number), after: pause + Span.hour) }
        case .restore, .rollback:
            add(.backup(number))
            let later = Int64(random.within(1...40)) * Span.hour
            add(.restore(number, memory: kind == .rollback), after: later)
        case .clone:
            let spares = machines.indices.filter { !machines[$0].isOn && machines[$0].school > 0 }
            guard let spare = random.pick(spares),
                let source = machines.firstIndex(where: { $0.school == machines[spare].school && $0.isOn })
            else { return }
            add(.clone(source, to: spare))
            drawWorkOfClone(spare, from: time, &random, &list)
        case .clock:
            let jump = random.pick([-Span.day, Span.hour, -Span.hour, 400 * Span.day]) ?? 0
            add(.clock(number, byMilliseconds: jump))
        case .replay: add(.replay(dice: random.next()))
        case .oneWay: break
        case .forbidden: add(.work(number, .forbidden, dice: random.next()))
        case .backdated: add(.work(number, .backdated, dice: random.next()))
        }
    }

    private func drawWorkOfClone(
        _ number: MachineNumber, from time: Int64, _ random: inout SplitMix64, _ list: inout [TimedAction]
    ) {
        let left = Int(max(1, Int64(days) * Span.day - time))
        for _ in 0..<workPerDay {
            guard let work = random.pick(Self.schoolWork) else { continue }
            list.append(
                TimedAction(time + Int64(random.below(left)), .work(number, work, dice: random.next())))
        }
    }
}
