// A specification sheet on its way to an approval.

import CRDT
import Editing

extension Office {
    /// A sheet that the school proposes; the hub has not heard of it.
    func proposedSheet() throws -> RecordID {
        let spec = try school.new(
            "spec_sheet", [("title", "คอมพิวเตอร์"), ("item", "โน้ตบุ๊ก"), ("purpose", "สอน")]
        ).id
        try school.set("spec_sheet", spec, [("state", "proposed")])
        return spec
    }

    /// Writes the state and the verdict in one change.
    static func approve(_ desk: Desk, _ spec: RecordID) throws {
        try desk.set("spec_sheet", spec, [("state", "approved"), ("decision", "approved")])
    }
}
