// What is going to happen, in order of time; what falls on one moment in the order in which it was planned.
// So a run depends on nothing but its seed.

/// A queue of future events.
struct Agenda<Event> {
    private struct Entry {
        let milliseconds: Int64
        let number: Int
        let event: Event

        func isBefore(_ other: Entry) -> Bool {
            (milliseconds, number) < (other.milliseconds, other.number)
        }
    }

    private var heap: [Entry] = []
    private var planned = 0

    /// Events that still wait.
    var count: Int { heap.count }
    /// When the next one is due.
    var nextMilliseconds: Int64? { heap.first?.milliseconds }

    /// Plans an event.
    mutating func plan(_ event: Event, atMilliseconds time: Int64) {
        planned += 1
        heap.append(Entry(milliseconds: time, number: planned, event: event))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the next one.
    mutating func next() -> (milliseconds: Int64, event: Event)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.milliseconds, first.event)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].isBefore(heap[least]) { least = child }
            }
            guard least != parent else { return }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}
