// What `status` tells of restored, copied and forked nodes and of missing work: what happened, and what the
// person should do. Made of the kinds and numbers that the replica keeps; the sentences are here and in
// NoticeWords.swift alone.

internal import Bytes
public import CRDT
public import Records
public import Replica
internal import Trust

/// One thing that a person should hear of.
public struct StatusNotice: Hashable, Sendable {
    /// What it is, for programs: the words of `Notice.Kind` and `EpochReason`, or `missing`, `lost`,
    /// `back`.
    public let kind: String
    /// What happened and what to do.
    public let words: Label
    /// When it last happened, milliseconds since 1970 by this node's clock; 0 where that is not known.
    public let timeMilliseconds: Int64
    /// The missing work that it is about; nil for other notices.
    public let absence: Absence?
}

extension Editor {
    /// Everything a person should hear of, what waits for somebody first.
    func statusNotices(at role: Role, _ trust: DistrictTrust?) throws(EditingError) -> [StatusNotice] {
        let now = occasion.nowMilliseconds
        func isFresh(_ time: Int64) -> Bool {
            (now &- time).magnitude < UInt64(LocalLimits.noticeMilliseconds) || time <= 0
        }
        let all = try hold(try store.absences())
        let absences = all.filter { !$0.isSeen && (!$0.isBack || isFresh($0.timeMilliseconds)) }
        let reason = try hold(try store.epochReason())
        let notices = try hold(try store.notices())
        let begun = notices.filter { $0.kind == .newEpoch }.map(\.timeMilliseconds).max() ?? 0
        var list: [StatusNotice] = []
        for notice in notices where !notice.isSeen && isFresh(notice.timeMilliseconds) {
            let number = notice.kind == .returned ? unnamed(notice, all, begun, reason) : notice.number
            if notice.kind == .returned, number <= 0 { continue }
            guard let (kind, words) = notice.words(at: role, reason, trust, number) else { continue }
            list.append(
                StatusNotice(
                    kind: kind, words: words, timeMilliseconds: notice.timeMilliseconds, absence: nil))
        }
        var missing: [StatusNotice] = []
        for absence in absences {
            var words = absence.words(at: role, reason)
            // Two lives of one node may lack the same numbers: what is told of each has a name.
            if missing.contains(where: { $0.words == words }) {
                words = words.and(Label("(ช่วง \(absence.feed.epoch))", "(Life \(absence.feed.epoch).)"))
            }
            missing.append(
                StatusNotice(
                    kind: absence.kind(at: role, reason), words: words,
                    timeMilliseconds: absence.timeMilliseconds,
                    absence: absence))
        }
        return missing.filter { $0.kind == "lost" } + list + missing.filter { $0.kind != "lost" }
    }

    /// How many changes came in under this node's name that no absence names: where it is known what was
    /// missing, that says more.
    private func unnamed(_ notice: Notice, _ absences: [Absence], _ begun: Int64, _ reason: EpochReason?)
        -> Int64
    {
        guard reason != nil else { return notice.number }
        let named = absences.filter { $0.timeMilliseconds >= begun }.reduce(0) { $0 + $1.back }
        return notice.number - Int64(named)
    }
}

extension EpochReason {
    /// For programs.
    public var name: String {
        switch self {
        case .restored: "restored"
        case .otherMachine: "other_machine"
        case .otherFile: "other_file"
        case .behind: "behind"
        case .otherChain: "other_chain"
        case .othersAhead: "others_ahead"
        case .otherBranch: "other_branch"
        }
    }

    /// What happened and what to do, at a node of this role.
    public func words(at role: Role) -> Label {
        let back =
            role == .hub
            ? Label("งานที่ขาดจะกลับมาเองเมื่อโรงเรียนเชื่อมต่อ", "What is missing comes back as the schools connect.")
            : Label(
                "งานที่ขาดจะกลับมาเองจากเขตเมื่อซิงค์: saphan school sync",
                "What is missing comes back from the district with the next sync: saphan school sync.")
        let one = Self.advice(role)
        switch self {
        case .restored:
            return Label("เครื่องนี้กู้คืนจากสำเนาสำรอง", "This node was restored from a backup.").and(back)
        case .otherMachine:
            return Label(
                "ข้อมูลนี้มาอยู่บนเครื่องอื่นจากเดิม (คัดลอกโฟลเดอร์หรือดิสก์) งานไม่ปนกัน",
                "This data now lies on another machine than before (a copied folder or disk). Nothing is "
                    + "mixed up."
            ).and(one)
        case .otherFile:
            return Label(
                "ไฟล์ข้อมูลถูกแทนด้วยสำเนา (นำโฟลเดอร์เก่ากลับมา หรือคัดลอกโฟลเดอร์)",
                "The data file was replaced by a copy (an old folder put back, or a folder copied)."
            ).and(back).and(one)
        case .behind:
            return Label(
                "ข้อมูลของเครื่องนี้ถูกย้อนกลับไปเป็นของเก่า", "This node's data was put back to an earlier state."
            )
            .and(back)
        case .othersAhead:
            return Label(
                "ผู้อื่นมีงานของเครื่องนี้มากกว่าที่เครื่องนี้มีเอง: ข้อมูลถูกย้อนกลับ หรือมีสำเนาของเครื่องนี้ใช้งานอยู่",
                "Others held more of this node's own work than it did: its data was put back to an earlier "
                    + "state, "
                    + "or a copy of it is at work."
            ).and(back).and(one)
        case .otherChain, .otherBranch:
            return Label(
                "สองสำเนาของเครื่องนี้เขียนงานโดยไม่รู้จักกัน งานของทั้งสองเก็บไว้ครบและนับครั้งเดียว",
                "Two copies of this node wrote without knowing of each other. "
                    + "The work of both is kept, and counted once."
            ).and(one)
        }
    }
}

extension Label {
    /// Both sentences, one behind the other.
    func and(_ other: Label) -> Label { Label(th + " " + other.th, en + " " + other.en) }
}

extension EpochReason {
    /// What to do about a copy that is in use.
    static func advice(_ role: Role) -> Label {
        role == .hub
            ? Label("ให้เครื่องของเขตทำงานเพียงเครื่องเดียว", "Let only one machine be the district's hub.")
            : Label(
                "ถ้าอีกสำเนายังใช้งานอยู่ ขอคำเชิญใหม่จากเขตให้เครื่องหนึ่ง: saphan school join ในโฟลเดอร์ใหม่",
                "If the other copy is still in use, ask the district for a new invitation for one of the "
                    + "two: "
                    + "saphan school join, in a new folder.")
    }
}

extension Absence {
    /// Whether nobody who could be asked holds it.
    private func isLost(at role: Role) -> Bool {
        role == .hub ? feed.space == .office : wasEvenSince
    }

    /// Whether nothing of this node's own was missing: its database was never put back, and never wrote
    /// under that life. Another copy of it did.
    private func isOfCopy(_ reason: EpochReason?) -> Bool { reason == nil && first != nil && !isOfOwnEpoch }

    fileprivate func kind(at role: Role, _ reason: EpochReason?) -> String {
        if isOfCopy(reason) { return "copy" }
        return isBack ? "back" : isLost(at: role) ? "lost" : "missing"
    }

    fileprivate func words(at role: Role, _ reason: EpochReason?) -> Label {
        let place = feed.lane == .bulk ? "\(feed.space.name), import" : feed.space.name
        guard let first else {
            return isBack
                ? Label(
                    "งานของอีกสำเนา (\(place)) เข้ามาแล้ว ถึงรายการที่ \(last)",
                    "The other copy's work (\(place)) has come in, up to change \(last).")
                : Label(
                    "งานของอีกสำเนา (\(place)) ถึงรายการที่ \(last) ยังไม่เข้ามา",
                    "The other copy's work (\(place)) up to change \(last) has not come in."
                ).and(hint(at: role))
        }
        if isOfCopy(reason) { return wordsOfCopy(place, from: first, at: role) }
        if isBack {
            return Label(
                "กลับมาแล้ว \(back) จาก \(count) รายการที่ขาดไป (\(place) ลำดับ \(first)-\(last))",
                "Came back: \(back) of \(English.count(count, "change that was", "changes that were")) "
                    + "missing (\(place), \(first)-\(last)).")
        }
        let rest = count - back
        let from = first + UInt64(back)
        let some =
            back == 0
            ? Label("", "")
            : Label("กลับมาแล้ว \(back) จาก \(count) รายการ ", "\(back) of \(count) came back; ")
        let (what, have) = rest == 1 ? ("change", "has") : ("changes", "have")
        return Label(
            "\(some.th)ยังขาด \(rest) รายการ (\(place) ลำดับ \(from)-\(last))",
            "\(some.en)\(rest) \(what) (\(place), \(from)-\(last)) \(have) not come back."
        ).and(hint(at: role))
    }

    /// What came in of another copy's work.
    private func wordsOfCopy(_ place: String, from first: UInt64, at role: Role) -> Label {
        let came = Label(
            "มีสำเนาของเครื่องนี้ใช้งานอยู่: งานของสำเนานั้น (\(place) ลำดับ \(first)-\(last)) เข้ามาแล้ว "
                + "\(back) จาก \(count) รายการ",
            "A copy of this node is at work: \(back) of its \(English.count(count, "change")) "
                + "(\(place), \(first)-\(last)) \(back == 1 ? "has" : "have") come in.")
        return came.and(EpochReason.advice(role))
    }

    /// What may bring it back, and what to do where nothing does.
    private func hint(at role: Role) -> Label {
        if role == .hub {
            return feed.space == .office
                ? Label(
                    "งานของสำนักงานไม่มีผู้อื่นเก็บไว้ ถ้าไม่มีสำเนาอื่น งานนี้หายแล้ว: บันทึกใหม่",
                    "Nobody else keeps the office's own records. Unless another copy holds them they are "
                        + "lost: "
                        + "enter them again.")
                : Label(
                    "จะกลับมาเมื่อโรงเรียนที่มีงานนี้เชื่อมต่อ ถ้าไม่มีโรงเรียนหรือแฟลชไดรฟ์ใดมี งานนี้หายแล้ว: บันทึกใหม่",
                    "They come back when a school that holds them connects. If no school and no stick "
                        + "holds them "
                        + "they are lost: enter them again.")
        }
        return wasEvenSince
            ? Label(
                "เขตก็ไม่มี ถ้าไม่มีเครื่องอื่นหรือแฟลชไดรฟ์ใดมี งานนี้หายแล้ว: บันทึกใหม่",
                "The district does not have them either. If no other machine or stick holds them they are "
                    + "lost: "
                    + "enter them again.")
            : Label(
                "ซิงค์กับเขตก่อน: saphan school sync", "Sync with the district first: saphan school sync.")
    }
}
