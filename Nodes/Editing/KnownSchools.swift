// Which schools the hub may write to. A record in the space of a code that nobody has is sent to no machine,
// and stands in every count as a school that reports nothing. A school is known by the district's list (to
// be invited puts it there), by a machine's certificate, or by what is held of it already.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Trust

extension Editor {
    /// Throws where a space is that of a school that nobody knows; only a hub could write there.
    func refuseUnknownSchool(_ space: Space) throws(EditingError) {
        guard let code = space.schoolCode, !store.heldSpaces.contains(space) else { return }
        let names = try knownSchools()
        if names[code] != nil { return }
        let near = Self.nearest(to: code, among: Array(names.keys)).map { known in
            [known, names[known] ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        }.joined(separator: ", ")
        // In the sentence itself: a row of a file is told no hint.
        let codes = near.isEmpty ? Label("", "") : Label(" (รหัสที่ใกล้เคียง: \(near))", " (near it are: \(near))")
        throw .refused(
            "เขตไม่รู้จักโรงเรียนรหัส \(code)\(codes.th) ข้อมูลใน \(space) จะไม่ถึงใคร",
            "the district knows no school \(code)\(codes.en); what is in \(space) would reach nobody",
            hint: Label(
                "ถ้าพิมพ์รหัสผิด แก้รหัส ถ้าเป็นโรงเรียนใหม่ เชิญก่อนด้วย saphan hub invite \(code)",
                "Correct the code, or invite a new school first: saphan hub invite \(code)."))
    }

    /// Codes that somebody has, with the school's name where the district's list gives one.
    private func knownSchools() throws(EditingError) -> [String: String] {
        var names: [String: String] = [:]
        for code in store.heldSpaces.compactMap(\.schoolCode) { names[code] = "" }
        let certificates = try hold(try store.district())?.certificates ?? []
        for code in certificates.compactMap(\.space.schoolCode) { names[code] = "" }
        guard let schools = catalogue["school"] else { return names }
        for row in try hold(try store.list(schools, in: .district)) {
            guard case .text(let code) = row["smis_code"], !code.isEmpty else { continue }
            names[code] = row["name_th"].plain
        }
        return names
    }

    /// The few codes that differ from this one in the fewest digits.
    private static func nearest(to code: String, among known: [String]) -> [String] {
        let slips = known.map { one in
            (slips: zip(one.utf8, code.utf8).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }, code: one)
        }
        return slips.sorted { ($0.slips, $0.code) < ($1.slips, $1.code) }.prefix(codesNamed).map(\.code)
    }

    private static let codesNamed = 3
}
