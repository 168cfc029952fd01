// Which fields have several values standing, without saying what they are: what an import asks for a whole
// space, where `conflicts` would project every record and check every invariant.

internal import Bytes
public import CRDT

extension Store {
    /// Fields of a space in which several values stand, dismissed by a person or not, by record and field.
    public func openCells(in space: Space) throws(ReplicaError) -> [(record: RecordID, field: FieldNumber)] {
        try refresh()
        guard let wanted = spaces.number(space) else { return [] }
        let statement = try database.statement(
            "SELECT record, field FROM conflict WHERE kind<>?1 ORDER BY record, field")
        statement.bind(1, Int64(ConflictKind.broughtBack.rawValue))
        var rows: [(record: Int64, field: FieldNumber)] = []
        while try statement.step() {
            rows.append(
                (statement.integer(0), FieldNumber(UInt16(truncatingIfNeeded: statement.integer(1)))))
        }
        statement.reset()
        var cells: [(record: RecordID, field: FieldNumber)] = []
        for row in rows {
            let name = try numbers.key(row.record, in: database)
            if name.space == wanted { cells.append((name.id, row.field)) }
        }
        return cells
    }
}
