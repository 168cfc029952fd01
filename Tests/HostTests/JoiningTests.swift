// Joining over a line that breaks: nobody is locked out, and nobody else gets in.

import Foundation
import Replica
import Testing
import Trust

extension ProcessTests {
    @Suite struct JoiningTests {
        @Test("joining cut at any place works when tried again; the invitation serves no second folder")
        func cutAndAgain() async throws {
            let scene = try await Scene()
            let proxy = Proxy()
            let address = try await proxy.open()
            await proxy.lead(to: try await scene.serveHub())
            _ = try await scene.join("whole", through: address)
            let whole = try #require(await proxy.lines.last)
            let cuts: [Proxy.Cut] = [
                .down(40), .up(whole.upCount - 1), .up(whole.upCount / 2),
                // Message 3 is through, the reply is not, or not whole.
                .down(whole.downCount / 3), .down(whole.downCount - 1), .down(whole.downCount - 300),
            ]
            for (number, cut) in cuts.enumerated() {
                let invitation = try await scene.invite(address: address)
                let folder = scene.path("school-\(number)")
                await proxy.cutNext(cut)
                let first = try await scene.run(["school", "join", "--dir", folder, invitation])
                #expect(first.code == 3, "\(cut): \(first.notes)")
                await proxy.cutNext(nil)
                let again = try await scene.run(["school", "join", "--dir", folder, invitation])
                #expect(again.code == 0, "\(cut): \(again.notes)")
                try await scene.done(["school", "sync", "--dir", folder])
                let other = try await scene.run([
                    "school", "join", "--dir", scene.path("thief-\(number)"), invitation,
                ])
                #expect(other.code == 1)
                #expect(other.notes.contains("used by another machine"), "\(other.notes)")
            }
            #expect(try Store(directory: scene.hubFolder).district()?.certificates.count == 2 + cuts.count)
            await proxy.close()
        }

        @Test("a digit mistyped in an invitation: the person is told in which group to look")
        func mistyped() async throws {
            let scene = try await Scene()
            var groups = try await scene.invite(address: try await scene.serveHub())
                .split(separator: "-").map(String.init)
            let digit = groups[3].removeLast()
            groups[3].append(digit == "7" ? "9" : "7")
            let folder = scene.path("school")
            let told = try await scene.run([
                "school", "join", "--dir", folder, groups.joined(separator: "-"), "--lang", "en",
            ])
            #expect(told.code == 1 && told.notes.contains("probably in group 4"), "\(told)")
            #expect(!FileManager.default.fileExists(atPath: folder))
        }
    }
}
