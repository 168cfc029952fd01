// The part of `status` that tells what happened to a node, and how its high-water file is.

internal import Bytes
internal import CRDT
internal import Editing
internal import Host
internal import Records
internal import Replica
internal import Terminal

enum StatusNotices {
    static func say(_ notices: [StatusNotice], _ output: Output) {
        for notice in notices {
            let moment = notice.timeMilliseconds > 0 ? "[\(output.moment(notice.timeMilliseconds))] " : ""
            output.say(Label("! " + moment + notice.words.th, "! " + moment + notice.words.en))
        }
        if !notices.isEmpty {
            output.say(
                Label("  อ่านแล้วสั่ง saphan status --seen", "  Once you have read this: saphan status --seen"))
        }
    }

    /// Said of what the next command that writes will find.
    static func notYet(_ reason: EpochReason, _ role: Role) -> Label {
        let words = reason.words(at: role)
        return Label(
            "! โฟลเดอร์นี้ไม่เหมือนที่โปรแกรมทิ้งไว้ครั้งล่าสุด: \(words.th)",
            "! This folder is not as the program left it: \(words.en)")
    }

    static func say(_ water: Footing.Water, _ path: String?, _ output: Output) {
        let place = path ?? ""
        switch water {
        case .kept: break
        case .missing:
            output.say(
                Label(
                    "ยังไม่มีไฟล์บันทึกระดับงาน \(place) จะสร้างเมื่อบันทึกครั้งต่อไป",
                    "The high-water file \(place) is missing; the next write makes it."))
        case .garbled:
            output.say(
                Label(
                    "ไฟล์บันทึกระดับงาน \(place) อ่านไม่ได้ จะสร้างใหม่เมื่อบันทึกครั้งต่อไป",
                    "The high-water file \(place) is damaged; the next write makes it anew."))
        case .homeless, .unusable:
            output.say(
                Label(
                    "เก็บไฟล์บันทึกระดับงานไม่ได้\(path.map { " (\($0))" } ?? "") ตั้ง SAPHAN_STATE เป็นโฟลเดอร์ที่เขียนได้ "
                        + "มิฉะนั้นอาจไม่รู้เองเมื่อข้อมูลถูกย้อนกลับ",
                    "No high-water file can be kept\(path.map { " (\($0))" } ?? ""). "
                        + "Set SAPHAN_STATE to a folder that can be written, or this node may not "
                        + "notice by itself that its data was put back."))
        }
    }
}

extension StatusNotice {
    /// For programs.
    var json: JSON {
        [
            "kind": .text(kind), "th": .text(words.th), "en": .text(words.en),
            "at": .integer(timeMilliseconds),
            "space": absence.map { .text($0.feed.space.name) } ?? .null,
            "first": absence?.first.map { .integer(Int64($0)) } ?? .null,
            "last": absence.map { .integer(Int64($0.last)) } ?? .null,
            "missing": absence.map { .integer(Int64($0.count)) } ?? .null,
            "back": absence.map { .integer(Int64($0.back)) } ?? .null,
        ]
    }
}
