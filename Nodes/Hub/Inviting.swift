// Inviting a school: the one-use text that lets a new machine join.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Host
internal import Keeper
internal import Link
internal import Records
internal import Replica
public import Trust

extension HubFolder {
    /// An invitation for one machine of a school. A school that is unknown is added; `name` is its name
    /// then, and that of one that was added under its code alone. `address` is the hub's, where it is not
    /// the one it last served on.
    public func invite(
        _ smis: String, name: String?, address: String?, nowMilliseconds now: Int64
    ) throws -> Invitation {
        guard let code = SMISCode(smis), !code.isOffice, let space = Space.school(code.text) else {
            throw HubError.badCode(smis)
        }
        let served = try store.meta(NodeHost.addressKey).flatMap { String(validating: $0, as: UTF8.self) }
        guard let address = address ?? served, Endpoint(address) != nil else { throw HubError.noAddress }
        guard let identity = store.identity else { throw HubError.notHub(folder.path) }
        let label = try addSchool(code.text, name, nowMilliseconds: now)
        guard let token = TokenID(bytes: Sodium.random(16)) else { throw HubError.notHub(folder.path) }
        let invitation = try Invitation(
            token: token, expiryMilliseconds: now + Self.invitationMilliseconds, secret: Sodium.random(32),
            address: address, hubKey: keys.noise.publicKey, root: identity.root, space: space, label: label)
        try store.setInvitation(token.bytes, InvitationRecord(invitation).encoded)
        Footing(folder).note(store)
        return invitation
    }

    /// Makes sure the school is known; returns what its machines are called.
    private func addSchool(_ code: String, _ name: String?, nowMilliseconds now: Int64) throws -> String {
        guard let schools = store.catalogue["school"] else { return code }
        let known =
            try store.find(schools, code).first
            ?? store.list(schools, where: [("smis_code", .text(code))]).first
        let knownName = known?["name_th"].plain ?? ""
        let given = name.flatMap { $0.isEmpty ? nil : $0 }
        let fullName = given ?? (knownName.isEmpty ? code : knownName)
        if known == nil {
            try put("school", ["smis_code": .text(code), "name_th": .text(fullName)], nowMilliseconds: now)
        } else if let given, let known, knownName.isEmpty || knownName == code, given != knownName,
            let field = schools["name_th"]
        {
            let edit = Edit(.set, schools.number, known.id, field.number, .text(given))
            try store.write([edit], in: .district, time: now)
        }
        return Self.shortened(fullName)
    }

    /// A name as certificates carry it: cut between characters where it is longer than they hold.
    static func shortened(_ name: String) -> String {
        guard name.utf8.count > SpecificationLimits.labelBytesMax else { return name }
        var short = ""
        for character in name {
            guard short.utf8.count + character.utf8.count + 3 <= SpecificationLimits.labelBytesMax else {
                break
            }
            short.append(character)
        }
        return short + "…"
    }
}
