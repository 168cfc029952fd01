// One operation out of the log, with what its change and its author add to it: the input of projection.

/// An operation as the log holds it.
public struct HeldOperation: Hashable, Sendable {
    /// Names its change.
    public let dot: Dot
    /// Its place in the change, from 0.
    public let index: Int
    /// The change's wall clock; breaks ties only.
    public let time: Int64
    /// The author's role; nil where no certificate is held.
    public let role: Role?
    /// What it does.
    public let operation: Operation
    /// Why it has no effect, as `Schema.judge` says.
    public let refused: Reason?

    /// A held operation by its parts.
    public init(dot: Dot, index: Int, time: Int64, role: Role?, operation: Operation, refused: Reason?) {
        self.dot = dot
        self.index = index
        self.time = time
        self.role = role
        self.operation = operation
        self.refused = refused
    }

    /// Order of (dot, index): the same on every node.
    static func isBefore(_ left: HeldOperation, _ right: HeldOperation) -> Bool {
        left.dot == right.dot ? left.index < right.index : left.dot < right.dot
    }
}

/// What projection asks of the log about chains.
public protocol Chains {
    /// Whether `end` is held and `dot` lies on the chain that ends there.
    func holds(_ dot: Dot, onChainEndingAt end: Dot) -> Bool
}
