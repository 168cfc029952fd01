// Who may join: what only a hub decides. The keeper asks; the Hub module answers.

public import Engine
public import Replica
public import Trust

/// Decides on invitations and requests to join.
public protocol Admission: Sendable {
    /// The pre-shared key of an invitation; nil where there is none.
    func sharedKey(of token: TokenID, in store: Store) throws(ReplicaError) -> [UInt8]?

    /// Decides on a request; whatever is granted is durable before this returns.
    func decide(
        on request: EnrolmentRequest, token: TokenID, in store: Store, nowMilliseconds: Int64
    ) throws(ReplicaError) -> EnrolmentAnswer

    /// Makes a certificate known again that this hub gave and does not hold any more.
    func recognise(
        _ certificate: Certificate, in store: Store, nowMilliseconds: Int64
    ) throws(ReplicaError)
}
