// What people read: every name, message and choice is declared once in Thai and English, side by side, so
// that neither can be forgotten.

/// The languages a person can choose.
public enum Language: String, Hashable, CaseIterable, Sendable {
    /// Thai, the first language of every screen.
    case th
    /// English.
    case en
}

/// One text in both languages.
public struct Label: Hashable, Sendable {
    /// The Thai text.
    public let th: String
    /// The English text.
    public let en: String

    /// A text by its two forms.
    public init(_ th: String, _ en: String) {
        self.th = th
        self.en = en
    }

    /// The text in one language.
    public func text(_ language: Language) -> String { language == .th ? th : en }
}

/// One answer of a closed list: a code that is stored and a label that is shown.
public struct Choice: Hashable, Sendable {
    /// What values and SQL columns hold: ASCII snake_case.
    public let code: String
    /// What people read.
    public let label: Label

    /// A choice by its code and labels.
    public init(_ code: String, _ th: String, _ en: String) {
        self.code = code
        label = Label(th, en)
    }
}
