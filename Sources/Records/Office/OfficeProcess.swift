// The nine processes of the office's manual: what they are called, which way a plan of each goes, and which
// collections answer each step. The wording is the manual's own, with the printing's slips mended; a test
// compares it where the manual is at hand. What a step means for a plan is the way's business, not the
// process's.

/// Which way the plans of a process go (the manual has three).
public enum PlanWay: Hashable, Sendable {
    /// Team, plan, proposal, co-ordination or notice, work, summary and report.
    case six
    /// The same without co-ordination, and with summary and report apart.
    case sixWithoutNotice
    /// Objectives, design, consent, work, report.
    case five

    /// The states of `work_plan` that answer each step, in order.
    public var stepStates: [[String]] {
        switch self {
        case .six:
            [
                ["team_appointed"], ["planned"], ["proposed", "approved", "returned"], ["coordinated"],
                ["executing"], ["summarised", "reported", "acknowledged"],
            ]
        case .sixWithoutNotice:
            [
                ["team_appointed"], ["planned"], ["proposed", "approved", "returned"], ["executing"],
                ["summarised"], ["reported", "acknowledged"],
            ]
        case .five:
            [
                ["objectives"], ["designed"], ["proposed", "approved", "returned"], ["executing"],
                ["reported"],
            ]
        }
    }

    /// All states that a plan of this way goes through.
    public var states: [String] { stepStates.flatMap(\.self) }

    /// The step, from 1, that only tells or asks others; nil where there is none.
    public var noticeStep: Int? { self == .six ? 4 : nil }
}

/// One step of a process.
public struct OfficeStep: Hashable, Sendable {
    /// From 1.
    public let number: Int
    /// The manual's words, and in English.
    public let label: Label
    /// States of `work_plan` that answer it.
    public let states: [String]
    /// Collections that answer it.
    public let collections: [String]
    /// Whether it only tells or asks others.
    public let isNotice: Bool
}

/// One process of the manual.
public struct OfficeProcess: Hashable, Sendable {
    /// A step as it is declared below.
    struct Step {
        let label: Label
        let collections: [String]

        init(_ th: String, _ en: String, _ collections: [String]) {
            label = Label(th, en)
            self.collections = collections
        }
    }

    /// 1 to 9.
    public let number: Int
    /// Its short name, as the manual's headings have it.
    public let label: Label
    /// Its full name.
    public let full: Label
    /// Which way its plans go.
    public let way: PlanWay
    /// In order.
    public let steps: [OfficeStep]

    init(_ number: Int, _ th: String, _ en: String, full: Label, _ way: PlanWay, _ steps: [Step]) {
        self.number = number
        label = Label(th, en)
        self.full = full
        self.way = way
        self.steps = zip(steps, way.stepStates).enumerated().map { place, pair in
            OfficeStep(
                number: place + 1, label: pair.0.label, states: pair.1, collections: pair.0.collections,
                isNotice: way.noticeStep == place + 1)
        }
    }

    /// All nine, in order.
    public static let all: [OfficeProcess] = firstFive + lastFour

    /// The process of this number, 1 to 9.
    public static func numbered(_ number: Int) -> OfficeProcess? { all.first { $0.number == number } }

    /// The forms it uses, in their order.
    public var forms: [PaperForm] { PaperForm.all.filter { $0.processes.contains(number) } }

    /// What a new plan's lines begin with; when each is due is for people to say.
    var planLines: [LineTemplate.Line] {
        steps.map { step in
            LineTemplate.Line([
                ("step_no", String(step.number)), ("wording", step.label.th),
                ("is_notice", step.isNotice ? "yes" : "no"),
            ])
        }
    }
}
