// Which answers to a round count, of all that are held. A function of the answers alone, in whatever order
// they came: those given in time; of a token that was answered at several places the one that was given
// first, by the moment and then the id; of a respondent the last correction (AnswerChains.swift). What does
// not count has no say about the rest: a correction given too late leaves standing what it corrects.

internal import Bytes
public import CRDT
internal import Crypto

/// One filled-in form.
public struct GivenAnswer: Hashable, Sendable {
    /// Where it was given.
    public let space: Space
    /// The record.
    public let id: RecordID
    /// Who answered, without a name; empty where it is not known.
    public let token: String
    /// The token of the answer that this one stands for; empty where it corrects none.
    public let corrects: String
    /// One character an item; empty where nothing is settled.
    public let answers: String
    /// When it was given, milliseconds since 1970.
    public let given: Int64

    /// An answer by its parts.
    public init(
        space: Space, id: RecordID, token: String, corrects: String = "", answers: String, given: Int64
    ) {
        self.space = space
        self.id = id
        self.token = token
        self.corrects = corrects
        self.answers = answers
        self.given = given
    }

    /// Whether it comes before another: by the moment, then the id.
    public func isBefore(_ other: GivenAnswer) -> Bool {
        (given, id, space) < (other.given, other.id, other.space)
    }
}

/// How many answers are kept and not counted, by the reason.
public struct LeftOutAnswers: Hashable, Sendable {
    /// Given before the round opened.
    public fileprivate(set) var early = 0
    /// Given after it closed.
    public fileprivate(set) var late = 0
    /// Under a token that was answered first at another place.
    public fileprivate(set) var elsewhere = 0

    /// None.
    public init() {}

    /// A sentence for each reason.
    public var notes: [Label] {
        [
            (late, Label("ที่ตอบหลังปิดรับ", "given after the round closed")),
            (early, Label("ที่ตอบก่อนเปิดรับ", "given before the round opened")),
            (
                elsewhere,
                Label("ที่รหัสผู้ตอบตอบไว้ก่อนแล้วที่หน่วยงานอื่น", "under a token that another place had first")
            ),
        ].filter { $0.0 > 0 }.map { count, why in
            Label("ไม่นับ \(count) ชุด \(why.th)", "Not counted: \(count) \(why.en)")
        }
    }
}

/// The answers to a round that count.
public struct CountedAnswers: Hashable, Sendable {
    /// The round.
    public let round: RecordID
    /// By space and id.
    public let answers: [GivenAnswer]
    /// Those that do not count.
    public let left: LeftOutAnswers

    /// Chooses from all answers to a round.
    public init(_ all: [GivenAnswer], to round: RecordID, in window: AnswerWindow) {
        var left = LeftOutAnswers()
        var timely: [GivenAnswer] = []
        for answer in all {
            switch window.side(of: answer.given) {
            case .early: left.early += 1
            case .late: left.late += 1
            case .within: timely.append(answer)
            }
        }
        timely.sort { $0.isBefore($1) }
        let chains = AnswerChains(timely)
        let kept = timely.filter { !chains.isElsewhere($0) }
        left.elsewhere = timely.count - kept.count
        let corrected = Set(kept.compactMap(chains.corrected))
        let standing = kept.filter { !corrected.contains(chains.name($0)) }
        // Two corrections of one answer are one respondent's; the later stands.
        let last = Dictionary(standing.map { (chains.first($0), $0) }, uniquingKeysWith: { $1 })
        self.round = round
        self.left = left
        answers = last.values.filter { !$0.answers.isEmpty }.sorted { ($0.space, $0.id) < ($1.space, $1.id) }
    }

    /// Names the answers and what they say; the same wherever the same count:
    ///
    ///     answers/1 <round>
    ///     <space> <id> <bytes of the answer> <answer>      a line for each, by space and id
    public var digest: [UInt8] {
        var text = "answers/1 \(round)\n"
        for one in answers { text += "\(one.space) \(one.id) \(one.answers.utf8.count) \(one.answers)\n" }
        return Blake2b.hash(Array(text.utf8))
    }
}
