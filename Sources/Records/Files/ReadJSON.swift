// What a text of JSON says, with the line of everything in it, and where a text is none. What a fault is
// called is for whoever asked: an import and a scenario file have other words for the same mistake.

/// A value of JSON.
public struct ReadJSON: Hashable, Sendable {
    /// Where it begins, from 1.
    public let line: Int
    /// What it says.
    public let form: Form

    /// What a value may say.
    public enum Form: Hashable, Sendable {
        /// null.
        case null
        /// true or false.
        case boolean(Bool)
        /// As written: what it means is asked of the field, never of floating point.
        case number(String)
        /// Text, without quotation marks and escapes.
        case text(String)
        /// A list.
        case array([ReadJSON])
        /// Named values, as they stand in the text.
        case object([Member])
    }

    /// A name of an object, and its value.
    public struct Member: Hashable, Sendable {
        /// The name; stands once in an object.
        public let name: String
        /// Where the name begins, from 1.
        public let line: Int
        /// The value.
        public let value: ReadJSON
    }

    /// The text where it is one.
    var string: String? { if case .text(let text) = form { text } else { nil } }
}

/// Where a text is no JSON.
public struct JSONFault: Error, Hashable, Sendable {
    /// Bytes before the place.
    public let place: Int
    /// The line, from 1; of a comma too many the comma's, though the place is that of the bracket behind it.
    public let line: Int
    /// What is wrong.
    public let kind: Kind

    /// What may be wrong.
    public enum Kind: Hashable, Sendable {
        /// Values lie deeper within one another than may be.
        case tooDeep
        /// The text ends where a value should begin.
        case ended
        /// No value: the letters that stand there, if any.
        case noValue(String)
        /// Letters go on behind `null`, `true` or `false`: all of them.
        case wordGoesOn(String)
        /// No number: the signs of numbers that stand there.
        case noNumber(String)
        /// Signs of numbers go on behind a number: all of them.
        case numberGoesOn(String)
        /// An object has something else than a name.
        case noName
        /// A name stands twice in one object.
        case nameTwice(String)
        /// No `:` behind a name.
        case noColon(String)
        /// A comma before this bracket.
        case commaTooMany(before: Character)
        /// Neither a comma nor this bracket.
        case notClosed(Character)
        /// Something stands behind the value.
        case moreBehind
        /// A control character within a text.
        case controlSign
        /// A quotation mark is never closed.
        case openQuote
        /// The text ends behind a backslash.
        case openEscape
        /// What stands behind a backslash means nothing.
        case noEscape
        /// A text is no UTF-8.
        case notUTF8
    }
}
