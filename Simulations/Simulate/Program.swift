// `./run simulate`: one seed, many seeds.

internal import Simulator

@main
enum Program {
    static func main() {
        var words = CommandLine.arguments.dropFirst()
        var seeds: ClosedRange<UInt64> = 1...1
        var isLoud = false
        while let word = words.popFirst() {
            switch word {
            case "--seed": seeds = (words.popFirst().flatMap { UInt64($0) }).map { $0...$0 } ?? seeds
            case "--seeds":
                let parts = (words.popFirst() ?? "").split(separator: "-").compactMap { UInt64($0) }
                if parts.count == 2 { seeds = parts[0]...parts[1] }
            case "--narrate": isLoud = true
            default: break
            }
        }
        var all = Tally()
        for seed in seeds {
            let options = WorldOptions.drawn(seed: seed)
            let world = World(options)
            if isLoud { world.narrate = { print($0) } }
            let holds = world.run(options.drawnActions())
            print(
                "seed \(seed): \(world.events) events, trace \(String(world.traceHash, radix: 16)) \(holds ? "ok" : "BROKEN")"
            )
            if let broken = world.violation { print("  \(broken.checker): \(broken.words)") }
            all.add(world.tally)
        }
        for (name, count) in all.entries { print("  \(name): \(count)") }
    }
}
