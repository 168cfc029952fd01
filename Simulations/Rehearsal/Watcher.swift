// Looks on while a world runs: when the district sees what a school has written, and how old the director's
// page is hour by hour. It changes nothing and draws nothing.

internal import CRDT
internal import Replica
internal import Simulator

/// Something a school has written, on its way to the hub.
struct Underway: Hashable {
    let machine: MachineNumber
    let dot: Dot
    /// True time of writing.
    let written: Int64
}

/// What was seen at one moment: for each school how long its oldest unseen change has been waiting,
/// milliseconds.
struct FreshnessSample: Hashable {
    let milliseconds: Int64
    var ages: [Int64]
}

/// A change that has arrived.
struct Arrival: Hashable {
    let underway: Underway
    /// True time at which the hub had stored it.
    let seen: Int64
    /// Whether the days of the scenario were over by then.
    let isAfterEnd: Bool
}

/// Watches one run.
final class Watcher: Checker {
    let name = "rehearsal"
    /// School of each machine; 0 for the office.
    private let schools: [Int]
    private let count: Int
    private let begin: Int64
    private let end: Int64
    private let interval: Int64

    private var waiting: [MachineNumber: [Underway]] = [:]
    private(set) var arrivals: [Arrival] = []
    private(set) var samples: [FreshnessSample] = []
    /// What an old copy took off the machine that wrote it, before the hub had it, and when.
    private var goneSince: [Dot: Int64] = [:]
    /// What nobody holds any more.
    private(set) var lost: [Underway] = []
    /// How many of those each school wrote, by its number; 0 for the office.
    var lostBySchool: [Int: Int] {
        Dictionary(lost.map { (schools[$0.machine], 1) }, uniquingKeysWith: { $0 + $1 })
    }
    /// Writes by machine.
    private(set) var written: [MachineNumber: Int] = [:]
    private var nextSample: Int64
    private var isOver = false
    /// Hears which day has begun, from 1.
    private let progress: (Int) -> Void

    init(_ options: WorldOptions, progress: @escaping (Int) -> Void = { _ in }) {
        self.progress = progress
        schools = options.machines.map(\.school)
        count = options.schools
        begin = options.beginMilliseconds
        end = begin + Int64(options.days) * Milliseconds.day
        interval = max(Milliseconds.hour, Int64(options.days) * Milliseconds.day / 240)
        nextSample = begin + interval
    }

    func see(_ observation: Observation, in world: World) throws {
        while nextSample <= min(world.now, end) {
            sample(at: nextSample)
            progress(Int((nextSample - begin) / Milliseconds.day) + 1)
            nextSample += interval
        }
        switch observation {
        case .wrote(let machine, let dot):
            guard machine != 0, !world.isSettingUp else { return }
            written[machine, default: 0] += 1
            waiting[machine, default: []].append(Underway(machine: machine, dot: dot, written: world.now))
        case .flushed(0): try look(world)
        case .rolledBack(let machine):
            let kept = Set(world.acknowledged(by: machine))
            for one in waiting[machine] ?? [] where !kept.contains(one.dot) && goneSince[one.dot] == nil {
                goneSince[one.dot] = world.now
            }
        case .checkpoint where world.now >= end: isOver = true
        case .settled:
            try look(world)
            lost = waiting.values.flatMap(\.self).sorted { ($0.written, $0.dot) < ($1.written, $1.dot) }
        default: break
        }
    }

    private func sample(at time: Int64) {
        var ages = [Int64](repeating: 0, count: count)
        for (machine, list) in waiting {
            // Nobody waits any more for what is gone.
            let oldest = list.first { goneSince[$0.dot] == nil }
            guard let oldest, schools[machine] > 0 else { continue }
            ages[schools[machine] - 1] = max(ages[schools[machine] - 1], time - oldest.written)
        }
        samples.append(FreshnessSample(milliseconds: time, ages: ages))
    }

    /// Takes what has arrived off the list. Changes of a feed come in order, except around a restore: the
    /// first few of each are looked at, and all of them at the end.
    private func look(_ world: World) throws {
        guard let hub = world.store(of: 0) else { return }
        for machine in waiting.keys.sorted() {
            guard let list = waiting[machine], !list.isEmpty else { continue }
            var misses: [Feed: Int] = [:]
            var left: [Underway] = []
            for one in list {
                let missed = misses[one.dot.feed, default: 0]
                if missed < Self.missesMax || isOver, try hub.holds(one.dot) {
                    arrivals.append(Arrival(underway: one, seen: world.now, isAfterEnd: isOver))
                    if let since = goneSince[one.dot] { noteArrival(of: one, gone: since, world.now) }
                } else {
                    misses[one.dot.feed] = missed + 1
                    left.append(one)
                }
            }
            waiting[machine] = left
        }
    }

    private static let missesMax = 3

    /// What was gone from its machine and arrives all the same was on its way meanwhile, on a stick for one:
    /// the page was as old as that.
    private func noteArrival(of one: Underway, gone since: Int64, _ seen: Int64) {
        let school = schools[one.machine]
        guard school > 0 else { return }
        for place in samples.indices {
            let time = samples[place].milliseconds
            guard since <= time, time < seen else { continue }
            samples[place].ages[school - 1] = max(samples[place].ages[school - 1], time - one.written)
        }
    }
}
