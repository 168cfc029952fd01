// What a form showed, as text: `show --json` prints it and `set --basis` gives it back, so that a write
// supersedes exactly that. It names positions of this file and means nothing in another.
//   varint count, cells (varint field, varint length + element, varint count, positions) | varint count,
//   positions

internal import Bytes
public import CRDT
internal import Crypto

extension Basis {
    struct Token {
        let cells: [(key: CellKey, positions: [Position])]
        let covers: [Position]

        init(cells: [(CellKey, [Position])], covers: [Position]) {
            self.cells = cells
            self.covers = covers
        }

        var text: String {
            var writer = ByteWriter()
            writer.varint(UInt64(cells.count))
            for (key, positions) in cells {
                writer.varint(UInt64(key.field.raw))
                writer.prefixed(key.element)
                Token.write(positions, to: &writer)
            }
            Token.write(covers, to: &writer)
            return Hex.encode(writer.bytes)
        }

        private static func write(_ positions: [Position], to writer: inout ByteWriter) {
            writer.varint(UInt64(positions.count))
            for position in positions {
                writer.varint(UInt64(position.branch))
                writer.varint(position.sequence)
            }
        }

        init?(text: String) {
            guard let bytes = Hex.decode(text), let token = try? Token(bytes) else { return nil }
            self = token
        }

        private init(_ bytes: [UInt8]) throws(BytesError) {
            var reader = ByteReader(bytes)
            var cells: [(CellKey, [Position])] = []
            // A record has as many cells as somebody made: the token's own length bounds what it says.
            for _ in 0..<(try reader.count(limit: bytes.count)) {
                let field = FieldNumber(UInt16(try reader.count(limit: 65_535)))
                let element = try reader.prefixed(limit: SpecificationLimits.valueBytesMax)
                let positions = try Token.positions(&reader, atMost: bytes.count)
                cells.append((CellKey(field: field, element: element), positions))
            }
            let covers = try Token.positions(&reader, atMost: bytes.count)
            try reader.finish()
            self.init(cells: cells, covers: covers)
        }

        private static func positions(
            _ reader: inout ByteReader, atMost countMax: Int
        ) throws(BytesError) -> [Position] {
            var positions: [Position] = []
            for _ in 0..<(try reader.count(limit: countMax)) {
                positions.append(try reader.position())
            }
            return positions
        }
    }
}

/// A basis token, read.
public struct FormBasis: Sendable {
    private let cells: [CellKey: [Dot]]
    private let covers: [Dot]

    init(cells: [CellKey: [Dot]], covers: [Dot]) {
        self.cells = cells
        self.covers = covers
    }

    /// Every write that the form knew of.
    public var dots: Set<Dot> { Set(cells.values.joined()).union(covers) }

    /// What an edit of this kind, field and value supersedes or covers.
    public func basis(_ kind: OperationKind, _ field: FieldNumber, _ value: Value) -> Basis {
        if kind == .delete { return .seen(covers) }
        let element = kind == .add || kind == .remove ? value.committed.encoded : []
        return .seen(cells[CellKey(field: field, element: element)] ?? [])
    }
}

extension Store {
    /// Reads a token that `view` made here; nil where it is none.
    public func basis(_ token: String) throws(ReplicaError) -> FormBasis? {
        try refresh()
        guard let read = Basis.Token(text: token) else { return nil }
        var cells: [CellKey: [Dot]] = [:]
        for (key, positions) in read.cells { cells[key] = try dots(at: positions) }
        return FormBasis(cells: cells, covers: try dots(at: read.covers))
    }

    private func dots(at positions: [Position]) throws(ReplicaError) -> [Dot] {
        var dots: [Dot] = []
        for position in positions {
            guard let branch = branches[position.branch], position.sequence <= branch.sequence else {
                throw ReplicaError(.refused, at: "--basis", "not a token of this folder")
            }
            dots.append(try dot(at: position))
        }
        return dots.sorted()
    }
}
