// Planted bugs are only in a build made for them (`--planted` of `./run simulate`).

internal import Records
internal import Simulator
internal import Terminal

/// Plants one.
enum PlantedBugs {
    static func plant(_ name: String) throws(Failure) {
        throw Failure(
            .refused,
            Label(
                "โปรแกรมนี้ไม่มีข้อผิดที่ใส่ไว้",
                "this build has no planted bugs; use ./run simulate --planted --bug \(name)"))
    }
}

/// Runs them all.
struct PlantedRuns {
    init(_ request: Request, _ output: Output) {}
    func run() throws(Failure) -> ExitCode {
        try PlantedBugs.plant("NAME")
        return .done
    }
}

struct SpeedRun {
    init(_ output: Output) {}
    func run(isLong: Bool) -> ExitCode { .done }
}
