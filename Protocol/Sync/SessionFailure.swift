// Why a session cannot go on: always the peer's doing. The words are this program's own; nothing the peer
// sent is in them.

/// What the peer did wrong.
struct SessionFailure: Error, Hashable {
    let reason: CloseReason
    let words: String

    /// Bytes that are no frame, or a frame out of place.
    static func malformed(_ what: String) -> SessionFailure {
        SessionFailure(reason: .malformed, words: "malformed \(what)")
    }
}
