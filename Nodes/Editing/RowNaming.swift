// Names for the new records of a file. All of them are made at one moment, and what is made at one moment is
// listed by name, on paper and in exports: so the names follow the file's rows.

internal import CRDT

extension RowImporter {
    /// The name of the next new record: 32 bits that count on from where this file's names begin, the rest
    /// random. Their first eight digits tell the rows of a file apart, as those of any two records.
    mutating func newRowID() throws(EditingError) -> RecordID {
        let random = try editor.occasion.newID()
        // Beginnings have 31 bits, so that no file runs out of names.
        let (first, count) = naming ?? (random.high >> 33, 0)
        naming = (first, count + 1)
        return RecordID(high: (first + count) << 32 | random.high & 0xffff_ffff, low: random.low)
    }
}
