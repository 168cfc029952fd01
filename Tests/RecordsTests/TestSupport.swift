// What several tests of this module share.

import Bytes
import Foundation

extension SplitMix64 {
    /// A number from 0 to `bound` - 1.
    mutating func index(_ bound: Int) -> Int { Int(below(UInt64(bound))) }
}

/// Files of the shared folder beside the repository; nil where there is none.
func sharedFile(_ name: String) -> [UInt8]? { sharedText("data/\(name)") }

/// A file below the shared folder; nil where there is none.
func sharedText(_ name: String) -> [UInt8]? {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let url = package.deletingLastPathComponent().appendingPathComponent("shared/\(name)")
    guard let data = try? Data(contentsOf: url) else {
        print("skipped: no ../shared/\(name)")
        return nil
    }
    return [UInt8](data)
}
