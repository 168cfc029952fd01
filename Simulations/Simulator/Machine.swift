// One computer of the district: a disk, keys, a clock that may be wrong, and, while it is switched on, a
// node. What lies outside the data folder (keys, high-water file) is here and not on the disk.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Disk
internal import Engine
internal import Keeper
internal import Records
internal import Replica

/// A machine and what runs on it.
final class Machine {
    let number: MachineNumber
    let options: MachineOptions
    let disk: VirtualDisk
    /// Secret keys; a clone has those of the machine it was copied from.
    var keys: NodeKeys?
    /// The district's word on who may join, at the hub.
    var admission: (any Admission)?

    /// The running node; nil while it is switched off.
    var keeper: NodeKeeper?
    /// Counts starts: what was planned for an earlier life is void.
    var life = 0
    var isOn: Bool { keeper != nil }
    /// Switched on once: a spare machine waits for a clone.
    var exists: Bool
    /// When it calls the hub again.
    var dialler = Dialler()
    var line = LineState.down
    /// The connection to the hub; nil for none.
    var outgoing: ConnectionID?
    var goal: Goal?
    var isTicking = false
    /// Ends of wires it holds.
    var wireCount = 0

    /// Sum of the jumps of its clock.
    private(set) var clockJumpMilliseconds: Int64 = 0
    /// When it was last started, true time.
    var bootedMilliseconds: Int64 = 0

    /// The last copy of its folder, with what was outside it then.
    var copy: Copy?
    /// What its installation is called: a virtual machine that is started twice has one name.
    var mark: String
    /// The database's number and birth in the file system.
    var file: UInt64 = 1
    var fileBirthMilliseconds: Int64 = 0
    /// What stands in its high-water file; nil where there is none.
    var highWater: String?
    /// What stood there before: the file is written without being synced.
    var olderHighWater: String?
    /// What was held when it was written.
    private var highWaterChanges = -1
    /// The epoch it was last seen to write.
    var epoch: Epoch?
    /// It runs an older program.
    var isOld: Bool
    /// Its power was lost since it last ran.
    var hasLostPower = false
    /// Its disk fails reads while it is being switched on.
    var hasUnreadableDisk = false
    /// Nobody will mend it before the core of the district is even.
    var isAbandoned = false
    /// Until when nothing gets through its line, true time.
    var cloggedMilliseconds: Int64 = 0
    /// The hub went back to an old copy of which nothing tells, and this machine has not been even with it
    /// since: what the hub confirmed before may be gone.
    var isHubsWordOld = false
    /// It may write one sequence twice: nothing on it tells of the other time.
    var mayFork = false
    /// Its high-water file was put back by a power loss.
    var isHighWaterOld = false
    /// Own writes that were acknowledged and not rolled back since.
    var acknowledged: [Dot] = []
    /// Forms that somebody opened a while ago: collection, id, what they showed, and the writes that stood
    /// there.
    var openForms: [(collection: String, id: String, basis: String, dots: Set<Dot>)] = []
    /// While a form is written that was opened before: the writes it showed.
    var formDots: Set<Dot>?

    /// A copy of the data folder.
    struct Copy {
        let snapshot: DiskSnapshot
        let acknowledgedCount: Int
        let file: UInt64
        let fileBirthMilliseconds: Int64
        let highWater: String?
        let isOld: Bool
    }

    /// When the run began, true time.
    let beginMilliseconds: Int64

    init(
        _ number: MachineNumber, _ options: MachineOptions, disk: VirtualDisk,
        beginMilliseconds: Int64 = WorldCalendar.beginMilliseconds
    ) {
        self.beginMilliseconds = beginMilliseconds
        self.number = number
        self.options = options
        self.disk = disk
        exists = options.isOn
        mark = options.name
        isOld = options.isOld
    }

    /// Where its database lies, as the file system and the hardware tell it.
    var place: PlaceMark {
        PlaceMark(
            machine: mark, addresses: [mark], file: file,
            birthNanoseconds: (fileBirthMilliseconds + 1) * 1_000_000)
    }

    /// What its program knows.
    var catalogue: Catalogue { isOld ? .older : .standard }

    /// Writes down, outside its folder, how far it has come.
    func noteHighWater(_ store: Store) {
        guard highWaterChanges != store.heldCount || highWater == nil else { return }
        highWaterChanges = store.heldCount
        let earlier = highWater.flatMap { HighWater(text: Array($0.utf8)) }
        guard let water = try? store.highWater(keeping: earlier), water != earlier else { return }
        olderHighWater = highWater
        highWater = water.text
    }

    var isHub: Bool { number == 0 }
    var name: String { options.name }

    /// Its wall clock jumps. Whoever writes down thousands of jumps of a thousand years comes to an end of
    /// what a clock can show, and stays there.
    func jumpClock(by milliseconds: Int64) {
        let most = 100 * ActWords.millisecondsMax
        clockJumpMilliseconds = max(-most, min(most, clockJumpMilliseconds + milliseconds))
    }

    /// What its wall clock shows at a true time.
    func wallMilliseconds(at now: Int64) -> Int64 {
        now + options.clockOffsetMilliseconds + clockJumpMilliseconds
            + (now - beginMilliseconds) / 1_000_000 * options.clockDriftPPM
    }
}

/// When simulated districts begin: Monday, 1 June 2026, 00:00 in Thailand.
enum WorldCalendar {
    static let beginMilliseconds: Int64 = 1_780_246_800_000
}
