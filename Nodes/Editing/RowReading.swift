// What a row would change in a record, and what a new one would hold.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Trust

extension RowImporter {
    /// A single value of a cell; throws what is wrong with it, naming what was typed.
    func read(
        _ text: String, typed: String, _ field: Field, stage: Stage?, shown: Value, variant: Value? = nil,
        in space: Space
    ) throws(EditingError) -> Value {
        if case .reference(let target) = field.type {
            let rows = try directories.of(target).find(text, preferring: space)
            if rows.count > 1 {
                throw .refused([
                    Editor.ambiguous(field: field.name, try editor.collection(target), text, rows)
                ])
            }
            // What stands already is not typed: a cell that says it again is no change.
            if let row = rows.first, shown == .record(row.id) { return shown }
            if let refusal = editor.notBeside(field, in: collection, typed, rows.first, from: space) {
                throw .refused([refusal])
            }
            if let row = rows.first { return .record(row.id) }
        }
        let read: Value
        do throws(FieldError) {
            read = try editor.catalogue.value(
                cell: text, of: field, in: collection, stage: stage, shown: shown, variant: variant)
        } catch {
            if case .notFound(let name) = error.reason {
                throw Self.wrong(field, typed, try editor.noSuch(try editor.collection(name)))
            }
            throw Self.wrong(field, typed, error.reason.label)
        }
        return try editor.hidden(read, field)
    }

    static func wrong(_ field: Field, _ typed: String, _ why: Label) -> EditingError {
        let quoted = FieldError.quoted(field.tellable(typed))
        guard quoted.isEmpty else {
            return .refused([Refusal(field: field.name, "\(quoted): \(why.th)", "\(quoted): \(why.en)")])
        }
        return .refused([
            Refusal(
                field: field.name, "ช่อง \(field.label.th): \(why.th)", "field \(field.label.en): \(why.en)")
        ])
    }

    // MARK: a record that is there

    /// The edits that make a record show what a row says.
    mutating func changes(of record: RecordRow, _ row: CSVRow) throws(EditingError) -> [Edit] {
        try readOpenFields(in: record.space)
        let contents = try editor.contents(of: record, collection, open: openFields(in: record.space))
        let shown = Dictionary(
            zip(collection.fields.map(\.number), contents).map { ($0, $1) }, uniquingKeysWith: { $1 })
        var change = RowChange(record: record)
        change.before = collection.stateField.flatMap { Stage(shown[$0.number]?.value ?? .nothing) }
        change.stage = change.before
        var refusals: [Refusal] = []
        for (column, field, cell) in cells(of: row) {
            let old = shown[field.number] ?? .one(.nothing)
            do throws(EditingError) {
                try take(cell, column.index, field, old, &change)
            } catch {
                guard case .refused(let more) = error else { throw error }
                refusals += more
            }
        }
        if let stage = change.stage, stage != change.before {
            let filled = try editor.stamps(collection, comingTo: stage, in: record.space)
            for (field, value) in try filled + editor.included(record, collection, comingTo: stage)
            where (shown[field.number]?.isEmpty ?? true || !collection.shows(field, at: change.before))
                && !change.wishes.contains(where: { $0.field == field })
            {
                change.wishes.append(RowChange.Wish(field: field, old: .one(.nothing), new: .one(value)))
            }
        }
        refusals += missing(change, shown) + change.reversed(collection, shown)
        if let refusal = try editor.decidedOtherwise(change, collection) { refusals.append(refusal) }
        refusals += try editor.misfits(change, collection)
        guard refusals.isEmpty else { throw .refused(refusals) }
        let edits = change.wishes.isEmpty ? [] : try edits(of: change)
        report.cellsRefused += change.left.count
        for refusal in change.left { tell(refusal, .notice) }
        let samples = change.wishes.map { wish in
            ImportSample(
                row: line, title: editor.title(of: record), field: wish.field, old: wish.old, new: wish.new)
        }
        report.add(samples)
        return edits
    }

    /// Takes one cell of a record that is there.
    private mutating func take(
        _ cell: String, _ column: Int, _ field: Field, _ old: ShownContent, _ change: inout RowChange
    ) throws(EditingError) {
        let word = CellText.word(cell)
        if case .untouched(let isDash) = word {
            if isDash { doubt(.dash, column) }
            return
        }
        if try shows(cell, field, old, in: change.record.space) { return }
        let refusal = try editor.refusal(of: field, in: change.record.space)
        if old == .contested {
            guard let refusal else { throw .refused([Self.contested(field)]) }
            change.left.append(refusal)
            return
        }
        let wished = try content(word, column, field, old, &change, isWritable: refusal == nil)
        guard let new = wished, new != old else { return }
        if let refusal {
            change.left.append(refusal)
            return
        }
        if field.rule == .once && !old.isEmpty || field.rule == .counter && !change.record.isBlank {
            throw Self.wrong(field, cell, Self.writtenOnce)
        }
        if case .state = field.type {
            change.stage = Stage(new.value)
            if let refusal = try editor.outOfTurn(change.record, collection, coming: change.stage) {
                throw .refused([refusal])
            }
        }
        change.wishes.append(RowChange.Wish(field: field, old: old, new: new))
    }

    /// What a cell wishes a field to show; nil where it says what is there, or nothing that this node may
    /// write.
    private mutating func content(
        _ word: CellWord, _ column: Int, _ field: Field, _ old: ShownContent, _ change: inout RowChange,
        isWritable: Bool
    ) throws(EditingError) -> ShownContent? {
        guard case .text(let text) = word else { return field.isMany ? .many([]) : .one(.nothing) }
        if field.isMany {
            let found = try elements(text, field, old.elements, in: change.record.space)
            return Set(found) == Set(old.elements) ? nil : .many(found)
        }
        let read = try value(text, column, field, old.value, &change, isWritable: isWritable)
        return read.map { .one($0) }
    }

    /// The value of a cell; nil where it is what the field shows already, or no value that this node may
    /// write.
    private mutating func value(
        _ text: String, _ column: Int, _ field: Field, _ old: Value, _ change: inout RowChange,
        isWritable: Bool
    ) throws(EditingError) -> Value? {
        let settled = Doubt.settle(text, field)
        if let lost = settled.refusal { throw Self.wrong(field, text, lost.label) }
        let read: Value
        do throws(EditingError) {
            read = try self.read(
                settled.text, typed: text, field, stage: change.stage, shown: old,
                variant: variants.map { change.record[$0].asValue }, in: change.record.space)
        } catch {
            guard !isWritable, case .refused = error else { throw error }
            // What nobody here may write need not be readable: it is left out all the same.
            if let refusal = try editor.refusal(of: field, in: change.record.space) {
                change.left.append(refusal)
            }
            return nil
        }
        if let same = CellSameness.doubts(read, cell: text, shown: old, field.type) {
            for one in same { doubt(one, column) }
            return nil
        }
        for one in settled.doubts { doubt(one, column) }
        return read
    }

    /// True where the cell is what an export of the field would hold, in either language or as a person
    /// types it.
    private func shows(
        _ cell: String, _ field: Field, _ old: ShownContent, in space: Space
    ) throws(EditingError) -> Bool {
        if old.isEmpty { return false }
        let given = Self.lines(cell)
        for language in Language.allCases {
            if try Self.lines(table.cell(field, old, in: space, language)) == given { return true }
        }
        guard case .one(let value) = old else { return false }
        if let spelling = index.spelling(of: field.name), let key = spelling.key(value),
            key == spelling.key(.text(CellText.unguarded(given)))
        {
            return true
        }
        return !field.isMany && field.type.editable(value) == CellText.unguarded(given)
    }

    /// Line ends as one sign, since spreadsheets change them.
    private static func lines(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false) { $0.isNewline }.joined(separator: "\n")
    }

    /// The elements that a cell names; those that the field shows are known by their words.
    private func elements(
        _ text: String, _ field: Field, _ old: [Value], in space: Space
    ) throws(EditingError) -> [Value] {
        let parts = CellText.elements(text, of: field.type)
        guard parts.count <= LocalLimits.importElementsMax else {
            throw Self.wrong(
                field, text,
                Label(
                    "มีเกิน \(LocalLimits.importElementsMax) รายการ",
                    "more than \(LocalLimits.importElementsMax) of them"))
        }
        var words: [String: Value] = [:]
        for value in old {
            for language in Language.allCases {
                let one = try table.cell(field, .one(value), in: space, language)
                words[CellText.trimmed(Self.lines(CellText.unguarded(one)))] = value
            }
            // Lines of JSON name a record by its id, whatever people call it.
            if case .reference = field.type { words[field.type.editable(value)] = value }
        }
        var found: [Value] = []
        for part in parts {
            if let known = words[Self.lines(part)] {
                if !found.contains(known) { found.append(known) }
                continue
            }
            let settled = Doubt.settle(part, field)
            if let lost = settled.refusal { throw Self.wrong(field, part, lost.label) }
            let value = try read(settled.text, typed: part, field, stage: nil, shown: .nothing, in: space)
            if !value.isNothing, !found.contains(value) { found.append(value) }
        }
        return found
    }

    /// Required fields that would be missing: all when the record leaves its draft, else those the row
    /// clears.
    private func missing(_ change: RowChange, _ shown: [FieldNumber: ShownContent]) -> [Refusal] {
        guard change.wishes.contains(where: { $0.new.isEmpty }) || change.stage != change.before else {
            return []
        }
        var wasDraft = false
        if case .state(let flow) = collection.stateField?.type { wasDraft = flow.isDraft(change.before) }
        return editor.catalogue.missing(collection.name, at: change.stage) { name in
            guard let field = collection[name] else { return true }
            if let wish = change.wishes.first(where: { $0.field == field }) { return !wish.new.isEmpty }
            return !wasDraft || !(shown[field.number]?.isEmpty ?? true)
        }.map { Refusal(field: $0.field, $0.reason.label) }
    }

    // MARK: a new record

    /// What a row makes of a new record, with its id.
    mutating func draft(_ row: CSVRow, in space: Space) throws(EditingError) -> (Draft, RecordID) {
        var draft = Draft(collection: collection, space: space)
        var left: [Refusal] = []
        for (column, field, cell) in cells(of: row) {
            let word = CellText.word(cell)
            guard case .text(let text) = word else {
                if word == .untouched(dash: true) { doubt(.dash, column.index) }
                continue
            }
            if let refusal = try editor.refusal(of: field, in: space) {
                left.append(refusal)
                continue
            }
            do throws(EditingError) {
                try put(text, column.index, field, &draft)
            } catch {
                guard case .refused(let more) = error else { throw error }
                draft.refusals += more
            }
        }
        if draft.refusals.isEmpty {
            let isTyped = !draft.values.isEmpty || !draft.elements.isEmpty
            try editor.fill(&draft, numbering: false)
            draft.refusals = editor.catalogue.missing(collection.name, at: draft.stage) { name in
                draft.has(name) || collection[name]?.fill == .number
            }.map { Refusal(field: $0.field, $0.reason.label) }
            draft.refusals += collection.reversed { draft.values[$0] }.map(Refusal.init)
            draft.refusals += try editor.misfits(draft)
            draft.refusals += [collection.foreignSchool(in: space) { draft.values[$0] }].compactMap(\.self)
            if !isTyped { draft.refusals += left.isEmpty ? [Self.nothing] : left }
        }
        guard draft.refusals.isEmpty else { throw .refused(draft.refusals) }
        report.cellsRefused += left.count
        for refusal in left { tell(refusal, .notice) }
        if let derived = collection.derivedID(in: space, draft.values) { return (draft, derived) }
        return (draft, try newRowID())
    }

    private mutating func put(
        _ text: String, _ column: Int, _ field: Field, _ draft: inout Draft
    ) throws(EditingError) {
        if field.isMany {
            for value in try elements(text, field, [], in: draft.space) {
                draft.elements.append((field, value))
            }
            return
        }
        let settled = Doubt.settle(text, field)
        if let lost = settled.refusal { throw Self.wrong(field, text, lost.label) }
        let value = try read(
            settled.text, typed: text, field, stage: draft.stage, shown: .nothing,
            variant: variants.flatMap { draft.values[$0] }, in: draft.space)
        for one in settled.doubts { doubt(one, column) }
        if value.isNothing { return }
        if field.rule == .counter {
            draft.elements.append((field, value))
        } else {
            draft.values[field.name] = value
        }
    }

    private static func contested(_ field: Field) -> Refusal {
        Refusal(
            field: field.name, "ค่าขัดกันอยู่ ตัดสินด้วย saphan resolve ก่อน",
            "values stand against each other; settle that with saphan resolve first")
    }

    private static let nothing = Refusal("แถวไม่มีข้อมูล", "the row says nothing")
    private static let writtenOnce = Label(
        "ช่องนี้เขียนครั้งเดียว แก้ภายหลังไม่ได้", "this field is written once and never changed")
}
