// What a rule over loans, and one over grants, must know of the collections it looks at.

/// Loans with their lines and returns, as a rule sees them.
public struct Lending: Hashable, Sendable {
    /// The collection of loans.
    public let loans = "loan"
    /// The collection of their lines.
    public let lines = "loan_line"
    /// The field of a line, and of a return, that names the loan.
    public let loan = "loan"
    /// The field of a line that names the thing.
    public let item = "asset"
    /// The collection of the things.
    public let items = "asset"
    /// The workflow field of a loan.
    public let state = "state"
    /// Its states in which the things are out.
    public let out = ["issued", "part_returned"]
    /// The moment a loan was issued.
    public let since = "issued_at"
    /// The collection of returns.
    public let returns = "loan_return"
    /// The field of a return that names the line.
    public let line = "line"
}

/// What was granted on a request that somebody decides.
public struct Granting: Hashable, Sendable {
    /// The collection of what is granted.
    public let grants: String
    /// Its field that names the request.
    public let request: String
    /// Its states in which it is good.
    public let good: [String]
    /// The collection of requests.
    public let requests: String
    /// Their field of verdicts.
    public let decision: String
    /// The verdict that forbids it.
    public let refusal: String
}
