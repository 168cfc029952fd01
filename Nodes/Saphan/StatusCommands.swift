// saphan status, check, digest.

internal import Bytes
internal import CRDT
internal import Editing
internal import Host
internal import Keeper
internal import Records
internal import Replica
internal import Terminal

enum StatusCommands {
    static func status(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let seen = invocation.has("seen")
        return try RecordCommands.read(invocation, output, marking: seen) { editor, output in
            let status = try editor.status()
            let folder = DataFolder(invocation.value("dir") ?? "")
            let water = Footing(folder).water(of: status.node)
            say(status, output)
            let unsigned = try editor.store.unsignedCounts()
            if unsigned.others > 0 { output.say(BackupCommands.neverSigned(unsigned.others)) }
            let doubt = try Footing(folder).doubt(editor.store)
            if let doubt { output.say(StatusNotices.notYet(doubt, status.role)) }
            try sayKeys(folder, editor.store, output)
            StatusNotices.say(status.notices, output)
            if editor.store.ownChangeCount > 0 { StatusNotices.say(water.state, water.path, output) }
            if seen { try editor.store.markNoticesSeen() }
            output.answer(json(status, water.state))
            return .done
        }
    }

    /// Keys that are missing or another's are found out before somebody needs them.
    private static func sayKeys(_ folder: DataFolder, _ store: Store, _ output: Output) throws {
        guard let certificate = store.identity?.certificate else { return }
        guard folder.hasNode else {
            return output.say(
                Label(
                    "! ไม่มีไฟล์กุญแจ \(folder.keyFile) จึงซิงค์ไม่ได้ นำกลับมาจากที่เก็บไว้",
                    "! The key file \(folder.keyFile) is missing, so nothing is synced: put it back."))
        }
        if let keys = try? NodeKeys.load(from: folder), keys.fit(certificate) { return }
        output.say(
            Label(
                "! ไฟล์กุญแจ \(folder.keyFile) เสียหายหรือเป็นของเครื่องอื่น จึงซิงค์ไม่ได้ นำของเครื่องนี้กลับมา",
                "! The key file \(folder.keyFile) is damaged or another node's, so nothing is synced: put "
                    + "this node's own back."))
    }

    static func check(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.run(invocation, output) { editor in
            let total = try editor.store.changeCount()
            var report = try editor.store.check { done in
                output.progress(Label("ตรวจ", "Checking"), done, of: total)
            }
            output.endProgress()
            if try !NodeHost.isAddressSound(in: editor.store) { report.add(.hubAddress) }
            for problem in report.found { output.note(Label(problem.thai, problem.english)) }
            let wrong = report.found.count
            output.say(
                Label(
                    "ตรวจ \(report.changes) รายการเปลี่ยนแปลง \(report.records) รายการข้อมูล พบปัญหา \(wrong)",
                    "Checked \(English.count(report.changes, "change")) and "
                        + "\(English.count(report.records, "record")): \(English.count(wrong, "problem"))"))
            output.answer([
                "changes": .integer(Int64(report.changes)), "records": .integer(Int64(report.records)),
                "problems": .array(report.problems.map { .text($0) }),
            ])
            if wrong > 0 {
                output.say(
                    Label(
                        "ซิงค์หนึ่งครั้งแล้วตรวจใหม่ ถ้ายังพบปัญหา กู้จากสำเนาสำรองลงโฟลเดอร์ใหม่: saphan restore",
                        "Sync once and check again; where problems stay, restore a backup into a new folder: "
                            + "saphan restore."))
            }
            return wrong == 0 ? .done : .directory
        }
    }

    static func digest(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let name = invocation.word("space") ?? ""
        guard let space = Space(name) ?? SMISCode(name).flatMap({ Space.school($0.text) }) else {
            throw UsageError(
                command: "digest",
                Label(
                    "พื้นที่ต้องเป็น district, office หรือ school/<รหัส SMIS>: \(name)",
                    "a space is district, office or school/<SMIS code>: \(name)"))
        }
        return try RecordCommands.read(invocation, output) { editor, output in
            guard editor.store.heldSpaces.contains(space) else {
                throw Failure(
                    .refused, Label("เครื่องนี้ไม่มีข้อมูลของ \(space)", "this node holds nothing of \(space)"))
            }
            let digests = try editor.store.digests(of: space)
            output.say("log \(digests.log)\nstate \(digests.state)\nview \(digests.view)")
            output.answer([
                "space": .text(space.name), "log": .text(digests.log), "state": .text(digests.state),
                "view": .text(digests.view),
            ])
            return .done
        }
    }

    private static func say(_ status: NodeStatus, _ output: Output) {
        output.say("\(status.label)  \(status.space)  \(status.node.short)")
        if status.role == .school { sayDelivery(status, output) }
        for contact in status.contacts { say(contact, output) }
        if status.role == .school && status.contacts.isEmpty {
            output.say(Label("ยังไม่เคยติดต่อเขต", "The district was never reached"))
        }
        sayRecords(status, output)
        if status.isOwnClockOff {
            output.say(
                Label(
                    "นาฬิกาของเครื่องนี้ผิดแน่นอน ตั้งเวลาใหม่ งานที่บันทึกยังปลอดภัยและซิงค์ได้",
                    "This machine's clock cannot be right; set it. What was saved is safe and syncs."))
        }
    }

    /// What the district has of a school's work.
    private static func sayDelivery(_ status: NodeStatus, _ output: Output) {
        output.say(
            status.waiting == 0
                ? Label("ไม่มีอะไรค้างส่ง", "Nothing waits")
                : Label(
                    "รอส่ง \(status.waiting) รายการ",
                    English.count(status.waiting, "change waits", "changes wait")))
        output.say(confirmed(status, output))
        guard status.olderReceipts > 0 else { return }
        let count = English.count(status.olderReceipts, "receipt is", "receipts are")
        output.say(
            Label(
                "เครื่องของเขตถูกกู้คืนหรือเป็นเครื่องอื่นแล้ว ใบรับเดิม \(status.olderReceipts) ใบเป็นเพียงหลักฐาน "
                    + "ใช้ saphan school sync",
                "The district's machine was restored, or is another one now; \(count) evidence only. "
                    + "Run saphan school sync."))
    }

    /// When another node was last heard, and whether its clock fits this one.
    private static func say(_ contact: NodeStatus.Contact, _ output: Output) {
        let moment = output.moment(contact.time)
        output.say(
            Label(
                "ติดต่อ \(contact.label) ล่าสุด \(contact.days) วันก่อน (\(moment))",
                "Last contact with \(contact.label) \(English.count(contact.days, "day")) ago (\(moment))"
            ))
        guard contact.isClockOff else { return }
        let span = Label.span(milliseconds: contact.clockMilliseconds)
        let way = contact.clockMilliseconds > 0 ? Label("เร็วกว่า", "ahead of") : Label("ช้ากว่า", "behind")
        output.say(
            Label(
                "นาฬิกาของ \(contact.label) \(way.th)เครื่องนี้ \(span.th) ตรวจนาฬิกาทั้งสองเครื่อง",
                "The clock of \(contact.label) is \(span.en) \(way.en) this one; check both."))
    }

    /// Which records want a person to look at them.
    private static func sayRecords(_ status: NodeStatus, _ output: Output) {
        output.say(
            status.openConflicts == 0
                ? Label("ไม่มีข้อขัดแย้งที่รอตัดสิน", "No conflict waits for a person")
                : Label(
                    "ข้อขัดแย้งรอตัดสิน \(status.openConflicts) รายการ ดู saphan conflicts",
                    English.count(status.openConflicts, "conflict waits", "conflicts wait")
                        + " for a person; see saphan conflicts"))
        guard status.flawed.records > 0 else { return }
        let scope =
            status.flawed.hasMore
            ? Label(
                " (จาก \(status.flawed.looked) รายการล่าสุด)", " (of the newest \(status.flawed.looked))")
            : Label("", "")
        output.say(
            Label(
                "รายการผิดปกติ \(status.flawed.records) รายการ\(scope.th) saphan list แสดงด้วยเครื่องหมาย !",
                English.count(status.flawed.records, "record shows", "records show")
                    + " what no form would have taken\(scope.en); saphan list marks them with !"))
    }

    private static func confirmed(_ status: NodeStatus, _ output: Output) -> Label {
        guard let time = status.confirmedMilliseconds else {
            return Label("เขตยังไม่เคยยืนยันว่าได้รับ", "The district has confirmed nothing yet")
        }
        let moment = output.moment(time)
        return status.waiting == 0
            ? Label("เขตได้รับครบถึง \(moment) (ใบรับ)", "The district has everything up to \(moment) (receipt)")
            : Label("เขตยืนยันล่าสุดเมื่อ \(moment) (ใบรับ)", "The district last confirmed at \(moment) (receipt)")
    }

    private static func json(_ status: NodeStatus, _ water: Footing.Water) -> JSON {
        [
            "label": .text(status.label), "role": .text("\(status.role)"), "space": .text(status.space.name),
            "node": .text(status.node.description), "waiting": .integer(Int64(status.waiting)),
            "confirmed_at": status.confirmedMilliseconds.map { .integer($0) } ?? .null,
            "receipts": .integer(Int64(status.receipts)),
            "older_receipts": .integer(Int64(status.olderReceipts)),
            "changes": .integer(Int64(status.changes)),
            "spaces": .array(status.spaces.map { .text($0.name) }),
            "contacts": .array(
                status.contacts.map {
                    [
                        "node": .text($0.node.description), "label": .text($0.label), "at": .integer($0.time),
                        "days": .integer($0.days), "clock_ms": .integer($0.clockMilliseconds),
                        "clock_off": .boolean($0.isClockOff),
                    ]
                }),
            "open_conflicts": .integer(Int64(status.openConflicts)),
            "flawed": .integer(Int64(status.flawed.records)),
            "flaws_looked": .integer(Int64(status.flawed.looked)),
            "own_clock_off": .boolean(status.isOwnClockOff),
            "notices": .array(status.notices.map(\.json)), "high_water": .text(water.rawValue),
        ]
    }
}
