// Depreciation as the register card lists it: one line a fiscal year.

internal import Records

enum DepreciationRows {
    struct Year {
        let day: ThaiDate
        let charged: Int64
        let accumulated: Int64
        let left: Int64
    }

    static func rows(
        cost: Int64?, lifeYears: Int64?, acquired: ThaiDate?, until: ThaiDate
    ) -> [Year] {
        guard let cost, let lifeYears, let acquired, lifeYears > 0, cost > 100 else { return [] }
        var rows: [Year] = []
        var before: Int64 = 0
        var year = acquired.fiscalYear
        while year <= until.fiscalYear, let day = ThaiDate(buddhistYear: year, month: 9, day: 30), day <= until,
            before < cost - 100
        {
            let months = Int64((day.year - acquired.year) * 12 + day.month - acquired.month)
                + (acquired.day == 1 ? 1 : 0)
            let accumulated = min(cost - 100, cost / lifeYears * months / 12)
            rows.append(
                Year(day: day, charged: accumulated - before, accumulated: accumulated, left: cost - accumulated))
            before = accumulated
            year += 1
        }
        return rows
    }
}
