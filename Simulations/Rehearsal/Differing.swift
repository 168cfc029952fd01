// What differs at the end between rule sets, and why: the clash behind each value that is shown otherwise.

internal import Records

enum Differing {
    /// Fields that do not show the same under all sets, by place: first those that show another value and in
    /// which people clashed, then those where nobody did, last those that are only marked for a person.
    static func differences(_ sets: [SetAnswer], catalogue: Catalogue = .standard) -> [Difference] {
        guard let base = sets.first, sets.count > 1 else { return [] }
        var places = Set(base.findings.shown.keys)
        for set in sets.dropFirst() { places.formUnion(set.findings.shown.keys) }
        let found = places.sorted().compactMap { difference($0, sets, catalogue) }
        let order: [Difference.Cause] = [.clash, .following, .overwriting, .mark]
        return order.flatMap { cause in found.filter { $0.cause == cause } }
    }

    /// One field under each set; nil where all show the same, or where the program numbers it itself: what
    /// is drawn anew in each run is no doing of a rule.
    private static func difference(_ place: Place, _ sets: [SetAnswer], _ catalogue: Catalogue) -> Difference?
    {
        let collection = catalogue[place.collection]
        let shown = sets.map { $0.findings.shown[place] }
        guard Set(shown).count > 1, collection?.numberField != place.field else { return nil }
        let field = collection?[place.field]?.label ?? Label(place.field, place.field)
        let clashes = sets.map { set in set.findings.clashes.last { $0.place == place } }
        let overwritten = sets.map { set in set.findings.overwritten.first { $0.place == place } }
        let cause: Difference.Cause
        if clashes.contains(where: { $0 != nil }) {
            let bare = Set(sets.map { $0.findings.unmarked[place] ?? $0.findings.shown[place] })
            cause = bare.count > 1 ? .clash : .mark
        } else {
            cause = overwritten.contains { $0 != nil } ? .overwriting : .following
        }
        return Difference(
            place: place, title: sets.compactMap { $0.findings.titles[place] }.first ?? place.record,
            field: Label(
                "\(collection?.label.th ?? place.collection) · \(field.th)",
                "\(collection?.label.en ?? place.collection) · \(field.en)"),
            shown: shown, cause: cause, reason: reason(clashes, cause),
            reasons: zip(clashes, overwritten).map { ($0 ?? $1)?.reason })
    }

    /// Who wrote side by side.
    private static func reason(_ clashes: [Clash?], _ cause: Difference.Cause) -> Label {
        guard cause != .overwriting else { return RuleReason.overwriting }
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
                "คนของ\(th) เขียนโดยไม่เห็นของกัน", "people of \(en) wrote without seeing each other's")
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
