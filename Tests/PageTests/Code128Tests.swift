// Bars against those of another implementation (python-barcode 0.16.1, widths of bars and gaps in turn),
// and what no bars can say.

import Page
import Testing

@Suite struct Code128Tests {
    private static let known: [(text: String, widths: String)] = [
        ("PJJ123C", "2112143131211121331121331232212232112211321313213113212331112"),
        ("12345678", "2112321122321311233311212411121331212331112"),
        ("HI345678", "2112142311132313111131411311233311212411121412212331112"),
        (
            "7440-001-001/2569",
            "211232142211231113114131122132123122123122123221122132123122123122"
                + "1232211132221131413211221122143122122331112"
        ),
        ("0042", "2112322122221121334112122331112"),
        ("a1b2c3d4", "2112141211241232211214212232111411222211321412212212311221322331112"),
        ("1234567", "2112321122321311233311211141313121311321312331112"),
        ("Wikipedia", "2112143113211421122412111421121112421122141412211421121211244212112331112"),
        (
            "40010000-25-ZYK-001",
            "211232231113222122212222212222114131122132223211213212122132312311"
                + "3121131123311221321231221231221232213311212331112"
        ),
        ("~!@#", "2112141311412221222321211212234111312331112"),
        ("00", "2112322122222222212331112"),
    ]

    @Test("bars are those of another implementation")
    func known() throws {
        for (text, widths) in Self.known {
            let bars = try #require(Code128(text))
            #expect(bars.widths.map(String.init).joined() == widths, "\(text)")
        }
    }

    @Test("each character is eleven modules, the stop thirteen, with ten empty ones on both sides")
    func modules() throws {
        for length in 1...Code128.charactersMax {
            let text = String(String(repeating: "A1/9-00", count: 12).prefix(length))
            let bars = try #require(Code128(text))
            #expect(bars.modules == bars.values.count * 11 + 13 + 20)
            #expect(bars.widths.count == bars.values.count * 6 + 7)
            #expect(bars.values.allSatisfy { (0...105).contains($0) })
        }
    }

    @Test("the check character is the sum of values times places, modulo 103")
    func check() throws {
        let bars = try #require(Code128("PJJ123C"))
        #expect(bars.values == [104, 48, 42, 42, 17, 18, 19, 35, 55])
    }

    @Test("Thai letters, control characters, nothing at all and too much have no bars")
    func refused() {
        for text in ["", "คพ.1", "๑", "a\n", "é", String(repeating: "1", count: 81)] {
            #expect(Code128(text) == nil)
        }
    }

    @Test("the picture has a bar for every dark stretch and says what it encodes")
    func picture() throws {
        let source = try #require(Code128("0042")).markup.source
        #expect(source.split(separator: "<rect").count - 1 == (4 * 6 + 8) / 2)
        #expect(source.contains("aria-label=\"0042\"") && source.contains("<rect x=\"10\""))
    }
}
