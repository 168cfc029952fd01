// How far a node had come, written down outside its database: when the database is put back to an earlier
// state, this is not, and tells. It may lag behind the database, and never leads. A value and its text; the
// file is Host's.
//
// Text: a line `saphan-high-water/2`, `node <hex>`, `lives <count>`, one line a life `<file number> <birth,
// nanoseconds> <epoch, hex> <changes held>`, one line a branch of the node's own feeds `<space> <epoch,
// hex> <lane> <sequence> <half of the chain hash there, hex>`, and last `end <hash of all before, hex>`: it
// is written without fsync, so a power cut may leave anything of it. Whatever does not read whole counts as
// missing.

internal import Bytes
internal import Trust
public import CRDT
public import Crypto

/// The furthest that a node is known to have written.
public struct HighWater: Hashable, Sendable {
    /// How far one branch had come.
    public struct Mark: Hashable, Sendable {
        /// The feed.
        public let feed: Feed
        /// Its newest sequence, from 1.
        public let sequence: UInt64
        /// First half of the chain hash there.
        public let hash: ShortHash

        /// A mark by its parts.
        public init(feed: Feed, sequence: UInt64, hash: ShortHash) {
            self.feed = feed
            self.sequence = sequence
            self.hash = hash
        }

        static func inOrder(_ left: Mark, _ right: Mark) -> Bool {
            left.feed != right.feed ? left.feed < right.feed : left.hash < right.hash
        }
    }

    /// How a node last ran in one file. Two copies of a folder on one machine are two files, and share the
    /// high water.
    public struct Life: Hashable, Sendable {
        /// The file's number in its file system.
        public let file: UInt64
        /// When the file was made, nanoseconds since 1970; 0 for unknown.
        public let birthNanoseconds: Int64
        /// What it last wrote under.
        public let epoch: Epoch
        /// How many changes it held, others' included; 0 where that is not told. A hub that is put back may
        /// have written nothing of its own since, and yet have given receipts for what it lost.
        public let held: UInt64

        /// A life by its parts.
        public init(place: PlaceMark, epoch: Epoch, held: UInt64) {
            self.init(
                file: place.file, birthNanoseconds: place.birthNanoseconds, epoch: epoch, held: held)
        }

        fileprivate init(file: UInt64, birthNanoseconds: Int64, epoch: Epoch, held: UInt64) {
            self.file = file
            self.birthNanoseconds = birthNanoseconds
            self.epoch = epoch
            self.held = held
        }

        func isIn(_ place: PlaceMark) -> Bool {
            place.isFile(number: file, birthNanoseconds: birthNanoseconds)
        }
    }

    /// Whose it is.
    public let node: NodeID
    /// By file, the last that ran first; at most `LocalLimits.highWaterLivesMax`.
    public let lives: [Life]
    /// By feed, then hash; at most `LocalLimits.highWaterMarksMax`.
    public let marks: [Mark]

    /// A high water by its parts; `marks` are put in order.
    public init(node: NodeID, marks: [Mark], lives: [Life] = []) {
        self.node = node
        self.lives = Array(lives.prefix(LocalLimits.highWaterLivesMax))
        self.marks = Array(marks.prefix(LocalLimits.highWaterMarksMax).sorted(by: Mark.inOrder))
    }

    private static let title = "saphan-high-water/2"
    /// `end `, 32 digits, a line feed.
    private static let endBytes = 37

    /// As the file holds it.
    public var text: String {
        var lines = [Self.title, "node \(node)", "lives \(lives.count)"]
        lines += lives.map { "\($0.file) \($0.birthNanoseconds) \($0.epoch) \($0.held)" }
        for mark in marks {
            let feed = mark.feed
            lines.append("\(feed.space.name) \(feed.epoch) \(feed.lane.raw) \(mark.sequence) \(mark.hash)")
        }
        let body = lines.joined(separator: "\n") + "\n"
        return body + "end \(Blake2b.hash256(Array(body.utf8)).short)\n"
    }

    /// From the file's bytes; nil for anything that is not whole.
    public init?(text bytes: [UInt8]) {
        let end = bytes.count - Self.endBytes
        guard bytes.count <= LocalLimits.highWaterBytesMax, end > 0,
            let text = String(validating: bytes, as: UTF8.self),
            text.hasSuffix("end \(Blake2b.hash256(Array(bytes[..<end])).short)\n")
        else { return nil }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines[0] == Self.title, lines[1].hasPrefix("node "),
            let node = NodeID(hex: lines[1].dropFirst(5)), lines[2].hasPrefix("lives "),
            let count = Int(lines[2].dropFirst(6)), (0...LocalLimits.highWaterLivesMax).contains(count),
            (0...LocalLimits.highWaterMarksMax).contains(lines.count - 4 - count)
        else { return nil }
        var lives: [Life] = []
        for line in lines[3..<3 + count] {
            guard let life = Life(line) else { return nil }
            lives.append(life)
        }
        var marks: [Mark] = []
        for line in lines[(3 + count)..<lines.count - 1] {
            guard let mark = Mark(line, of: node) else { return nil }
            marks.append(mark)
        }
        self.init(node: node, marks: marks, lives: lives)
    }
}

extension HighWater.Life {
    fileprivate init?(_ line: Substring) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, let file = UInt64(words[0]), let birth = Int64(words[1]),
            let epoch = Hex.decode(words[2]), epoch.count == 8, let held = UInt64(words[3])
        else { return nil }
        self.init(file: file, birthNanoseconds: birth, epoch: Epoch(bytes: epoch), held: held)
    }
}

extension HighWater.Mark {
    fileprivate init?(_ line: Substring, of node: NodeID) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 5, let space = Space(String(words[0])), let epoch = Hex.decode(words[1]),
            epoch.count == 8, let lane = UInt8(words[2]), let sequence = UInt64(words[3]), sequence >= 1,
            sequence <= UInt64(Position.sequenceMax), let hash = ShortHash(hex: words[4])
        else { return nil }
        let feed = Feed(space: space, node: node, epoch: Epoch(bytes: epoch), lane: Lane(lane))
        self.init(feed: feed, sequence: sequence, hash: hash)
    }
}

extension Store {
    /// How far this node's own feeds have come, and what `earlier` tells besides of work that is not held;
    /// nil where there is no node yet.
    public func highWater(keeping earlier: HighWater?) throws(ReplicaError) -> HighWater? {
        try refresh()
        guard let identity else { return nil }
        // The newest first, where there are more than a file holds.
        let own = branches.branches.values.filter {
            $0.feed.node == identity.node && $0.sequence > $0.fork
        }.sorted { $0.id > $1.id }
        var marks: [HighWater.Mark] = []
        if let earlier, earlier.node == identity.node {
            for mark in earlier.marks where marks.count < LocalLimits.absencesMax {
                if try !holds(mark) { marks.append(mark) }
            }
        }
        marks += own.map { HighWater.Mark(feed: $0.feed, sequence: $0.sequence, hash: $0.tip) }
        return HighWater(node: identity.node, marks: marks, lives: try lives(after: earlier))
    }

    /// This life first, then those in other files.
    private func lives(after earlier: HighWater?) throws(ReplicaError) -> [HighWater.Life] {
        guard let identity else { return [] }
        let others = earlier?.node == identity.node ? earlier?.lives ?? [] : []
        guard let place = try meta(Self.placeKey).flatMap({ PlaceMark(encoded: $0) }) else { return others }
        // A school gives no receipts: what it lost of others' work was promised to nobody.
        let held = identity.certificate.role == .hub ? heldCount : 0
        let own = HighWater.Life(place: place, epoch: identity.epoch, held: UInt64(held))
        return [own] + others.filter { !$0.isIn(place) }
    }

    /// Whether some branch held contains this change.
    func holds(_ mark: HighWater.Mark) throws(ReplicaError) -> Bool {
        let held = branches.of(mark.feed)
        if held.contains(where: { $0.sequence == mark.sequence && $0.tip == mark.hash }) {
            return true
        }
        for branch in held where branch.sequence > mark.sequence {
            if try hash(mark.sequence, onChainOf: branch.id) == mark.hash { return true }
        }
        return false
    }
}
