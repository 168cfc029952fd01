// What a world is like, drawn from a seed and printed before the run: how many schools, which lines, how
// much work, which faults and how often. Each kind of fault may be missing from a world, so that rare
// combinations of the others get their turn.

internal import Bytes

/// The kinds of faults a world may have.
public enum FaultKind: String, Hashable, Sendable, CaseIterable, Comparable {
    case cut, crash, powerLoss, diskError, diskFull, restore, rollback, clone, clock, replay, oneWay
    case forbidden, backdated
    case stick, clog, oldVersion, rot, hostile, hubRestore, bothRestored

    /// By name.
    public static func < (left: FaultKind, right: FaultKind) -> Bool { left.rawValue < right.rawValue }
}

/// What one machine is like.
public struct MachineOptions: Hashable, Sendable {
    /// Its name: `hub`, `s01`, `s01b`.
    public var name: String
    /// Which school it stands in, from 1; 0 is the office.
    public var school: Int
    /// Its line.
    public var profile: LinkProfile
    /// How far its wall clock is off, milliseconds.
    public var clockOffsetMilliseconds: Int64
    /// How much faster its wall clock runs, in parts of a million.
    public var clockDriftPPM: Int64
    /// Switched on from the beginning; a spare machine waits for a clone.
    public var isOn: Bool
    /// A spare machine that cannot be told from the one it is a copy of: a virtual machine, started twice.
    public var isTwin = false
    /// Its folder is put back file by file over the old one, so that the file system shows nothing of it.
    public var restoresInPlace = false
    /// It begins with an older program.
    public var isOld = false
    /// Its keys are in the hands of somebody hostile.
    public var isHostile = false
    /// Of a thousand packets, how many are lost and come late.
    public var lossPermille = 0
}

/// A world by its parts.
public struct WorldOptions: Hashable, Sendable {
    /// Everything that is not given is drawn from it.
    public var seed: UInt64
    /// Schools.
    public var schools: Int
    /// Days.
    public var days: Int
    /// Machines; the hub first.
    public var machines: [MachineOptions]
    /// Which faults there are.
    public var faults: Set<FaultKind>
    /// Acts of work in each school on a day.
    public var workPerDay: Int
    /// Milliseconds between ticks of a machine that is connected.
    public var tickMilliseconds: Int64 = 30_000
    /// When it begins, milliseconds since 1970.
    public var beginMilliseconds: Int64 = WorldCalendar.beginMilliseconds
    /// Rules that the district puts in force before anything else.
    public var rules: [RuleChange] = []

    /// Draws a world.
    public static func drawn(seed: UInt64, schools: Int? = nil, days: Int? = nil) -> WorldOptions {
        var random = SplitMix64(seed: seed &* 0x9e37_79b9_7f4a_7c15 &+ 1)
        let count = schools ?? 5
        var options = WorldOptions(
            seed: seed, schools: count, days: days ?? random.within(3...4), machines: [], faults: [],
            workPerDay: random.within(6...24))
        for kind in FaultKind.allCases where random.chance(2, in: 3) { options.faults.insert(kind) }
        options.machines = [drawnMachine("hub", 0, .fibre, options.faults, &random)]
        var profiles: [LinkProfile] = [.fibre, .fibre, .adsl, .adsl, .satellite, .mobileWindow]
        if options.faults.contains(.stick) { profiles.append(.none) }
        let hostile = options.faults.contains(.hostile) ? 1 + random.below(max(1, count)) : 0
        for school in 1...max(1, count) {
            let name = "s" + (school < 10 ? "0" : "") + "\(school)"
            let profile = random.pick(profiles) ?? .fibre
            var first = drawnMachine(name, school, profile, options.faults, &random)
            first.isHostile = school == hostile
            options.machines.append(first)
            if random.chance(1, in: 4) {
                options.machines.append(drawnMachine(name + "b", school, .adsl, options.faults, &random))
            }
        }
        guard options.faults.contains(.clone) else { return options }
        for school in 1...max(1, count) where school != hostile && random.chance(1, in: 3) {
            var spare = drawnMachine("c\(school)", school, .adsl, options.faults, &random)
            spare.isOn = false
            spare.isTwin = random.chance(1, in: 2)
            options.machines.append(spare)
        }
        return options
    }

    private static func drawnMachine(
        _ name: String, _ school: Int, _ profile: LinkProfile, _ faults: Set<FaultKind>,
        _ random: inout SplitMix64
    ) -> MachineOptions {
        var machine = MachineOptions(
            name: name, school: school, profile: profile, clockOffsetMilliseconds: 0, clockDriftPPM: 0,
            isOn: true)
        machine.restoresInPlace = random.chance(1, in: 2)
        machine.isOld = faults.contains(.oldVersion) && random.chance(1, in: 3)
        machine.lossPermille = faults.contains(.clog) ? Int(random.pick([0, 10, 100, 300]) ?? 0) : 0
        guard faults.contains(.clock), random.chance(1, in: 2) else { return machine }
        let year = 365 * Milliseconds.day
        machine.clockOffsetMilliseconds =
            random.pick([
                0, -Int64(random.below(3_600)) * Milliseconds.second,
                Int64(random.below(3_600)) * Milliseconds.second,
                -10 * year, 10 * year, 543 * year, -56 * year,
            ]) ?? 0
        machine.clockDriftPPM = Int64(random.within(-500...500))
        return machine
    }
}
