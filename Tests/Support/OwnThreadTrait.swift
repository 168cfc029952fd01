// The trait that gives tests a thread of their own. Where the Swift runtime is linked into the programs
// there is no module Testing; this module is built there as well, without the trait.

#if canImport(Testing)
    public import Testing

    /// Runs every test of a suite on a thread of its own.
    public struct OwnThreadTrait: SuiteTrait, TestTrait, TestScoping {
        /// Suites inside have it too.
        public var isRecursive: Bool { true }

        /// Runs one test.
        public func provideScope(
            for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
        ) async throws {
            try await withTaskExecutorPreference(OwnThread()) { try await function() }
        }
    }

    extension Trait where Self == OwnThreadTrait {
        /// For tests that wait for sockets, processes or the clock. Tasks they start that are not their
        /// children need `Task(executorPreference: OwnThread())`.
        public static var ownThread: Self { Self() }
    }
#endif
