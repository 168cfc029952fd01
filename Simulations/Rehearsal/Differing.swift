// What differs at the end between rule sets, and why: the clash behind each value that is shown otherwise.

internal import Records

enum Differing {
    /// Fields that do not show the same under all sets: first those in which people clashed, by place.
    static func differences(_ sets: [SetAnswer], catalogue: Catalogue = .standard) -> [Difference] {
        guard let base = sets.first, sets.count > 1 else { return [] }
        var places = Set(base.findings.shown.keys)
        for set in sets.dropFirst() { places.formUnion(set.findings.shown.keys) }
        let found = places.sorted().compactMap { place -> Difference? in
            let shown = sets.map { $0.findings.shown[place] }
            guard Set(shown).count > 1 else { return nil }
            let titles = sets.compactMap { $0.findings.titles[place] }
            let collection = catalogue[place.collection]
            let field = collection?[place.field]?.label ?? Label(place.field, place.field)
            let clashes = sets.map { set in set.findings.clashes.last { $0.place == place } }
            return Difference(
                place: place, title: titles.first ?? place.record,
                field: Label(
                    "\(collection?.label.th ?? place.collection) · \(field.th)",
                    "\(collection?.label.en ?? place.collection) · \(field.en)"),
                shown: shown, isDirect: clashes.contains { $0 != nil }, reason: reason(clashes),
                reasons: clashes.map { $0?.reason })
        }
        return found.filter(\.isDirect) + found.filter { !$0.isDirect }
    }

    /// Who wrote side by side.
    private static func reason(_ clashes: [Clash?]) -> Label {
        guard let clash = clashes.compactMap(\.self).first else {
            return Label(
                "ไม่มีใครขัดกันในช่องนี้ แต่คนทำต่อจากค่าอื่นที่เห็น",
                "nobody clashed here: people went on from other values they saw")
        }
        let writers = clash.words.map(\.writer)
        let th = writers.map(\.side.th).unique.joined(separator: " กับ ")
        let en = writers.map(\.side.en).unique.joined(separator: " and ")
        guard Set(writers.map(\.school)).count > 1 else {
            return Label(
                "คนของ\(th)เขียนโดยไม่เห็นของกัน", "people of \(en) wrote without seeing each other's")
        }
        return Label("\(th) เขียนโดยไม่เห็นของกัน", "\(en) wrote without seeing each other's")
    }
}

extension [String] {
    /// Without repetition, in order.
    var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
