// A school's machine: joining with an invitation, and one sync that asks a running `serve` where there is
// one.

internal import Bytes
internal import Glibc
public import Host
internal import Keeper
internal import Link
internal import Replica
public import Trust

/// Why a school command was refused.
public enum SchoolError: Error, Hashable, Sendable {
    /// The folder belongs to a district already.
    case alreadyJoined(String)
    /// The folder is no school's.
    case notJoined(String)
    /// The folder holds work of another school, or of a school of another district.
    case otherSchool(String)

    /// What happened and what to do: Thai, English.
    public var words: (thai: String, english: String) {
        switch self {
        case .alreadyJoined(let path):
            ("\(path) เข้าร่วมเขตแล้ว ไม่ต้องทำซ้ำ", "\(path) has joined a district already; nothing to do")
        case .notJoined(let path):
            (
                "\(path) ยังไม่ได้เข้าร่วมเขต ใช้ saphan school join ก่อน",
                "\(path) has not joined a district; run saphan school join first"
            )
        case .otherSchool(let path):
            (
                "งานใน \(path) เป็นของโรงเรียนหรือเขตอื่น ขอคำเชิญของโรงเรียนเดิม หรือใช้โฟลเดอร์ใหม่",
                "\(path) holds work of another school or district; ask for an invitation of that school, "
                    + "or use a new folder"
            )
        }
    }
}

/// A school's data directory.
public struct SchoolFolder: Sendable {
    /// Where it is.
    public let folder: DataFolder

    /// A folder by its path.
    public init(_ folder: DataFolder) { self.folder = folder }

    /// Joins the district of an invitation. Keys made by an earlier try are used again, so that a reply
    /// that was lost is given again.
    public func join(
        _ invitation: Invitation, label: String, log: @escaping @Sendable (String) -> Void
    ) async throws {
        try folder.make()
        let keys = folder.hasNode ? try NodeKeys.load(from: folder) : try NodeKeys.make(isHub: false)
        if !folder.hasNode { try keys.save(in: folder) }
        let store = try Store(directory: folder.path)
        try folder.closeDatabase()
        guard store.identity == nil else { throw SchoolError.alreadyJoined(folder.path) }
        // A folder restored without its keys keeps its work, which belongs to one school of one district.
        guard try store.mayBecome(nodeOf: invitation.space, root: invitation.root) else {
            throw SchoolError.otherSchool(folder.path)
        }
        let host = try NodeHost(
            HostConfiguration(folder: folder, keys: keys, log: log), root: invitation.root)
        try await host.join(invitation, label: label)
        _ = try store.refresh()
        try Footing(folder).affirm(store)
    }

    /// Keeps a session with the hub until the process is asked to stop.
    public func serve(log: @escaping @Sendable (String) -> Void, started: @Sendable (String) -> Void)
        async throws
    {
        try await host(log).serve(listen: nil, started: started)
    }

    /// One session until nothing waits.
    public func sync(deadlineMilliseconds: Int64, log: @escaping @Sendable (String) -> Void) async throws {
        let host: NodeHost
        do { host = try self.host(log, isPatient: false) } catch HostError.inUse {
            return try await ControlRequest.sync(folder, deadlineMilliseconds: deadlineMilliseconds)
        }
        try await host.syncOnce(deadlineMilliseconds: deadlineMilliseconds)
    }

    /// Changes held; refuses a folder where no node is.
    public func changeCount() throws -> Int {
        try folder.reach()
        try folder.requireDatabase()
        guard access(folder.database, F_OK) == 0 else { throw SchoolError.notJoined(folder.path) }
        return try Store(directory: folder.path).changeCount()
    }

    private func host(
        _ log: @escaping @Sendable (String) -> Void, isPatient: Bool = true
    ) throws -> NodeHost {
        try folder.reach()
        guard folder.hasNode else {
            let store = try? Store(directory: folder.path, readOnly: true)
            // Its work is here, its keys are not: that is no folder to join with as if it were new.
            if store?.identity != nil { throw HostError.keys(folder.keyFile) }
            throw SchoolError.notJoined(folder.path)
        }
        let keys = try NodeKeys.load(from: folder)
        guard keys.issuing == nil else { throw SchoolError.notJoined(folder.path) }
        return try NodeHost(HostConfiguration(folder: folder, keys: keys, isPatient: isPatient, log: log))
    }
}
