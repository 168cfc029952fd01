"""Workload W1 (edit, diverge, merge) done by other sync engines that install from PyPI: pycrdt, y-py and loro.

2,000 records of 10 text fields, loaded on A and B alike. A makes 20,000 single-field updates in 2,000 transactions of
10; B, not having seen them, makes 2,000 updates of distinct cells that A changed too; then each sends the other what it
lacks as one batch. All three engines keep everything in memory and lose it at a crash, so their speed is not that of
a durable write. Morango (Django) is left out: its sync needs two server processes, certificates and a model application,
which is more machinery than a side-by-side table is worth here.

Run it by `./run bench --peers`; `--json` adds one machine-readable line at the end.
"""

import gc
import importlib.metadata
import json
import platform
import statistics
import sys
import time

RECORDS, FIELDS, PER_TRANSACTION = 2_000, 10, 10
UPDATES_A, UPDATES_B, RUNS, SEED = 20_000, 2_000, 3, 2568
MASK = (1 << 64) - 1


class SplitMix64:
    """The published generator; 64 bits a step."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def value(self):
        """12 lower-case hex characters: the low 48 bits."""
        return f"{self.next() & 0xFFFFFFFFFFFF:012x}"


class Workload:
    """The same data for every engine: `loaded` and the transactions of A and of B, as (record, field, value)."""

    def __init__(self, seed):
        generator = SplitMix64(seed)
        cells = RECORDS * FIELDS
        self.loaded = [generator.value() for _ in range(cells)]
        a = [(generator.next() % cells, generator.value()) for _ in range(UPDATES_A)]
        touched = list(dict.fromkeys(cell for cell, _ in a))
        for place in range(UPDATES_B):  # the first steps of a Fisher-Yates shuffle: distinct cells
            other = place + generator.next() % (len(touched) - place)
            touched[place], touched[other] = touched[other], touched[place]
        b = [(cell, generator.value()) for cell in touched[:UPDATES_B]]
        self.a, self.b = self.transactions(a), self.transactions(b)
        # The ids decide ties. 31 bits: with ids of 52 bits y-py 0.6.2 left A and B different after the exchange.
        self.peers = (generator.next() >> 33, generator.next() >> 33)

    @staticmethod
    def transactions(updates):
        writes = [(f"r{cell // FIELDS}", f"f{cell % FIELDS}", value) for cell, value in updates]
        return [writes[at:at + PER_TRANSACTION] for at in range(0, len(writes), PER_TRANSACTION)]


class Pycrdt:
    name, package = "pycrdt", "pycrdt"

    def __init__(self, peer):
        from pycrdt import Doc, Map

        self.doc = Doc(client_id=peer)
        self.map_type = Map
        self.records = self.doc.get("records", type=Map)

    def load(self, values):
        with self.doc.transaction():
            for record in range(RECORDS):
                fields = {f"f{field}": values[record * FIELDS + field] for field in range(FIELDS)}
                self.records[f"r{record}"] = self.map_type(fields)

    def open(self):
        self.maps = {f"r{record}": self.records[f"r{record}"] for record in range(RECORDS)}

    def write(self, transaction):
        with self.doc.transaction():
            for record, field, value in transaction:
                self.maps[record][field] = value

    def heard(self):
        return self.doc.get_state()

    def news(self, heard):
        return self.doc.get_update(heard)

    def take(self, update):
        self.doc.apply_update(update)

    def read(self, record, field):
        return self.maps[record][field]


class YPy:
    name, package = "y-py", "y-py"

    def __init__(self, peer):
        import y_py

        self.y = y_py
        self.doc = y_py.YDoc(peer)
        self.records = self.doc.get_map("records")

    def load(self, values):
        with self.doc.begin_transaction() as transaction:
            for record in range(RECORDS):
                fields = {f"f{field}": values[record * FIELDS + field] for field in range(FIELDS)}
                self.records.set(transaction, f"r{record}", self.y.YMap(fields))

    def open(self):
        self.maps = {f"r{record}": self.records[f"r{record}"] for record in range(RECORDS)}

    def write(self, transaction):
        with self.doc.begin_transaction() as open_transaction:
            for record, field, value in transaction:
                self.maps[record].set(open_transaction, field, value)

    def heard(self):
        return self.y.encode_state_vector(self.doc)

    def news(self, heard):
        return self.y.encode_state_as_update(self.doc, heard)

    def take(self, update):
        self.y.apply_update(self.doc, update)

    def read(self, record, field):
        return self.maps[record][field]


class Loro:
    name, package = "loro", "loro"

    def __init__(self, peer):
        import loro

        self.loro = loro
        self.doc = loro.LoroDoc()
        self.doc.peer_id = peer
        self.records = self.doc.get_map("records")

    def load(self, values):
        for record in range(RECORDS):
            fields = self.records.insert_container(f"r{record}", self.loro.LoroMap())
            for field in range(FIELDS):
                fields.insert(f"f{field}", values[record * FIELDS + field])
        self.doc.commit()

    def open(self):
        self.maps = {f"r{record}": self.records.get(f"r{record}").container for record in range(RECORDS)}

    def write(self, transaction):
        for record, field, value in transaction:
            self.maps[record].insert(field, value)
        self.doc.commit()

    def heard(self):
        return self.doc.oplog_vv

    def news(self, heard):
        return self.doc.export(self.loro.ExportMode.Updates(heard))

    def take(self, update):
        self.doc.import_(update)

    def read(self, record, field):
        return self.maps[record].get(field).value


def timed(work):
    gc.collect()
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def write_all(replica, transactions):
    for transaction in transactions:
        replica.write(transaction)


def measure(engine, workload):
    """One run: the four figures of one engine on one workload."""
    a, b = (engine(peer) for peer in workload.peers)
    a.load(workload.loaded)
    b.take(a.news(b.heard()))
    a.open()
    b.open()
    authored, _ = timed(lambda: write_all(a, workload.a))
    write_all(b, workload.b)
    to_b, to_a = a.news(b.heard()), b.news(a.heard())
    merged_b, _ = timed(lambda: b.take(to_b))
    merged_a, _ = timed(lambda: a.take(to_a))
    for record in range(RECORDS):
        for field in range(FIELDS):
            key, name = f"r{record}", f"f{field}"
            if a.read(key, name) != b.read(key, name):
                raise SystemExit(f"{engine.name}: A and B differ at {key}.{name} after the exchange")
    shown = sum(a.read(record, field) == value for part in workload.b for record, field, value in part)
    return {
        "authored": UPDATES_A / authored,
        "merged": (UPDATES_A + UPDATES_B) / (merged_a + merged_b),
        "wire": (len(to_a) + len(to_b)) / (UPDATES_A + UPDATES_B),
        "later_shown": shown,
    }


def summary(engine):
    """The median of each figure over the runs, and every run's count of later values shown."""
    runs = []
    for run in range(RUNS):
        print(f"{engine.name}: run {run + 1} of {RUNS}", file=sys.stderr)
        runs.append(measure(engine, Workload(SEED + run)))
    medians = {key: statistics.median(run[key] for run in runs) for key in ("authored", "merged", "wire")}
    return {
        "system": engine.name,
        "version": importlib.metadata.version(engine.package),
        **medians,
        "later_shown": [run["later_shown"] for run in runs],
    }


def main():
    rows = [summary(engine) for engine in (YPy, Loro, Pycrdt)]
    print(f"W1, one core, medians of {RUNS}, Python {platform.python_version()}, seed {SEED}; in memory, not durable")
    print()
    print("| system | authored/s | merged/s | wire B/update | later shown of 2,000 (each run) |")
    print("|---|---|---|---|---|")
    for row in rows:
        shown = ", ".join(str(count) for count in row["later_shown"])
        print(
            f"| {row['system']} {row['version']} | {row['authored']:,.0f} | {row['merged']:,.0f} "
            f"| {row['wire']:.1f} | {shown} |"
        )
    if "--json" in sys.argv[1:]:
        print(json.dumps({"workload": "W1", "seed": SEED, "peers": rows}))


if __name__ == "__main__":
    main()
