// Labels for things: number, name and bars. Asset numbers may hold Thai letters, which Code 128 does not
// have; bars then carry the beginning of the record's id, and `saphan show asset` finds the thing by
// either.

internal import Page
internal import Records

enum AssetLabel {
    static let page = FormPage("asset_labels", .labels) { asset in [[.labels([label(asset)])]] }

    static func label(_ asset: FormRecord) -> PaperLabel {
        let number = asset.text("asset_no")
        let scanned = scanned(number, asset)
        return PaperLabel(
            owner: asset.unit, name: asset.name, number: number.isEmpty ? "ยังไม่มีหมายเลข" : number,
            bars: Code128(scanned), foot: scanned == asset.shortID ? scanned : "\(scanned) · \(asset.shortID)"
        )
    }

    /// What the bars say: the number in Arabic digits where Code 128 has its characters and the label room
    /// for them, else eight digits of the record's id.
    static func scanned(_ number: String, _ asset: FormRecord) -> String {
        let folded = ThaiText.arabicDigits(number)
        let isPlain = !folded.isEmpty && folded.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, let bars = Code128(folded), bars.modules <= modulesMax else { return asset.shortID }
        return folded
    }

    /// Modules that 62 mm have room for at 0.21 mm each, the narrowest that cheap scanners read.
    static let modulesMax = 295
}
