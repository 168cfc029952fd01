"""The interop check: a client written from SPEC.md alone against a running hub.

run.py SAPHAN: serves a hub in a temporary folder, joins it, exchanges changes with it, verifies what comes,
attacks it. Prints one line a fact, `ok` or `NOT ok`; exit 1 when one of them does not hold."""

import pathlib
import shutil
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import attacks  # noqa: E402
import bundles  # noqa: E402
import meetings  # noqa: E402
import shapes  # noqa: E402
import story  # noqa: E402
from hub import Failure, Hub  # noqa: E402

ACTS = story.ACTS + shapes.ACTS + meetings.ACTS + bundles.ACTS + attacks.ACTS + story.LAST_ACTS


def holds(act, world):
    """Runs one act and says whether what its docstring states holds."""
    try:
        said = act(world)
    except Exception as error:  # whatever it was: the statement does not hold
        print(f"NOT ok {act.__doc__}: {type(error).__name__} {error}", flush=True)
        if not isinstance(error, Failure):
            traceback.print_exc()
        print("the hub's last lines:", *world.hub.lines()[-4:], sep="\n  ", file=sys.stderr)
        return False
    print(f"ok {act.__doc__}" + (f" ({said})" if said else ""), flush=True)
    return True


def main():
    """Exit code: 0 when everything holds."""
    if len(sys.argv) != 2:
        print("usage: run.py SAPHAN", file=sys.stderr)
        return 2
    began = time.monotonic()
    folder = tempfile.mkdtemp(prefix="saphan-interop-")
    try:
        with Hub(sys.argv[1], folder) as hub:
            world = story.World(hub)
            failures = [act.__name__ for act in ACTS if not holds(act, world)]
    except Failure as failure:
        print(f"NOT ok a hub is made and serves: {failure}")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if failures:
        print(f"{len(failures)} of {len(ACTS)} did not hold: {', '.join(failures)}")
        return 1
    print(f"ok all {len(ACTS)} in {time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
