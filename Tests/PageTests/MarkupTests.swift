// Nothing that people wrote can become markup.

import Page
import Testing

@Suite struct MarkupTests {
    @Test("words are escaped in elements and in attributes")
    func escapes() {
        let nasty = "<script>alert('x')</script> & \"q\""
        let markup = Markup.element("td", ["title": nasty], nasty)
        #expect(!markup.source.contains("<script"))
        #expect(
            markup.source
                == "<td title=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot;\">"
                + "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot;</td>")
    }

    @Test("marks that steer a terminal or turn the writing are shown as a mark")
    func controls() {
        let markup = Markup.text("a\u{1b}[31m\u{202e}b\u{0}")
        #expect(markup.source == "a\u{fffd}[31m\u{fffd}b\u{fffd}")
    }

    @Test("a page stands alone: one file, no script, nothing fetched")
    func standsAlone() {
        let page = Sheet(title: "<b>", language: "th", body: [.element("p", [:], "สวัสดี")]).source
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"th\">"))
        #expect(page.contains("<title>&lt;b&gt;</title>") && page.contains("<p>สวัสดี</p>"))
        for word in ["<script", "http:", "https:", "src=", "@import", "url("] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test("bars and lines have the same bytes each time, and their figures in words")
    func charts() {
        let bars = BarChart(
            parts: ["a", "b"], bars: [.init("x & y", [1, 2], caption: "1 + 2")], summary: "s")
        #expect(bars.markup == bars.markup)
        #expect(bars.markup.source.contains("x &amp; y") && bars.markup.source.contains(">1 + 2<"))
        let lines = LineChart(
            lines: [.init("l", [0, 0.333, 1])], across: [.init(0, "d")], upwards: [.init(1, "u")],
            summary: "s")
        #expect(lines.markup.source.contains("points=\"78,200 384,143.4 690,30\""))
    }

    @Test("an empty chart draws without dividing by nothing")
    func empty() {
        let bars = BarChart(parts: [""], bars: [.init("none", [0], caption: "0")], summary: "s")
        #expect(bars.markup.source.contains(">0<") && !bars.markup.source.contains("nan"))
    }
}
