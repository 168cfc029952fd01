// How the pieces of a form are written. Class names are short since a long form repeats them thousands of
// times; PaperStyle says what they look like.

extension PaperBlock {
    /// The piece as it is printed.
    var markup: Markup {
        switch self {
        case .title(let name, let under):
            .all([.element("h1", [:], name)] + under.map { .element("p", ["class": "under"], $0) })
        case .garuda(let word):
            .element(
                "div", ["class": "garuda"],
                [.element("div", ["class": "seal"], "ที่ตราครุฑ"), .element("h1", [:], word)])
        case .right(let lines):
            .element("div", ["class": "right"], lines.map { .element("p", [:], $0) })
        case .heading(let words): .element("h2", [:], words)
        case .part(let title, let blocks):
            .element(
                "section", ["class": blocks.contains { $0.isLong } ? "long" : "short"],
                [.element("h2", [:], title)] + blocks.map(\.markup))
        case .line(let entries): .element("div", ["class": "line"], entries.map(\.markup))
        case .area(let label, let text, let lines): Self.area(label, text, lines)
        case .paragraph(let words): .element("p", ["class": "par"], words)
        case .words(let words): .element("p", [:], words)
        case .note(let words): .element("p", ["class": "note"], words)
        case .ticks(let label, let ticks): Self.ticks(label, ticks)
        case .table(let table): table.markup
        case .signatures(let places, let across): Self.signatures(places, across)
        case .head(let entries): .element("div", ["class": "line head"], entries.map(\.markup))
        case .signLine(let place): place.onOneLine
        case .boxes(let boxes):
            .element(
                "div", ["class": "boxes"],
                boxes.map { .element("div", ["class": "box"], $0.map(\.markup)) })
        case .space(let millimetres):
            .element("div", ["style": "height:\(millimetres)mm"])
        case .card(let card): card.markup
        case .labels(let labels): PaperLabel.sheets(labels)
        }
    }

    /// True for what may need more than a page, so that the frame around it may break.
    private var isLong: Bool {
        switch self {
        case .table(let table): table.rows.count > 8
        case .area(_, let text, _): text.utf8.count > 1_500
        default: false
        }
    }

    private static func area(_ label: String, _ text: String, _ lines: Int) -> Markup {
        let name = Markup.element("span", ["class": "l"], label)
        guard text.isEmpty else {
            return .element(
                "div", ["class": "area"],
                [label.isEmpty ? .nothing : name, .element("span", ["class": "t"], text)])
        }
        let dots = Markup.element("div", ["class": "line"], [.element("span", ["class": "v"], "")])
        let first = Markup.element("div", ["class": "line"], [name, .element("span", ["class": "v"], "")])
        let more = [Markup](repeating: dots, count: max(0, label.isEmpty ? lines : lines - 1))
        return .element("div", ["class": "area blank"], (label.isEmpty ? [] : [first]) + more)
    }

    private static func ticks(_ label: String, _ ticks: [PaperTick]) -> Markup {
        let choices = ticks.map { tick in
            var pieces = [Paper.tick(tick.isOn), Markup.element("span", ["class": "c"], tick.label)]
            if let remark = tick.remark { pieces.append(.element("span", ["class": "v"], remark)) }
            return Markup.element("span", ["class": tick.remark == nil ? "k" : "k w"], pieces)
        }
        let name = label.isEmpty ? [] : [Markup.element("span", ["class": "l"], label)]
        return .element("div", ["class": "ticks"], name + choices)
    }

    private static func signatures(_ places: [PaperSignature], _ across: Int) -> Markup {
        if let only = places.first, places.count == 1, across != 1 {
            return .element("div", ["class": "signs signed"], [.element("div", [:]), only.markup])
        }
        return .element(
            "div", ["class": "signs", "style": "grid-template-columns:repeat(\(max(1, across)),1fr)"],
            places.map(\.markup))
    }
}

extension PaperEntry {
    /// Letters up to which a value is never broken: a number of two lines is read as two numbers.
    private static let wholeMax = 12

    /// The entry on its line.
    var markup: Markup {
        var pieces: [Markup] = []
        if !label.isEmpty { pieces.append(.element("span", ["class": "l"], label)) }
        let isWhole = (1...Self.wholeMax).contains(value.count)
        pieces.append(.element("span", ["class": isWhole ? "v whole" : "v"], value))
        if !after.isEmpty { pieces.append(.element("span", ["class": "a"], after)) }
        return .element("div", ["class": "e", "style": "flex:\(max(1, share)) 1 0"], pieces)
    }

    /// Letters that two lines of a card have room for, and two of smaller type.
    private static let cardMax = (wide: 46, narrow: 66)

    /// The entry on a card: in two lines, a long one in smaller type, what is longer still in three lines.
    fileprivate var onCard: Markup {
        let width = label.printedWidth + value.printedWidth
        let size =
            width <= Self.cardMax.wide ? "who" : width <= Self.cardMax.narrow ? "who long" : "who longer"
        return .element(
            "div", ["class": size],
            [.element("span", ["class": "l"], label), .element("span", [:], value)])
    }
}

extension PaperSignature {
    /// Line, name, position and day under each other. A long role stands under the name, so that the line
    /// stays long enough for a hand.
    var markup: Markup {
        let isShort = role.printedWidth <= PaperSignature.besideMax
        var rows = [
            line([
                .element("span", ["class": "l"], "(ลงชื่อ)"), .element("span", ["class": "v"], ""),
                isShort && !role.isEmpty ? .element("span", ["class": "a"], role) : .nothing,
            ]),
            line([
                .element("span", ["class": "l b"], "("), .element("span", ["class": "v n"], name),
                .element("span", ["class": "a b"], ")"),
            ]),
        ]
        if !isShort { rows.append(.element("p", ["class": "post"], role)) }
        switch position {
        case nil: break
        case ""?:
            rows.append(
                line([.element("span", ["class": "l"], "ตำแหน่ง"), .element("span", ["class": "v"], "")]))
        case let position?: rows.append(.element("p", ["class": "post"], position))
        }
        if let day { rows.append(line([.element("span", ["class": "l"], "วันที่")] + days(day))) }
        return .element("div", ["class": "sign"], rows)
    }

    /// The same on one line, without a position.
    var onOneLine: Markup {
        var pieces: [Markup] = [
            .element("span", ["class": "l"], "(ลงชื่อ)"), .element("span", ["class": "v"], ""),
            .element("span", ["class": "a"], role), .element("span", [:], "("),
            .element("span", ["class": "v n who"], name), .element("span", [:], ")"),
        ]
        if let day { pieces += [.element("span", ["class": "l"], "วันที่")] + days(day) }
        return .element("div", ["class": "line signline"], pieces)
    }

    /// A known day, or three gaps for a pen.
    private func days(_ day: String) -> [Markup] {
        guard day.isEmpty else { return [.element("span", ["class": "v n"], day)] }
        let gap = Markup.element("span", ["class": "v d"], "")
        let stroke = Markup.element("span", [:], "/")
        return [gap, stroke, gap, stroke, gap]
    }

    private func line(_ pieces: [Markup]) -> Markup { .element("div", ["class": "line"], pieces) }

    /// Letters a role may have beside the line.
    private static let besideMax = 10
}

extension String {
    /// Letters that take room; Thai marks above and below take none.
    fileprivate var printedWidth: Int {
        unicodeScalars.count { scalar in
            switch scalar.value {
            case 0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E: false
            default: true
            }
        }
    }
}

extension PaperCard {
    /// Front and back beside each other.
    var markup: Markup {
        let photo = Markup.element("div", ["class": "photo"], "ติดรูปถ่าย\n๑ นิ้ว")
        let entries =
            holder.map(\.onCard) + facts.map { Markup.element("div", ["class": "line"], [$0.markup]) }
        let signs = signers.map { role in
            Markup.element(
                "div", ["class": "line"],
                [.element("span", ["class": "v"], ""), .element("span", ["class": "a"], role)])
        }
        let face = Markup.element(
            "div", ["class": "side"],
            [
                .element("p", ["class": "issuer"], issuer), .element("p", ["class": "kind"], title),
                .element(
                    "div", ["class": "face"], [photo, .element("div", ["class": "facts"], entries)]),
            ])
        let rear = Markup.element(
            "div", ["class": "side"],
            back.map { .element("p", [:], $0) }
                + [
                    .element("div", ["class": "signers"], signs), bars?.markup ?? .nothing,
                    .element("p", ["class": "under"], number),
                ])
        return .element("div", ["class": "card"], [face, rear])
    }
}

extension PaperLabel {
    /// Whole sheets of labels.
    static func sheets(_ labels: [PaperLabel]) -> Markup {
        let starts = stride(from: 0, to: labels.count, by: Paper.labelsPerSheet)
        return .all(
            starts.map { start in
                let some = labels[start..<min(labels.count, start + Paper.labelsPerSheet)]
                return .element("div", ["class": "labels"], some.map(\.markup))
            })
    }

    /// Letters of a number that one line has room for, and that two of smaller type have.
    private static let numberMax = (line: 24, lines: 56)

    /// The number stands whole on the label, in type as small as that takes.
    private var size: String {
        let width = number.printedWidth
        return width <= Self.numberMax.line
            ? "number" : width <= Self.numberMax.lines ? "number long" : "number longer"
    }

    private var markup: Markup {
        .element(
            "div", ["class": "label"],
            [
                .element("p", ["class": "owner"], owner), .element("p", ["class": "name"], name),
                .element("p", ["class": size], number), bars?.markup ?? .nothing,
                .element("p", ["class": "foot"], foot),
            ])
    }
}
