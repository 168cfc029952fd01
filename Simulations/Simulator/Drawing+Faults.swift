// Bad luck, drawn: which fault strikes which machine and when.

internal import Bytes

extension WorldOptions {
    func drawFaults(_ random: inout SplitMix64, _ list: inout [TimedAction]) {
        let end = Int(Int64(days) * Span.day)
        let on = machines.indices.filter { machines[$0].isOn }
        for kind in faults.sorted() {
            var own = random.split()
            for _ in 0..<own.within(2...2 + 2 * days) {
                // Half of it at night would meet nobody.
                let time = Int64(own.below(end / 2)) * 2
                guard let number = own.pick(on) else { continue }
                draw(kind, number, time, &own, &list)
            }
        }
    }

    /// Each machine with an older program is upgraded at some time, or only after the last day.
    func drawUpgrades(_ random: inout SplitMix64, _ list: inout [TimedAction]) {
        for number in machines.indices where machines[number].isOld {
            let time = Int64(random.below(Int(Int64(days + 1) * Span.day)))
            list.append(TimedAction(time, .upgrade(number)))
        }
    }

    private func draw(
        _ kind: FaultKind, _ number: MachineNumber, _ time: Int64, _ random: inout SplitMix64,
        _ list: inout [TimedAction]
    ) {
        let pause = Int64(random.pick([1, 30, 600, 7_200, 40_000]) ?? 1) * Span.second
        let school = number == 0 ? 1 + random.below(machines.count - 1) : number
        func add(_ action: Action, after: Int64 = 0) { list.append(TimedAction(time + after, action)) }
        switch kind {
        case .cut:
            add(.cut(school, bytes: random.below(random.chance(1, in: 2) ? 900 : 20_000)))
        case .crash: add(.crash(number, pauseMilliseconds: pause))
        case .powerLoss: add(.powerLoss(number, step: 1 + random.below(40), pauseMilliseconds: pause))
        case .diskError, .diskFull:
            let isLasting = random.chance(1, in: 2)
            let step = 1 + random.below(40)
            // Sometimes the disk fails just when the machine is switched on.
            if step % 4 == 0 { add(.crash(number, pauseMilliseconds: 2 * Span.minute)) }
            let after = step % 4 == 0 ? Span.minute : 0
            add(
                .diskFault(number, isFull: kind == .diskFull, step: step, isLasting: isLasting),
                after: after)
            if isLasting { add(.diskMended(number), after: pause + Span.hour) }
        case .restore, .rollback:
            add(.backup(number))
            let later = Int64(random.within(1...40)) * Span.hour
            add(.restore(number, memory: kind == .rollback), after: later)
        case .hubRestore:
            guard random.chance(1, in: 3) else { return }
            add(.backup(0))
            add(.restore(0, memory: false), after: Int64(random.within(1...30)) * Span.hour)
        case .bothRestored:
            guard random.chance(1, in: 3) else { return }
            let later = Int64(random.within(1...30)) * Span.hour
            for one in [0, school] { add(.backup(one), after: Int64(random.below(60)) * Span.minute) }
            for one in [0, school] { add(.restore(one, memory: false), after: later + Span.hour) }
        case .clone: drawClone(time, &random, &list)
        case .clock:
            let jump = random.pick([-Span.day, Span.hour, -Span.hour, 400 * Span.day]) ?? 0
            add(.clock(number, byMilliseconds: jump))
        case .replay: add(.replay(dice: random.next()))
        case .oneWay, .oldVersion: break
        case .forbidden: add(.work(number, .forbidden, dice: random.next()))
        case .backdated: add(.work(number, .backdated, dice: random.next()))
        case .clog: add(.clog(school, milliseconds: Int64(random.within(1...120)) * Span.second))
        case .rot: add(.rot(number, dice: random.next()))
        case .hostile:
            guard let liar = machines.firstIndex(where: { $0.isHostile }) else { return }
            add(.attack(liar, random.pick(Attack.allCases) ?? .forge, dice: random.next()))
        case .stick: drawStick(school, time, &random, &list)
        }
    }

    /// Sticks are carried by day; those of schools without a line more often.
    private func drawStick(
        _ number: MachineNumber, _ time: Int64, _ random: inout SplitMix64, _ list: inout [TimedAction]
    ) {
        let lineless = machines.indices.filter { machines[$0].profile == .none }
        let carrier = random.chance(1, in: 2) ? random.pick(lineless) ?? number : number
        let travel = Int64(random.pick([20, 120, 600, 3_000]) ?? 20) * Span.minute
        let luck: StickLuck = random.chance(1, in: 2) ? .good : random.pick(StickLuck.allCases) ?? .good
        let time = time / Span.day * Span.day + Int64(random.within(8...15)) * Span.hour
        list.append(TimedAction(time, .stick(carrier, luck, travelMilliseconds: travel)))
    }

    private func drawClone(_ time: Int64, _ random: inout SplitMix64, _ list: inout [TimedAction]) {
        let spares = machines.indices.filter { !machines[$0].isOn && machines[$0].school > 0 }
        guard let spare = random.pick(spares),
            let source = machines.firstIndex(where: { $0.school == machines[spare].school && $0.isOn })
        else { return }
        list.append(TimedAction(time, .clone(source, to: spare)))
        list.append(TimedAction(time + Span.minute, .line(spare, .up)))
        let left = Int(max(1, Int64(days) * Span.day - time))
        for _ in 0..<workPerDay {
            guard let work = random.pick(Self.schoolWork) else { continue }
            list.append(
                TimedAction(time + Int64(random.below(left)), .work(spare, work, dice: random.next())))
        }
    }
}
