// Which schools a report counts. One that is only held counts where it is somebody: it has a machine, or
// reported figures. A space in which the district alone wrote, under a code that was mistyped, would stand
// in every report as a school that reports nothing.

internal import CRDT
internal import Records
public import Replica
internal import Trust

extension SchoolStandings {
    /// Schools of the district's list, those that have a machine, and those that reported figures, by code;
    /// on a school's node that school alone.
    public static func counted(_ store: Store) throws(ReplicaError) -> [SchoolStanding] {
        var known: Set<String> = []
        if let own = store.identity?.certificate.space.schoolCode { known.insert(own) }
        if let schools = store.catalogue["school"] {
            for row in try store.list(schools) { known.insert(row["smis_code"].plain) }
        }
        for certificate in try store.district()?.certificates ?? [] {
            if let code = certificate.space.schoolCode { known.insert(code) }
        }
        var found: [SchoolStanding] = []
        for school in try read(store) {
            var isSomebody = known.contains(school.code)
            if !isSomebody { isSomebody = try hasFigures(school, store) }
            if isSomebody { found.append(school) }
        }
        return found
    }

    private static func hasFigures(_ school: SchoolStanding, _ store: Store) throws(ReplicaError) -> Bool {
        for name in ["headcount", "headcount_cert"] {
            guard let collection = store.catalogue[name] else { continue }
            if try !store.list(collection, in: school.space).isEmpty { return true }
        }
        return false
    }
}
