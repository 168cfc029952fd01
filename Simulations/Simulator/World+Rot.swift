// A bit of a disk turns over. It happens on a copy: the copy is opened and checked as `saphan check` does,
// and whatever the bit did must either be told or do nothing. The machine itself goes on with its sound
// disk.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Disk
internal import Records
internal import Replica

extension World {
    func rot(_ machine: Machine, _ dice: UInt64) throws {
        guard machine.exists, machine.isOn else { return }
        var own = SplitMix64(seed: dice)
        let copy = DiskSystem.shared.makeDisk(
            "rot-\(events)-\(options.seed)", from: machine.disk.snapshot())
        // Opened and closed once, so that what stands in the write-ahead log is in the file and can rot
        // there. What it says then is what it must say or own up to: a commit that failed at its sync may
        // stand in the log all the same, and counts in the copy while the running node does not count it.
        guard let sound = try? digests(of: copy, machine.catalogue) else { return }
        guard let bit = copy.rot(in: Store.fileName, using: &own) else { return }
        tally.count("bit rotted")
        do throws(ReplicaError) {
            let other = try Store(directory: copy.folder, catalogue: machine.catalogue)
            guard try other.check(signatures: false).problems.isEmpty else {
                return tally.count("rot told by check")
            }
            guard try digests(of: copy, machine.catalogue) == sound else { return try silent(machine, bit) }
            tally.count("rot without effect")
        } catch {
            // Damage that is said at once is damage that is known.
            tally.count("rot told on opening")
        }
    }

    private func digests(
        of disk: VirtualDisk, _ catalogue: Catalogue
    ) throws(ReplicaError) -> [Space: SpaceDigests] {
        let store = try Store(directory: disk.folder, catalogue: catalogue)
        var digests: [Space: SpaceDigests] = [:]
        for space in store.heldSpaces { digests[space] = try store.digests(of: space) }
        return digests
    }

    private func silent(_ machine: Machine, _ bit: RottenBit) throws(ReplicaError) {
        let words = "\(machine.name): a bit turned over at \(bit), and check says that all is well"
        lateViolation = Violation(checker: "rot", words: words, milliseconds: now)
    }
}
