// saphan backup, restore.

internal import Bytes
internal import CRDT
internal import Host
internal import Records
internal import Replica
internal import Terminal
internal import Trust

enum BackupCommands {
    static func backUp(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let folder = DataFolder(invocation.value("dir") ?? "")
        let path = invocation.value("out") ?? ""
        let made = try Backups.make(of: folder, to: path, nowMilliseconds: Clock.wallMilliseconds)
        output.say(said(made, path, folder.keyFile))
        if !made.parts.isEmpty { output.note(besideIt(made.parts)) }
        if made.unsigned > 0 { output.say(neverSigned(made.unsigned)) }
        output.answer([
            "out": .text(path), "changes": .integer(Int64(made.changes)),
            "unsigned": .integer(Int64(made.unsigned)),
        ])
        return .done
    }

    static func restore(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let folder = DataFolder(invocation.value("dir") ?? "")
        let restored = try Backups.restore(
            invocation.word("file") ?? "", into: folder, keys: invocation.value("keys")
        ) { done in output.progress(Label("ตรวจ", "Checking"), done, of: max(done, 1)) }
        output.endProgress()
        let time = output.moment(restored.timeMilliseconds)
        output.say(
            Label(
                "กู้คืน \(restored.label) ลงใน \(folder.path) แล้ว จากสำเนาเมื่อ \(time) (\(restored.changes) "
                    + "รายการเปลี่ยนแปลง)",
                "Restored \(restored.label) into \(folder.path), from a backup of \(time) "
                    + "(\(English.count(restored.changes, "change")))."
            ))
        output.say(next(restored, folder))
        if restored.unsigned > 0 { output.say(neverSigned(restored.unsigned)) }
        output.answer([
            "dir": .text(folder.path), "label": .text(restored.label), "role": .text("\(restored.role)"),
            "backup_at": .integer(restored.timeMilliseconds), "changes": .integer(Int64(restored.changes)),
            "keys": .boolean(restored.hasKeys), "unsigned": .integer(Int64(restored.unsigned)),
        ])
        return .done
    }

    /// Where the copy is, and what to do about the keys that are not in it.
    private static func said(_ made: BackedUp, _ path: String, _ keys: String) -> Label {
        let done = Label(
            "สำรองแล้ว \(path) (\(made.changes) รายการเปลี่ยนแปลง)",
            "Backed up to \(path) (\(English.count(made.changes, "change"))).")
        let more =
            switch made.keys {
            case .sound:
                Label(
                    "ไม่มีกุญแจอยู่ในไฟล์ เก็บสำเนา \(keys) แยกไว้ในที่ปลอดภัย",
                    "It holds no keys: keep a copy of \(keys) apart, in a safe place.")
            case .missing:
                Label(
                    "แต่ไม่มีกุญแจ \(keys) นำกลับมาจากที่เก็บไว้",
                    "But the keys \(keys) are gone: put them back from where they are kept.")
            case .tooOpen:
                Label(
                    "แต่ผู้อื่นอ่านกุญแจ \(keys) ได้ จึงไม่ได้ใช้ สั่ง chmod 600 กับไฟล์นี้ แล้วสำรองใหม่",
                    "But others can read the keys \(keys), so they were not used: run chmod 600 on the file, "
                        + "then back up again.")
            case .unfit:
                Label(
                    "แต่กุญแจ \(keys) เสียหาย อ่านไม่ได้ หรือเป็นของเครื่องอื่น นำกุญแจของเครื่องนี้กลับมา",
                    "But the key file \(keys) is damaged, unreadable or another node's: put this node's own "
                        + "back.")
            }
        return Label(done.th + " " + more.th, done.en + " " + more.en)
    }

    /// Said of parts of other backups in the same folder, which nobody else would look for.
    private static func besideIt(_ parts: [String]) -> Label {
        let names = parts.prefix(3).joined(separator: ", ") + (parts.count > 3 ? ", …" : "")
        return Label(
            "! ในโฟลเดอร์เดียวกันมีส่วนของการสำรองที่ถูกตัดกลางคัน หรือกำลังทำอยู่: \(names) "
                + "ลบได้เมื่อไม่มีการสำรองทำงานอยู่",
            "! In the same folder lies what was left of backups that were cut short, or are being made now: "
                + "\(names). Delete it when no backup is running.")
    }

    /// Said of work that only the lost keys could have vouched for.
    static func neverSigned(_ count: Int) -> Label {
        Label(
            "! งาน \(count) รายการยังไม่เคยลงนามด้วยกุญแจของเครื่องเดิม อ่านได้ที่นี่แต่ส่งต่อให้เขตไม่ได้ "
                + "พิมพ์ใหม่หลังเข้าร่วมใหม่ หรือหาไฟล์ node.keys เดิมให้พบ",
            "! \(English.count(count, "change was", "changes were")) never signed with the keys of the node "
                + "before: they are read here and cannot be passed on. Enter them again after joining, or "
                + "find the old node.keys.")
    }

    /// What the person should do now.
    private static func next(_ restored: Restored, _ folder: DataFolder) -> Label {
        guard restored.hasKeys else {
            return Label(
                "ไม่พบกุญแจของเครื่องนี้ จึงต้องเข้าร่วมใหม่: ขอคำเชิญใหม่จากเขต แล้วสั่ง saphan school join --dir "
                    + "\(folder.path) "
                    + "งานที่ลงนามแล้วจะส่งต่อให้เขต",
                "The keys of this node were not found, so it has to join again: ask the district for a new "
                    + "invitation, "
                    + "then saphan school join --dir \(folder.path). What was signed is passed on to "
                    + "the district."
            )
        }
        return restored.role == .hub
            ? Label(
                "สั่ง saphan hub serve งานหลังการสำรองจะกลับมาเมื่อโรงเรียนเชื่อมต่อ คำเชิญที่ยังไม่ได้ใช้ต้องออกใหม่",
                "Run saphan hub serve: what was written after the backup comes back as the schools connect. "
                    + "Open invitations must be made again.")
            : Label(
                "สั่ง saphan school sync --dir \(folder.path) งานหลังการสำรองจะกลับมาจากเขต",
                "Run saphan school sync --dir \(folder.path): what was written after the backup comes back "
                    + "from the district."
            )
    }
}
