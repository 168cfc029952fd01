// One thing that somebody enters, as the words they type: it goes through the same validation as a
// person's, so a generator cannot put anything into a district that a clerk could not.

/// A new record, or a change of one entered before.
struct Entry: Hashable {
    /// What stands in a field.
    enum Content: Hashable {
        /// As typed.
        case typed(String)
        /// The id of an entry of the same list, by its place.
        case entry(Int)
        /// The id of an entry of the office's list, by its place.
        case officeEntry(Int)
    }

    /// One field and its content.
    struct Cell: Hashable {
        let field: String
        let content: Content
    }

    /// As the catalogue names it.
    let collection: String
    /// The place of the entry that this one changes; nil for a new record.
    let changes: Int?
    /// In the order they are typed.
    let cells: [Cell]

    init(
        _ collection: String, changing: Int? = nil, _ typed: KeyValuePairs<String, String>,
        _ more: [Cell] = []
    ) {
        self.collection = collection
        changes = changing
        cells = typed.map { Cell(field: $0.key, content: .typed($0.value)) } + more
    }
}
