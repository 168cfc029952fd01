// Bars lying on their sides, each made of parts: how many of what, line by line. An SVG of its own, with
// the figures written beside the bars, so that nobody has to measure.

/// Horizontal bars with a legend.
public struct BarChart: Sendable {
    /// One bar.
    public struct Bar: Sendable {
        /// What it is of.
        public let label: String
        /// Lengths of its parts, in the order of `parts`.
        public let values: [Double]
        /// What is written behind it.
        public let caption: String

        /// A bar by its parts.
        public init(_ label: String, _ values: [Double], caption: String) {
            self.label = label
            self.values = values
            self.caption = caption
        }
    }

    /// What the parts of a bar are called; no legend where there is one part without a name.
    public let parts: [String]
    /// From top to bottom.
    public let bars: [Bar]
    /// Read out in place of the picture.
    public let summary: String
    /// Half as wide as the page, labels above the bars: two such charts stand side by side.
    public let isHalf: Bool

    /// A chart by its parts.
    public init(parts: [String], bars: [Bar], summary: String, isHalf: Bool = false) {
        self.parts = parts
        self.bars = bars
        self.summary = summary
        self.isHalf = isHalf
    }

    /// Where bars begin, and how far rows lie apart.
    private var left: Double { isHalf ? 0 : 190 }
    private var rowHeight: Double { isHalf ? 42 : 26 }
    private var width: Double { isHalf ? Drawing.width / 2 - 10 : Drawing.width }

    /// The picture.
    public var markup: Markup {
        let isNamed = parts.contains { !$0.isEmpty }
        let top = isNamed ? 26.0 : 4.0
        let height = top + Double(bars.count) * rowHeight + 4
        var pieces = [Markup.element("title", [:], summary)]
        if isNamed { pieces += legend }
        let widest = max(bars.map { $0.values.reduce(0, +) }.max() ?? 0, .leastNormalMagnitude)
        let captions = bars.map { Drawing.widthOf($0.caption) }.max() ?? 0
        let room = max(60, width - left - captions - 10)
        for (row, bar) in bars.enumerated() {
            var y = top + Double(row) * rowHeight
            if isHalf {
                pieces.append(Drawing.text(bar.label, x: left, y: y + 14, anchor: "start"))
                y += 16
            } else {
                pieces.append(Drawing.text(bar.label, x: left - 8, y: y + 16, anchor: "end"))
            }
            var x = left
            for (part, value) in bar.values.enumerated() where value > 0 {
                let length = max(1, room * value / widest)
                pieces.append(
                    Drawing.box(x: x, y: y + 3, width: length, height: 18, colour: Drawing.colour(part)))
                x += length
            }
            pieces.append(Drawing.text(bar.caption, x: x + 6, y: y + 16, anchor: "start"))
        }
        return Drawing.picture(width: width, height: height, pieces)
    }

    private var legend: [Markup] {
        var pieces: [Markup] = []
        var x = left
        for (part, name) in parts.enumerated() {
            pieces.append(Drawing.box(x: x, y: 5, width: 12, height: 12, colour: Drawing.colour(part)))
            pieces.append(Drawing.text(name, x: x + 17, y: 16, anchor: "start"))
            x += 17 + Drawing.widthOf(name) + 18
        }
        return pieces
    }
}
