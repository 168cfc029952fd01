// Which unsynced changes survive when the power goes. A disk writes sectors in any order it likes, so each
// sector ends up in any of the states it has been in since the last sync, whatever became of its
// neighbours: that is how a write of several sectors is torn. Sizes follow the journal of the file system:
// they move in the order they were made, up to some moment; and a sector never shows what a truncation
// that counts had cut off.
//
// A sector itself is never torn: its length is the disk's, 512 or 4096 bytes.

internal import Bytes

/// How much of what was not synced a power loss leaves.
struct SurvivalOdds {
    private let numerator: UInt64

    /// Drawn once for a power loss: nothing, everything and any share between are all likely.
    init(using random: inout SplitMix64) { numerator = random.below(9) }

    /// How many of `count` changes, one after the other, have happened.
    func survivors(of count: Int, using random: inout SplitMix64) -> Int {
        random.chance(numerator, in: 8) ? count : random.below(max(1, count))
    }
}

extension FileImage {
    /// Takes back what a power loss takes; what is left is durable.
    mutating func losePower(sectorBytes: Int, odds: SurvivalOdds, using random: inout SplitMix64) {
        let log = unsynced
        guard !log.isEmpty else { return }
        sync()
        let kept = odds.survivors(of: log.count, using: &random)
        let finalSize = kept < log.count ? log[kept].sizeBefore : size
        var touching: [Int: [Int]] = [:]
        for (place, change) in log.enumerated() where !change.range.isEmpty {
            let sectors = change.range.lowerBound / sectorBytes...(change.range.upperBound - 1) / sectorBytes
            for sector in sectors { touching[sector, default: []].append(place) }
        }
        for (sector, places) in touching.sorted(by: { $0.key < $1.key }) {
            var (least, most) = (0, places.count)
            for (index, place) in places.enumerated() where log[place].isTruncation {
                if place < kept { least = index + 1 } else { most = min(most, index) }
            }
            let survivors = least + odds.survivors(of: most - least, using: &random)
            let sector = sector * sectorBytes..<(sector + 1) * sectorBytes
            for place in places[survivors...].reversed() { takeBack(log[place], within: sector) }
        }
        resize(to: finalSize)
    }

    private mutating func takeBack(_ change: UnsyncedChange, within sector: Range<Int>) {
        let range = change.range.clamped(to: sector)
        guard !range.isEmpty else { return }
        let skipped = range.lowerBound - change.range.lowerBound
        var before = Array(change.before.dropFirst(skipped).prefix(range.count))
        before += [UInt8](repeating: 0, count: range.count - before.count)
        before.withUnsafeBytes { put($0, at: range.lowerBound) }
    }
}

extension DiskImage {
    /// Takes back what a power loss takes, names first: they come and go in order, up to some moment.
    mutating func losePower(sectorBytes: Int, using random: inout SplitMix64) {
        let odds = SurvivalOdds(using: &random)
        takeBackNames(behind: odds.survivors(of: unsyncedNames.count, using: &random))
        for file in files.keys.sorted() {
            files[file]?.losePower(sectorBytes: sectorBytes, odds: odds, using: &random)
        }
    }
}
