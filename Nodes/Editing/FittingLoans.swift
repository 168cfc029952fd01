// Whether what is typed of a loan fits its lines and returns: it came back when everything on it did, it
// lends nothing that is lost or gone, and nothing twice. Asked at entry alone. After a merge a loan may say
// otherwise; that one thing is out on two loans is then a conflict (`lentOnce`), the rest is seen in its
// lines.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

extension Editor {
    /// What the catalogue says of loans; nil where it knows none.
    private var lending: Lending? {
        for invariant in catalogue.invariants {
            if case .lentOnce(let lending) = invariant.kind { return lending }
        }
        return nil
    }

    // MARK: lines

    /// Why a line may not lend what it names. `own` is the line, where it is there already; `id` gives the
    /// record that a field of it names.
    func wronglyLent(
        _ collection: RecordCollection, own: RecordID? = nil, in space: Space, _ id: (String) -> RecordID?
    ) throws(EditingError) -> [Refusal] {
        guard let lending, collection.name == lending.lines, let field = collection[lending.item],
            let items = catalogue[lending.items], let item = id(lending.item)
        else { return [] }
        let held = try hold(try store.records(items, item))
        let row = held.first { $0.space == space } ?? (held.count == 1 ? held[0] : nil)
        let gone = row.flatMap { goneItem($0, items, field) }
        var twice: Refusal?
        if let loan = id(lending.loan) {
            let lines = try hold(
                try store.list(collection, in: space, where: [(lending.loan, .text(loan.description))]))
            let other = lines.first { $0.id != own && $0[lending.item].plain == item.description }
            twice = other.map { lentTwice($0, row.map(title) ?? "", field) }
        }
        return [gone, twice].compactMap(\.self)
    }

    private func goneItem(_ row: RecordRow, _ items: RecordCollection, _ field: Field) -> Refusal? {
        guard let state = items.stateField, case .state(let flow) = state.type,
            let here = flow.state(row[state.name].plain), Self.gone.contains(here.name)
        else { return nil }
        let short = row.id.description.prefix(8)
        let back = here.back.first.map { "saphan set \(items.name) \(short) \(state.name)=\($0)" }
        return Refusal(
            field: field.name,
            "ช่อง \(field.label.th) (\(field.name)): \(title(of: row)) “\(here.label.th)” ให้ยืมไม่ได้",
            "field \(field.label.en) (\(field.name)): \(title(of: row)) is “\(here.label.en)” "
                + "and cannot be lent",
            hint: back.map {
                Label(
                    "เลือกชิ้นอื่น หรือถ้าพบแล้ว บันทึกก่อน: \($0)",
                    "Lend another, or where it was found say so first: \($0)")
            } ?? Label("เลือกชิ้นอื่น", "Lend another."))
    }

    private func lentTwice(_ line: RecordRow, _ title: String, _ field: Field) -> Refusal {
        let short = line.id.description.prefix(8)
        return Refusal(
            field: field.name,
            "ช่อง \(field.label.th) (\(field.name)): ใบยืมนี้มี \(title) แล้วในรายการ \(short)",
            "field \(field.label.en) (\(field.name)): this loan has \(title) already, in line \(short)",
            hint: Label("ของชิ้นเดียวมีหนึ่งรายการในใบยืม", "One thing has one line of a loan."))
    }

    /// What tells a new line of a loan apart from another row that lends the same; nil for other records.
    func lentName(_ draft: Draft) -> String? {
        guard let lending, draft.collection.name == lending.lines,
            let loan = draft.values[lending.loan]?.record, let item = draft.values[lending.item]?.record
        else { return nil }
        return ["lent", draft.space.name, loan.description, item.description].joined(separator: "\u{1f}")
    }

    // MARK: loans

    /// Why a loan may not be said to be back, or done with: something on it is still out. What was lost, or
    /// is being made good, is done with when somebody says so.
    func stillOut(
        _ row: RecordRow, _ collection: RecordCollection, from before: Stage?, to stage: Stage?
    ) throws(EditingError) -> Refusal? {
        guard let lending, collection.name == lending.loans, let stage, stage != before,
            Self.backStates.contains(stage.state),
            stage.state == Self.allBack || !Self.settledStates.contains(before?.state ?? ""),
            let lines = catalogue[lending.lines], let returns = catalogue[lending.returns],
            let field = collection.stateField
        else { return nil }
        let own: [(name: String, value: ColumnValue)] = [(lending.loan, .text(row.id.description))]
        let given = try hold(try store.list(returns, in: row.space, where: own))
        // A return that names no line speaks of the whole loan, as the form's own block does.
        let back = Set(given.filter { !Self.isLost($0) }.map { $0[lending.line].plain })
        if back.contains("") { return nil }
        let lost = Set(given.filter(Self.isLost).map { $0[lending.line].plain })
        let out = try hold(try store.list(lines, in: row.space, where: own))
            .filter { !back.contains($0.id.description) }
        guard !out.isEmpty else { return nil }
        let names = out.prefix(Self.linesNamed).map { line -> Label in
            let words = [line["name"].plain, line["asset_no"].plain].filter { !$0.isEmpty }
            let name = words.isEmpty ? title(of: line) : words.joined(separator: " ")
            let isLost = lost.contains(line.id.description) || lost.contains("")
            return isLost ? Label("\(name) (สูญหาย)", "\(name) (lost)") : Label(name, name)
        }
        let more = out.count > names.count ? ", …" : ""
        let (th, en) = (field.type.label(stage.state, .th), field.type.label(stage.state, .en))
        return Refusal(
            field: field.name,
            "ช่อง \(field.label.th) (\(field.name)) “\(th)”: ยังไม่คืน \(out.count) รายการ: "
                + names.map(\.th).joined(separator: ", ") + more,
            "field \(field.label.en) (\(field.name)) “\(en)”: \(English.count(out.count, "line")) not back: "
                + names.map(\.en).joined(separator: ", ") + more,
            hint: bringingBack(row, out[0], isLost: !lost.isEmpty))
    }

    /// How a loan comes to its end whose thing is still out.
    private func bringingBack(_ loan: RecordRow, _ line: RecordRow, isLost: Bool) -> Label {
        let short = loan.id.description.prefix(8)
        let command =
            "saphan new loan_return loan=\(short) line=\(line.id.description.prefix(8)) returned_by=… "
            + "condition=good"
        let losing = "saphan set loan \(short) state=lost"
        if isLost {
            return Label(
                "ของหาย: \(losing) แล้ว compensating จึงปิดได้",
                "What is lost is made good first: \(losing), then compensating.")
        }
        return Label(
            "บันทึกการคืนก่อน: \(command) ถ้าหาย: \(losing)",
            "Record what came back: \(command). Where it is lost: \(losing)")
    }

    private static func isLost(_ row: RecordRow) -> Bool { row["condition"].plain == "lost" }

    /// Conditions of a thing in which there is nothing to lend.
    private static let gone = ["lost", "disposed"]
    /// A loan of which everything came back.
    private static let allBack = "returned"
    /// States that say that nothing is out any more.
    private static let backStates = ["returned", "closed"]
    /// States after which a loan is closed though something never came back.
    private static let settledStates = ["lost", "compensating"]
    private static let linesNamed = 5
}
