// For now only `Demo generate [seed]`: writes the generated district's headcount file to standard output.

internal import Glibc
internal import Records

@main
struct Program {
    static func main() {
        let seed = CommandLine.arguments.dropFirst(2).first.flatMap { UInt64($0) } ?? 1
        let rows = District.generate(seed: seed, schools: District.schoolCount)
        guard let bytes = HeadcountTable.encode(rows) else { exit(1) }
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
            guard count > 0 else { exit(1) }
            left = left.dropFirst(count)
        }
    }
}
