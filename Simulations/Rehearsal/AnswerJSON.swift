// The answer as one line of JSON: everything, nothing cut.

internal import Records
internal import Simulator
internal import Terminal

extension Answer {
    /// All of it.
    var json: JSON {
        [
            "title": title.json, "setting": setting.json, "replay": .boolean(isReplay),
            "sentences": .array(sentences.map(\.json)), "order": order?.json ?? .null,
            "ruleSets": .array(sets.map(\.json)),
            "differences": .array(
                differences.map { one in
                    [
                        "space": .text(one.place.space), "field": .text(one.place.fieldName),
                        "record": .text(one.place.record), "title": .text(one.title),
                        "shown": .array(one.shown.map { $0?.json ?? .null }), "reason": one.reason.json,
                        "direct": .boolean(one.isDirect),
                        "marked": .boolean(one.cause == .mark),
                        "reasons": .array(one.reasons.map { $0?.json ?? .null }),
                    ]
                }),
        ]
    }
}

extension SetAnswer {
    fileprivate var json: JSON {
        [
            "title": title.json, "rules": .array(rules.map { .text($0) }),
            "fromDay": .integer(Int64(fromDay)),
            "conflicts": .integer(Int64(findings.clashes.count)),
            "settledByRule": .integer(Int64(settledByRule)), "leftToPeople": .integer(Int64(leftToPerson)),
            "setAside": [
                "schools": .integer(Int64(setAside(ofSchools: true))),
                "office": .integer(Int64(setAside(ofSchools: false))),
            ],
            "others": .array(
                findings.others.map {
                    [
                        "what": $0.what.json, "count": .integer(Int64($0.count)),
                        "records": .array($0.records.map(\.json)),
                    ]
                }),
            "fields": .array(byField.map(\.json)),
            "delayMilliseconds": [
                "p50": number(delay(perMille: 500)), "p95": number(delay(perMille: 950)),
                "max": number(delay(perMille: 1_000)), "arrived": .integer(Int64(delays.count)),
                "notArrived": .integer(Int64(unarrived)), "lost": .integer(Int64(lost)),
            ],
            "clashes": .array(findings.clashes.map(\.json)),
            "overwritten": .array(findings.overwritten.map(\.json)), "schools": .array(schools.map(\.json)),
            "freshness": .array(
                freshness.map {
                    [
                        "atMilliseconds": .integer($0.milliseconds), "worstMilliseconds": .integer($0.worst),
                        "meanMilliseconds": .integer($0.mean),
                        "schoolsBehind": .integer(Int64($0.schoolsBehind)),
                    ]
                }),
            "events": .array(events.map { ["what": $0.what.json, "count": .integer(Int64($0.count))] }),
        ]
    }

    private func number(_ value: Int64?) -> JSON { value.map { .integer($0) } ?? .null }
}

extension FieldFigures {
    fileprivate var json: JSON {
        [
            "field": .text(field), "conflicts": .integer(Int64(clashes.count)),
            "settledByRule": .integer(Int64(byRule)), "leftToPeople": .integer(Int64(byPerson)),
            "schoolsSetAside": .integer(Int64(setAside(ofSchools: true))),
            "officeSetAside": .integer(Int64(setAside(ofSchools: false))),
        ]
    }
}

extension Clash {
    fileprivate var json: JSON {
        [
            "space": .text(place.space), "field": .text(place.fieldName), "record": .text(place.record),
            "title": .text(title), "words": .array(words.map(\.json)), "shown": shown?.json ?? .null,
            "needsPerson": .boolean(needsPerson), "later": later?.json ?? .null, "reason": reason.json,
        ]
    }
}

extension WholeRecord {
    fileprivate var json: JSON {
        [
            "collection": collection.json, "title": .text(title), "words": .array(words.map(\.json)),
            "reason": reason.json,
        ]
    }
}

extension Word {
    fileprivate var json: JSON {
        [
            "text": text.json, "role": .text(writer.school == 0 ? "hub" : "school"),
            "school": .integer(Int64(writer.school)), "machine": .text(writer.machine),
            "atMilliseconds": .integer(milliseconds),
        ]
    }
}

extension SchoolAnswer {
    fileprivate var json: JSON {
        [
            "school": .integer(Int64(number)), "line": profile.map { .text($0.rawValue) } ?? .null,
            "written": .integer(Int64(written)), "notArrived": .integer(Int64(unarrived)),
            "lost": .integer(Int64(lost)), "longestMilliseconds": longest.map { .integer($0) } ?? .null,
            "reason": reason.json,
            "bytesUp": .integer(Int64(bytesUp)), "bytesDown": .integer(Int64(bytesDown)),
            "conflicts": .integer(Int64(clashes)),
        ]
    }
}

extension Label {
    fileprivate var json: JSON { th == en ? .text(th) : ["th": .text(th), "en": .text(en)] }
}
