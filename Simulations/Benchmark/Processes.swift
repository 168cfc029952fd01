// Memory of real processes: `saphan hub serve` with 139 live sessions, `saphan school serve` that has
// nothing to do. One session is that school's; the others come from nodes inside the benchmark, each with
// keys and a folder of its own.

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
    private static let looksMax = 300

    /// Starts a district with `program` in `folder`, waits until it is quiet, and looks.
    static func measure(_ program: String, in folder: String) async throws -> ProcessFigures {
        let hubPath = folder + "/hub"
        let made = [
            "hub", "init", "--dir", hubPath, "--office", "57030000", "--name", "สพป. ทดสอบ", "--json",
        ]
        try ChildProcess(program, made, complaints: folder + "/init.err").finish()
        let hub = try ChildProcess(
            program, ["hub", "serve", "--dir", hubPath, "--listen", "127.0.0.1:0", "--json"],
            complaints: folder + "/hub.err")
        defer { hub.stop() }
        if hub.line() == nil { try hub.requireRunning() }

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
        let process = try ChildProcess(
            program, ["school", "serve", "--dir", idle.folder.path, "--json"],
            complaints: folder + "/school.err")
        defer { process.stop() }

        var figures = ProcessFigures()
        var looks = 0
        while figures.sessions < sessions {
            guard looks < looksMax else {
                throw BenchmarkError("\(figures.sessions) of \(sessions) schools reached the hub in a minute")
            }
            looks += 1
            try await Task.sleep(for: .milliseconds(200))
            for one in [hub, process] { try one.requireRunning() }
            figures.sessions = try office.store.contacts().count
        }
        try await Task.sleep(for: .seconds(5))
        // Each session is a socket; the one that listens is beside them.
        let live = try hub.sockets() - 1
        guard live >= sessions else { throw BenchmarkError("\(live) of \(sessions) sessions are live") }
        figures.idleSchoolBytes = try process.memory("VmRSS")
        figures.hubBytes = try hub.memory("VmRSS")
        figures.hubPeakBytes = try hub.memory("VmHWM")
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
