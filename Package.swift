// swift-tools-version:6.2
// Saphan: every module in dependency order, one line each. ARCHITECTURE.md walks through them.
import PackageDescription

let package = Package(
    name: "saphan",
    products: [.executable(name: "saphan", targets: ["Saphan"])],
    targets: [
        // Sources: what a record is, and where it is kept
        .systemLibrary(name: "CSQLite", path: "Sources/CSQLite"),
        .systemLibrary(name: "CSodium", path: "Sources/CSodium"),
        .module("Bytes", in: "Sources", uses: []),
        .module("Crypto", in: "Sources", uses: ["Bytes", "CSodium"]),
        .module("CRDT", in: "Sources", uses: ["Bytes", "Crypto"]),
        .module("Trust", in: "Sources", uses: ["Bytes", "Crypto", "CRDT"]),
        .module("Records", in: "Sources", uses: ["Bytes", "Crypto", "CRDT"]),
        .module("Replica", in: "Sources", uses: ["Bytes", "Crypto", "CRDT", "Trust", "Records", "CSQLite"]),
        .module("Page", in: "Sources", uses: []),
        .module("Reports", in: "Sources", uses: ["Bytes", "CRDT", "Trust", "Records", "Replica"]),
        .module("Forms", in: "Sources", uses: ["Bytes", "CRDT", "Records", "Replica", "Page", "Reports"]),

        // Protocol: how two nodes talk
        .module("Noise", in: "Protocol", uses: ["Bytes", "Crypto"]),
        .module("Sync", in: "Protocol", uses: ["Bytes", "Crypto", "CRDT", "Trust"]),
        .systemLibrary(name: "CEpoll", path: "Protocol/CEpoll"),
        .module("Link", in: "Protocol", uses: ["Bytes", "CEpoll"]),

        // Nodes: the program people run
        .module("Engine", in: "Nodes", uses: ["Bytes", "Crypto", "CRDT", "Trust", "Noise", "Sync"]),
        .module(
            "Keeper", in: "Nodes",
            uses: ["Bytes", "Crypto", "CRDT", "Trust", "Replica", "Sync", "Engine"]),
        .systemLibrary(name: "CStat", path: "Nodes/CStat"),
        .module(
            "Host", in: "Nodes",
            uses: [
                "CStat", "Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Sync", "Link", "Engine",
                "Keeper",
            ]),
        .module(
            "Hub", in: "Nodes",
            uses: [
                "Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Link", "Engine", "Keeper", "Host",
            ]),
        .module("School", in: "Nodes", uses: ["Bytes", "Trust", "Replica", "Link", "Keeper", "Host"]),
        .module(
            "Courier", in: "Nodes",
            uses: ["Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Sync", "Keeper"]),
        .module("Terminal", in: "Nodes", uses: ["Bytes", "Records"]),
        .module("Editing", in: "Nodes", uses: ["Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica"]),
        .program(
            "Saphan", in: "Nodes",
            uses: [
                "Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Page", "Reports", "Forms", "Link",
                "Keeper", "Host", "Hub", "School", "Courier", "Terminal", "Editing",
            ]),

        // Simulations: the same engine and replica, measured and in a seeded world
        .module("Disk", in: "Simulations", uses: ["Bytes", "Crypto", "CSQLite"]),
        .module("Oracle", in: "Simulations", uses: ["CRDT", "Crypto", "Trust"]),
        .module(
            "Simulator", in: "Simulations",
            uses: [
                "Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Sync", "Engine", "Keeper", "Hub",
                "Courier", "Editing", "Disk", "Oracle",
            ]),
        .module(
            "Rehearsal", in: "Simulations",
            uses: [
                "Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Page", "Terminal", "Editing",
                "Disk",
                "Simulator",
            ]),
        .program(
            "Simulate", in: "Simulations", uses: ["Bytes", "Records", "Simulator", "Rehearsal", "Terminal"]),
        .program(
            "Demo", in: "Simulations",
            uses: [
                "Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Reports", "Terminal", "Editing",
            ]),
        .program(
            "Benchmark", in: "Simulations",
            uses: [
                "Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Sync", "Link", "Engine", "Keeper",
                "Host", "Hub", "School", "Terminal", "CSQLite",
            ], excluded: ["peers"]),

        // Tests: one folder per module
        .module(
            "Support", in: "Tests",
            uses: ["Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Oracle"]),
        .module("SyncSupport", in: "Tests", uses: ["Bytes", "Crypto", "CRDT", "Trust", "Sync"]),
        .tests("Bytes", uses: ["Support"]),
        .testTarget(name: "TidyTests", path: "Tests/TidyTests", swiftSettings: .strict),
        .tests("Crypto", uses: ["Bytes", "Support"]),
        .tests("CRDT", uses: ["Bytes", "Crypto", "Trust", "Records", "Oracle", "Support"]),
        .tests("Trust", uses: ["Bytes", "Crypto", "CRDT", "Support"]),
        .tests("Records", uses: ["Bytes", "Crypto", "CRDT"]),
        .tests(
            "Replica", uses: ["Bytes", "Crypto", "CRDT", "Trust", "Records", "CSQLite", "Oracle", "Support"]),
        .tests("Reports", uses: ["Bytes", "CRDT", "Trust", "Records", "Replica", "Support"]),
        .tests(
            "Forms",
            uses: ["Bytes", "CRDT", "Records", "Replica", "Page", "Reports", "Editing", "Support"]),
        .tests("Noise", uses: ["Bytes", "Crypto", "Support"]),
        .tests("Sync", uses: ["Bytes", "Crypto", "CRDT", "Trust", "Support", "SyncSupport"]),
        .tests("Engine", uses: ["Bytes", "Crypto", "CRDT", "Trust", "Noise", "Sync", "SyncSupport"]),
        .tests("Link", uses: ["Bytes", "Support"]),
        .tests(
            "Host",
            uses: [
                "Bytes", "CRDT", "Records", "Replica", "Link", "Engine", "Keeper", "Hub", "School", "Trust",
                "Saphan", "Support",
            ]),
        .tests(
            "Keeper",
            uses: [
                "Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Sync", "Engine", "Hub", "Disk",
            ]),
        .tests("Terminal", uses: ["Bytes", "Records"]),
        .tests("Editing", uses: ["Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Support"]),
        .tests("Saphan", uses: ["Bytes", "CRDT", "Records", "Replica", "Terminal", "Editing", "Support"]),
        .tests("Disk", uses: ["Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Support"]),
        .tests("Simulator", uses: []),
        .tests("Page", uses: []),
        .tests(
            "Rehearsal",
            uses: [
                "Bytes", "Crypto", "CRDT", "Trust", "Records", "Replica", "Simulator", "Simulate", "Terminal",
                "Support",
            ]),
        .tests("Simulate", uses: ["Records", "Simulator", "Terminal"]),
        .tests(
            "Demo",
            uses: [
                "Bytes", "CRDT", "Trust", "Records", "Replica", "Reports", "Terminal", "Editing", "Support",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

extension Target {
    /// A library module in `folder`, built with the strict settings.
    static func module(_ name: String, in folder: String, uses: [Target.Dependency]) -> Target {
        .target(name: name, dependencies: uses, path: "\(folder)/\(name)", swiftSettings: .strict)
    }

    /// A program in `folder`; `excluded` are folders inside it that hold something other than Swift.
    static func program(
        _ name: String, in folder: String, uses: [Target.Dependency], excluded: [String] = []
    ) -> Target {
        .executableTarget(
            name: name, dependencies: uses, path: "\(folder)/\(name)", exclude: excluded,
            swiftSettings: .strict,
            // Names of functions stay for backtraces; the rest of what debuggers want is a third of the
            // file.
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "--strip-debug"], .when(configuration: .release))
            ])
    }

    /// The tests of one module, in `Tests/<name>Tests`.
    static func tests(_ name: String, uses: [Target.Dependency]) -> Target {
        .testTarget(
            name: "\(name)Tests", dependencies: [.byName(name: name)] + uses, path: "Tests/\(name)Tests",
            swiftSettings: .strict)
    }
}

extension [SwiftSetting] {
    /// Warnings are errors; imports are internal unless a public declaration needs them.
    static var strict: [SwiftSetting] {
        [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .treatAllWarnings(as: .error),
        ]
    }
}
