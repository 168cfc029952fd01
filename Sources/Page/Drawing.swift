// Shapes of inline SVG, in a picture 720 units wide. Numbers are written with one decimal, so that a page
// has the same bytes on every machine.

enum Drawing {
    static let width = 720.0

    /// Colours that differ in print without colour too: dark, light, middle.
    static func colour(_ number: Int) -> String {
        let colours = ["#2f6f9f", "#e0a030", "#a3332a", "#6b9e78", "#7a5c99", "#8b949e"]
        return colours[number % colours.count]
    }

    static func picture(width: Double = width, height: Double, _ pieces: [Markup]) -> Markup {
        .element(
            "svg",
            ["viewBox": "0 0 \(digits(width)) \(digits(height))", "role": "img", "font-size": "14"], pieces)
    }

    static func box(x: Double, y: Double, width: Double, height: Double, colour: String) -> Markup {
        .element(
            "rect",
            [
                "x": digits(x), "y": digits(y), "width": digits(width), "height": digits(height),
                "fill": colour,
            ], [])
    }

    static func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: String, width: Double
    ) -> Markup {
        .element(
            "line",
            [
                "x1": digits(x1), "y1": digits(y1), "x2": digits(x2), "y2": digits(y2), "stroke": colour,
                "stroke-width": digits(width),
            ], [])
    }

    static func text(_ words: String, x: Double, y: Double, anchor: String) -> Markup {
        .element("text", ["x": digits(x), "y": digits(y), "text-anchor": anchor], words)
    }

    /// About how wide words are; Thai marks above and below take no width.
    static func widthOf(_ words: String) -> Double { Double(words.count) * 7 }

    /// A number with one decimal.
    static func digits(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        let rest = abs(tenths % 10)
        return (tenths < 0 ? "-" : "") + "\(abs(tenths) / 10)" + (rest == 0 ? "" : ".\(rest)")
    }
}
