// Tests with real processes on loopback. One after the other: they measure time, and share two cores.

import Support
import Testing

@Suite(
    .serialized, .ownThread,
    .enabled(if: Program.canRun, "needs the program beside the tests, built without a sanitizer")
)
struct ProcessTests {}
