// The ways of tickets, from the history that a replica holds: what each showed when, by its authors'
// clocks.

public import CRDT
public import Records
public import Replica

/// A ticket with its way.
public struct TicketRecord: Hashable, Sendable {
    /// The record.
    public let row: RecordRow
    /// Its way.
    public let life: TicketLife

    /// Every ticket of a space that is not deleted, or of all spaces held, oldest record first. One that
    /// lacks the moment it was opened, or names one that no calendar has, counts from the first stage it
    /// showed.
    public static func read(_ store: Store, in space: Space? = nil) throws(ReplicaError) -> [TicketRecord] {
        guard let collection = store.catalogue["ticket"], let state = collection.stateField else { return [] }
        var tickets: [TicketRecord] = []
        for row in try store.list(collection, in: space) {
            let stages = try store.values(of: row, state.number).compactMap { time, value in
                value.flatMap(Stage.init).map { (time: nearest(time), stage: $0) }
            }
            guard let first = stages.first?.time else { continue }
            var opened = first
            if case .integer(let moment) = row["opened_at"], moments.contains(moment) { opened = moment }
            tickets.append(TicketRecord(row: row, life: TicketLife(opened: opened, stages: stages)))
        }
        return tickets
    }

    /// The moments of the calendar, so that how long a ticket waited never overflows.
    private static let moments =
        ThaiDate(milliseconds: .min).milliseconds...ThaiDate(milliseconds: .max).milliseconds

    /// The moment itself, or the end of the calendar that it lies beyond.
    private static func nearest(_ moment: Int64) -> Int64 {
        max(moments.lowerBound, min(moments.upperBound, moment))
    }
}
