// confirm, withdraw, certify; acknowledge, return, freeze. Each writes one change. The verdicts speak of
// the round that the state is in, and the district keeps its own copy of the figures it acknowledged, so
// that nothing the school does later moves them.

internal import Bytes
internal import CRDT
public import Records
internal import Replica
internal import Trust

/// What became of a certificate.
public struct HeadcountStep: Hashable, Sendable {
    /// The certificate's record.
    public let written: WrittenRecord
    /// SMIS code.
    public let school: String
    /// Its revision.
    public let revision: Int
    /// Its figures.
    public let snapshot: HeadcountSnapshot
    /// Classes that are recorded otherwise now.
    public let differences: [HeadcountDifference]
    /// Revisions made after it, which stay as they are.
    public var later: [HeadcountCertificate] = []
}

extension Editor {
    /// Confirms the figures as they are recorded now. The same figures again take up the certificate that
    /// was withdrawn or returned; other figures make the next revision, which needs a reason once one
    /// counts.
    @discardableResult
    public func confirmHeadcount(
        _ wanted: HeadcountRound? = nil, reason: String? = nil
    ) throws(EditingError) -> HeadcountStep {
        try together { () throws(EditingError) in
            let (round, code, space) = try ownRound(wanted)
            let snapshot = try confirmableHeadcount(round, code, space)
            let revisions = try headcountRevisions(round, code, space)
            let why = ThaiText.clean(reason ?? "")
            if let newest = revisions.newest, newest.snapshot == snapshot,
                revisions.doubled.last != newest.revision
            {
                // One that counts stands here where the school took its word back before it heard: that word
                // is given again, or the round could never be closed on it.
                guard let stage = newest.stage, ["entered", "returned"].contains(stage.state)
                else { throw .refused([nothingNew(newest)]) }
                let again = Stage(
                    round: stage.state == "returned" ? stage.round &+ 1 : stage.round, state: "confirmed")
                var values = ["state": again.value] + confirmer()
                if !why.isEmpty, why != newest.reason {
                    guard newest.reason.isEmpty else { throw .refused([reasonStands(newest)]) }
                    values["reason"] = try typed("reason", why)
                }
                return try step(newest, snapshot, try put(newest.id, in: space, values))
            }
            if let counted = revisions.counted, why.isEmpty {
                throw .refused([reasonNeeded(counted)])
            }
            return try revise(snapshot, after: revisions.newest?.revision ?? 0, why, in: space)
        }
    }

    /// Confirms figures in a certificate of their own, the next revision.
    private func revise(
        _ snapshot: HeadcountSnapshot, after newest: Int, _ why: String, in space: Space
    ) throws(EditingError) -> HeadcountStep {
        let revision = newest + 1
        guard HeadcountCertificate.mayHave(revision) else { throw .refused([noFurther(newest)]) }
        var values: [String: Value] = [
            "school": .text(snapshot.school), "academic_year": .integer(Int64(snapshot.round.year)),
            "round": .integer(Int64(snapshot.round.round)), "revision": .integer(Int64(revision)),
            "snapshot": .text(snapshot.text), "snapshot_hash": .bytes(snapshot.hash),
            "state": Stage(round: 1, state: "confirmed").value,
        ]
        if !why.isEmpty { values["reason"] = try typed("reason", why) }
        let written = try put(try occasion.newID(), in: space, values + confirmer())
        return HeadcountStep(
            written: written, school: snapshot.school, revision: revision, snapshot: snapshot,
            differences: [])
    }

    /// Takes a confirmation back that is not certified yet.
    @discardableResult
    public func withdrawHeadcount(_ wanted: HeadcountRound? = nil) throws(EditingError) -> HeadcountStep {
        try take(try ownRound(wanted), at: "confirmed") { stage, _ in
            ["state": Stage(round: stage.round &+ 1, state: "entered").value]
        }
    }

    /// The school's head certifies the revision that was confirmed last.
    @discardableResult
    public func certifyHeadcount(_ wanted: HeadcountRound? = nil) throws(EditingError) -> HeadcountStep {
        try take(try ownRound(wanted), at: "confirmed") { stage, _ in
            Self.verdict("certified", in: "certification", stage)
                + (person.map { ["certified_by": .text($0)] } ?? [:])
        }
    }

    /// The district takes note of what one school certified, and keeps its own copy.
    @discardableResult
    public func acknowledgeHeadcount(
        _ school: String, _ wanted: HeadcountRound? = nil
    ) throws(EditingError) -> HeadcountStep {
        try take(try districtRound(school, wanted), at: "certified") { stage, snapshot in
            Self.verdict("acknowledged", in: "acknowledgement", stage)
                + ["acknowledged": .text(snapshot.text)]
        }
    }

    /// The district sends back what one school certified.
    @discardableResult
    public func returnHeadcount(
        _ school: String, _ wanted: HeadcountRound? = nil, reason: String
    ) throws(EditingError) -> HeadcountStep {
        try take(try districtRound(school, wanted), at: "certified") { (stage, _) throws(EditingError) in
            guard !ThaiText.clean(reason).isEmpty else {
                throw .refused([
                    Refusal(
                        field: "reason", "การส่งคืนต้องมีเหตุผล", "to return a headcount takes a reason",
                        hint: Label("เพิ่ม --reason \"...\"", "Add --reason \"...\"."))
                ])
            }
            return Self.verdict("returned", in: "acknowledgement", stage)
                + ["return_reason": try typed("return_reason", reason)]
        }
    }

    /// The district closes the round on what it acknowledged last, whatever a later revision is at: that one
    /// stays, and waits for its own turn.
    @discardableResult
    public func freezeHeadcount(
        _ school: String, _ wanted: HeadcountRound? = nil
    ) throws(EditingError) -> HeadcountStep {
        try together { () throws(EditingError) in
            let (round, code, space) = try districtRound(school, wanted)
            let revisions = try headcountRevisions(round, code, space)
            guard let one = revisions.closable, let stage = one.stage, let figures = one.acknowledged else {
                let (newest, stage, snapshot) = try standing(round, code, space, at: "acknowledged")
                return try freeze(newest, stage, snapshot, in: space)
            }
            var done = try freeze(one, stage, figures, in: space)
            done.later = revisions.later(than: one)
            return done
        }
    }

    private func freeze(
        _ one: HeadcountCertificate, _ stage: Stage, _ figures: HeadcountSnapshot, in space: Space
    ) throws(EditingError) -> HeadcountStep {
        let state = Stage(round: stage.round, state: "frozen").value
        return try step(one, figures, try put(one.id, in: space, ["state": state]))
    }

    /// Writes what follows for the newest revision of a school, which must be at this state.
    private func take(
        _ place: @autoclosure () throws(EditingError) -> (HeadcountRound, String, Space), at state: String,
        _ values: (Stage, HeadcountSnapshot) throws(EditingError) -> [String: Value]
    ) throws(EditingError) -> HeadcountStep {
        try together { () throws(EditingError) in
            let (round, code, space) = try place()
            let (newest, stage, snapshot) = try standing(round, code, space, at: state)
            return try step(
                newest, snapshot, try put(newest.id, in: space, try values(stage, snapshot)))
        }
    }

    /// A state with the verdict of the same name, in the round that the state is in.
    private static func verdict(_ name: String, in field: String, _ stage: Stage) -> [String: Value] {
        let value = Stage(round: stage.round, state: name).value
        return ["state": value, field: value]
    }

    /// The newest revision, where it is at this state and nothing about it is in doubt.
    private func standing(
        _ round: HeadcountRound, _ code: String, _ space: Space, at state: String
    ) throws(EditingError) -> (HeadcountCertificate, Stage, HeadcountSnapshot) {
        let revisions = try headcountRevisions(round, code, space)
        let school = "\(code) \(round.round)/\(round.year)"
        guard let newest = revisions.newest else {
            throw .refused(
                "โรงเรียน \(school) ยังไม่ยืนยัน", "school \(school) has confirmed nothing",
                hint: Label(
                    "โรงเรียนยืนยันด้วย saphan headcount confirm", "The school runs saphan headcount confirm."))
        }
        guard revisions.doubled.last != newest.revision else {
            throw .refused(
                "โรงเรียน \(school) มีฉบับที่ \(newest.revision) สองใบ",
                "school \(school) has two certificates of revision \(newest.revision)",
                hint: Label(
                    "ให้โรงเรียนตรวจตัวเลขแล้วยืนยันใหม่ จะเป็นฉบับถัดไป",
                    "Have the school look at its figures and confirm again: that is the next revision."))
        }
        guard let stage = newest.stage, stage.state == state, let snapshot = newest.snapshot else {
            let type = RecordCollection.headcountCertificate.stateField?.type
            func name(_ state: String, _ language: Language) -> String {
                type?.label(state, language) ?? state
            }
            let here = newest.stage?.state
            throw .refused(
                "ฉบับที่ \(newest.revision) ของ \(school) อยู่ที่ “\(here.map { name($0, .th) } ?? "ขัดกัน")” "
                    + "ต้องเป็น \(name(state, .th))",
                "revision \(newest.revision) of \(school) is “\(here.map { name($0, .en) } ?? "contested")”; "
                    + "it must be \(name(state, .en))",
                hint: newest.holds && here == "entered" ? Self.wordTakenBack : nil)
        }
        return (newest, stage, snapshot)
    }

    /// The round and space of this node's school; throws at the hub.
    private func ownRound(_ wanted: HeadcountRound?) throws(EditingError) -> (HeadcountRound, String, Space) {
        let space = try identity().certificate.space
        guard let code = space.schoolCode else {
            throw .refused(
                "ยืนยันและรับรองได้เฉพาะโรงเรียนเจ้าของข้อมูล", "only the school itself confirms and certifies",
                hint: Label(
                    "ที่เขตใช้ acknowledge, return หรือ freeze", "At the hub use acknowledge, return or freeze."))
        }
        return (try headcountStanding(wanted, school: code).round, code, space)
    }

    /// The round, and the space of the school that the hub speaks of; throws at a school.
    private func districtRound(
        _ school: String, _ wanted: HeadcountRound?
    ) throws(EditingError) -> (HeadcountRound, String, Space) {
        guard try identity().certificate.role == .hub else {
            throw .refused(
                "รับทราบ ส่งคืน และปิดรอบได้เฉพาะเครื่องของเขต",
                "only the district's hub acknowledges, returns or freezes")
        }
        let (code, space) = try self.school(typed: school)
        return (try headcountStanding(wanted).round, code, space)
    }

    private func step(
        _ certificate: HeadcountCertificate, _ snapshot: HeadcountSnapshot, _ written: WrittenRecord
    ) throws(EditingError) -> HeadcountStep {
        let space = written.space
        let now = try headcountStanding(certificate.round, certificate.school, space).now
        return HeadcountStep(
            written: written, school: certificate.school, revision: certificate.revision, snapshot: snapshot,
            differences: now.map(snapshot.differences) ?? [])
    }

    private var person: String? { occasion.person.map(ThaiText.clean).flatMap { $0.isEmpty ? nil : $0 } }

    private func confirmer() -> [String: Value] { person.map { ["confirmed_by": .text($0)] } ?? [:] }

    private func typed(_ field: String, _ text: String) throws(EditingError) -> Value {
        do throws(FieldError) { return try catalogue.validate("headcount_cert", field, text) } catch {
            throw .refused([Refusal(error)])
        }
    }

    private func put(
        _ id: RecordID, in space: Space, _ values: [String: Value]
    ) throws(EditingError) -> WrittenRecord {
        let collection = try collection("headcount_cert")
        return WrittenRecord(
            collection: collection.name, id: id, number: nil, space: space,
            change: try put(values, into: collection, id, in: space),
            fields: collection.fields.map(\.name).filter { values[$0] != nil })
    }

    private func nothingNew(_ certificate: HeadcountCertificate) -> Refusal {
        Refusal(
            "ตัวเลขเหมือนฉบับที่ \(certificate.revision) ซึ่งยืนยันแล้ว ไม่มีอะไรต้องยืนยันอีก",
            "the figures are those of revision \(certificate.revision), which is confirmed already")
    }

    private static let wordTakenBack = Label(
        "โรงเรียนถอนคำก่อนรู้ว่าเขตรับทราบแล้ว ให้โรงเรียนยืนยันและรับรองอีกครั้ง",
        "The school took its word back before it heard that it was acknowledged: have it confirm and certify "
            + "again.")

    private func noFurther(_ revision: Int) -> Refusal {
        Refusal(
            "ฉบับที่ \(revision) เป็นฉบับสุดท้ายที่มีได้", "revision \(revision) is the last that there can be")
    }

    private func reasonStands(_ certificate: HeadcountCertificate) -> Refusal {
        Refusal(
            field: "reason",
            "ตัวเลขเหมือนฉบับที่ \(certificate.revision) ซึ่งบอกเหตุผลไว้แล้ว: \(certificate.reason)",
            "the figures are those of revision \(certificate.revision), which says why: "
                + certificate.reason,
            hint: Label("ยืนยันโดยไม่ใส่ --reason", "Confirm it without --reason."))
    }

    private func reasonNeeded(_ certificate: HeadcountCertificate) -> Refusal {
        Refusal(
            field: "reason",
            "ฉบับที่ \(certificate.revision) รับทราบแล้ว การแก้ภายหลังต้องมีเหตุผล",
            "revision \(certificate.revision) is acknowledged; a late correction needs a reason",
            hint: Label("เพิ่ม --reason \"...\"", "Add --reason \"...\"."))
    }
}

private func + (left: [String: Value], right: [String: Value]) -> [String: Value] {
    left.merging(right) { _, new in new }
}
