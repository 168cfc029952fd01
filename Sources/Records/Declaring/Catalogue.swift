// All collections of this version in one value, with lookup by name and number. `problems` says what is
// wrong with a declaration; a test keeps it empty.

public import CRDT

/// Every collection that this version knows.
public struct Catalogue: Hashable, Sendable {
    /// Raised whenever a rule, a writer or a number changes.
    public let version: UInt32
    /// In the order of their numbers.
    public let collections: [RecordCollection]
    /// What must hold over several records.
    public let invariants: [Invariant]
    private let names: [String: Int]
    private let numbers: [CollectionNumber: Int]
    /// What projection needs of it.
    public let schema: Schema

    /// A catalogue by its parts; of two collections with one name or number, lookup finds the first.
    public init(version: UInt32, _ collections: [RecordCollection], invariants: [Invariant]) {
        self.version = version
        self.collections = collections.sorted { $0.number < $1.number }
        self.invariants = invariants
        let places = self.collections.enumerated()
        names = Dictionary(places.map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        numbers = Dictionary(places.map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
        schema = Self.schema(version, self.collections)
    }

    /// The catalogue of this version.
    public static let standard = Catalogue(
        version: 3, RecordCollection.families.flatMap { $0 }, invariants: Invariant.standard)

    /// The collection of this name.
    public subscript(name: String) -> RecordCollection? { names[name].map { collections[$0] } }
    /// The collection of this number.
    public subscript(number: CollectionNumber) -> RecordCollection? {
        numbers[number].map { collections[$0] }
    }

    private static func schema(_ version: UInt32, _ collections: [RecordCollection]) -> Schema {
        var schemas: [CollectionNumber: CollectionSchema] = [:]
        // What is local is no part of the log: an operation on it, by whoever wrote it, has no effect.
        for collection in collections where !collection.isLocal {
            var fields: [FieldNumber: FieldSchema] = [:]
            for field in collection.fields {
                fields[field.number] = FieldSchema(rule: field.rule, writers: field.writers)
            }
            schemas[collection.number] = CollectionSchema(fields: fields, deleters: collection.deleters)
        }
        return Schema(version: version, collections: schemas)
    }
}

extension RecordCollection {
    /// Every family, as the files in Families hold them.
    static let families: [[RecordCollection]] = [
        reference, people, tickets, inventory, procurement, mis, evaluations, plans, security, system,
    ]
}
