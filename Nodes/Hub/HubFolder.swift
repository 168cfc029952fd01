// Making a district's hub: the root key, the hub's own keys and certificates, and the first records of
// `district`.

internal import Bytes
internal import CRDT
internal import Crypto
public import Host
public import Keeper
public import Records
public import Replica
internal import Trust

/// Why a hub command was refused.
public enum HubError: Error, Hashable, Sendable {
    /// There is a node in the folder already.
    case alreadyNode(String)
    /// Not a hub's folder.
    case notHub(String)
    /// The code is not eight digits of the right kind.
    case badCode(String)
    /// No address to put into an invitation.
    case noAddress

    /// What happened and what to do.
    public var label: Label {
        switch self {
        case .alreadyNode(let path):
            Label("\(path) มีข้อมูลอยู่แล้ว เลือกโฟลเดอร์ใหม่", "\(path) holds a node already; choose another folder")
        case .notHub(let path):
            Label("\(path) ไม่ใช่เครื่องของเขต", "\(path) is not a hub's folder; run this at the district")
        case .badCode(let code):
            Label("รหัส \(code) ไม่ถูกต้อง ต้องเป็นตัวเลข 8 หลัก", "\(code) is not a code of eight digits")
        case .noAddress:
            Label(
                "ยังไม่รู้ที่อยู่ของเขต สั่ง saphan hub serve ก่อน หรือใส่ --address HOST:PORT",
                "the hub's address is unknown; run saphan hub serve once, or give --address HOST:PORT")
        }
    }
}

/// A hub's data directory.
public struct HubFolder {
    /// Where it is.
    public let folder: DataFolder
    /// Its secret keys.
    public let keys: NodeKeys
    /// Its database.
    public let store: Store
    let issuing: SigningKey

    /// How long certificates are good for sessions, either side of now: clocks of schools and hubs have
    /// been seen at 1970 and, with the Buddhist year taken for the common one, 543 years ahead; neither may
    /// lock anybody out.
    package static let certificateMilliseconds: Int64 = 1_100 * 366 * 86_400_000
    /// How long an invitation may wait for its first use: 30 days.
    static let invitationMilliseconds: Int64 = 30 * 86_400_000

    /// Opens the folder of a hub, to write into it.
    public init(opening folder: DataFolder) throws {
        try folder.reach()
        guard folder.hasNode else {
            // Its work is here, its keys are not: to make a hub anew would be another district.
            let store = try? Store(directory: folder.path, readOnly: true)
            if store?.identity?.certificate.role == .hub { throw HostError.keys(folder.keyFile) }
            throw HubError.notHub(folder.path)
        }
        try folder.requireDatabase()
        let keys = try NodeKeys.load(from: folder)
        guard let issuing = keys.issuing else { throw HubError.notHub(folder.path) }
        let store = try Store(directory: folder.path)
        try keys.requireOwn(in: store, at: folder.keyFile)
        try Footing(folder).affirm(store)
        try self.init(folder: folder, keys: keys, store: store, issuing: issuing)
    }

    private init(folder: DataFolder, keys: NodeKeys, store: Store, issuing: SigningKey) throws {
        self.folder = folder
        self.keys = keys
        self.store = store
        self.issuing = issuing
    }

    /// Makes a new district with this hub.
    public static func make(
        in folder: DataFolder, office: String, name: String, nowMilliseconds now: Int64
    ) throws -> HubFolder {
        guard let code = SMISCode(office), code.isOffice else { throw HubError.badCode(office) }
        try folder.make()
        guard !folder.hasNode else { throw HubError.alreadyNode(folder.path) }
        let keys = try NodeKeys.make(isHub: true)
        guard let root = keys.root, let issuing = keys.issuing else { throw HubError.notHub(folder.path) }
        let certificate = try Certificate(
            role: .hub, space: .district, feedKey: keys.feed.verifyKey, noiseKey: keys.noise.publicKey,
            bundleKey: keys.bundle.publicKey, issuingKey: issuing.verifyKey,
            notBeforeMilliseconds: now - certificateMilliseconds,
            notAfterMilliseconds: now + certificateMilliseconds, label: shortened(name), signedWith: root)
        let store = try Store(directory: folder.path)
        try folder.closeDatabase()
        try store.become(certificate, hub: certificate, root: root.verifyKey)
        try keys.save(in: folder)
        let footing = Footing(folder)
        try footing.affirm(store)
        let hub = try HubFolder(folder: folder, keys: keys, store: store, issuing: issuing)
        try HubAdmission.publish(certificate, in: store, nowMilliseconds: now)
        try hub.put("area_office", ["code": .text(code.text), "name_th": .text(name)], nowMilliseconds: now)
        footing.note(store)
        return hub
    }

    /// Writes the fields of a record of `district` whose id follows from its key.
    func put(_ name: String, _ values: [String: Value], nowMilliseconds now: Int64) throws(ReplicaError) {
        guard let collection = store.catalogue[name], let id = collection.derivedID(in: .district, values)
        else { return }
        let edits = collection.fields.compactMap { field in
            values[field.name].map { Edit(.set, collection.number, id, field.number, $0) }
        }
        try store.write(edits, in: .district, time: now)
    }
}
