// The history of one record under rules that are not in force: for rehearsals. The same projection, the
// same operations; only the schema is another. Nothing is written.

package import CRDT
internal import Crypto
internal import Records

/// A record's operations, and what they show under some schema.
package struct TriedRecord {
    /// All that is held on it, by time.
    package let operations: [HeldOperation]
    /// What it shows.
    package let projection: RecordProjection
}

extension Store {
    /// Rules and writers as this node judges now, the district's overrides included.
    package var schemaInForce: Schema { schema }

    /// What a record shows under `schema`.
    package func tried(_ row: RecordRow, under schema: Schema) throws(ReplicaError) -> TriedRecord {
        try refresh()
        let state = try state(row.number, try numbers.key(row.number, in: database))
        let history = try history(of: state)
        let projection = CRDT.project(
            history.operations, collection: row.collection, schema: schema, chains: try chains(of: history))
        let ordered = history.operations.sorted {
            ($0.time, $0.dot, $0.index) < ($1.time, $1.dot, $1.index)
        }
        return TriedRecord(operations: ordered, projection: projection)
    }
}
