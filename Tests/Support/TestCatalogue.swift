// A catalogue for tests of merging: one collection with a field of every rule, and one without a workflow,
// whose records stay on the short way through the projection. The system's collections are the real ones.

public import CRDT
public import Records

/// The collections of law tests.
public enum TestCatalogue {
    /// Collection with a field of every rule.
    public static let thing = CollectionNumber(60)
    /// Collection without entangled fields; only the hub may delete its records.
    public static let plain = CollectionNumber(61)
    /// The decision field of `thing`.
    public static let decision = FieldNumber(5)
    /// The workflow field of `thing`.
    public static let state = FieldNumber(4)

    /// The states of the executable model this design was tried on.
    public static let flow = Flow(
        [
            state("open", ["inspecting", "cancelled"]),
            state("inspecting", ["waiting_user", "waiting_parts", "ordered", "in_repair"]),
            state("waiting_user", ["in_repair"]), state("waiting_parts", ["in_repair"]),
            state("ordered", ["in_repair"], needs: "approved"),
            state("in_repair", ["repaired", "unrepairable"]), state("cancelled", []),
            state("unrepairable", ["closed"]), state("repaired", ["closed"]), state("closed", []),
        ], decision: 5)

    /// A workflow that waits for nobody.
    public static let road = Flow([
        state("a", ["b", "c"]), state("b", ["d"]), state("c", ["d"]), state("d", []),
    ])

    /// The catalogue.
    public static func make(version: UInt32 = 1, without: [CollectionNumber] = []) -> Catalogue {
        let system = Catalogue.standard.collections.filter { $0.number.raw >= 100 }
        let all = system + [thingCollection, plainCollection]
        return Catalogue(version: version, all.filter { !without.contains($0.number) }, invariants: [])
    }

    /// Its schema.
    public static let schema = make().schema

    static let thingCollection = RecordCollection(
        60, "thing", "ก", "Thing", in: [.school], deleters: .anyone,
        fields: [
            Field(1, "title", "ก", "A", .text, .latest), Field(2, "note", "ก", "A", .text, .keepAll),
            Field(3, "prio", "ก", "A", .text, .authority([.hub, .school])),
            Field(4, "state", "ก", "A", .state(flow)),
            Field(
                5, "decision", "ก", "A",
                .decision([Choice("approved", "ก", "A"), Choice("refused", "ก", "R")]), .keepAll,
                writers: .hub),
            Field(6, "number", "ก", "A", .text, .once, writers: .owner),
            Field(7, "stock", "ก", "A", .integer(-1_000...1_000), .counter),
            Field(8, "tags", "ก", "A", .text, .addWins), Field(9, "access", "ก", "A", .text, .denyWins),
            Field(10, "journal", "ก", "A", .text, .log),
            Field(11, "price", "ก", "A", .text, .latest, writers: .owner),
            Field(12, "contact", "ก", "A", .text, .keepAll, privacy: .personal),
            Field(13, "road", "ก", "A", .state(road)),
        ])

    static let plainCollection = RecordCollection(
        61, "plain", "ก", "Plain", in: [.school], deleters: .hub,
        fields: [
            Field(1, "title", "ก", "A", .text, .latest), Field(2, "note", "ก", "A", .text, .keepAll),
            Field(3, "prio", "ก", "A", .text, .authority([.school, .hub])),
            Field(6, "number", "ก", "A", .text, .once),
            Field(7, "stock", "ก", "A", .integer(0...9), .counter),
            Field(8, "tags", "ก", "A", .text, .addWins), Field(9, "access", "ก", "A", .text, .denyWins),
            Field(11, "price", "ก", "A", .text, .latest, writers: .hub),
        ])

    private static func state(_ name: String, _ next: [String], needs: String? = nil) -> Flow.State {
        Flow.State(name, "ก", name, next: next, needs: needs)
    }
}
