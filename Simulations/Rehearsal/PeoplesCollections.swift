// Which collections a rehearsal is about: those that people's work is in, lines and certificates included.
// `isKeptBySystem` asks something else: nobody makes a headcount's certificate by hand, and it is work all
// the same; a rule override is made by hand, and is what is being tried here.

internal import CRDT
internal import Records

extension Catalogue {
    /// All but the system's own, which have numbers from 100.
    var ofPeople: [RecordCollection] { collections.filter { $0.number.raw < 100 } }
}
