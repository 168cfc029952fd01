// Memory of real processes: `saphan hub serve` with 139 live sessions, `saphan school serve` that has nothing
// to do. One session is that school's; the others come from nodes inside the benchmark, each with keys and a
// folder of its own.

internal import FoundationEssentials
internal import Host
internal import Hub
internal import Records
internal import Replica
internal import School
internal import Bytes
internal import CRDT
internal import Crypto
internal import Trust

/// What the processes of one district took.
struct ProcessFigures {
    static let sessions = 139

    var idleSchoolBytes = 0
    var hubBytes = 0
    var hubPeakBytes = 0
    var sessions = 0

    private static let ticketsOfSchool = 20
    private static let ticketsOfProcess = 300

    /// Starts a district with `program` in `folder`, waits until it is quiet, and looks.
    static func measure(_ program: String, in folder: String) async throws -> ProcessFigures {
        let hubPath = folder + "/hub"
        let made = [
            "hub", "init", "--dir", hubPath, "--office", "57030000", "--name", "สพป. ทดสอบ", "--json",
        ]
        try ChildProcess(program, made).finish()
        let hub = try ChildProcess(
            program, ["hub", "serve", "--dir", hubPath, "--listen", "127.0.0.1:0", "--json"])
        defer { hub.stop() }
        guard hub.line() != nil else { throw BenchmarkError("saphan hub serve ended at once") }

        let office = try HubFolder(opening: DataFolder(hubPath))
        // All join before any has a session: each would be told of every one that joins after it.
        var schools: [SchoolFolder] = []
        for index in 1..<sessions {
            schools.append(try await join(office, index, in: folder, tickets: ticketsOfSchool))
        }
        for school in schools {
            Task.detached { try await school.serve(log: { _ in }, started: { _ in }) }
        }
        let idle = try await join(office, sessions, in: folder, tickets: ticketsOfProcess)
        let process = try ChildProcess(program, ["school", "serve", "--dir", idle.folder.path, "--json"])
        defer { process.stop() }

        var figures = ProcessFigures()
        for _ in 0..<300 where figures.sessions < sessions {
            try await Task.sleep(for: .milliseconds(200))
            figures.sessions = try office.store.contacts().count
        }
        try await Task.sleep(for: .seconds(5))
        figures.idleSchoolBytes = process.memory("VmRSS") ?? 0
        figures.hubBytes = hub.memory("VmRSS") ?? 0
        figures.hubPeakBytes = hub.memory("VmHWM") ?? 0
        guard try Store(directory: idle.folder.path).waiting() == 0 else {
            throw BenchmarkError("the idle school still has work that waits")
        }
        return figures
    }

    /// A school that has joined and has some work of its own.
    private static func join(
        _ office: HubFolder, _ index: Int, in folder: String, tickets: Int
    ) async throws -> SchoolFolder {
        let school = SchoolFolder(DataFolder("\(folder)/school-\(index)"))
        let invitation = try office.invite(
            String(57_030_000 + index), name: "โรงเรียน \(index)", address: nil,
            nowMilliseconds: Clock.wallMilliseconds)
        try await school.join(invitation, label: invitation.label, log: { _ in })
        let store = try Store(directory: school.folder.path)
        guard let collection = store.catalogue["ticket"], let title = collection["title"] else {
            return school
        }
        let changes = (0..<tickets).compactMap { number in
            RecordID(bytes: Sodium.random(16)).map { id in
                [Edit(.set, collection.number, id, title.number, .text("หลอดไฟห้อง \(number) เสีย"))]
            }
        }
        try store.writeAll(changes, in: invitation.space, time: Clock.wallMilliseconds)
        return school
    }
}

extension ChildProcess {
    /// Waits until it ends by itself.
    func finish() {
        while line() != nil {}
        stop()
    }
}
