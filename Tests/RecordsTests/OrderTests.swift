// Thai order beside ICU's, which tests may use and the product may not: it would be 40 MB of tables. Spaces
// and punctuation are left out: a dictionary passes over them, Foundation's comparison does not.

import Bytes
import Foundation
import Testing

@testable import Records

@Suite struct OrderTests {
    /// ICU's answer; nil where it calls the texts equal.
    private func icu(_ left: String, _ right: String) -> Bool? {
        switch left.compare(right, options: [], range: nil, locale: Locale(identifier: "th_TH")) {
        case .orderedAscending: true
        case .orderedDescending: false
        default: nil
        }
    }

    @Test("names of real schools sort as ICU sorts them")
    func schools() throws {
        guard let bytes = sharedFile("khonkaen_zone1_candidates.csv"),
            let text = TextEncoding.decode(bytes)?.text
        else { return }
        let rows = try CSV.rows(text)
        var wrong: [String] = []
        let names = Set(
            rows.dropFirst().flatMap(\.cells).filter { cell in
                cell.unicodeScalars.contains { (0x0E01...0x0E2E).contains($0.value) }
            }
        ).sorted()
        var random = SplitMix64(seed: 20)
        for _ in 0..<2_000 {
            let (left, right) = (names[random.index(names.count)], names[random.index(names.count)])
            if let first = icu(left, right), first != ThaiOrder.precedes(left, right) {
                wrong.append("\(left) | \(right) icu \(first)")
            }
        }
        #expect(wrong == [] && names.count > 200)
    }

    @Test("made-up syllables sort as ICU sorts them")
    func syllables() {
        var random = SplitMix64(seed: 21)
        var wrong: [String] = []
        let consonants = Array("กขคงจชดตทนบปพมยรลวสหอฮ").map(String.init)
        let vowels = ["", "ะ", "ั", "า", "ำ", "ิ", "ี", "ึ", "ื", "ุ", "ู"]
        let tones = ["", "", "่", "้", "๊", "๋", "็", "์"]
        func syllable() -> String {
            var out = ""
            if random.index(3) == 0 { out += ["เ", "แ", "โ", "ใ", "ไ"][random.index(5)] }
            out += consonants[random.index(consonants.count)] + vowels[random.index(vowels.count)]
            out += tones[random.index(tones.count)]
            if random.index(8) == 0 { out += ["1", "๒"][random.index(2)] }
            return out
        }
        for _ in 0..<3_000 {
            let start = (0..<random.index(3)).map { _ in syllable() }.joined()
            let left = ThaiText.clean(start + (random.index(4) == 0 ? "" : syllable()))
            let right = ThaiText.clean(start + syllable())
            if let first = icu(left, right), first != ThaiOrder.precedes(left, right) {
                wrong.append("\(left) | \(right) icu \(first)")
            }
        }
        #expect(wrong == [])
        for (left, right) in [("ก", "a"), ("กa", "กข"), ("9", "ก"), ("ฮ", "é")] {
            #expect(icu(left, right) == ThaiOrder.precedes(left, right), "\(left) \(right)")
        }
    }
}
