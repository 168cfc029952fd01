// What a person is called. Title and given name stand together, as Thai writes them.

extension RecordCollection {
    /// The whole name that a record of people shows; nil for other collections, and where it shows no name.
    /// `text` gives what a field shows, empty where nothing stands there.
    public func personName(_ text: (String) -> String) -> String? {
        guard self["first_th"] != nil, self["last_th"] != nil else { return nil }
        let given = (self["title_th"] == nil ? "" : text("title_th")) + text("first_th")
        let name = [given, text("last_th")].filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? nil : name
    }
}
