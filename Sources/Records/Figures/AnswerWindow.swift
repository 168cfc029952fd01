// When a round of an evaluation takes answers: from the first moment of the day it opens to the last of the
// day it closes, in Thailand. An answer belongs to the moment it was given, not to the one at which it
// arrives: what was given in time and comes late counts, what was given after the close is kept and does
// not.

internal import CRDT

/// The days between which a round takes answers; a day that is not known is no bound.
public struct AnswerWindow: Hashable, Sendable {
    /// Where a moment lies.
    public enum Side: Hashable, Sendable {
        /// Before the round opened.
        case early
        /// In time.
        case within
        /// After it closed.
        case late
    }

    /// The first day.
    public let opens: ThaiDate?
    /// The last day.
    public let closes: ThaiDate?

    /// A window by its days.
    public init(opens: ThaiDate? = nil, closes: ThaiDate? = nil) {
        self.opens = opens
        self.closes = closes
    }

    /// Where a moment (milliseconds since 1970) lies.
    public func side(of moment: Int64) -> Side {
        let day = ThaiDate(milliseconds: moment)
        if let opens, day < opens { return .early }
        if let closes, day > closes { return .late }
        return .within
    }
}

/// What a round's state says of answers.
public enum AnswerTaking: Hashable, Sendable {
    /// It has yet to be opened.
    case notYet
    /// It takes them.
    case open
    /// It was closed.
    case over
}

extension Flow {
    /// What a state of a round's workflow says of answers; nil for a state that it does not have.
    public func taking(_ name: String) -> AnswerTaking? {
        guard state(name) != nil else { return nil }
        if name == Self.open { return .open }
        return workflow.reaches(Self.open, from: name) ? .notYet : .over
    }

    /// The one state in which a round takes answers.
    private static let open = "open"
}
