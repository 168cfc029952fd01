"""Frames of a session (SPEC.md sections 8, 9 and 12) as meaning and as bytes, all but Changes, and the nodes, feeds
and vectors that frames.json speaks of."""

from layout import blake, fixed, sign, text, u64, varint, verify_key, zigzag
from packed import Feed
from receiver import samples

SPACES = ["district", "school/57030001"]
DISTRICT, SPACE = SPACES
TIME = 1_763_769_600_000
SEEDS = {"hub": fixed("frames hub"), "school": fixed("frames school")}
NODES = {name: blake(b"saphan-node/1" + bytes([role]) + text(space) + verify_key(SEEDS[name]))[:16]
         for name, role, space in [("hub", 1, DISTRICT), ("school", 2, SPACE)]}
# Epochs whose order as numbers is not that of their little-endian bytes.
ENTRIES, IMPORTS, LATER = (
    Feed(SPACE, NODES["school"], epoch, lane) for epoch, lane in [(0x0102, 0), (0x0102, 1), (0x0201, 200)])
NEWS, ADVICE = Feed(DISTRICT, NODES["hub"], 1 << 63, 0), Feed(SPACE, NODES["hub"], 1 << 63, 0)
FORKED, OTHER = Feed(SPACE, NODES["school"], 3, 0), Feed(SPACE, NODES["school"], 4, 0)
FEEDS = [NEWS, ADVICE, ENTRIES, IMPORTS, LATER, FORKED, OTHER]
AUTHORS = {NODES[name]: SEEDS[name] for name in NODES}
HASH, TIP = fixed("frames hash"), fixed("frames tip", 16)
TICKET, ROOM, NURSE, CLERK = (fixed("frames " + name, 16) for name in ["ticket", "room", "nurse", "clerk"])
SALT = fixed("frames salt", 16)


# Frames without changes

def entry(feed, sequence, digest):
    return feed.layout + varint(sequence) + digest

def vector(entries):
    """Sorted as section 9 says: feeds by epoch as a number."""
    ordered = sorted(entries, key=lambda one: (one[0].node, one[0].epoch, one[0].lane, one[2]))
    return ordered, varint(len(ordered)) + b"".join(entry(*one) for one in ordered)

def digest(space, encoded):
    return blake(b"saphan-vector/1" + text(space) + encoded, 16)

def hello(number, space, encoded=None, told=None):
    return bytes([1, number, encoded is not None]) + text(space) + (
        told or digest(space, encoded)) + (encoded or b"")

def located(number, feed, tip, common, kind=3):
    return bytes([kind, number]) + feed.layout + tip + varint(common)

def full_form(number, feed, after, before):
    return bytes([7, number]) + feed.layout + varint(after) + before

def locate(number, feed, sequence, hashes):
    return bytes([2, number]) + feed.layout + varint(sequence) + bytes([len(hashes)]) + b"".join(hashes)

def receipt(feed, sequence, time, seed=SEEDS["hub"], hub=NODES["hub"]):
    message = hub + u64(7) + text(feed.space) + feed.layout + varint(sequence) + HASH + zigzag(time)
    return b"\6" + message + sign(seed, "saphan-receipt/1", message)

def named(feed):
    return FEEDS.index(feed)

def vectors():
    """Vectors in their order, each with its digest."""
    branches = [(FORKED, 7, TIP), (FORKED, 300, fixed("a branch", 16))]
    out = []
    for name, space, entries in [
        ("nothing held", SPACE, []), ("nothing held of another space", DISTRICT, []), ("one feed", DISTRICT, [(NEWS, 1, TIP)]),
        ("feeds of two nodes, lanes, an epoch that sorts as a number, two branches", SPACE,
         [(LATER, 1 << 62, TIP), (ENTRIES, 127, TIP), (IMPORTS, 128, TIP), (ADVICE, 16_384, TIP)] + branches),
    ]:
        ordered, encoded = vector(entries)
        out.append({"name": name, "space": space, "digest": digest(space, encoded), "encoded": encoded, "entries": [
            {"feed": named(feed), "sequence": str(sequence), "hash": tip} for feed, sequence, tip in ordered]})
    return out

def plain():
    """Every kind of frame but Changes."""
    out = []
    def add(kind, name, encoded, **meaning):
        out.append({"kind": kind, "name": name, **meaning, "encoded": encoded})
    for index, one in enumerate(vectors()):
        number = SPACES.index(one["space"])
        add("hello", one["name"] + ", told", hello(number, one["space"], one["encoded"]), number=number, vector=index)
        add("hello", one["name"] + ", as a digest", hello(number, one["space"], told=one["digest"]), number=number,
            vector=index, isDigest=True)
    for sequence in [1, 2, 3, 10, 300, 1 << 62]:
        hashes = [fixed(f"hash at {one}", 16) for one in samples(sequence)]
        add("locate", f"at sequence {sequence}", locate(1, FORKED, sequence, hashes), number=1, feed=named(FORKED),
            sequence=str(sequence), hashes=hashes)
    for sequence in [0, 1, 298, 1 << 62]:
        add("located", f"common up to {sequence}", located(1, FORKED, TIP, sequence), number=1, feed=named(FORKED),
            hash=TIP, sequence=str(sequence))
        add("fullForm", f"behind {sequence}", full_form(0, NEWS, sequence, TIP), number=0, feed=named(NEWS), hash=TIP,
            sequence=str(sequence))
    for stream, count in [(0, 1), (0, 127), (1, 128), (1, 65_536), (0, 1 << 20)]:
        add("credit", f"{count} bytes of stream {stream}", bytes([5, stream]) + varint(count), number=stream,
            sequence=str(count))
    for feed, sequence, time in [(ENTRIES, 1, TIME), (IMPORTS, 1 << 62, -1), (NEWS, 128, 0)]:
        add("receipt", f"up to {sequence}", receipt(feed, sequence, time), feed=named(feed), sequence=str(sequence),
            hash=HASH, time=str(time))
    for number, kind in [(8, "settled"), (9, "ping"), (10, "pong")]:
        add(kind, kind, bytes([number]))
    reasons = ["done", "malformed", "scope", "limit", "untrusted", "idle", "replaced", "cloned", "storage", "clock"]
    for number, name in [*enumerate(reasons), (10, "nobody knows, so done"), (255, "nobody knows, so done")]:
        add("close", name, bytes([11, number]), number=number)
    for number in [16, 99, 255]:
        add("notSupported", f"frame {number}", bytes([12, number]), number=number)
    for number in [0, 13, 15, 16, 17, 18, 19, 20, 32, 127, 128, 255]:
        add("unknown", f"number {number}", bytes([number]) + (b"whatever" if number % 2 else b""), number=number)
    return out

def opening():
    return [hello(number, space, vector([])[1]) for number, space in enumerate(SPACES)]
