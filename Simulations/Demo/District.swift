// A district that does not exist, for machines without a real headcount file. Sizes follow the real
// distribution of DOMAIN §2.1 (of 139 schools 53, 31, 21, 16, 16 and 2 in the seven-size classes), classes
// the real habits: nearly every school has ป.1-6 and อ.2-3, one in five อ.1, a third ม.1-3. Codes begin
// with 9901, which no changwat has.

internal import Bytes
internal import Records

/// Generates headcount rows.
enum District {
    /// Schools of a generated district.
    static let schoolCount = 40
    /// Code of the office.
    static let office = "99010000"
    /// Name of the office.
    static let officeName = "สพป.สะพานทอง เขต 1"

    /// `schools` rows with names and codes all different; equal for equal seeds.
    static func generate(seed: UInt64, schools: Int) -> [HeadcountRow] {
        var generator = SplitMix64(seed: seed)
        var namer = SchoolNamer()
        var sizes = sizes(of: schools)
        generator.shuffle(&sizes)
        return sizes.enumerated().map { index, size in
            let pupils = generator.within(size)
            let running = String(index + 1)
            let code = "9901" + String(repeating: "0", count: 4 - running.count) + running
            return HeadcountRow(
                office: office, officeName: officeName, school: code,
                schoolName: namer.name(isLarge: pupils >= 500, &generator),
                counts: counts(pupils, &generator), row: index + 2)
        }
    }

    /// Pupils from-to, and how many of 139 schools have so many.
    private static let classes: [(ClosedRange<Int>, Int)] = [
        (11...120, 53), (121...200, 31), (201...300, 21), (301...499, 16), (500...1_499, 16),
        (1_500...1_961, 2),
    ]

    /// As many schools of each size as the real distribution gives, by largest remainder.
    static func sizes(of schools: Int) -> [ClosedRange<Int>] {
        let total = classes.reduce(0) { $0 + $1.1 }
        var numbers = classes.map { $0.1 * schools / total }
        let byRemainder = classes.indices.sorted { left, right in
            let (one, other) = (classes[left].1 * schools % total, classes[right].1 * schools % total)
            return (other, left) < (one, right)
        }
        for index in byRemainder.prefix(schools - numbers.reduce(0, +)) { numbers[index] += 1 }
        return zip(classes, numbers).flatMap { Array(repeating: $0.0.0, count: $0.1) }
    }

    /// Spreads pupils over classes; each class of anybody has rooms of at most 40.
    static func counts(_ pupils: Int, _ generator: inout SplitMix64) -> [SchoolClass: ClassCount] {
        var taught: [SchoolClass] = [.p1, .p2, .p3, .p4, .p5, .p6]
        if generator.chance(1, in: 5) { taught.append(.k1) }
        if generator.chance(9, in: 10) { taught += [.k2, .k3] }
        if pupils > 60 && generator.chance(2, in: 5) { taught += [.m1, .m2, .m3] }
        if taught.contains(.m1) && pupils > 400 && generator.chance(1, in: 6) { taught += [.m4, .m5, .m6] }
        let weights = taught.map { one in
            one.level == .primary ? generator.within(8...12) : generator.within(5...10)
        }
        let whole = weights.reduce(0, +)
        var left = pupils
        var counts: [SchoolClass: ClassCount] = [:]
        for (index, one) in taught.enumerated() {
            let share = index == taught.count - 1 ? left : min(left, pupils * weights[index] / whole)
            left -= share
            guard share > 0 else { continue }
            let boys = share * generator.within(44...58) / 100
            counts[one] = ClassCount(
                male: Int64(boys), female: Int64(share - boys), rooms: Int64((share + 39) / 40))
        }
        return counts
    }
}
