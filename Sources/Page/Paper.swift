// A form on A4: one file with its style inside, no script, nothing fetched from anywhere. The day it was
// printed is an argument, so that one record gives one file with the same bytes on every machine.

/// A form ready to print.
public struct Paper: Sendable {
    /// How A4 is used.
    public enum Layout: Hashable, Sendable {
        /// Upright.
        case portrait
        /// Lying, for wide tables.
        case landscape
        /// Labels up to the edges.
        case labels
    }

    /// In the browser's title bar.
    public let title: String
    /// How A4 is used.
    public let layout: Layout
    /// What begins on a page of its own, from top to bottom.
    public let sheets: [[PaperBlock]]
    /// In the lower margin of each page, in small print; empty for nothing.
    public let foot: String

    /// A form by its parts.
    public init(title: String, layout: Layout = .portrait, sheets: [[PaperBlock]], foot: String = "") {
        self.title = title
        self.layout = layout
        self.sheets = sheets
        self.foot = foot
    }

    /// Labels on one A4: three beside each other, eight under each other.
    public static let labelsPerSheet = 24

    /// The file's text.
    public var source: String {
        let head = Markup.element(
            "head", [:],
            [
                .element("meta", ["charset": "utf-8"], []),
                .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"], []),
                .element("title", [:], title), .style(Paper.style), .style(layout.style),
                foot.isEmpty ? .nothing : .footer(foot),
            ])
        let pages = sheets.map { blocks in
            Markup.element("main", ["class": "sheet"], blocks.map(\.markup))
        }
        let page = Markup.element("html", ["lang": "th"], [head, .element("body", [:], pages)])
        return Markup.all([.doctype, page]).source + "\n"
    }

    /// A box, drawn, since few Thai fonts have one; its title is what a reader without pictures gets.
    static func tick(_ isOn: Bool) -> Markup {
        var shapes = [
            Markup.element("title", [:], isOn ? "☑" : "☐"),
            .element(
                "rect", ["x": "1", "y": "1", "width": "10", "height": "10", "fill": "none"], []),
        ]
        if isOn { shapes.append(.element("path", ["d": "M2.5 6 5 9 10.5 1", "fill": "none"], [])) }
        return .element("svg", ["class": "tick", "viewBox": "0 0 12 12", "role": "img"], shapes)
    }
}

extension Paper.Layout {
    /// Paper and margins.
    var style: StaticString {
        switch self {
        case .portrait: "@page{size:A4 portrait;margin:18mm 17mm 18mm 20mm}"
        case .landscape:
            """
            @page{size:A4 landscape;margin:15mm 14mm 16mm 14mm}.sheet{max-width:269mm}\
            body{font-size:13pt}table{font-size:12pt}.head .l{font-size:14pt}
            """
        case .labels:
            """
            @page{size:A4 portrait;margin:0;@bottom-right{content:none}}\
            .sheet{max-width:210mm;padding:0!important;margin:0 auto}
            """
        }
    }
}
