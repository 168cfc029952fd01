"""Changes on their way (SPEC.md section 10): each line is one direction of a session from its beginning."""

from frames import (ADVICE, AUTHORS, CLERK, ENTRIES, FORKED, IMPORTS, LATER, NEWS, NURSE, OTHER, ROOM, SALT, SEEDS, SPACES,
                    TICKET, TIME)
from layout import blake, fixed, u64, varint, zigzag
from packed import Change, Dot, Operation, Stretch, Tables, frames


def string(value):
    return b"\1" + value.encode()

def line(name, stretches, is_mixed=False, resets=(), size=None, otherwise=None):
    """One direction of a session from its beginning; `is_mixed`: the first two stretches take turns frame by frame;
    `otherwise` gives the frames."""
    tables, sent = {}, []
    for index, one in enumerate(stretches):
        number = SPACES.index(one.feed.space)
        key = (number, one.feed.lane > 0)
        sent.append(frames(tables.setdefault(key, Tables()), one, number, size or 16_384, index in resets))
    sent = otherwise or sent
    wire = [[index, frame] for index, one in enumerate(sent) for frame in one]
    if is_mixed:
        wire.sort(key=lambda one: (max(one[0], 1), sent[one[0]].index(one[1]), one[0]))
    return {"name": name, "isShortest": not (resets or size or otherwise), "stretches": stretches, "frames": wire}

def write_all(feed, operations, **more):
    """Changes from sequence 1, one a list of operations, in one stretch."""
    actor, time = more.pop("actor", CLERK), more.pop("time", TIME)
    changes = [Change(number, time + number, actor, 0x1122334455667788 if number == 1 else None, tuple(ops))
               for number, ops in enumerate(operations, 1)]
    return Stretch(feed, feed.root, changes, AUTHORS[feed.node], **more)

def behind(stretch, changes, **more):
    """The stretch that follows."""
    return Stretch(stretch.feed, stretch.hashes[-1], changes, AUTHORS[stretch.feed.node], **more)

def entered():
    """What people enter, in the packed form: every head bit, dot form, value tag and kind."""
    own = {ENTRIES: 1 << 40}
    title, state = string("เครื่องพิมพ์เสีย"), b"\4" + varint(1) + b"open"
    first = Change(1, TIME, CLERK, 0xFEDCBA9876543210, (
        Operation(0, 11, TICKET, 1, title), Operation(0, 11, TICKET, 8, state), Operation(2, 300, ROOM, 31, b"\x08" + TICKET),
        Operation(1, 300, ROOM, 30, b"\2" + zigzag(-5))))
    start = Stretch(ENTRIES, ENTRIES.root, [first], SEEDS["school"])
    one = start.dot(1)
    second = Change(2, TIME + 900, CLERK, None, (
        Operation(0, 11, TICKET, 1, string("เครื่องพิมพ์"), (one,)), Operation(3, 300, ROOM, 31, b"\x08" + TICKET, (one,)),
        Operation(6, 300, ROOM, 30, b"\0", (one,)), Operation(4, 11, TICKET, 5, b"\5" + varint(1) + string("รับเรื่อง"))))
    two = Stretch(ENTRIES, ENTRIES.root, [first, second], SEEDS["school"]).dot(2)
    both = tuple(sorted([one, two], key=lambda dot: dot.hash))
    third = Change(3, TIME + 500, NURSE, None, (
        Operation(5, 11, TICKET, 0, b"\0", both), Operation(0, 11, TICKET, 65_535, b"\0", (two,)),
        Operation(15, 65_535, ROOM, 16, b"\x0fof a later version"), Operation(0, 0, ROOM, 3, b"\3\0\xff")))
    fourth = Change(4, TIME + 501, None, None, tuple(
        Operation(0, 12, bytes(15) + bytes([number]), 3, string(str(number)), (two,) if number == 9 else ())
        for number in range(16)))
    fifth = Change(5, -(1 << 63), CLERK, None, ())
    sixth = Change(6, (1 << 63) - 1, CLERK, 0, (Operation(0, 11, TICKET, 1, b"\1"),))
    opening = Stretch(ENTRIES, ENTRIES.root, [first, second, third], SEEDS["school"], own)
    return line("what people enter, packed", [opening, behind(opening, [fourth, fifth, sixth], known=own)])

def personal():
    """Personal values travel in clear and are hashed as commitments."""
    secret = b"\6" + SALT + string("0000000000000")
    gone = b"\7" + blake(secret[1:])
    number = varint(200)
    changes = [[Operation(0, 20, NURSE, 3, secret), Operation(4, 20, NURSE, 4, b"\5" + number + secret)],
               [Operation(0, 20, NURSE, 3, gone), Operation(4, 20, NURSE, 4, b"\5" + number + gone)]]
    again = write_all(OTHER, changes, is_full=True)
    return line("personal values and what is left of them, packed and in full form", [write_all(ENTRIES, changes), again])

def full():
    """What no packed form can say, among packed changes; the tables stay as they are."""
    first = Change(1, TIME, CLERK, 1, (Operation(0, 11, TICKET, 1, string("ก")),))
    dot = Dot(ENTRIES, 0, fixed("a dot before all", 16))
    second = Change(2, TIME + 50, NURSE, None, (
        Operation(40, 11, ROOM, 1, b"\0"), Operation(0, 11, ROOM, 1, b"\xf0 of another version"),
        Operation(0, 11, TICKET, 1, string("ข"), (dot,), b"later")), b"later still")
    third = Change(3, TIME + 60, CLERK, None, (Operation(0, 11, TICKET, 1, string("ค")),))
    one = Stretch(ENTRIES, ENTRIES.root, [first, second, third], SEEDS["school"])
    asked = Stretch(ENTRIES, ENTRIES.root, [first, second, third], SEEDS["school"], is_full=True)
    return line("full forms among packed changes, then all again in full form", [one, asked])

def mixed():
    """Both streams, both spaces, dots into other feeds: left out as far as the receiver has dealt with them."""
    news = write_all(NEWS, [[Operation(0, 1, ROOM, 1, string("ประกาศ"))]], actor=None)
    entries = write_all(ENTRIES, [[Operation(0, 11, TICKET, 1, string(str(number)))] for number in range(4)],
                        known={ENTRIES: 4})
    one, two, three, four = (entries.dot(number) for number in range(1, 5))
    cut = sorted([one, four], key=lambda dot: dot.hash)
    imports = write_all(IMPORTS, [
        [Operation(0, 11, TICKET, 1, b"\2\4", (two,)), Operation(0, 11, TICKET, 2, string(""), (two,))],
        [Operation(0, 11, ROOM, 1, b"\2\6", (four,)), Operation(0, 11, ROOM, 2, b"\2\6", (four,))],
        [Operation(5, 11, TICKET, 0, b"\0", tuple(cut)), Operation(0, 11, TICKET, 1, string("ง"), (three,))]],
        known={ENTRIES: 3, IMPORTS: 3}, actor=NURSE)
    later = write_all(LATER, [[Operation(0, 11, TICKET, 1, string("จ"), (imports.dot(3),))]], known={IMPORTS: 3, LATER: 1})
    advice = write_all(ADVICE, [[Operation(0, 11, TICKET, 9, string("ดี"), (four,))]], known={ENTRIES: 4}, actor=None)
    return line("both streams and both spaces", [news, entries, imports, later, advice])

def forked():
    """Two branches of one feed: nothing of it is left out."""
    text_of = lambda value, dots=(): [Operation(0, 11, TICKET, 1, string(value), dots)]
    stem = write_all(FORKED, [text_of("ก"), text_of("ข")])
    dots = (stem.dot(2),)
    left = behind(stem, [Change(3, TIME + 3, CLERK, None, tuple(text_of("ซ้าย", dots)))])
    right = behind(stem, [Change(3, TIME + 4, NURSE, None, tuple(text_of("ขวา", dots))),
                          Change(4, TIME + 5, NURSE, None, tuple(text_of("ขวา ขวา", dots)))])
    both = tuple(sorted([left.dot(3), right.dot(4)], key=lambda dot: dot.hash))
    joined = write_all(OTHER, [text_of("รวม", both), text_of("แล้ว")], known={OTHER: 2})
    return line("two branches of a feed, and a change that saw both", [stem, left, right, joined])

def mingled():
    """Stretches of several small frames, the streams in turn; then with empty tables again."""
    entries = write_all(ENTRIES, [[Operation(0, 11, TICKET, 1, string("ก" * number))] for number in (5, 20, 9)])
    imports = write_all(IMPORTS, [[Operation(0, 11, ROOM, number, string("ข" * 8))] for number in range(1, 4)])
    again = write_all(OTHER, [[Operation(0, 11, TICKET, 1, string("ค"))]])
    return line("stretches of small frames, the streams in turn, then empty tables", [entries, imports, again],
                is_mixed=True, size=80, resets=[2])

def spelled():
    """What may be said shorter, and need not be."""
    changes = [[Operation(0, 11, TICKET, 1, string("ก"))], [Operation(0, 11, TICKET, 1, string("ข"))],
               [Operation(0, 11, TICKET, 2, b"\2\2")]]
    one = write_all(ENTRIES, changes[:1])
    changes[1] = [changes[1][0]._replace(dots=(one.dot(1),))]
    two = write_all(ENTRIES, changes[:2])
    changes[2] = [changes[2][0]._replace(dots=(two.dot(2),))]
    stretch = write_all(ENTRIES, changes)
    head = bytes([4, 3, 1]) + varint(0) + ENTRIES.layout + varint(1) + ENTRIES.root[:16]
    body = bytes([0x51]) + varint(1) + CLERK + zigzag(TIME + 1) + u64(0x1122334455667788)
    body += bytes([1]) + varint(1) + varint(11) + TICKET + b"\3" + "ก".encode()
    # The actor again, the record again by its entry, the dot with its feed, sequence and hash.
    body += bytes([0x11]) + varint(2) + zigzag(1) + bytes([1 | 3 << 5]) + varint(2) + b"\3" + "ข".encode()
    body += varint(1) + varint(1) + varint(1) + one.dot(1).hash
    # The dot in form 3 with its hash left out.
    body += bytes([0x01]) + zigzag(1) + bytes([0x80 | 2 | 3 << 5]) + varint(0) + b"\x02\1\2" + varint(1) + varint(0) + varint(2)
    return line("spellings that could be shorter", [stretch], otherwise=[[head + body + stretch.signature]])

def long():
    """A stretch that fills frames up to the end: its bytes as a digest."""
    changes = [[Operation(0, 11, TICKET, 1, string("x" * size))] for size in (16_000, 260, 9, 20_000, 12_000, 4_200, 30)]
    return line("a stretch of several frames", [write_all(ENTRIES, changes)])

def lines():
    return [entered(), personal(), full(), mixed(), forked(), mingled(), spelled(), long()]
