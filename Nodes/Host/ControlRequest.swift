// The command line's end of the control socket: asks the `serve` that runs on a folder, and waits for its
// answer.

public import Link

/// Asks a running `serve`.
public actor ControlRequest: SocketOwner {
    private nonisolated let executor = QueueExecutor(label: "saphan.control")
    /// The queue, as the runtime wants it.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    /// The one connection.
    public let sockets: Sockets
    private var answer: [UInt8] = []
    private var waiting: CheckedContinuation<HostOutcome, Never>?
    private var timer: RepeatingTimer?

    private init() { sockets = Sockets(executor: executor) }

    /// Asks for a sync; returns when nothing is left to do.
    public static func sync(_ folder: DataFolder, deadlineMilliseconds: Int64) async throws(HostError) {
        let outcome = await ControlRequest().ask("sync\n", folder, deadlineMilliseconds)
        if case .failed(let error) = outcome { throw error }
    }

    private func ask(_ words: String, _ folder: DataFolder, _ deadlineMilliseconds: Int64) async
        -> HostOutcome
    {
        timer = RepeatingTimer(everyMilliseconds: deadlineMilliseconds, on: executor, for: self) {
            $0.conclude(.failed(.timedOut))
        }
        return await withCheckedContinuation {
            waiting = $0
            let number = sockets.connect(
                to: .local(path: folder.controlSocket), deadlineMilliseconds: deadlineMilliseconds, for: self)
            sockets.write(Array(words.utf8), to: number)
        }
    }

    /// Sockets report here.
    public func sockets(saw event: SocketEvent, on number: SocketNumber) {
        switch event {
        case .received(let bytes):
            answer += bytes.prefix(64)
            if answer.last == 0x0a {
                conclude(answer.starts(with: Array("settled".utf8)) ? .done : .failed(.line(.unreachable)))
            }
        case .closed(let error, _): conclude(.failed(.line(error ?? .reset)))
        default: break
        }
    }

    private func conclude(_ outcome: HostOutcome) {
        waiting?.resume(returning: outcome)
        waiting = nil
        timer = nil
        sockets.closeAll()
    }
}
