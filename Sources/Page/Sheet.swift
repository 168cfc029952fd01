// A whole page: one file with its style inside, no script, nothing fetched from anywhere. It reads well on
// a screen and prints on A4.

/// A page that stands alone.
public struct Sheet: Sendable {
    /// In the browser's title bar.
    public let title: String
    /// Language of most words: `th` or `en`.
    public let language: String
    /// From top to bottom.
    public var body: [Markup]

    /// A page by its parts.
    public init(title: String, language: String, body: [Markup]) {
        self.title = title
        self.language = language
        self.body = body
    }

    /// The file's text.
    public var source: String {
        let head = Markup.element(
            "head", [:],
            [
                .element("meta", ["charset": "utf-8"], []),
                .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"], []),
                .element("title", [:], title), .style(Self.style),
            ])
        let page = Markup.element("html", ["lang": language], [head, .element("body", [:], body)])
        return Markup.all([.doctype, page]).source + "\n"
    }

    private static let style: StaticString = """
        @page{size:A4;margin:14mm}\
        *{box-sizing:border-box}\
        body{font-family:"TH Sarabun New","TH SarabunPSK",Laksaman,"Noto Sans Thai",sans-serif;\
        font-size:17px;line-height:1.35;color:#1b1f24;max-width:185mm;margin:8mm auto;padding:0 4mm}\
        h1{font-size:28px;line-height:1.2;margin:0 0 2px}\
        h2{font-size:21px;margin:26px 0 6px;border-bottom:2px solid #d5dae0;padding-bottom:2px;\
        break-after:avoid}\
        h3{font-size:18px;margin:14px 0 4px;break-after:avoid}\
        p{margin:4px 0}\
        .en{color:#57606a;font-size:.88em}\
        .lead{background:#f3f6f9;border-left:5px solid #2f6f9f;padding:8px 14px;margin:10px 0;\
        break-inside:avoid}\
        .lead ol{margin:4px 0;padding-left:22px}.lead li{margin:2px 0}\
        .note{color:#57606a;font-size:.9em}\
        .good{color:#1a6b3a;font-weight:bold}.bad{color:#a3332a;font-weight:bold}\
        table{border-collapse:collapse;width:100%;margin:6px 0;font-size:.94em}\
        th,td{border:1px solid #d5dae0;padding:2px 6px;text-align:left;vertical-align:top}\
        table{line-height:1.2}th{background:#eef2f5;font-weight:bold;line-height:1.15}\
        td.n{white-space:nowrap}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}\
        thead{display:table-header-group}tr{break-inside:avoid}\
        tr.sum td{font-weight:bold;background:#f8fafb}\
        .aside{color:#a3332a}.shown{color:#1a6b3a}.note .en{font-size:1em}\
        td .note{line-height:1.15}th:first-child,td:first-child{min-width:32mm}\
        th.n:first-child,td.n:first-child{min-width:0}\
        td,th{overflow-wrap:break-word}\
        .pair{display:grid;grid-template-columns:1fr 1fr;gap:0 20px}\
        .wide{width:34%}.printed{display:none}\
        figure{margin:8px 0;break-inside:avoid}figcaption{font-size:.9em;color:#57606a}\
        svg{width:100%;height:auto;display:block}\
        svg text{font-family:inherit;fill:#1b1f24}\
        @media print{tr.more,.more{display:none}.printed{display:block}\
        body{margin:0;padding:0;max-width:none;font-size:12.5pt}\
        .lead,th,tr.sum td{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """
}
