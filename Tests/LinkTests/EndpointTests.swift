// Addresses as people write them, and the words of errors.

import Link
import Testing

@Suite struct EndpointTests {
    @Test("an address reads as it is written")
    func reads() {
        for text in ["127.0.0.1:7400", "hub.example.th:1", "[::1]:65535", "[fe80::1%eth0]:80"] {
            #expect(Endpoint(text)?.description == text)
        }
        #expect(Endpoint("[::1]:7400") == .tcp(host: "::1", port: 7400))
    }

    @Test("what is no address is refused")
    func refuses() {
        let bad = [
            "", ":", "hub", "hub:", ":80", "hub:x", "hub:-1", "hub:+1", "hub:65536", "::1:80", "[::1]",
            "[]:1",
            "[hub]:1", "hub name:1", "สะพาน:1", "hub:000080", "[::1]7400", "a\u{0}:1",
            String(repeating: "a", count: 254) + ":1",
        ]
        for text in bad { #expect(Endpoint(text) == nil, "\(text)") }
    }

    @Test("every error says what to do in both languages")
    func words() {
        let all: [LinkError] = [
            .portInUse, .addressNotHere, .notPermitted, .refused, .unreachable, .timedOut, .reset,
            .nameNotFound,
            .tooSlow, .tooManyOpen, .badAddress, .system(5),
        ]
        #expect(Set(all.map(\.thai)).count == all.count)
        #expect(Set(all.map(\.english)).count == all.count)
        for error in all {
            #expect(error.thai.unicodeScalars.contains { (0xe00...0xe7f).contains($0.value) })
        }
    }
}
