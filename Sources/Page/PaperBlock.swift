// What stands on a form, as values: a module that knows records says what goes where, this one how it looks
// on paper. Every text enters as text; what is missing becomes a dotted line for a pen.

/// One piece of a form, as wide as the paper or as the box around it.
public indirect enum PaperBlock: Hashable, Sendable {
    /// The form's name in the middle, smaller lines under it.
    case title(String, under: [String] = [])
    /// A place for the garuda at the left and the word of the document in the middle, as on a memo.
    case garuda(String)
    /// Lines that end at the right margin: number, place written, day.
    case right([String])
    /// A heading within the form.
    case heading(String)
    /// A numbered part in a frame, kept on one page where it fits.
    case part(String, [PaperBlock])
    /// Labels with their values on one line.
    case line([PaperEntry])
    /// The same with labels in bold, as at the head of a memo.
    case head([PaperEntry])
    /// A longer text under a label; where it is empty, so many dotted lines.
    case area(String, String, lines: Int)
    /// A paragraph that begins with an indent.
    case paragraph(String)
    /// Words without an indent.
    case words(String)
    /// Small print.
    case note(String)
    /// Choices of which the ticked ones hold; the label may be empty.
    case ticks(String, [PaperTick])
    /// A table.
    case table(PaperTable)
    /// Places to sign, so many beside each other; a single one stands at the right, as in a letter, unless
    /// one across is asked for.
    case signatures([PaperSignature], across: Int)
    /// A place to sign on one line, where a form has many.
    case signLine(PaperSignature)
    /// Frames beside each other, equally wide.
    case boxes([[PaperBlock]])
    /// Air, in millimetres.
    case space(Int)
    /// Both sides of a card of 85.6 x 54 mm, with lines to cut and fold along.
    case card(PaperCard)
    /// Labels of 70 x 37 mm, three beside each other, eight under each other.
    case labels([PaperLabel])
}

/// A label and what stands behind it on the dotted line.
public struct PaperEntry: Hashable, Sendable {
    /// Before the line.
    public let label: String
    /// On the line; empty for a pen to fill in.
    public let value: String
    /// Behind the line, such as a unit of measure.
    public let after: String
    /// Its share of the line's width, beside the shares of its neighbours.
    public let share: Int

    /// An entry by its parts.
    public init(_ label: String, _ value: String, after: String = "", share: Int = 1) {
        self.label = label
        self.value = value
        self.after = after
        self.share = share
    }
}

/// One choice beside its box.
public struct PaperTick: Hashable, Sendable {
    /// What is chosen.
    public let label: String
    /// Whether it is.
    public let isOn: Bool
    /// A dotted line behind the label, with this on it; nil for none.
    public let remark: String?

    /// A choice by its parts.
    public init(_ label: String, _ isOn: Bool, remark: String? = nil) {
        self.label = label
        self.isOn = isOn
        self.remark = remark
    }
}

/// A place to sign.
public struct PaperSignature: Hashable, Sendable {
    /// Behind the line: as what somebody signs.
    public let role: String
    /// In brackets under the line; empty for a pen.
    public let name: String
    /// Under the name; nil where no position is asked for.
    public let position: String?
    /// The day; nil where none is asked for, empty for a pen.
    public let day: String?

    /// A place to sign by its parts.
    public init(_ role: String, name: String = "", position: String? = nil, day: String? = "") {
        self.role = role
        self.name = name
        self.position = position
        self.day = day
    }
}

/// Both sides of a card.
public struct PaperCard: Hashable, Sendable {
    /// Above everything: who issued it.
    public let issuer: String
    /// What the card is.
    public let title: String
    /// Whose it is: labels and values, cut short where they would fill the card.
    public let holder: [PaperEntry]
    /// Labels and values under those, whole on every card: number and days.
    public let facts: [PaperEntry]
    /// Lines of the back.
    public let back: [String]
    /// Who signs, on the front and on the back.
    public let signers: [String]
    /// The bars; nil where the number cannot be written in bars.
    public let bars: Code128?
    /// Under the bars.
    public let number: String

    /// A card by its parts.
    public init(
        issuer: String, title: String, holder: [PaperEntry], facts: [PaperEntry], back: [String],
        signers: [String], bars: Code128?, number: String
    ) {
        self.issuer = issuer
        self.title = title
        self.holder = holder
        self.facts = facts
        self.back = back
        self.signers = signers
        self.bars = bars
        self.number = number
    }
}

/// One label for a thing.
public struct PaperLabel: Hashable, Sendable {
    /// Whose it is.
    public let owner: String
    /// What it is.
    public let name: String
    /// Its number, as the register writes it.
    public let number: String
    /// What a scanner reads.
    public let bars: Code128?
    /// What the bars say, and anything small beside it.
    public let foot: String

    /// A label by its parts.
    public init(owner: String, name: String, number: String, bars: Code128?, foot: String) {
        self.owner = owner
        self.name = name
        self.number = number
        self.bars = bars
        self.foot = foot
    }
}
