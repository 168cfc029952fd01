// From the records of a database to the headcount report.

internal import Bytes
internal import CRDT
public import Records
public import Replica

extension HeadcountReport {
    /// Reads a round; without one the newest that anybody recorded (year 0 where nobody did).
    public init(_ store: Store, round wanted: HeadcountRound? = nil) throws(ReplicaError) {
        let standings = try SchoolStandings.counted(store)
        let newest = wanted == nil ? try HeadcountReport.rounds(store).last : nil
        let round = wanted ?? newest ?? HeadcountRound(year: 0, round: 1)
        let offices = store.catalogue["area_office"]
        var office: RecordRow?
        if let offices { office = try store.list(offices).first }
        var reading = HeadcountReading(
            store: store, office: office?["code"].plain ?? "", officeName: office?["name_th"].plain ?? "")
        try reading.readRecords(of: round)
        var schools: [SchoolHeadcount] = []
        for standing in standings { schools.append(try reading.school(standing)) }
        try reading.readConflicts(standings)
        let included = Set(schools.filter { $0.row != nil }.map(\.school.code))
        self.round = round
        self.office = reading.office
        officeName = reading.officeName
        self.schools = schools
        flags = reading.flags.sorted { ($0.school, $0.column ?? -1) < ($1.school, $1.column ?? -1) }
        coverage = Coverage(standings, included: included)
        certified = try CertifiedHeadcount(
            store, schools, round, office: reading.office, officeName: reading.officeName)
    }

    /// The rounds that anybody recorded, earliest first.
    public static func rounds(_ store: Store) throws(ReplicaError) -> [HeadcountRound] {
        guard let collection = store.catalogue["headcount"] else { return [] }
        var rounds: Set<HeadcountRound> = []
        for row in try store.list(collection) {
            if let round = HeadcountRound(of: row) { rounds.insert(round) }
        }
        return rounds.sorted()
    }
}

/// Gathers what the report needs, school by school.
private struct HeadcountReading {
    let store: Store
    let office: String
    let officeName: String
    var flags: [FlaggedCell] = []
    private var records: [Space: [RecordRow]] = [:]
    /// Where the records of the round stand: by these conflicts find their cell.
    private var places: [RecordID: (space: Space, one: SchoolClass?)] = [:]

    init(store: Store, office: String, officeName: String) {
        self.store = store
        self.office = office
        self.officeName = officeName
    }

    mutating func readRecords(of round: HeadcountRound) throws(ReplicaError) {
        guard let collection = store.catalogue["headcount"] else { return }
        for row in try store.list(collection, where: round.condition) {
            records[row.space, default: []].append(row)
        }
    }

    /// One school's line; what cannot be placed is flagged.
    mutating func school(_ school: SchoolStanding) throws(ReplicaError) -> SchoolHeadcount {
        let found = (records[school.space] ?? []).sorted { $0.id < $1.id }
        var counts: [SchoolClass: ClassCount] = [:]
        var changed: Int64?
        for record in found {
            let one = SchoolClass(rawValue: record["class"].plain)
            places[record.id] = (school.space, one)
            guard let one, counts[one] == nil, record["school"].plain == school.code else {
                flag(school, nil, .unplaced(record.id))
                continue
            }
            counts[one] = ClassCount(
                male: figure(record, "male", one, school), female: figure(record, "female", one, school),
                rooms: figure(record, "rooms", one, school))
            if let time = try store.changedAt(record) { changed = max(changed ?? Int64.min, time) }
        }
        guard !counts.isEmpty else { return SchoolHeadcount(school: school, row: nil, changed: nil) }
        let row = HeadcountRow(
            office: office, officeName: officeName, school: school.code, schoolName: school.name,
            counts: counts)
        return SchoolHeadcount(school: school, row: row, changed: changed)
    }

    /// Open conflicts about records of the round, with their cells.
    mutating func readConflicts(_ standings: [SchoolStanding]) throws(ReplicaError) {
        guard let collection = store.catalogue["headcount"] else { return }
        let schools = Dictionary(standings.map { ($0.space, $0) }, uniquingKeysWith: { first, _ in first })
        for conflict in try store.conflicts() where conflict.collection == collection.number {
            guard let place = places[conflict.record], let school = schools[place.space] else { continue }
            let field = collection[conflict.field]
            let column = place.one.flatMap { one in
                field.flatMap { HeadcountReading.column(of: $0.name, one) }
            }
            let values = conflict.candidates.map { field?.type.show($0.value, .en) ?? "" }
            flag(school, column, .conflict(conflict.id, values: values))
        }
    }

    private mutating func figure(
        _ record: RecordRow, _ field: String, _ one: SchoolClass, _ school: SchoolStanding
    ) -> Int64 {
        if let figure = record.headcountFigure(field) { return figure }
        flag(school, HeadcountReading.column(of: field, one), .missing)
        return 0
    }

    private mutating func flag(_ school: SchoolStanding, _ column: Int?, _ trouble: FlaggedCell.Trouble) {
        flags.append(FlaggedCell(school: school.code, name: school.name, column: column, trouble: trouble))
    }

    /// The column of a figure; nil for fields that have none.
    private static func column(of field: String, _ one: SchoolClass) -> Int? {
        guard let group = HeadcountGroup.inOrder.firstIndex(of: .one(one)),
            let part = ["male": 0, "female": 1, "rooms": 3][field]
        else { return nil }
        return HeadcountColumns.leading + group * 4 + part
    }
}
