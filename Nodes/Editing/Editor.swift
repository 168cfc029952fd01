// What a person does to records, over one node's store. Time, randomness and the person's name come with
// the occasion. Nothing here prints, and nothing is written before all of it has been checked; what was
// read for the checks cannot move before the write, since both happen in one transaction.

internal import Bytes
public import CRDT
public import Records
public import Replica
internal import Trust

/// When something is done, by whom, with what randomness.
public struct Occasion {
    /// Now, milliseconds since 1970.
    public var nowMilliseconds: Int64
    /// The name of whoever does it; nil where it is not known.
    public var person: String?
    /// So many fresh random bytes.
    public var random: (_ count: Int) -> [UInt8]

    /// An occasion by its parts.
    public init(nowMilliseconds: Int64, person: String? = nil, random: @escaping (_ count: Int) -> [UInt8]) {
        self.nowMilliseconds = nowMilliseconds
        self.person = person
        self.random = random
    }
}

extension Occasion {
    /// A name for a new record. Throws where the random bytes are none: records of one name would be one
    /// record.
    func newID() throws(EditingError) -> RecordID {
        guard let id = RecordID(bytes: random(16)), id != RecordID(high: 0, low: 0) else {
            throw .refused(
                "เครื่องนี้สุ่มเลขไม่ได้ จึงไม่ได้บันทึกอะไร",
                "this machine gives no random numbers, so nothing was written")
        }
        return id
    }
}

/// One thing typed: `field=text`, `field+=text` or `field-=text`.
public struct TypedField: Hashable, Sendable {
    /// What the sign asks for.
    public enum Way: Hashable, Sendable {
        /// The value from now on.
        case set
        /// Into a set, a log or a counter.
        case add
        /// Out of a set or a counter.
        case remove
    }

    /// Name of the field.
    public let name: String
    /// What to do with the text.
    public let way: Way
    /// As typed.
    public let text: String

    /// One thing typed, by its parts.
    public init(_ name: String, _ text: String, _ way: Way = .set) {
        self.name = name
        self.text = text
        self.way = way
    }
}

/// What a command did to a record.
public struct WrittenRecord: Hashable, Sendable {
    /// Name of the collection.
    public let collection: String
    /// The record.
    public let id: RecordID
    /// Its number, where it has one.
    public let number: String?
    /// Its space.
    public let space: Space
    /// The change; nil where there was nothing to write.
    public let change: Dot?
    /// Fields written.
    public let fields: [String]
    /// The delete that the write took back; nil where the record was not deleted.
    public var broughtBack: BroughtBack? = nil
    /// What else whoever wrote should know.
    public var remark: Label? = nil
}

/// Does what people ask of the records of one node.
public struct Editor {
    /// The node's records.
    public let store: Store
    /// When, by whom.
    public let occasion: Occasion

    /// An editor of a store at one moment.
    public init(_ store: Store, _ occasion: Occasion) {
        self.store = store
        self.occasion = occasion
    }

    var catalogue: Catalogue { store.catalogue }

    /// The person as a change names them: derived from node and name, so that no name is in the log.
    var actor: RecordID? {
        guard let person = occasion.person.map(ThaiText.clean), !person.isEmpty, let identity = store.identity
        else { return nil }
        return .derived(
            space: identity.certificate.space, collection: Self.people,
            key: [identity.node.description, person])
    }

    /// Number kept for the collection of people.
    private static let people = CollectionNumber(5)

    /// The node's place in its district; throws where the folder is no node yet.
    func identity() throws(EditingError) -> ReplicaIdentity {
        guard let identity = store.identity else {
            throw .refused(
                "โฟลเดอร์นี้ยังไม่ได้เป็นเครื่องของเขตหรือโรงเรียน", "this folder is no node yet",
                hint: Label(
                    "ใช้ saphan school join หรือ saphan hub init ก่อน",
                    "Run saphan school join or hub init first.")
            )
        }
        return identity
    }

    /// A collection that people keep.
    func collection(_ name: String) throws(EditingError) -> RecordCollection {
        guard let found = catalogue[name] else {
            let known = catalogue.collections.map(\.name).joined(separator: ", ")
            throw .unknown(
                Refusal(
                    "ไม่มีชุดข้อมูล \(name)", "there is no collection \(name)",
                    hint: Label("มี: \(known)", "There are: \(known).")))
        }
        return found
    }

    /// Runs a step of the store.
    func hold<Result>(
        _ step: @autoclosure () throws(ReplicaError) -> Result
    ) throws(EditingError) -> Result {
        do throws(ReplicaError) { return try step() } catch { throw .replica(error) }
    }

    /// Runs `body` in one transaction of the store.
    func together<Result>(_ body: () throws(EditingError) -> Result) throws(EditingError) -> Result {
        try store.together(failing: EditingError.replica, body)
    }

    /// Writes one change in lane 0.
    func write(_ edits: [Edit], in space: Space) throws(EditingError) -> Dot? {
        if edits.isEmpty { return nil }
        return try hold(try store.write(edits, in: space, time: occasion.nowMilliseconds, actor: actor))
    }

    /// Writes these values into a record as one change, in the order of its fields.
    func put(
        _ values: [String: Value], into collection: RecordCollection, _ id: RecordID, in space: Space
    ) throws(EditingError) -> Dot? {
        let edits = collection.fields.compactMap { field in
            values[field.name].map { Edit(.set, collection.number, id, field.number, kept($0, field)) }
        }
        return try write(edits, in: space)
    }

    /// The value as it is stored: salted where the field is about a person.
    func kept(_ value: Value, _ field: Field) -> Value {
        guard field.privacy.isSalted, !value.isNothing else { return value }
        return .personal(salt: occasion.random(16), value)
    }
}
