// Days of traffic data: sealed when they are over, erased when their time is over and nobody holds them
// back, checked against what was sealed. What travels is a day's digest; what was erased leaves its digest
// and an audit entry.

internal import Bytes
internal import CRDT
internal import Crypto
public import Records
public import Replica
internal import Trust

/// One sealed day as this machine knows it.
public struct TrafficDay: Hashable, Sendable {
    /// The day.
    public let day: ThaiDate
    /// What was sealed.
    public let sealed: SealedDay
    /// When it was sealed.
    public let sealedOn: ThaiDate
    /// When its entries were erased; nil while they are held.
    public let erasedOn: ThaiDate?
}

/// What is wrong with a sealed day.
public struct TrafficTrouble: Hashable, Sendable {
    /// The day.
    public let day: ThaiDate
    /// What is wrong.
    public let message: Label
}

extension Editor {
    /// Seals every day that is over, from the first that is not sealed yet.
    public func sealTraffic() throws(EditingError) -> [TrafficDay] {
        let log = try localCollection("traffic_log")
        return try together { () throws(EditingError) in
            let known = try trafficDays()
            let today = ThaiDate(milliseconds: occasion.nowMilliseconds)
            let earliest = today.adding(days: -LocalLimits.trafficDaysSealedMax)
            var day: ThaiDate
            if let last = known.last {
                day = last.day.adding(days: 1)
            } else {
                guard let open = try hold(try store.unsealedMoments(of: log)) else { return [] }
                day = ThaiDate(milliseconds: open.lowerBound)
            }
            // A clock that once stood at 1970 does not make thousands of days: what lies before goes into
            // the first.
            day = max(day, earliest)
            var previous = known.last?.sealed.digest
            var made: [TrafficDay] = []
            while day < today {
                let sealed = try hold(
                    try store.seal(
                        log, day: day.description, endMilliseconds: day.adding(days: 1).milliseconds,
                        previous: previous))
                try writeDay(sealed, on: today)
                made.append(TrafficDay(day: day, sealed: sealed, sealedOn: today, erasedOn: nil))
                previous = sealed.digest
                day = day.adding(days: 1)
            }
            return made
        }
    }

    /// Days that this machine sealed, in order.
    public func trafficDays() throws(EditingError) -> [TrafficDay] {
        let collection = try collection("traffic_day")
        let space = try identity().certificate.space
        let machine = try machineCode()
        let rows = try hold(try store.list(collection, in: space, where: [("machine", .text(machine))]))
        return rows.compactMap { row in
            guard let day = ThaiDate(iso: row["day"].plain), case .bytes(let digest) = row["digest"],
                case .integer(let entries) = row["entries"]
            else { return nil }
            var previous: [UInt8]?
            if case .bytes(let bytes) = row["previous"] { previous = bytes }
            return TrafficDay(
                day: day,
                sealed: SealedDay(
                    day: row["day"].plain, entries: Int(entries), digest: digest, previous: previous),
                sealedOn: ThaiDate(iso: row["sealed_on"].plain) ?? day,
                erasedOn: ThaiDate(iso: row["erased_on"].plain))
        }.sorted { $0.day < $1.day }
    }

    /// Compares what is held with what was sealed, and the days with one another.
    public func checkTraffic() throws(EditingError) -> (days: Int, troubles: [TrafficTrouble]) {
        let log = try localCollection("traffic_log")
        let days = try trafficDays()
        var troubles: [TrafficTrouble] = []
        var before: TrafficDay?
        for day in days {
            if let before,
                before.day.adding(days: 1) != day.day || before.sealed.digest != day.sealed.previous
            {
                troubles.append(
                    TrafficTrouble(
                        day: day.day,
                        message: Label(
                            "ไม่ต่อจากวันก่อน (\(before.day))",
                            "does not follow from the day before (\(before.day))")))
            }
            before = day
            guard day.erasedOn == nil else { continue }
            let now = try hold(
                try store.digest(of: log, day: day.sealed.day, previous: day.sealed.previous))
            if now != day.sealed {
                troubles.append(
                    TrafficTrouble(
                        day: day.day,
                        message: Label(
                            "รายการในเครื่องไม่ตรงกับที่ปิดผนึก (\(now.entries) จาก \(day.sealed.entries))",
                            "the entries are not those sealed (\(now.entries) of \(day.sealed.entries))"
                        )))
            }
        }
        return (days.count, troubles)
    }

    /// Erases the entries of every sealed day before `day`. Refused, with nothing erased, where one of them
    /// is younger than it must be kept, or held by an order.
    public func eraseTraffic(before day: ThaiDate) throws(EditingError) -> (days: Int, entries: Int) {
        let log = try localCollection("traffic_log")
        return try together { () throws(EditingError) in
            let chosen = try trafficDays().filter { $0.day < day && $0.erasedOn == nil }
            let today = ThaiDate(milliseconds: occasion.nowMilliseconds)
            let kept = try trafficDaysKept()
            var refusals: [Refusal] = []
            if let young = chosen.first(where: { max($0.day, $0.sealedOn).adding(days: kept) >= today }) {
                let free = max(young.day, young.sealedOn).adding(days: kept + 1)
                refusals.append(
                    Refusal(
                        "ข้อมูลของ \(young.day.medium(.th)) ต้องเก็บไม่น้อยกว่า \(kept) วัน "
                            + "ลบได้ตั้งแต่ \(free.medium(.th))",
                        "what entered by \(young.day.medium(.en)) is kept for \(kept) days at least; "
                            + "it may be erased from \(free.medium(.en))"))
            }
            for one in chosen {
                let moments = try hold(try store.moments(of: log, segment: one.sealed.day))
                let entered = moments.map { ($0.lowerBound, $0.upperBound) }
                let first = entered.map { min(one.day, ThaiDate(milliseconds: $0.0)) } ?? one.day
                let last = entered.map { max(one.day, ThaiDate(milliseconds: $0.1)) } ?? one.day
                refusals += try holds(on: log, from: first, through: last, named: one.day)
            }
            guard refusals.isEmpty else { throw .refused(refusals) }
            var entries = 0
            for one in chosen {
                entries += try hold(try store.eraseEntries(of: log, segment: one.sealed.day))
                try writeErased(one, on: today)
            }
            if let first = chosen.first, let last = chosen.last {
                try audit(
                    "traffic_erased",
                    "\(first.day) – \(last.day), \(English.count(entries, "entry", "entries"))")
            }
            return (chosen.count, entries)
        }
    }

    /// Erases log-ins of days before one; of these no day is sealed. Refused, with nothing erased, where one
    /// of the days is younger than they must be kept, or held by an order.
    public func eraseLogins(before day: ThaiDate) throws(EditingError) -> Int {
        let log = try localCollection("auth_event")
        return try together { () throws(EditingError) in
            let kept = try trafficDaysKept(log.name)
            let free = ThaiDate(milliseconds: occasion.nowMilliseconds).adding(days: -kept)
            guard day <= free else {
                throw .refused(
                    "ต้องเก็บไม่น้อยกว่า \(kept) วัน วันนี้ลบได้ของก่อน \(free.medium(.th))",
                    "they are kept for \(kept) days at least; today those before \(free.medium(.en)) may go")
            }
            let refusals = try holds(on: log, from: nil, through: day.adding(days: -1), named: day)
            guard refusals.isEmpty else { throw .refused(refusals) }
            let count = try hold(try store.eraseUnsealed(of: log, beforeMilliseconds: day.milliseconds))
            if count > 0 {
                try audit(
                    "traffic_erased",
                    "\(log.name) < \(day), \(English.count(count, "entry", "entries"))")
            }
            return count
        }
    }

    /// The law's least, or what the district asks beyond it.
    public func trafficDaysKept(_ name: String = "traffic_log") throws(EditingError) -> Int {
        let rules = try collection("retention_rule")
        var kept = LocalLimits.trafficDaysKeptMin
        for row in try hold(try store.list(rules, in: .district))
        where row["collection"].plain == name {
            if case .integer(let days) = row["days_kept"] { kept = max(kept, Int(clamping: days)) }
        }
        return kept
    }

    /// Orders that hold back entries of these days; `first` is nil where they begin with the oldest.
    private func holds(
        on log: RecordCollection, from first: ThaiDate?, through last: ThaiDate, named day: ThaiDate
    ) throws(EditingError) -> [Refusal] {
        let own = try identity().certificate.space
        let orders = try collection("legal_hold")
        return try hold(try store.list(orders)).filter { row in
            (row.space == own || row.space == .office) && row["collection"].plain == log.name
                && row["state"].plain != "released"
                && (ThaiDate(iso: row["day_from"].plain).map { $0 <= last } ?? true)
                && (ThaiDate(iso: row["day_until"].plain).map { $0 >= first ?? $0 } ?? true)
        }.map { row in
            Refusal(
                "ข้อมูลของ \(day.medium(.th)) ถูกสั่งให้เก็บไว้: \(row["order_no"].plain)",
                "an order holds what entered by \(day.medium(.en)): \(row["order_no"].plain)",
                hint: Label("เขตยกเลิกคำสั่งด้วย state=released", "The district lifts it with state=released."))
        }
    }

    private func machineCode() throws(EditingError) -> String {
        String(try identity().node.description.prefix(16))
    }

    private func dayKey(_ day: String, in space: Space) throws(EditingError) -> [String: Value] {
        ["unit": .text(try unit(of: space)), "machine": .text(try machineCode()), "day": .text(day)]
    }

    private func writeDay(_ day: SealedDay, on today: ThaiDate) throws(EditingError) {
        let space = try identity().certificate.space
        var values = try dayKey(day.day, in: space)
        values["entries"] = .integer(Int64(day.entries))
        values["digest"] = .bytes(day.digest)
        values["previous"] = day.previous.map { .bytes($0) }
        values["sealed_on"] = .text(today.description)
        try put("traffic_day", try dayKey(day.day, in: space), values, in: space)
    }

    private func writeErased(_ day: TrafficDay, on today: ThaiDate) throws(EditingError) {
        let space = try identity().certificate.space
        let key = try dayKey(day.sealed.day, in: space)
        try put("traffic_day", key, ["erased_on": .text(today.description)], in: space)
    }

    private func put(
        _ name: String, _ key: [String: Value], _ values: [String: Value], in space: Space
    ) throws(EditingError) {
        let collection = try collection(name)
        let id: RecordID
        if let derived = collection.derivedID(in: space, key) {
            id = derived
        } else {
            id = try occasion.newID()
        }
        _ = try put(values, into: collection, id, in: space)
    }

    /// An entry that covers the one before it: none can be dropped between two others unnoticed.
    func audit(_ action: String, _ subject: String) throws(EditingError) {
        let space = try identity().certificate.space
        let collection = try collection("audit")
        let before = try hold(try store.list(collection, in: space)).max { first, second in
            (first["happened_at"].number, first.id) < (second["happened_at"].number, second.id)
        }
        var previous: [UInt8]?
        if case .bytes(let bytes)? = before?["digest"] { previous = bytes }
        let now = occasion.nowMilliseconds
        var writer = ByteWriter()
        writer.text("saphan-audit/1")
        writer.raw(previous ?? [])
        writer.signed(now)
        writer.text(action)
        writer.text(subject)
        var values: [String: Value] = [
            "happened_at": .integer(now), "action": .text(action), "subject": .text(subject),
            "digest": .bytes(Blake2b.hash(writer.bytes)),
        ]
        values["previous"] = previous.map { .bytes($0) }
        values["actor"] = occasion.person.map { .text(ThaiText.clean($0)) }
        try put("audit", [:], values, in: space)
    }
}

extension ColumnValue {
    fileprivate var number: Int64 { if case .integer(let number) = self { number } else { 0 } }
}
