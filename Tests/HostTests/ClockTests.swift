// Machines whose clock shows another century. A shim of a few lines of C moves the wall clock of one
// process.

import Foundation
import Glibc
import Link
import Support
import Testing

extension ProcessTests {
    @Suite struct ClockTests {
        private static let shim = """
            #define _GNU_SOURCE
            #include <stdlib.h>
            #include <sys/syscall.h>
            #include <time.h>
            #include <unistd.h>
            int clock_gettime(clockid_t clock, struct timespec *now) {
                int code = syscall(SYS_clock_gettime, clock, now);
                if (code == 0 && clock == CLOCK_REALTIME) now->tv_sec += atol(getenv("CLOCK_SHIFT"));
                return code;
            }
            """

        @Test("with the clock of either end in 1970, or in 3112, what is written arrives and is confirmed")
        func otherCenturies() async throws {
            let scene = try await Scene()
            let hub = try await scene.serveHub()
            let school = try await scene.join("school", through: hub)
            guard let library = try await Self.build(in: scene.folder) else {
                return print("skipped: no C compiler to move a clock with")
            }
            let now = Int(Date().timeIntervalSince1970)
            for (name, shift) in [("1970", -now + 86_400), ("3112", 1_086 * 31_556_952)] {
                let variables = ["LD_PRELOAD=\(library)", "CLOCK_SHIFT=\(shift)"]
                try await Self.expectSync(scene, school, "school in \(name)", school: variables)
                await scene.hub?.stop()
                let words = ["hub", "serve", "--dir", scene.hubFolder, "--listen", hub.description]
                let moved = try Child(scene.program, words, in: scene.folder, with: variables)
                #expect(await within(10) { moved.answers.contains("Listening on") })
                try await Self.expectSync(scene, school, "hub in \(name)")
                await moved.stop()
                try await scene.serveHub(again: true)
            }
            try await scene.done(["school", "sync", "--dir", school])
            try Ledger.expectEven(school: school, hub: scene.hubFolder, Clerk(school).space)
        }

        private static func expectSync(
            _ scene: Scene, _ school: String, _ place: String, school variables: [String] = []
        ) async throws {
            for words in [["new", "ticket", "title=x", "kind=repair"], ["school", "sync"]] {
                let child = try Child(
                    scene.program, words + ["--dir", school], in: scene.folder, with: variables)
                #expect(await child.exit(within: 20) == 0, "\(place): \(child.notes)")
                if words[0] == "school" {
                    #expect(child.answers.contains("Everything is exchanged"), "\(place)")
                }
            }
        }

        /// The shim as a library; nil without a compiler.
        private static func build(in folder: String) async throws -> String? {
            let (source, library) = (folder + "/clock.c", folder + "/clock.so")
            try shim.write(toFile: source, atomically: true, encoding: .utf8)
            let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            let compilers: [String] = places.flatMap { ["\($0)/clang", "\($0)/cc"] }
            let found = compilers.first { access($0, X_OK) == 0 }
            guard let compiler = found else { return nil }
            let child = try Child(compiler, ["-shared", "-fPIC", "-o", library, source], in: folder)
            return await child.exit(within: 30) == 0 ? library : nil
        }
    }
}
