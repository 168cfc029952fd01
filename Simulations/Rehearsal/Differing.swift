// What differs at the end between rule sets, and why: the clash behind each value that is shown otherwise.

internal import Records

enum Differing {
    /// Fields that do not show the same under all sets, by place.
    static func differences(_ sets: [SetAnswer], catalogue: Catalogue = .standard) -> [Difference] {
        guard let base = sets.first, sets.count > 1 else { return [] }
        var places = Set(base.findings.shown.keys)
        for set in sets.dropFirst() { places.formUnion(set.findings.shown.keys) }
        return places.sorted().compactMap { place in
            let shown = sets.map { $0.findings.shown[place] }
            guard Set(shown).count > 1 else { return nil }
            let titles = sets.compactMap { $0.findings.titles[place] }
            let collection = catalogue[place.collection]
            let field = collection?[place.field]?.label ?? Label(place.field, place.field)
            return Difference(
                place: place, title: titles.first ?? place.record,
                field: Label(
                    "\(collection?.label.th ?? place.collection) · \(field.th)",
                    "\(collection?.label.en ?? place.collection) · \(field.en)"),
                shown: shown, reason: reason(place, sets))
        }
    }

    private static func reason(_ place: Place, _ sets: [SetAnswer]) -> Label {
        let clashes = sets.map { set in set.findings.clashes.last { $0.place == place } }
        guard let clash = clashes.compactMap(\.self).first else {
            return Label(
                "คนทำต่างกันเพราะเห็นค่าต่างกัน", "people went on from other values, or settled it otherwise")
        }
        let writers = clash.words.map(\.writer)
        let th = writers.map(\.side.th).unique.joined(separator: " กับ ")
        let en = writers.map(\.side.en).unique.joined(separator: " and ")
        let perSet = sets.indices.compactMap { index -> (String, String)? in
            guard let one = clashes[index] else { return nil }
            let title = sets[index].title
            return ("\(title.th): \(one.reason.th)", "\(title.en): \(one.reason.en)")
        }
        return Label(
            "\(th) เขียนโดยไม่เห็นของกัน · " + perSet.map(\.0).joined(separator: " · "),
            "\(en) wrote without seeing each other · " + perSet.map(\.1).joined(separator: " · "))
    }
}

extension [String] {
    /// Without repetition, in order.
    var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
