// Lines over time: an SVG of its own, with a grid, marks on both axes and the name of each line in a
// legend.

/// Lines over one axis of time.
public struct LineChart: Sendable {
    /// One line.
    public struct Line: Sendable {
        /// In the legend.
        public let name: String
        /// Heights, at equal distances from the left to the right end.
        public let values: [Double]

        /// A line by its parts.
        public init(_ name: String, _ values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    /// A mark on an axis.
    public struct Mark: Sendable {
        /// Where, from 0 to 1 across, or in the lines' own measure upwards.
        public let place: Double
        /// What is written there.
        public let label: String

        /// A mark by its parts.
        public init(_ place: Double, _ label: String) {
            self.place = place
            self.label = label
        }
    }

    /// From the back to the front.
    public let lines: [Line]
    /// Below.
    public let across: [Mark]
    /// On the left; the highest one is the top of the picture unless a line is higher.
    public let upwards: [Mark]
    /// Read out in place of the picture.
    public let summary: String

    /// A chart by its parts.
    public init(lines: [Line], across: [Mark], upwards: [Mark], summary: String) {
        self.lines = lines
        self.across = across
        self.upwards = upwards
        self.summary = summary
    }

    private static let (left, right, top, bottom) = (78.0, 690.0, 30.0, 200.0)

    /// The picture.
    public var markup: Markup {
        let highest = max(
            lines.flatMap(\.values).max() ?? 0, upwards.map(\.place).max() ?? 0, .leastNormalMagnitude)
        func y(_ value: Double) -> Double { Self.bottom - (Self.bottom - Self.top) * value / highest }
        func x(_ place: Double) -> Double { Self.left + (Self.right - Self.left) * place }
        var pieces = [Markup.element("title", [:], summary)]
        for mark in upwards {
            pieces.append(
                Drawing.line(x(0), y(mark.place), x(1), y(mark.place), colour: "#dde2e7", width: 1))
            pieces.append(Drawing.text(mark.label, x: Self.left - 6, y: y(mark.place) + 5, anchor: "end"))
        }
        for mark in across {
            pieces.append(
                Drawing.line(
                    x(mark.place), Self.bottom, x(mark.place), Self.bottom + 4, colour: "#8b949e", width: 1))
            pieces.append(
                Drawing.text(mark.label, x: x(mark.place), y: Self.bottom + 20, anchor: "middle"))
        }
        var legend = Self.left
        for (number, line) in lines.enumerated() {
            let last = Double(max(1, line.values.count - 1))
            let points = line.values.enumerated().map { place, value in
                "\(Drawing.digits(x(Double(place) / last))),\(Drawing.digits(y(value)))"
            }
            pieces.append(
                .element(
                    "polyline",
                    [
                        "points": points.joined(separator: " "), "fill": "none",
                        "stroke": Drawing.colour(number), "stroke-width": "2.2", "stroke-linejoin": "round",
                    ], []))
            pieces.append(Drawing.box(x: legend, y: 8, width: 16, height: 4, colour: Drawing.colour(number)))
            pieces.append(Drawing.text(line.name, x: legend + 21, y: 15, anchor: "start"))
            legend += 21 + Drawing.widthOf(line.name) + 18
        }
        return Drawing.picture(height: Self.bottom + 30, pieces)
    }
}
