// One thing a change does to one field of one record.

internal import Bytes

/// A collection's number, stable for ever; names live in the catalogue.
public struct CollectionNumber: Hashable, Comparable, Sendable {
    /// 1 to 65,535.
    public let raw: UInt16
    /// From the number.
    @inlinable
    public init(_ raw: UInt16) { self.raw = raw }
    /// Order of the numbers.
    @inlinable
    public static func < (left: CollectionNumber, right: CollectionNumber) -> Bool { left.raw < right.raw }
}

/// A field's number within its collection, stable for ever; 0 means the record as a whole.
public struct FieldNumber: Hashable, Comparable, Sendable {
    /// 0 to 65,535.
    public let raw: UInt16
    /// From the number.
    @inlinable
    public init(_ raw: UInt16) { self.raw = raw }
    /// The record as a whole: what a delete is about.
    public static let whole = FieldNumber(0)
    /// Order of the numbers.
    @inlinable
    public static func < (left: FieldNumber, right: FieldNumber) -> Bool { left.raw < right.raw }
}

/// What an operation does. Numbers this version does not know are carried and have no effect.
public struct OperationKind: Hashable, Comparable, Sendable {
    /// The number on the wire.
    public let raw: UInt8
    /// From the number.
    @inlinable
    public init(_ raw: UInt8) { self.raw = raw }

    /// Writes a value over the values it supersedes.
    public static let set = OperationKind(0)
    /// Adds an integer to a counter.
    public static let increment = OperationKind(1)
    /// Puts an element into a set.
    public static let add = OperationKind(2)
    /// Takes an element out of a set.
    public static let remove = OperationKind(3)
    /// Adds an entry to a log.
    public static let append = OperationKind(4)
    /// Deletes the record as its dots (`covers`) showed it.
    public static let delete = OperationKind(5)
    /// Makes the writes its dots name count as not projected.
    public static let undo = OperationKind(6)
    /// Drops the personal bytes of the writes its dots name (hub only).
    public static let erase = OperationKind(7)

    /// The kinds that put something into a record, and so bring back a deleted one that did not cover them.
    @inlinable
    public var isContent: Bool { raw <= OperationKind.append.raw }
    /// The kinds that name what they supersede.
    @inlinable
    public var supersedes: Bool { self == .set || self == .add || self == .remove }
    /// Order of the numbers.
    @inlinable
    public static func < (left: OperationKind, right: OperationKind) -> Bool { left.raw < right.raw }
}

/// One operation. What `dots` means depends on the kind: superseded values (`set`, `add`, `remove`),
/// covered branches (`delete`), undone or erased writes (`undo`, `erase`).
public struct Operation: Hashable, Sendable {
    /// What it does.
    public var kind: OperationKind
    /// Collection of the record.
    public var collection: CollectionNumber
    /// The record.
    public var record: RecordID
    /// The field, or `whole`.
    public var field: FieldNumber
    /// The value, the element, the increment, the entry; `nothing` for delete.
    public var value: Value
    /// See above. Sorted, without repetition.
    public var dots: [Dot]
    /// Bytes a later version put behind the dots; kept as they are.
    public var trailing: [UInt8]

    /// An operation; `dots` are put in order.
    public init(
        _ kind: OperationKind, _ collection: CollectionNumber, _ record: RecordID, _ field: FieldNumber,
        _ value: Value = .nothing, dots: [Dot] = [], trailing: [UInt8] = []
    ) {
        self.kind = kind
        self.collection = collection
        self.record = record
        self.field = field
        self.value = value
        self.dots = dots.count < 2 ? dots : Array(Set(dots)).sorted()
        self.trailing = trailing
    }

    /// Which cell it writes: for set elements the element belongs to the name.
    public var cell: CellKey {
        let element = kind == .add || kind == .remove ? value.committed.encoded : []
        return CellKey(field: field, element: element)
    }
}

/// A field of a record, or one element of a set field.
public struct CellKey: Hashable, Comparable, Sendable {
    /// The field.
    public let field: FieldNumber
    /// Encoded element of a set; empty for other fields.
    public let element: [UInt8]

    /// A cell by its parts.
    @inlinable
    public init(field: FieldNumber, element: [UInt8] = []) {
        self.field = field
        self.element = element
    }

    /// Field, then the element's bytes.
    public static func < (left: CellKey, right: CellKey) -> Bool {
        if left.field != right.field { return left.field < right.field }
        return left.element.lexicographicallyPrecedes(right.element)
    }
}
