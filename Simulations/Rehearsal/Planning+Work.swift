// What people do when, and what goes wrong when.

internal import Bytes
internal import Simulator

extension Planner {
    mutating func planWork() {
        for (index, line) in plan.lines.enumerated() {
            var own = random.split()
            for initial in scenario.have where initial.count > 0 {
                add(
                    InitialErrand(
                        machine: line.machines[0], dice: own.next(), collection: initial.collection,
                        count: initial.count), at: Milliseconds.minute)
            }
            for person in 0..<scenario.schoolPeople {
                planPerson(on: line.machines[person % line.machines.count], isOffice: false, index + 1, &own)
            }
        }
        for _ in 0..<scenario.officePeople {
            var own = random.split()
            planPerson(on: 0, isOffice: true, 0, &own)
        }
    }

    private mutating func planPerson(
        on machine: MachineNumber, isOffice: Bool, _ school: Int, _ random: inout SplitMix64
    ) {
        let daysOfWeek = scenario.weekends ? 7 : 5
        for share in scenario.work where share.isOffice == isOffice {
            for day in 0..<scenario.days where isWorkday(day) {
                let extra = random.below(daysOfWeek) < share.timesPerWeek % daysOfWeek ? 1 : 0
                for _ in 0..<share.timesPerWeek / daysOfWeek + extra {
                    let minute = random.within(scenario.hours.lowerBound...scenario.hours.upperBound - 1)
                    let time =
                        Int64(day) * Milliseconds.day + Int64(minute) * Milliseconds.minute
                        + Int64(random.below(60_000))
                    add(
                        RoutineErrand(
                            machine: machine, dice: random.next(), share: share, isOffice: isOffice,
                            recent: recent(share.collection)),
                        at: time)
                }
            }
        }
    }

    /// People work at what is new; of what was there from the beginning, at all of it.
    private func recent(_ collection: String) -> Int {
        max(Self.recentMin, scenario.have.first { $0.collection == collection }?.count ?? 0)
    }

    private static let recentMin = 4

    mutating func planStory() {
        var own = random.split()
        let book = StoryBook()
        for step in scenario.story {
            guard let machine = machine(step.school, step.computer) else { continue }
            let time = Int64(step.day - 1) * Milliseconds.day + Int64(step.minute) * Milliseconds.minute
            let errand = StoryErrand(
                machine: machine, dice: own.next(), school: step.school, deed: step.deed, book: book)
            add(errand, at: time)
        }
    }

    /// The machine of a school's n-th computer; the first where it has fewer.
    private func machine(_ school: Int, _ computer: Int) -> MachineNumber? {
        guard school > 0 else { return 0 }
        guard plan.lines.indices.contains(school - 1) else { return nil }
        let machines = plan.lines[school - 1].machines
        return machines.indices.contains(computer - 1) ? machines[computer - 1] : machines.first
    }

    mutating func planFaults() {
        for fault in scenario.faults {
            var own = random.split()
            guard fault.perWeek > 0 else {
                if let machine = machine(fault.school ?? 1, fault.computer) {
                    let start = Int64(fault.day - 1) * Milliseconds.day
                    plan(
                        fault, on: machine,
                        at: start + Int64(scenario.hours.lowerBound + 30) * Milliseconds.minute,
                        &own)
                }
                continue
            }
            // What happens once a week happens once at least, however short the story.
            for _ in 0..<max(1, fault.perWeek * scenario.days / 7) {
                let school = fault.school ?? own.within(1...max(1, scenario.schools))
                let time =
                    Int64(own.below(scenario.days)) * Milliseconds.day + Int64(own.within(scenario.hours))
                    * Milliseconds.minute
                if let machine = machine(school, fault.computer) { plan(fault, on: machine, at: time, &own) }
            }
        }
    }

    private mutating func plan(
        _ fault: PlannedFault, on machine: MachineNumber, at time: Int64, _ random: inout SplitMix64
    ) {
        func act(_ action: Action, at time: Int64) { plan.actions.append(TimedAction(time, action)) }
        switch fault.kind {
        case .noLine: break
        case .clock where fault.day == 1:
            plan.options.machines[machine].clockOffsetMilliseconds +=
                Int64(fault.clockDays) * Milliseconds.day
        case .clock: act(.clock(machine, byMilliseconds: Int64(fault.clockDays) * Milliseconds.day), at: time)
        case .restore:
            act(
                .backup(machine),
                at: Int64(fault.otherDay - 1) * Milliseconds.day + Int64(scenario.hours.upperBound)
                    * Milliseconds.minute)
            act(.restore(machine, memory: false), at: time)
        case .image: for copy in 1...fault.copies { planCopy(copy, of: machine, at: time, &random) }
        case .crash: act(.crash(machine, pauseMilliseconds: 10 * Milliseconds.minute), at: time)
        case .power:
            act(
                .powerLoss(machine, step: 1 + random.below(30), pauseMilliseconds: Milliseconds.hour),
                at: time)
        case .diskFull:
            act(.diskFault(machine, isFull: true, step: 1, isLasting: true), at: time)
            act(.diskMended(machine), at: fault.end(of: scenario.days) + Milliseconds.hour)
        case .cut: act(.cut(machine, bytes: random.below(20_000)), at: time)
        }
    }

    /// A new machine with the disk of another, and somebody who works at it from then on.
    private mutating func planCopy(
        _ copy: Int, of machine: MachineNumber, at time: Int64, _ random: inout SplitMix64
    ) {
        let model = plan.options.machines[machine]
        guard plan.lines.indices.contains(model.school - 1) else { return }
        let line = plan.lines[model.school - 1]
        let earlier = plan.options.machines.count { $0.name.hasPrefix("\(model.name)-copy") }
        var spare = MachineOptions(
            planned: "\(model.name)-copy\(earlier + 1)", school: model.school, profile: model.profile)
        spare.isOn = false
        let number = plan.options.machines.count
        plan.options.machines.append(spare)
        plan.actions.append(
            TimedAction(time + Int64(copy) * Milliseconds.minute, .clone(machine, to: number)))
        let later = line.stretches.compactMap { stretch -> ClosedRange<Int64>? in
            let begin = max(stretch.lowerBound, time + Int64(copy + 1) * Milliseconds.minute)
            return begin < stretch.upperBound ? begin...stretch.upperBound : nil
        }
        raise(number, later)
        plan.lines[model.school - 1] = SchoolLine(
            profile: line.profile, stretches: line.stretches, machines: line.machines + [number],
            visitEveryDays: line.visitEveryDays, cutOff: line.cutOff, open: line.open,
            hasWindow: line.hasWindow)
        let before = plan.errands.count
        planPerson(on: number, isOffice: false, model.school, &random)
        let made = plan.errands[before...].filter { $0.milliseconds > time + Milliseconds.hour }
        plan.errands.replaceSubrange(before..., with: made)
    }
}
