// Randomness that can be guessed, for simulated runs: the same seed gives the same keys, salts and epochs,
// so a run can be played again. It is for the whole process and there is no way back: a process that has
// called this makes no secrets any more. The repository's own checks let nothing but simulations and tests
// call it.

internal import Bytes
internal import CSodium
internal import Synchronization

private let generator = Mutex(SplitMix64(seed: 0))

extension Sodium {
    /// Starts the library with all randomness drawn from `seed`, or begins again from a seed; true when it
    /// is ready. Before anything else of this module is used in the process.
    @discardableResult
    package static func start(seed: UInt64) -> Bool {
        guard isSeeded, start() else { return false }
        // Behind `start`, which draws some bytes the first time only.
        generator.withLock { $0 = SplitMix64(seed: seed) }
        return true
    }

    /// Puts the seeded generator in libsodium's place for it, once.
    private static let isSeeded: Bool = {
        // libsodium keeps the address for the life of the process.
        let implementation = UnsafeMutablePointer<randombytes_implementation>.allocate(capacity: 1)
        implementation.initialize(
            to: randombytes_implementation(
                implementation_name: {
                    let name: StaticString = "saphan-seeded"
                    return UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
                },
                random: { UInt32(truncatingIfNeeded: generator.withLock { $0.next() } >> 32) },
                stir: nil, uniform: nil,
                buf: { buffer, count in
                    guard let buffer else { return }
                    let bytes = UnsafeMutableRawBufferPointer(start: buffer, count: count)
                    generator.withLock { random in
                        for place in bytes.indices {
                            bytes[place] = UInt8(truncatingIfNeeded: random.next() >> 32)
                        }
                    }
                },
                close: nil))
        return randombytes_set_implementation(implementation) == 0
    }()
}
