// Starts libsodium, and the few functions of it that belong to no key: randomness, wiping, comparing.

internal import CSodium

/// libsodium as a whole.
public enum Sodium {
    /// Starts the library; true when it is ready. Safe to call again.
    @discardableResult
    public static func start() -> Bool { sodium_init() >= 0 }

    /// `count` bytes nobody can guess.
    public static func random(_ count: Int) -> [UInt8] {
        start()
        var out = [UInt8](repeating: 0, count: count)
        randombytes_buf(&out, count)
        return out
    }

    /// Whether two secrets are equal, in time that does not depend on where they differ.
    public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }

    /// Overwrites a secret that is no longer needed.
    public static func wipe(_ secret: inout [UInt8]) {
        let count = secret.count
        secret.withUnsafeMutableBytes { sodium_memzero($0.baseAddress, count) }
    }
}
