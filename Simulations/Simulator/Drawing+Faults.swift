// Bad luck, drawn: which fault strikes which machine and when.

internal import Bytes

extension WorldOptions {
    func drawFaults(_ random: inout SplitMix64, _ list: inout [TimedAction]) {
        let end = Int(Int64(days) * Milliseconds.day)
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
            let time = Int64(random.below(Int(Int64(days + 1) * Milliseconds.day)))
            list.append(TimedAction(time, .upgrade(number)))
        }
    }

    private func draw(
        _ kind: FaultKind, _ number: MachineNumber, _ time: Int64, _ random: inout SplitMix64,
        _ list: inout [TimedAction]
    ) {
        let pause = Int64(random.pick([1, 30, 600, 7_200, 40_000]) ?? 1) * Milliseconds.second
        let school = number == 0 ? 1 + random.below(machines.count - 1) : number
        func add(_ action: Action) { list.append(TimedAction(time, action)) }
        switch kind {
        case .cut:
            add(.cut(school, bytes: random.below(random.chance(1, in: 2) ? 900 : 20_000)))
        case .crash: add(.crash(number, pauseMilliseconds: pause))
        case .powerLoss: add(.powerLoss(number, step: 1 + random.below(40), pauseMilliseconds: pause))
        case .diskError, .diskFull: drawDiskFault(kind, number, time, pause, &random, &list)
        case .restore, .rollback:
            drawRestore(number, time, hoursMax: 40, memory: kind == .rollback, &random, &list)
        case .hubRestore:
            guard random.chance(1, in: 3) else { return }
            drawRestore(0, time, hoursMax: 30, memory: false, &random, &list)
        case .bothRestored: drawBothRestored(school, time, &random, &list)
        case .clone: drawClone(time, &random, &list)
        case .clock:
            let (hour, day) = (Milliseconds.hour, Milliseconds.day)
            add(.clock(number, byMilliseconds: random.pick([-day, hour, -hour, 400 * day]) ?? 0))
        case .replay: add(.replay(dice: random.next()))
        case .oneWay, .oldVersion: break
        case .forbidden: add(.work(number, .forbidden, dice: random.next()))
        case .backdated: add(.work(number, .backdated, dice: random.next()))
        case .clog: add(.clog(school, milliseconds: Int64(random.within(1...120)) * Milliseconds.second))
        case .rot: add(.rot(number, dice: random.next()))
        case .hostile:
            guard let liar = machines.firstIndex(where: { $0.isHostile }) else { return }
            add(.attack(liar, random.pick(Attack.allCases) ?? .forge, dice: random.next()))
        case .stick: drawStick(school, time, &random, &list)
        }
    }

    /// A disk that fails once, or until somebody mends it.
    private func drawDiskFault(
        _ kind: FaultKind, _ number: MachineNumber, _ time: Int64, _ pause: Int64,
        _ random: inout SplitMix64, _ list: inout [TimedAction]
    ) {
        let isLasting = random.chance(1, in: 2)
        let step = 1 + random.below(40)
        // Sometimes the disk fails just when the machine is switched on.
        let isAtStart = step % 4 == 0
        if isAtStart {
            list.append(TimedAction(time, .crash(number, pauseMilliseconds: 2 * Milliseconds.minute)))
        }
        list.append(
            TimedAction(
                time + (isAtStart ? Milliseconds.minute : 0),
                .diskFault(number, isFull: kind == .diskFull, step: step, isLasting: isLasting)))
        if isLasting { list.append(TimedAction(time + pause + Milliseconds.hour, .diskMended(number))) }
    }

    /// A copy is taken, and put back within so many hours.
    private func drawRestore(
        _ number: MachineNumber, _ time: Int64, hoursMax: Int, memory: Bool, _ random: inout SplitMix64,
        _ list: inout [TimedAction]
    ) {
        list.append(TimedAction(time, .backup(number)))
        let later = Int64(random.within(1...hoursMax)) * Milliseconds.hour
        list.append(TimedAction(time + later, .restore(number, memory: memory)))
    }

    /// The hub and a school go back to copies of about the same time, at the same moment.
    private func drawBothRestored(
        _ school: MachineNumber, _ time: Int64, _ random: inout SplitMix64, _ list: inout [TimedAction]
    ) {
        guard random.chance(1, in: 3) else { return }
        let later = Int64(random.within(1...30)) * Milliseconds.hour
        for one in [0, school] {
            list.append(TimedAction(time + Int64(random.below(60)) * Milliseconds.minute, .backup(one)))
        }
        for one in [0, school] {
            list.append(TimedAction(time + later + Milliseconds.hour, .restore(one, memory: false)))
        }
    }

    /// Sticks are carried by day; those of schools without a line more often.
    private func drawStick(
        _ number: MachineNumber, _ time: Int64, _ random: inout SplitMix64, _ list: inout [TimedAction]
    ) {
        let lineless = machines.indices.filter { machines[$0].profile == .none }
        let carrier = random.chance(1, in: 2) ? random.pick(lineless) ?? number : number
        let travel = Int64(random.pick([20, 120, 600, 3_000]) ?? 20) * Milliseconds.minute
        let luck: StickLuck = random.chance(1, in: 2) ? .good : random.pick(StickLuck.allCases) ?? .good
        let time =
            time / Milliseconds.day * Milliseconds.day + Int64(random.within(8...15)) * Milliseconds.hour
        list.append(TimedAction(time, .stick(carrier, luck, travelMilliseconds: travel)))
    }

    private func drawClone(_ time: Int64, _ random: inout SplitMix64, _ list: inout [TimedAction]) {
        let spares = machines.indices.filter { !machines[$0].isOn && machines[$0].school > 0 }
        guard let spare = random.pick(spares),
            let source = machines.firstIndex(where: { $0.school == machines[spare].school && $0.isOn })
        else { return }
        list.append(TimedAction(time, .clone(source, to: spare)))
        list.append(TimedAction(time + Milliseconds.minute, .line(spare, .up)))
        let left = Int(max(1, Int64(days) * Milliseconds.day - time))
        for _ in 0..<workPerDay {
            guard let work = random.pick(Self.schoolWork) else { continue }
            list.append(
                TimedAction(time + Int64(random.below(left)), .work(spare, work, dice: random.next())))
        }
    }
}
