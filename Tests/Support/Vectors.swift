// Reads the golden vectors of Protocol/Vectors, found from this file's own place: tests run from any
// folder.

internal import Bytes
internal import Foundation

/// Golden vectors.
public enum Vectors {
    /// The repository's folder.
    public static var root: String {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }

    /// One file of Protocol/Vectors.
    public static func load<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws
        -> Content
    {
        try decode(root + "/Protocol/Vectors/" + name)
    }

    /// A file beside the repository, in ../shared; nil where it is not present.
    public static func shared<Content: Decodable>(_ path: String, as type: Content.Type = Content.self) throws
        -> Content?
    {
        let full = root + "/../shared/" + path
        return FileManager.default.fileExists(atPath: full) ? try decode(full) : nil
    }

    private static func decode<Content: Decodable>(_ path: String) throws -> Content {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Content.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

/// A byte string, in vectors as hexadecimal digits.
public struct HexBytes: Decodable, Hashable, Sendable, CustomStringConvertible {
    /// The bytes.
    public let bytes: [UInt8]

    /// From hexadecimal digits.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let bytes = Hex.decode(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not hexadecimal: \(text)"))
        }
        self.bytes = bytes
    }

    /// Hexadecimal digits.
    public var description: String { Hex.encode(bytes) }
}
