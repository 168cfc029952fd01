// Where backups and restores work: names that are taken, folders that are missing, links and pipes in the
// way, and two at once. Nothing of anybody else's is touched, and what cannot go on says why.

import CRDT
import Foundation
import Glibc
import Support
import Testing

@testable import Host
@testable import Replica

extension ProcessTests {
    @Suite struct BackupPlaceTests {
        private let files = FileManager.default

        /// A school with some work, and a backup of it.
        private func begin() async throws -> (trial: Trial, school: Machine, file: String) {
            let trial = try await Trial()
            let school = try await trial.join("a")
            try await trial.stock(school)
            let file = trial.scene.path("a.backup")
            try await trial.done(school, ["backup", "--out", file])
            return (trial, school, file)
        }

        private func fresh(_ trial: Trial, _ name: String = "new") -> Machine {
            Machine(trial.scene.path(name), name: name, state: trial.scene.path("state-" + name))
        }

        private func put(_ text: String, _ path: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }

        private func names(_ folder: String) throws -> [String] {
            try files.contentsOfDirectory(atPath: folder).sorted()
        }

        @Test(
            "a link in the new folder leads a restore nowhere; what killed restores left goes, nothing else")
        func links() async throws {
            let (trial, school, file) = try await begin()
            let folder = fresh(trial).folder
            for name in [".restoring-Ab12Cd", ".restoring-Ef34Gh"] {
                try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
                try put("half", "\(folder)/\(name)/saphan.db")
            }
            try put("a letter", folder + "/.restoring-Ef34Gh/letter")
            for name in [".restoring", ".restoring-aB12cD"] {
                try files.createSymbolicLink(
                    atPath: "\(folder)/\(name)", withDestinationPath: school.folder)
            }
            let keys = ["--keys", school.folder + "/node.keys"]
            let result = try await trial.run(fresh(trial), ["restore", file] + keys)
            #expect(result.code == 0, "\(result)")
            #expect(
                try Set(names(folder)) == [
                    ".restoring", ".restoring-aB12cD", ".restoring-Ef34Gh", "lock", "node.keys", "saphan.db",
                ])
            #expect(try names(folder + "/.restoring-Ef34Gh") == ["letter", "saphan.db"])
            #expect(try trial.held(school) == [1, 2, 3])
            try await trial.done(school, ["check"])
        }

        @Test("of two backups to one name one is made, and the other says so; a person's own file stays")
        func twoBackups() async throws {
            let (trial, school, _) = try await begin()
            let own = trial.scene.path("b0.backup.part")
            try put("a letter", own)
            for round in 0..<4 {
                let words = ["backup", "--out", trial.scene.path("b\(round).backup")]
                let children = try [trial.start(school, words), trial.start(school, words)]
                var codes: [Int32?] = []
                for child in children { codes.append(await child.exit(within: 60)) }
                let notes = children.map(\.notes).joined()
                #expect(Set(codes) == [0, 1] && notes.contains("exists already"), "\(codes) \(notes)")
                _ = try BackupFile(words[2])
            }
            #expect(try String(contentsOfFile: own, encoding: .utf8) == "a letter")
            #expect(try names(trial.scene.folder).allSatisfy { !BackupFile.isPart($0) })
            // What a backup left that was killed, or one that is at work: nobody can tell, so it is said.
            let left = "c.backup.saphan-part-Ab12Cd"
            try put("half", trial.scene.path(left))
            let said = try await trial.run(school, ["backup", "--out", trial.scene.path("c.backup")])
            #expect(said.code == 0 && said.notes.contains(left), "\(said)")
            #expect(files.fileExists(atPath: trial.scene.path(left)))
        }

        @Test("of two restores into one folder one works, and the other hears that it is at work or done")
        func twoRestores() async throws {
            let (trial, school, file) = try await begin()
            let words = ["restore", file, "--keys", school.folder + "/node.keys"]
            let held = fresh(trial, "held")
            let folder = DataFolder(held.folder)
            try folder.make()
            var lock: FolderLock? = try folder.lock()
            let refused = try await trial.run(held, words)
            #expect(refused.code == 1 && refused.notes.contains("Another restore"), "\(refused)")
            #expect(try names(held.folder) == ["lock"])
            withExtendedLifetime(lock) {}
            lock = nil
            try await trial.done(held, words)
            for round in 0..<3 {
                let machine = fresh(trial, "race-\(round)")
                let children = try [trial.start(machine, words), trial.start(machine, words)]
                var codes: [Int32?] = []
                for child in children { codes.append(await child.exit(within: 60)) }
                let notes = children.map(\.notes).joined()
                let isTold = notes.contains("Another restore") || notes.contains("holds a database already")
                #expect(Set(codes) == [0, 1] && isTold && !notes.contains("damaged"), "\(codes) \(notes)")
                #expect(try names(machine.folder) == ["lock", "node.keys", "saphan.db"])
                try await trial.done(machine, ["check"])
            }
        }

        @Test(
            "pipes in place of a backup, of keys or of the high-water file keep nobody waiting, and are told")
        func pipes() async throws {
            let (trial, school, file) = try await begin()
            let pipe = trial.scene.path("pipe")
            try #require(mkfifo(pipe, 0o600) == 0)
            let machine = fresh(trial)
            let noBackup = try await trial.run(machine, ["restore", pipe])
            #expect(noBackup.code == 1 && noBackup.notes.contains("is no file but"), "\(noBackup)")
            let noKeys = try await trial.run(machine, ["restore", file, "--keys", pipe])
            #expect(noKeys.code == 4 && noKeys.notes.contains("key file \(pipe)"), "\(noKeys)")
            #expect(!files.fileExists(atPath: machine.folder))
            let water = try trial.scene.path("state-a/saphan/\(node(school))")
            try files.removeItem(atPath: water)
            try #require(mkfifo(water, 0o600) == 0)
            try await trial.move(school, 101...101)
            let told = try await trial.status(school)
            #expect(told.split(separator: "No high-water file can be kept").count == 2, "\(told)")
            var status = stat()
            #expect(stat(water, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
        }

        private func node(_ machine: Machine) throws -> NodeID {
            try #require(try Store(directory: machine.folder, readOnly: true).identity?.node)
        }

        @Test("a name that no backup can have is refused with what is in the way and what to do: exit 1")
        func places() async throws {
            let (trial, school, _) = try await begin()
            let (missing, link) = (trial.scene.path("none"), trial.scene.path("link.backup"))
            try files.createSymbolicLink(
                atPath: link, withDestinationPath: trial.scene.path("nowhere"))
            for (out, words) in [
                (missing + "/a.backup", "The folder of --out does not exist (\(missing))"),
                ("/proc/a.backup", "the folder of --out (/proc)"), (link, "exists already"),
                (school.folder + "/saphan.db-journal", "the program's own files"),
            ] {
                let refused = try await trial.run(school, ["backup", "--out", out])
                #expect(refused.code == 1 && refused.notes.contains(words), "\(out): \(refused)")
                #expect(!refused.notes.contains("errno") && access(out, F_OK) != 0, "\(refused.notes)")
            }
            #expect(!files.fileExists(atPath: trial.scene.path("nowhere")))
            for name in ["saphan.db-journal", "control.sock"] {
                let words = ["bundle", "out", "--to", "hub", "--out", "\(school.folder)/\(name)"]
                let refused = try await trial.run(school, words)
                #expect(refused.code == 1 && refused.notes.contains("the program's own"), "\(refused)")
                #expect(!files.fileExists(atPath: "\(school.folder)/\(name)"))
            }
        }

        @Test(
            "keys that are missing, open or damaged are called that, and no copy of damaged ones is advised")
        func keys() async throws {
            let (trial, school, _) = try await begin()
            let keys = school.folder + "/node.keys"
            try files.moveItem(atPath: keys, toPath: trial.scene.path("kept.keys"))
            let words = ["bundle", "out", "--to", "hub", "--out", trial.scene.path("a.spb")]
            let bundle = try await trial.run(school, words)
            #expect(bundle.code == 4 && bundle.notes.contains("key file \(keys) is missing"), "\(bundle)")
            try put("feed 00\n", keys)
            for (mode, said) in [(mode_t(0o600), "is damaged"), (0o644, "chmod 600")] {
                chmod(keys, mode)
                let out = trial.scene.path("\(mode).backup")
                let made = try await trial.run(school, ["backup", "--out", out])
                #expect(made.code == 0 && made.answers.contains(said), "\(made)")
                #expect(!made.answers.contains("keep a copy"), "\(made)")
            }
        }

        @Test("where no variable says where to keep the high-water file, the place it would have is named")
        func homeless() async throws {
            let (trial, school, _) = try await begin()
            let child = try Child(
                "/usr/bin/env",
                ["-u", "HOME", "-u", "SAPHAN_STATE", trial.scene.program, "status", "--dir", school.folder],
                in: trial.scene.folder)
            #expect(await child.exit(within: 60) == 0, "\(child.notes)")
            #expect(child.answers.contains("can be kept ($SAPHAN_STATE/saphan/"), "\(child.answers)")
        }
    }
}
