// From typed text to values, with references looked up and several elements of a set taken apart.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

extension Editor {
    /// The value of a typed field; `nothing` for empty text. References are looked up as people name
    /// records; to be written they must be where such a field may point, to be searched for they need not.
    func value(
        of field: Field, in collection: RecordCollection, _ text: String, stage: Stage?, space: Space,
        isSearch: Bool = false
    ) throws(EditingError) -> Value {
        if case .reference(let name) = field.type, let target = catalogue[name] {
            let rows = try find(target, text, preferring: space)
            if rows.count > 1 {
                throw .refused([Self.ambiguous(field: field.name, target, text, rows)])
            }
            let isEmpty = ThaiText.clean(text).isEmpty
            if !isSearch, !isEmpty,
                let refusal = notBeside(field, in: collection, text, rows.first, from: space)
            {
                throw .refused([refusal])
            }
            if let row = rows.first { return .record(row.id) }
        }
        let typed: Value
        do throws(FieldError) {
            typed = try catalogue.validate(collection.name, field.name, text, stage: stage)
        } catch {
            if case .notFound(let name) = error.reason { throw .refused([try unknown(field, name, text)]) }
            throw .refused([Refusal(error)])
        }
        return try hidden(typed, field)
    }

    /// The value as it may be kept: of a national id a keyed hash and its last digits, at once.
    func hidden(_ value: Value, _ field: Field) throws(EditingError) -> Value {
        guard field.type == .nationalID, let id = value.text.flatMap(NationalID.init(typed:)) else {
            return value
        }
        let key = try hold(try store.nationalIDKey { occasion.random(32) })
        return .text(KeptNationalID(id, key: key).text)
    }

    /// The elements that a text names: separated by commas, except where an element may hold one.
    func elements(
        of field: Field, in collection: RecordCollection, _ text: String, space: Space
    ) throws(EditingError) -> [Value] {
        var parts = [text]
        if case .text = field.type {} else { parts = text.split(separator: ",").map(String.init) }
        var values: [Value] = []
        for part in parts {
            let value = try value(of: field, in: collection, part, stage: nil, space: space)
            if !value.isNothing && !values.contains(value) { values.append(value) }
        }
        return values
    }

    /// The same with fields called by their names, where a person typed a label that one field alone has.
    static func named(_ typed: [TypedField], in collection: RecordCollection) -> [TypedField] {
        typed.map { one in
            if collection[one.name] != nil { return one }
            let key = ThaiText.compareKey(one.name)
            let found = collection.fields.filter { field in
                [field.name, field.label.th, field.label.en].contains { ThaiText.compareKey($0) == key }
            }
            guard let only = found.first, found.count == 1 else { return one }
            return TypedField(only.name, one.text, one.way)
        }
    }

    /// The field of this name, or why there is none.
    static func field(_ name: String, of collection: RecordCollection) -> Result<Field, Refusal> {
        if let field = collection[name] { return .success(field) }
        let known = collection.fields.map(\.name).joined(separator: ", ")
        return .failure(
            Refusal(
                field: name, "\(collection.label.th)ไม่มีช่อง \(name)",
                "\(collection.name) has no field \(name)",
                hint: Label("มี: \(known)", "There are: \(known).")))
    }

    /// Collects what is refused, so that a person hears all of it at once.
    func collecting(_ refusals: inout [Refusal], _ body: () throws(EditingError) -> Void) throws(EditingError)
    {
        do throws(EditingError) { try body() } catch {
            guard case .refused(let more) = error else { throw error }
            refusals += more
        }
    }
}

extension Refusal: Error {}
