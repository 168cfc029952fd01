// What tells records apart where a list gives neither number nor id: the names under which a person would
// look for the record. Two records may share them, so whoever uses this asks where it is not plain. The
// danger: read too widely, one person's row would overwrite another's record.

public import CRDT

/// How a row of a list is known for a record that is there.
public struct Recognition: Hashable, Sendable {
    /// Fields that together name a record; a row that lacks one of them is not recognised.
    public let names: [String]
    /// Fields that tell two of one name apart: equal or empty is no contradiction, different is doubt.
    public let apart: [String]
    /// A field in which two records of one name are surely different ones; nil where there is none.
    public let proof: String?

    /// By these fields; `apart` and `proof` where a name alone may be shared.
    public init(by names: [String], apart: [String] = [], proof: String? = nil) {
        self.names = names
        self.apart = apart
        self.proof = proof
    }

    /// All fields it reads.
    public var fields: [String] { names + apart + (proof.map { [$0] } ?? []) }
}

extension Field {
    /// The form in which values of this field are compared to recognise a record; nil where one says
    /// nothing. Of a national id only the last digits, which two nodes keep alike.
    public func likeness(_ value: Value) -> String? {
        if type == .nationalID { return value.revealed.text.flatMap(KeptNationalID.init(stored:))?.lastFour }
        return Normalisation.thai.key(value)
    }
}
