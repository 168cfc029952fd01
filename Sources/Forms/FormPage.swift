// Every form that can be printed, with the page it is laid out by. The list of forms itself is Records'
// (name, process, collection); a test holds the two together.

internal import Bytes
internal import CRDT
public import Page
public import Records
public import Replica

/// Why a form cannot be printed.
public enum FormError: Error, Hashable, Sendable {
    /// The store failed.
    case replica(ReplicaError)
    /// The form is for records of other kinds; the label says which.
    case otherKind(Label)
    /// Several records were given for a form of one.
    case onlyOne
    /// The record is deleted.
    case deleted
}

/// How one form is laid out.
struct FormPage: Sendable {
    /// As `PaperForm` names it.
    let name: String
    /// How A4 is used.
    let layout: Paper.Layout
    /// Whether its days are written in Thai digits, and so the day of printing too.
    let inThaiDigits: Bool
    /// The sheets for one record.
    let sheets: @Sendable (FormRecord) -> [[PaperBlock]]

    init(
        _ name: String, _ layout: Paper.Layout = .portrait, inThaiDigits: Bool = false,
        _ sheets: @escaping @Sendable (FormRecord) -> [[PaperBlock]]
    ) {
        self.name = name
        self.layout = layout
        self.inThaiDigits = inThaiDigits
        self.sheets = sheets
    }
}

extension PaperForm {
    /// True where one paper takes several records.
    public var takesSeveral: Bool { name == "asset_labels" }

    /// The paper of a record; `printedAt` is in milliseconds since 1970.
    public func paper(_ store: Store, _ rows: [RecordRow], printedAt: Int64) throws(FormError) -> Paper {
        guard let page = FormPage.all.first(where: { $0.name == name }),
            let declared = store.catalogue[collection]
        else { throw .otherKind(label) }
        guard rows.count == 1 || (takesSeveral && !rows.isEmpty) else { throw .onlyOne }
        if rows.contains(where: \.isDeleted) { throw .deleted }
        let reading = FormReading(store, printedAt: printedAt)
        let records = rows.map { FormRecord(reading, declared, $0) }
        if !kinds.isEmpty, records.contains(where: { !kinds.contains($0.code("kind")) }) {
            throw .otherKind(kindLabel(declared))
        }
        let sheets =
            takesSeveral
            ? [[PaperBlock.labels(records.map(AssetLabel.label))]] : records.flatMap(page.sheets)
        if let failure = reading.failure { throw .replica(failure) }
        let printed = ThaiDate.show(milliseconds: printedAt)
        let moment = page.inThaiDigits ? ThaiText.thaiDigits(printed) : printed
        return Paper(
            title: label.th, layout: page.layout, sheets: sheets,
            foot: takesSeveral
                ? "" : "พิมพ์จาก Saphan เมื่อ \(moment) น.  รหัสรายการ \(records.first?.shortID ?? "")")
    }

    private func kindLabel(_ declared: RecordCollection) -> Label {
        let choices = declared["kind"]?.type.choices.filter { kinds.contains($0.code) } ?? []
        return Label(
            choices.map(\.label.th).joined(separator: ", "), choices.map(\.label.en).joined(separator: ", "))
    }
}
