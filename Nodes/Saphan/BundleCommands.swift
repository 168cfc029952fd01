// saphan bundle out, bundle in: work carried on a stick where there is no line. Both work beside a running
// serve, which sees what came in and passes it on.

internal import Bytes
internal import CRDT
internal import Courier
internal import Crypto
internal import Editing
internal import Glibc
internal import Host
internal import Keeper
internal import Records
internal import Replica
internal import Terminal
internal import Trust

enum BundleCommands {
    static func run(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let folder = DataFolder(invocation.value("dir") ?? "")
        let (store, keys) = try open(folder)
        let footing = try RecordCommands.stand(in: folder, store, output)
        let carrier = try Carrier(store, feedKey: keys.feed, bundleKey: keys.bundle)
        let desk = BundleDesk(carrier: carrier, folder: folder, output: output)
        defer {
            output.endProgress()
            footing.note(store)
        }
        return invocation.command == "bundle out" ? try desk.out(invocation) : try desk.take(invocation)
    }

    /// The node's replica and its keys: without them nothing can be sealed or opened.
    private static func open(_ folder: DataFolder) throws -> (Store, NodeKeys) {
        try folder.reach()
        try folder.requireDatabase()
        let store = access(folder.database, F_OK) == 0 ? try Store(directory: folder.path) : nil
        guard let store, store.identity != nil else {
            throw Failure(
                .refused, Label("ไม่มีข้อมูลของ saphan ใน \(folder.path)", "there is no node in \(folder.path)"),
                hint: Label(
                    "ตรวจ --dir หรือเข้าร่วมเขตก่อน: saphan school join",
                    "Check --dir, or join the district first: saphan school join."))
        }
        guard folder.hasNode else {
            throw Failure(
                .directory,
                Label("ไม่มีไฟล์กุญแจ \(folder.keyFile)", "the key file \(folder.keyFile) is missing"),
                hint: Label("นำกลับมาจากที่เก็บไว้", "Put it back from where it is kept."))
        }
        return (store, try NodeKeys.load(from: folder))
    }
}

/// One command on one node.
private struct BundleDesk {
    let carrier: Carrier
    let folder: DataFolder
    let output: Output

    private var moment: PackingMoment {
        PackingMoment(nowMilliseconds: Clock.wallMilliseconds, random: Sodium.random)
    }

    func out(_ invocation: Invocation) throws -> ExitCode {
        let to = invocation.value("to") ?? ""
        let path = invocation.value("out") ?? ""
        let recipients = try recipients(to)
        try refuse(path)
        let parcel = try carrier.parcel(for: recipients, nowMilliseconds: Clock.wallMilliseconds)
        let packed = try write(parcel, to: path)
        let names = recipients.map(\.label).joined(separator: ", ")
        output.say(
            Label(
                "เขียน \(path) แล้ว สำหรับ \(names): \(parcel.changes) รายการ \(parcel.receiptCount) ใบรับ "
                    + "\(packed.bytes) ไบต์",
                "\(path) is written, for \(names): \(English.count(parcel.changes, "change")), "
                    + "\(English.count(parcel.receiptCount, "receipt")), "
                    + English.count(packed.bytes, "byte")))
        if parcel.isEmpty {
            output.say(Label("ไม่มีอะไรใหม่สำหรับผู้รับ", "There is nothing new in it for them."))
        }
        output.answer([
            "bundle": .text(packed.id), "file": .text(path), "bytes": .integer(Int64(packed.bytes)),
            "changes": .integer(Int64(parcel.changes)), "receipts": .integer(Int64(parcel.receiptCount)),
            "recipients": .array(recipients.map { .text($0.label) }),
        ])
        return .done
    }

    /// Refuses a name that is taken, or that the node takes for a file of its own.
    private func refuse(_ path: String) throws {
        guard !folder.isOwnFile(path) else {
            throw Failure(
                .refused,
                Label(
                    "\(path) เป็นชื่อไฟล์ของโปรแกรมเองในโฟลเดอร์ข้อมูล",
                    "\(path) is a name of the program's own files in the data folder"),
                hint: Label("เลือกชื่อหรือโฟลเดอร์อื่น", "Choose another name or folder."))
        }
        try BundleFile.refuseExisting(path)
    }

    private func recipients(_ to: String) throws -> [Certificate] {
        if to == "hub" {
            guard carrier.identity.certificate.role == .school else { throw CourierError.notShared(to) }
            return [carrier.hub]
        }
        return try carrier.machines(ofSchool: to)
    }

    private func write(_ parcel: Parcel, to path: String) throws(CourierError) -> PackedBundle {
        let moment = moment
        defer { output.endProgress() }
        return try BundleFile.make(path, random: moment.random) { (sink) throws(CourierError) in
            try carrier.write(
                parcel, at: moment,
                progress: { output.progress(Label("เขียน", "Writing"), $0, of: parcel.changes) }, into: sink)
        }
    }

    func take(_ invocation: Invocation) throws -> ExitCode {
        let wanted = invocation.value("reply")
        if let wanted { try refuse(wanted) }
        let source = try BundleFileSource(invocation.word("file") ?? "")
        let total = source.bytes * 2
        let taken = try carrier.take(source, nowMilliseconds: Clock.wallMilliseconds) {
            output.progress(Label("อ่าน", "Reading"), $0, of: total)
        }
        output.endProgress()
        say(taken)
        let reply = try self.reply(to: taken, source.name, wanted)
        tell(taken, reply)
        let isReplyMissing = reply.failure != nil && wanted != nil
        return taken.gaps.isEmpty && !isReplyMissing ? .done : .refused
    }

    /// What became of the reply.
    private struct Reply {
        var path: String?
        var changes = 0
        var receipts = 0
        var failure: CourierError?
    }

    /// The way back: receipts, and what the sender does not have. Where it cannot be written the work that
    /// came is stored all the same.
    private func reply(to taken: TakenBundle, _ name: String, _ wanted: String?) throws -> Reply {
        let sender = carrier.newest(taken.sender)
        let parcel = try carrier.parcel(for: [sender], nowMilliseconds: Clock.wallMilliseconds)
        guard !parcel.isEmpty || taken.isBehind else { return Reply() }
        var reply = Reply(changes: parcel.changes, receipts: parcel.receiptCount)
        do throws(CourierError) {
            let path: String
            if let wanted { path = wanted } else { path = try freeName(beside: name) }
            _ = try write(parcel, to: path)
            reply.path = path
            output.say(
                Label(
                    "ไฟล์ตอบกลับ \(path): \(reply.changes) รายการ \(reply.receipts) ใบรับ "
                        + "นำกลับไปให้ \(sender.label)",
                    "Reply \(path): \(English.count(reply.changes, "change")), "
                        + "\(English.count(reply.receipts, "receipt")); "
                        + "take it back to \(sender.label)"))
        } catch {
            reply.failure = error
            let to = sender.role == .hub ? "hub" : sender.space.schoolCode ?? ""
            let command = "saphan bundle out --dir \(folder.path) --to \(to) --out <file>"
            output.note(Label(error.message.thai, error.message.english))
            output.note(
                Label(
                    "ข้อมูลบันทึกแล้ว แต่เขียนไฟล์ตอบกลับไม่ได้ สร้างเองด้วย \(command)",
                    "What came is stored, but the reply could not be written. Make it with \(command)"))
        }
        return reply
    }

    /// `<name>.reply.spb` beside the file, or with a number where that is taken.
    private func freeName(beside path: String) throws(CourierError) -> String {
        let stem = path.hasSuffix(".spb") ? String(path.dropLast(4)) : path
        var name = stem + ".reply.spb"
        for number in 2...LocalLimits.bundleReplyNamesMax {
            do throws(CourierError) {
                try BundleFile.refuseExisting(name)
                break
            } catch {
                guard case .exists = error else { throw error }
                name = stem + ".reply-\(number).spb"
            }
        }
        return name
    }

    private func say(_ taken: TakenBundle) {
        let sender = taken.sender.label
        let made = output.moment(taken.timeMilliseconds)
        output.say(
            Label(
                "รับจาก \(sender) (สร้างเมื่อ \(made)): ใหม่ \(taken.new) รายการ มีอยู่แล้ว \(taken.held) ใบรับ "
                    + "\(taken.receipts)",
                "From \(sender) (made \(made)): \(English.count(taken.new, "new change")), "
                    + "\(taken.held) held already, \(English.count(taken.receipts, "receipt"))"))
        for gap in taken.gaps {
            output.note(
                Label(
                    "\(gap.changes) รายการของ \(gap.author) ยังบันทึกไม่ได้ เพราะต่อจากชุดที่ยังไม่ได้อ่าน",
                    "\(English.count(gap.changes, "change")) of \(gap.author) not stored: "
                        + "this stick follows one that has not been loaded yet"))
        }
        if !taken.gaps.isEmpty {
            output.note(
                Label(
                    "อ่านชุดก่อนหน้าก่อน หรือนำไฟล์ตอบกลับไปให้ผู้ส่งแล้วขอชุดใหม่ ที่เหลือบันทึกแล้ว",
                    "Load the earlier one first, or take the reply to the sender and ask for a new one. "
                        + "The rest is stored."))
        }
        if taken.passedOver > 0 {
            output.note(
                Label(
                    "ข้าม \(taken.passedOver) รายการ ของเครื่องที่เขตยังไม่ได้รับรอง",
                    "\(English.count(taken.passedOver, "change was", "changes were")) passed over: "
                        + "of machines the district has not certified"))
        }
        sayCrowded(taken)
        if taken.isOfEarlierHub {
            output.note(
                Label(
                    "ชุดนี้สร้างในช่วงก่อนหน้าของเครื่องของเขต หรือโดยสำเนาของเครื่องนั้น "
                        + "รายการบันทึกแล้ว แต่ใบรับในชุดนี้ไม่นับ",
                    "This was made in an earlier life of the district's machine, or by a copy of it: its "
                        + "changes are stored, its receipts do not count"))
        }
        if taken.isBehind, taken.gaps.isEmpty, taken.crowded == 0 { sayBehind() }
        if taken.hasBegunEpoch {
            output.note(EpochReason.othersAhead.words(at: carrier.identity.certificate.role))
        }
    }

    /// Nothing that is sent again helps: an officer has to look first.
    private func sayCrowded(_ taken: TakenBundle) {
        guard taken.crowded > 0 else { return }
        let names = taken.crowdedNodes.sorted().map { $0.description.prefix(8) }.joined(separator: ", ")
        output.note(
            Label(
                "ยังไม่รับ \(taken.crowded) รายการของเครื่อง \(names) เพราะถูกคัดลอกหรือคืนค่ากลับบ่อยเกินไป "
                    + "งานนั้นยังอยู่ที่ผู้ส่ง หาสาเหตุแล้วรับเข้าที่เครื่องของเขต: saphan hub allow",
                "\(English.count(taken.crowded, "change")) of machine \(names) not taken: it was copied "
                    + "or put back too often. The sender keeps them. Find out why, then let them in at "
                    + "the hub: saphan hub allow."))
    }

    /// The sender holds more than he sent, because he thought that it was here.
    private func sayBehind() {
        output.note(
            Label(
                "ผู้ส่งมีงานที่เครื่องนี้ไม่มีแล้ว นำไฟล์ตอบกลับไปให้ผู้ส่ง ชุดต่อไปจะนำมาคืน",
                "The sender holds work that is missing here. Take the reply to him; "
                    + "what he sends next brings it back."))
    }

    private func tell(_ taken: TakenBundle, _ reply: Reply) {
        output.answer([
            "bundle": .text(taken.id), "from": .text(taken.sender.label),
            "made_at": .integer(taken.timeMilliseconds), "new": .integer(Int64(taken.new)),
            "held": .integer(Int64(taken.held)), "receipts": .integer(Int64(taken.receipts)),
            "gaps": .array(
                taken.gaps.map { ["author": .text($0.author), "changes": .integer(Int64($0.changes))] }),
            "behind": .boolean(taken.isBehind), "passed_over": .integer(Int64(taken.passedOver)),
            "crowded": .integer(Int64(taken.crowded)),
            "new_epoch": .boolean(taken.hasBegunEpoch),
            "reply": reply.path.map { .text($0) } ?? .null,
            "reply_changes": .integer(Int64(reply.changes)),
            "reply_receipts": .integer(Int64(reply.receipts)),
            "reply_error": reply.failure.map {
                .text(Label($0.message.thai, $0.message.english).text(output.language))
            }
                ?? .null,
        ])
    }
}

extension CourierError {
    /// How the command ends.
    var exitCode: ExitCode {
        if case .replica(let error) = self, error.kind != .refused { return .directory }
        return .refused
    }
}
