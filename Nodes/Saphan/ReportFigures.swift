// The figures of the reports for programs. What is not known is null, never zero.

internal import Bytes
internal import CRDT
internal import Records
internal import Reports
internal import Terminal

extension HeadcountReport {
    /// Totals, coverage, what is missing, cells to settle.
    var json: JSON {
        [
            "year": .integer(Int64(round.year)), "round": .integer(Int64(round.round)),
            "office": .text(office),
            "schools": .integer(Int64(coverage.included)), "schools_of": .integer(Int64(coverage.schools)),
            "pupils": pupils { $0.total }, "male": pupils { $0.male }, "female": pupils { $0.female },
            "rooms": pupils { $0.rooms },
            "totals": rows.isEmpty ? .null : .array(totals.map { .integer($0) }),
            "missing": .array(missing.map { .text($0.code) }), "flags": .array(flags.map(\.json)),
            "certified_schools": .integer(Int64(certified.count)),
            "certified_pupils": certified.count == 0 ? .null : .integer(certified.whole.total),
            "certified": .array(certified.schools.filter { !$0.revisions.all.isEmpty }.map(\.json)),
            "oldest": .moment(coverage.oldest?.milliseconds), "newest": .moment(coverage.newest),
            "rows": .array(schools.map(\.json)),
        ]
    }

    private func pupils(_ part: (ClassCount) -> Int64) -> JSON {
        rows.isEmpty ? .null : .integer(part(whole))
    }
}

extension CertifiedSchool {
    fileprivate var json: JSON {
        let whole = row?.count(.all)
        return [
            "school": .text(school.code),
            "counts": revisions.counted.map { .integer(Int64($0.revision)) } ?? .null,
            "pupils": whole.map { .integer($0.total) } ?? .null,
            "newest": revisions.newest.map { .integer(Int64($0.revision)) } ?? .null,
            "state": revisions.newest?.stage.map { .text($0.state) } ?? .null,
            "differences": .array(differences.map(\.json)),
        ]
    }
}

extension HeadcountDifference {
    /// For programs.
    var json: JSON {
        [
            "class": .text(one.rawValue), "certified": certified.json, "now": now.json,
        ]
    }
}

extension ClassCount {
    /// For programs.
    var json: JSON {
        ["male": .integer(male), "female": .integer(female), "rooms": .integer(rooms)]
    }
}

extension SchoolHeadcount {
    fileprivate var json: JSON {
        let whole = row?.count(.all)
        return [
            "school": .text(school.code), "name": .text(school.name),
            "male": whole.map { .integer($0.male) } ?? .null,
            "female": whole.map { .integer($0.female) } ?? .null,
            "rooms": whole.map { .integer($0.rooms) } ?? .null, "as_of": .moment(school.asOf),
        ]
    }
}

extension FlaggedCell {
    fileprivate var json: JSON {
        let cell = column.map { JSON.text(HeadcountColumns.headers[$0]) } ?? .null
        switch trouble {
        case .conflict(let id, let values):
            return [
                "school": .text(school), "cell": cell, "trouble": "conflict",
                "conflict": .text(id.description),
                "values": .array(values.map { .text($0) }),
            ]
        case .missing: return ["school": .text(school), "cell": cell, "trouble": "missing"]
        case .unplaced(let record):
            return [
                "school": .text(school), "cell": cell, "trouble": "unplaced",
                "record": .text(record.description),
            ]
        }
    }
}

extension SummaryReport {
    /// Everything on the page.
    var json: JSON {
        [
            "unit": .text(unit), "schools": .integer(Int64(coverage.included)),
            "schools_of": .integer(Int64(coverage.schools)), "oldest": .moment(coverage.oldest?.milliseconds),
            "newest": .moment(coverage.newest),
            "pupils": headcount.rows.isEmpty ? .null : .integer(headcount.whole.total),
            "male": headcount.rows.isEmpty ? .null : .integer(headcount.whole.male),
            "female": headcount.rows.isEmpty ? .null : .integer(headcount.whole.female),
            "rooms": headcount.rows.isEmpty ? .null : .integer(headcount.whole.rooms),
            "pupils_from": .integer(Int64(headcount.coverage.included)), "tickets": counts(tickets),
            "assets": counts(assets), "below_zero": .array(shortages.map(\.json)),
            "evaluations": .array(evaluations.map(\.json)), "conflicts": .integer(Int64(openConflicts)),
            "freshness": .array(
                schools.map { school in
                    [
                        "school": .text(school.code), "receipt": .moment(school.receipt),
                        "heard": .moment(school.heard), "newest": .moment(school.newest),
                    ]
                }),
        ]
    }

    private func counts(_ states: [StateCount]) -> JSON {
        .object(
            states.map { JSON.Member($0.state.isEmpty ? "unsettled" : $0.state, .integer(Int64($0.count))) })
    }
}

extension Shortage {
    fileprivate var json: JSON {
        ["space": .text(space.name), "code": .text(code), "name": .text(name), "on_hand": .integer(onHand)]
    }
}

extension EvaluationFigures {
    fileprivate var json: JSON {
        [
            "title": .text(title), "responses": .integer(Int64(responses)),
            "schools": .integer(Int64(schools)),
            "not_counted": [
                "early": .integer(Int64(leftOut.early)), "late": .integer(Int64(leftOut.late)),
                "elsewhere": .integer(Int64(leftOut.elsewhere)),
            ],
            "mean": .hundredths(whole.shown?.meanHundredths),
            "deviation": .hundredths(whole.shown?.deviationHundredths),
            "items": .array(
                items.map { item in
                    [
                        "item": .integer(Int64(item.number)), "n": .integer(item.figures.answered),
                        "mean": .hundredths(item.figures.shown?.meanHundredths),
                        "deviation": .hundredths(item.figures.shown?.deviationHundredths),
                    ]
                }),
        ]
    }
}

extension JSON {
    fileprivate static func moment(_ milliseconds: Int64?) -> JSON {
        milliseconds.map { .integer($0) } ?? .null
    }

    fileprivate static func hundredths(_ value: Int64?) -> JSON {
        value.map { .decimal($0, digits: 2) } ?? .null
    }
}
