// What projection needs to know of the catalogue, and nothing more: numbers, rules, writers. Labels and
// types are the business of Records.

/// One field as projection sees it.
public struct FieldSchema: Hashable, Sendable {
    /// How candidates become the value shown.
    public let rule: Rule
    /// Which nodes may write it.
    public let writers: Writers

    /// A field by its parts.
    public init(rule: Rule, writers: Writers) {
        self.rule = rule
        self.writers = writers
    }
}

/// One collection as projection sees it.
public struct CollectionSchema: Hashable, Sendable {
    /// Its fields.
    public let fields: [FieldNumber: FieldSchema]
    /// Which nodes may delete a record of it.
    public let deleters: Writers
    /// Fields whose standing depends on another field: workflows that wait for verdicts, and those
    /// verdicts.
    public let entangled: Set<FieldNumber>

    /// A collection by its fields.
    public init(fields: [FieldNumber: FieldSchema], deleters: Writers) {
        self.fields = fields
        self.deleters = deleters
        var entangled: Set<FieldNumber> = []
        for (number, field) in fields {
            guard case .workflow(let workflow) = field.rule, workflow.decision != .whole else { continue }
            entangled.formUnion([number, workflow.decision])
        }
        self.entangled = entangled
    }
}

/// All collections this version knows, with the district's overrides laid over them.
public struct Schema: Hashable, Sendable {
    /// Raised whenever a rule, a writer or a number changes in the catalogue.
    public let version: UInt32
    /// By number.
    public let collections: [CollectionNumber: CollectionSchema]

    /// A schema by its collections.
    public init(version: UInt32, collections: [CollectionNumber: CollectionSchema]) {
        self.version = version
        self.collections = collections
    }

    /// A field, where this version knows it.
    public func field(_ collection: CollectionNumber, _ field: FieldNumber) -> FieldSchema? {
        collections[collection]?.fields[field]
    }

    /// The same schema with some fields under other rules; unknown fields are ignored.
    public func overriding(_ rules: [RuleOverride]) -> Schema {
        var collections = collections
        for override in rules {
            guard let collection = collections[override.collection],
                let field = collection.fields[override.field]
            else { continue }
            var fields = collection.fields
            fields[override.field] = FieldSchema(rule: override.rule, writers: field.writers)
            collections[override.collection] = CollectionSchema(fields: fields, deleters: collection.deleters)
        }
        return Schema(version: version, collections: collections)
    }
}

/// A district's decision that a field follows another rule.
public struct RuleOverride: Hashable, Sendable {
    /// Collection of the field.
    public let collection: CollectionNumber
    /// The field.
    public let field: FieldNumber
    /// Its rule from now on.
    public let rule: Rule

    /// An override by its parts.
    public init(collection: CollectionNumber, field: FieldNumber, rule: Rule) {
        self.collection = collection
        self.field = field
        self.rule = rule
    }
}
