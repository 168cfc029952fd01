// The local socket on which a running `serve` takes a request of the command line: the word `sync` and a
// line feed, answered by `settled` or `unreachable` and a line feed. Open to the same user only.

internal import Bytes
internal import Engine
internal import Keeper
internal import Link

extension NodeHost {
    func controlSaw(_ event: SocketEvent, on number: SocketNumber) {
        switch event {
        case .accepted(let made, _): controllers.insert(made)
        case .received(let bytes) where bytes.starts(with: Array("sync\n".utf8)): asked()
        case .received:
            controllers.remove(number)
            sockets.close(number)
        case .ended: sockets.finishWriting(to: number)
        case .closed: controllers.remove(number)
        default: break
        }
    }

    /// Somebody asks for a sync: take up what they wrote, and answer when nothing is left to do.
    private func asked() {
        guard isInPlace() else { return }
        lookForNews()
        if configuration.admission != nil { return answerControllers(true) }
        if let session = keeper.hubSession {
            if keeper.isQuiet(session) { answerControllers(true) }
        } else {
            dialler.hurry()
            redial()
        }
    }

    func answerControllers(_ isSettled: Bool) {
        for number in controllers.sorted() {
            sockets.write(Array((isSettled ? "settled\n" : "unreachable\n").utf8), to: number)
            sockets.finishWriting(to: number)
        }
    }
}
