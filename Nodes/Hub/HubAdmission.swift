// What a running hub decides: who joins. The certificate is bound to the invitation before anybody hears of
// it, so a reply that is lost is given again to the same keys, and to no others.

internal import Bytes
internal import CRDT
public import Crypto
public import Engine
public import Keeper
internal import Records
public import Replica
public import Trust

/// Decides with the hub's issuing key.
public struct HubAdmission: Admission {
    private let issuing: SigningKey

    /// With the hub's issuing key.
    public init(issuing: SigningKey) { self.issuing = issuing }

    /// The pre-shared key of an invitation; nil where there is none.
    public func sharedKey(of token: TokenID, in store: Store) throws(ReplicaError) -> [UInt8]? {
        try record(token, store)?.psk
    }

    /// Issues, gives again or refuses.
    public func decide(
        on request: EnrolmentRequest, token: TokenID, in store: Store, nowMilliseconds now: Int64
    ) throws(ReplicaError) -> EnrolmentAnswer {
        guard var record = try record(token, store) else { return .refused(.refused) }
        switch record.admit(request, nowMilliseconds: now) {
        case .refused(.expired): return .refused(.expired)
        case .refused(.usedByOtherKeys): return .refused(.usedByOtherKeys)
        case .again(let certificate):
            try Self.publish(certificate, in: store, nowMilliseconds: now)
            return .accepted(certificate)
        case .issue:
            guard let certificate = try? issue(request, record, nowMilliseconds: now),
                (try? record.bind(to: certificate)) != nil
            else { return .refused(.refused) }
            try store.setInvitation(token.bytes, record.encoded)
            try Self.publish(certificate, in: store, nowMilliseconds: now)
            return .accepted(certificate)
        }
    }

    /// Makes a certificate known again that was given after the backup this hub was restored from.
    public func recognise(
        _ certificate: Certificate, in store: Store, nowMilliseconds now: Int64
    ) throws(ReplicaError) {
        try Self.publish(certificate, in: store, nowMilliseconds: now)
    }

    private func record(_ token: TokenID, _ store: Store) throws(ReplicaError) -> InvitationRecord? {
        try store.invitation(token.bytes).flatMap { try? InvitationRecord(encoded: $0) }
    }

    private func issue(
        _ request: EnrolmentRequest, _ record: InvitationRecord, nowMilliseconds now: Int64
    ) throws(TrustError) -> Certificate {
        try Certificate(
            role: .school, space: record.space, feedKey: request.feedKey, noiseKey: request.noiseKey,
            bundleKey: request.bundleKey, notBeforeMilliseconds: now - HubFolder.certificateMilliseconds,
            notAfterMilliseconds: now + HubFolder.certificateMilliseconds, label: record.label,
            signedWith: issuing)
    }

    /// Writes a certificate into `district`, unless it is there. What another space has under the same id
    /// is no certificate: a school can leave such a row in its own.
    package static func publish(
        _ certificate: Certificate, in store: Store, nowMilliseconds now: Int64
    ) throws(ReplicaError) {
        let id = RecordID(high: certificate.nodeID.high, low: certificate.nodeID.low)
        let collection = RecordCollection.certificate
        guard try store.record(collection, id, in: .district) == nil, let body = collection["body"],
            let label = collection["label"]
        else { return }
        try store.write(
            [
                Edit(.set, collection.number, id, body.number, .bytes(certificate.encoded)),
                Edit(.set, collection.number, id, label.number, .text(certificate.label)),
            ], in: .district, time: now)
    }
}
