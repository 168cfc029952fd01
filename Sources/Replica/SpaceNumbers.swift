// Spaces by small numbers.

internal import CRDT

/// The spaces this file knows.
struct SpaceNumbers {
    private var byNumber: [Int: Space] = [:]
    private var bySpace: [Space: Int] = [:]

    init(from database: Database) throws(ReplicaError) {
        let statement = try database.statement("SELECT id, name FROM space")
        defer { statement.reset() }
        while try statement.step() {
            guard let space = statement.text(1).flatMap({ Space($0) }) else { continue }
            put(space, Int(statement.integer(0)))
        }
    }

    func space(_ number: Int) -> Space? { byNumber[number] }
    func number(_ space: Space) -> Int? { bySpace[space] }

    /// All of them, by name.
    var all: [Space] { bySpace.keys.sorted() }

    /// The number of a space, made where there is none.
    mutating func make(_ space: Space, in database: Database) throws(ReplicaError) -> Int {
        if let known = bySpace[space] { return known }
        let statement = try database.statement("INSERT INTO space(name) VALUES(?1) RETURNING id")
        statement.bind(1, space.name)
        guard try statement.step() else { throw ReplicaError(.input, at: database.path, "space") }
        let number = Int(statement.integer(0))
        try statement.run()
        put(space, number)
        return number
    }

    private mutating func put(_ space: Space, _ number: Int) {
        byNumber[number] = space
        bySpace[space] = number
    }
}
