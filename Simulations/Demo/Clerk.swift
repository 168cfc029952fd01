// Enters a list of entries the way a clerk's command does: through Editing, with its validation, numbers,
// permissions and filled-in fields, into the node's own database. One process enters a whole school's list
// and commits twenty entries at a time; every entry is a change of its own all the same. (A process for
// each of some twenty thousand entries would take minutes and show nothing more.)

internal import Bytes
internal import CRDT
internal import Crypto
internal import Editing
internal import Glibc
internal import Replica

/// Enters entries into one node.
struct Clerk {
    let store: Store
    /// Entries of one commit.
    private static let perCommit = 20

    init(directory: String) throws(ReplicaError) { store = try Store(directory: directory) }

    /// Enters all; returns the ids in the order of the entries. `office` are the ids of the office's list.
    func enter(_ entries: [Entry], office: [RecordID] = []) throws(EditingError) -> [RecordID] {
        var ids: [RecordID] = []
        var place = 0
        while place < entries.count {
            let part = entries[place..<min(entries.count, place + Clerk.perCommit)]
            place += part.count
            let held = ids
            ids = try store.together(failing: EditingError.replica) { () throws(EditingError) in
                var ids = held
                for entry in part { ids.append(try enter(entry, ids, office)) }
                return ids
            }
        }
        return ids
    }

    private func enter(_ entry: Entry, _ ids: [RecordID], _ office: [RecordID]) throws(EditingError)
        -> RecordID
    {
        let editor = Editor(store, Occasion(nowMilliseconds: Clerk.now, random: { Sodium.random($0) }))
        let typed = entry.cells.map { cell in
            switch cell.content {
            case .typed(let text): TypedField(cell.field, text)
            case .entry(let place): TypedField(cell.field, ids[place].description)
            case .officeEntry(let place):
                TypedField(cell.field, (office.isEmpty ? ids : office)[place].description)
            }
        }
        guard let place = entry.changes else { return try editor.new(entry.collection, typed).id }
        return try editor.set(entry.collection, ids[place].description, typed).id
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
