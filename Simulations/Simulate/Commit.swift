// Which version of the program this is: what a failing seed is worth depends on it. Asked of git when a run
// has failed; without git or a checkout it is not known.

internal import Glibc

/// The checked out version.
enum Commit {
    /// Twelve digits, with a + where files differ from it; `unknown` without git.
    static let name: String = {
        guard let program = ownPath, let slash = program.lastIndex(of: "/") else { return "unknown" }
        let folder = String(program[..<slash])
        guard let commit = git(["-C", folder, "rev-parse", "--short=12", "HEAD"]), !commit.isEmpty else {
            return "unknown"
        }
        let changed = git(["-C", folder, "status", "--porcelain", "--untracked-files=no"]) ?? ""
        return changed.isEmpty ? commit : commit + "+"
    }()

    private static var ownPath: String? {
        var bytes = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The first 64 KiB that git says, without the line end; nil where it fails.
    private static func git(_ words: [String]) -> String? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var arguments = (["git"] + words).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var id: pid_t = 0
        let status = posix_spawnp(&id, "git", &actions, nil, &arguments, environ)
        close(ends[1])
        guard status == 0 else { return nil }
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(ends[0], &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            text += part[..<count]
        }
        var exit: Int32 = 0
        while waitpid(id, &exit, 0) < 0 && errno == EINTR {}
        guard exit == 0 else { return nil }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }
}
