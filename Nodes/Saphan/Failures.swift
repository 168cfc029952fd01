// Errors of every module as a command tells them: one sentence and a hint in both languages, and the exit
// code.

internal import Courier
internal import Editing
internal import Host
internal import Hub
internal import Link
internal import Records
internal import Replica
internal import School
internal import Terminal
internal import Trust

extension Failure {
    /// What a person should read for any error a command can throw.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as EditingError:
            let first = error.refusals.first
            self.init(
                .refused, first?.message ?? Label("ทำไม่สำเร็จ", "it could not be done"), hint: first?.hint)
        case let error as HostError: self.init(error.exitCode, Label(error.thai, error.english))
        case let error as ReplicaError:
            self.init(error.kind == .refused ? .refused : .directory, Label(error.thai, error.english))
        case let error as CourierError:
            self.init(
                error.exitCode, Label(error.message.thai, error.message.english),
                hint: error.hint.map { Label($0.thai, $0.english) })
        case let error as HubError: self.init(.refused, error.label)
        case let error as RestoreError: self.init(.refused, Label(error.thai, error.english))
        case let error as SchoolError: self.init(.refused, Label(error.words.thai, error.words.english))
        case let error as TrustError: self.init(.refused, Label(error.hint.thai, error.hint.english))
        default: self.init(.refused, Label("ทำไม่สำเร็จ", "it could not be done"))
        }
    }
}

extension HostError {
    var exitCode: ExitCode {
        switch self {
        case .inUse, .folder, .tooOpen, .keys, .databaseGone: .directory
        case .replica(let error): error.kind == .refused ? .refused : .directory
        case .listening, .line(.badAddress): .refused
        case .line, .rejected, .hubCannotStore, .invitationUnknown, .timedOut: .unreachable
        case .joinRefused: .refused
        }
    }
}
