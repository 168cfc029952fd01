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
        let count = English.count(made.changes, "change")
        if folder.hasNode {
            output.say(
                Label(
                    "สำรองแล้ว \(path) (\(made.changes) รายการเปลี่ยนแปลง) ไม่มีกุญแจอยู่ในไฟล์ เก็บสำเนา "
                        + "\(folder.keyFile) แยกไว้ในที่ปลอดภัย",
                    "Backed up to \(path) (\(count)). It holds no keys: keep a copy of \(folder.keyFile) "
                        + "apart, in a safe place."))
        } else {
            output.say(
                Label(
                    "สำรองแล้ว \(path) (\(made.changes) รายการเปลี่ยนแปลง) แต่ไม่มีกุญแจ \(folder.keyFile)",
                    "Backed up to \(path) (\(count)), but the keys \(folder.keyFile) are gone."))
        }
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
