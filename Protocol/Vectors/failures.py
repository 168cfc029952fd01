"""Frames that no honest peer sends, and a few at the edge of what one may: each with the answers that SPEC.md names.
A frame is its bytes; then `fill`, `times` over; then `tail`."""

from frames import (CLERK, ENTRIES, FORKED, IMPORTS, LATER, NODES, SEEDS, SPACE, TICKET, TIME, TIP, digest, entry, full_form,
                    hello, locate, located, receipt)
from layout import fixed, prefixed, sign, text, varint
from lines import string, write_all
from packed import Change, Dot, Feed, Operation
from receiver import samples

MALFORMED, SCOPE, LIMIT, UNTRUSTED = ([bytes([11, reason])] for reason in (1, 2, 3, 4))
HIGHEST = 1 << 62
STRANGER = Feed("district", NODES["school"], 1, 0)
GOOD, SIGNATURE = write_all(ENTRIES, [[Operation(0, 11, TICKET, 1, string("ก"))]]), bytes(64)


def wide(value):
    """A number with a byte more than it needs."""
    short = varint(value)
    return short[:-1] + bytes([short[-1] | 0x80, 0])

def case(name, frame, answers=MALFORMED, **more):
    """`before` is told first; `times` sends the frame so often, and the answers are those to the last."""
    return {"name": name, "frame": frame, "answers": answers, **more}

def hellos():
    one, other = entry(ENTRIES, 5, TIP), entry(IMPORTS, 5, TIP)
    early, late = entry(ENTRIES._replace(epoch=0x00FF), 5, TIP), entry(ENTRIES._replace(epoch=0x0100), 5, TIP)
    bad = lambda name, *entries: case("a vector " + name, hello(1, SPACE, varint(len(entries)) + b"".join(entries)))
    flagged = lambda flags, more=b"": bytes([1, 1, flags]) + text(SPACE) + digest(SPACE, b"\0") + more
    spaced = lambda name: bytes([1, 7, 0]) + name + TIP
    return [
        case("nothing at all", b""), bad("out of order", other, one), bad("with an entry twice", one, one),
        bad("sorted by the bytes of the epochs", late, early), bad("with sequence 0", entry(ENTRIES, 0, TIP)),
        bad("beyond the highest sequence", entry(ENTRIES, HIGHEST + 1, TIP)),
        case("a vector at the highest sequence", hello(1, SPACE, b"\1" + entry(ENTRIES, HIGHEST, TIP)), [b"\1"]),
        bad("with branches out of order", entry(ENTRIES, 5, b"\2" * 16), entry(ENTRIES, 5, b"\1" * 16)),
        case("a vector of fewer entries than it says", hello(1, SPACE, b"\2" + one)),
        case("a vector of more entries than it says", hello(1, SPACE, b"\1" + one + other)),
        case("a count in a longer spelling", hello(1, SPACE, wide(1) + one)),
        case("a sequence in a longer spelling", hello(1, SPACE, b"\1" + ENTRIES.layout + wide(5) + TIP)),
        case("a count of 2^63", hello(1, SPACE, varint(1 << 63) + one)),
        case("1,025 entries", hello(1, SPACE, varint(1025) + one)),
        case("a vector that is not the digest's", hello(1, SPACE, b"\1" + one, TIP)),
        case("the digest of another space", hello(1, SPACE, b"\0", digest("district", b"\0"))),
        case("flag bit 1", flagged(2)), case("flag bits 0 and 1", flagged(3, b"\0")), case("flag bit 7", flagged(128)),
        case("a vector without its flag", flagged(0, b"\0")), case("a flag without its vector", flagged(1)),
        *(case(f"a space named {name!r}", spaced(text(name))) for name in [
            "", "district ", "District", "school/5703000", "school/570300012", "school/5703000x", "schools/57030001"]),
        case("a name that is not UTF-8", spaced(prefixed(b"school/5703000\xff"))),
        case("a name of 33 bytes", spaced(text("x" * 33))),
        case("a name whose length is spelled longer", spaced(wide(8) + b"district")),
        case("a space number for another space", hello(0, SPACE, b"\0")),
        case("another number for the same space", hello(2, SPACE, b"\0")),
        case("the office's space", hello(2, "office", b"\0"), SCOPE),
        case("another school's space", hello(2, "school/57030002", b"\0"), SCOPE),
        case("a feed of district that no hub writes", hello(0, "district", b"\1" + entry(STRANGER, 1, TIP)), SCOPE),
        case("a Hello 65 times more than due", hello(1, SPACE, b"\0"), LIMIT, times=65),
        case("a Hello 64 times more than due", hello(1, SPACE, b"\0"), [], times=64),
    ]

def questions():
    hashes = lambda sequence, more=0: [fixed(f"hash at {one}", 16) for one in samples(sequence)] + [TIP] * more
    ask = lambda sequence, more=0: locate(1, FORKED, sequence, hashes(sequence, more))
    out = [
        case("a Locate", ask(300), [located(1, FORKED, hashes(300)[0], 0)]),
        case("a Locate at the highest sequence", ask(HIGHEST), [located(1, FORKED, hashes(HIGHEST)[0], 0)]),
        case("a Locate beyond the highest sequence", ask(HIGHEST + 1)),
        case("a Locate at sequence 0", locate(1, FORKED, 0, [TIP])),
        case("a Locate without hashes", locate(1, FORKED, 1, [])),
        case("a Locate of a hash too many", ask(10, 1)),
        case("a Locate of a hash too few", locate(1, FORKED, 10, hashes(10)[:-1])),
        case("a Locate of 33 hashes", ask(HIGHEST, 1)),
        case("a Locate of a feed of district that no hub writes", locate(0, STRANGER, 1, [TIP]), SCOPE),
        case("the 65th Locate", ask(1), LIMIT, times=65),
        case("a Located that nobody asked for", located(1, FORKED, TIP, 3), []),
        case("the 65th Located that nobody asked for", located(1, FORKED, TIP, 3), LIMIT, times=65),
        case("a Located beyond the highest sequence", located(1, FORKED, TIP, HIGHEST + 1)),
        case("a Located in a longer spelling", located(1, FORKED, TIP, 0)[:-1] + b"\x80\0"),
        case("a FullForm of what was never sent", full_form(1, ENTRIES, 3, TIP), []),
        case("the 65th FullForm", full_form(1, ENTRIES, 3, TIP), LIMIT, times=65),
        case("a FullForm beyond the highest sequence", full_form(1, ENTRIES, HIGHEST + 1, TIP)),
        case("a FullForm in a longer spelling", bytes([7, 1]) + ENTRIES.layout + wide(3) + TIP),
    ]
    for name, frame in [("Locate", locate(9, FORKED, 1, [TIP])), ("Located", located(9, FORKED, TIP, 0)),
                        ("FullForm", full_form(9, ENTRIES, 0, TIP)), ("Changes", wire(space=9))]:
        out.append(case(f"a {name} of a space number nobody gave", frame))
        named = bytes([frame[0], frame[1], 1]) + frame[3:] if frame[0] == 4 else bytes([frame[0], 1]) + frame[2:]
        out.append(case(f"a {name} before the Hello", named, isOpen=False))
    return out

def small():
    other = fixed("another hub", 16)
    school = lambda name, frame, answers=MALFORMED: case(name, frame, answers, reader="school")
    return [
        case("Credit for nothing", b"\5\0\0"), case("Credit where nothing is under way", b"\5\0\1"),
        case("Credit of stream 2", b"\5\2\1"), case("Credit in a longer spelling", b"\5\0" + wide(1)),
        case("Credit of 2^64 bytes", b"\5\0" + b"\x80" * 9 + b"\2"),
        case("Credit of 11 bytes", b"\5\0" + b"\x80" * 10 + b"\1"),
        school("a receipt", receipt(ENTRIES, 1, TIME), []), school("a receipt of sequence 0", receipt(ENTRIES, 0, TIME)),
        school("a receipt beyond the highest sequence", receipt(ENTRIES, HIGHEST + 1, TIME)),
        school("a receipt signed by the school", receipt(ENTRIES, 1, TIME, SEEDS["school"]), UNTRUSTED),
        school("a receipt of another hub", receipt(ENTRIES, 1, TIME, hub=other), UNTRUSTED),
        school("a receipt for a space not shared", receipt(ENTRIES._replace(space="office"), 1, TIME), SCOPE),
        school("a receipt for a space of no kind", receipt(ENTRIES._replace(space="attic"), 1, TIME)),
        case("a receipt to the hub", receipt(ENTRIES, 1, TIME), UNTRUSTED),
        case("Ping", b"\x09", [b"\x0a"]), case("Pong", b"\x0a", []), case("Settled", b"\x08", []),
        case("NotSupported", b"\x0c\x10", []), case("a Ping of two bytes", b"\x09\0"),
        case("a reserved number", b"\x10and more", [b"\x0c\x10"]), case("number 0", b"\0", [b"\x0c\0"]),
        case("the reply of an enrolment", b"\x20\0", [b"\x0c\x20"]), case("an experiment", b"\x80", [b"\x0c\x80"]),
        case("64 frames that nobody knows", b"\x63", [b"\x0c\x63"], times=64),
        case("65 frames that nobody knows", b"\x63", LIMIT, times=65),
    ]


# Changes

def wire(body=b"\0\0", first=1, feed=ENTRIES, before=None, flags=3, space=1, reference=b"\0", signature=SIGNATURE):
    """A frame that begins with an empty table and holds one change without an operation."""
    begin = bytes([space]) + reference + feed.layout + varint(first) + (before or feed.root[:16])
    return bytes([4, flags]) + (begin if flags & 1 else b"") + body + (signature if flags & 2 else b"")

def packed(operation, head=1, more=b""):
    """One operation in one change."""
    return bytes([head]) + more + b"\0" + operation

def record(head=1, shape=b"", value=b"\0", dots=b"", number=b"\1" + varint(11) + TICKET, field=b""):
    return bytes([head]) + field + number + shape + value + dots

def full(change):
    return b"\x80" + prefixed(change.full())

def stretches():
    begun = wire(flags=1)
    again = b"\x00" + ENTRIES.layout
    return [
        case("flag bit 4", wire(flags=16 | 3)), case("flag bit 7", wire(flags=128 | 3)),
        case("no flags", b"\4"), case("a frame that goes on with nothing", wire(flags=2)),
        case("a first frame within a stretch", wire(), before=[begun]),
        case("a second stretch of the same stream before the first has ended", wire(feed=LATER, flags=7),
             before=[wire(feed=IMPORTS, flags=5)]),
        case("empty tables behind the first frame", wire(flags=8 | 2), before=[begun]),
        case("a frame that goes on without a change", wire(b"", flags=0), before=[begun]),
        case("a last frame of a signature alone", wire(b"", flags=2), before=[begun]),
        case("a stretch without a change", wire(b"")), case("a first frame without a change", wire(b"", flags=1)),
        case("a signature of 63 bytes", wire(signature=bytes(63), body=b"")),
        case("lane 0 in stream 1", wire(flags=7)), case("lane 1 in stream 0", wire(feed=IMPORTS)),
        case("lane 200 in stream 0", wire(feed=LATER)), case("a feed reference with its low bit", wire(reference=b"\1")),
        case("a feed beyond the table", wire(reference=b"\2")),
        case("a feed reference in a longer spelling", wire(reference=b"\x80\0")),
        case("a feed told as new that is in the table", wire(reference=b"\2"), before=[begun, wire(flags=2)]),
        case("sequence 0", wire(first=0)), case("beyond the highest sequence", wire(first=HIGHEST + 1)),
        case("a second change beyond the highest sequence", wire(b"\0\0\0\0", first=HIGHEST)),
        case("a feed of district that no hub writes", wire(feed=STRANGER, space=0), SCOPE),
        case("257 changes", wire(b"", flags=1), fill=b"\0\0", times=257),
        case("256 changes, and a signature that does not fit", wire(b"", flags=3, signature=b""), [
            full_form(1, ENTRIES, 0, ENTRIES.root[:16]), b"\5\0" + varint(2 + 1 + 26 + 17 + 512 + 64)],
            fill=b"\0\0", times=256, tail=SIGNATURE),
    ]

def heads():
    actor = b"\1" + CLERK
    return [
        case("bit 5 of the head of a change", wire(b"\x20\0")), case("the head 0x81", wire(b"\x81\0")),
        case("14 operations with a count of their own", wire(b"\x0f\x0e\0", flags=1), fill=b"\0\0\0", times=20),
        case("15 operations in a longer spelling", wire(b"\x0f\x8f\0\0" + record(), flags=1), fill=b"\0\0\0", times=14),
        case("2,049 operations", wire(b"\x0f" + varint(2049) + b"\0" + record(), flags=1), fill=b"\0\0\0", times=2048),
        case("2,048 operations", wire(b"\x0f" + varint(2048) + b"\0" + record(), flags=1), [], fill=b"\0\0\0",
             times=2047),
        case("an actor beyond the table", wire(b"\x10\2\0")),
        case("an actor told as new who is in the table", wire(b"\x10" + actor + b"\0" + b"\x10" + actor + b"\0")),
        case("a time in a longer spelling", wire(b"\0\x80\0")),
        case("a time of 65 bits", wire(b"\0" + b"\x80" * 9 + b"\2")),
        case("a nonce cut short", wire(b"\x40\0" + bytes(7), flags=1)),
        case("a change that ends within an operation", wire(packed(record(), head=2), flags=1)),
    ]

def operations():
    dots = lambda tail, form=3: packed(record(head=1 | form << 5, dots=tail))
    own = lambda low, sequence, more=b"": bytes([low]) + varint(sequence) + more
    return [
        case("a record before any", wire(packed(record(number=b"\0")))),
        case("a record beyond the table", wire(packed(record(number=b"\2")))),
        case("a record told as new that is in the table", wire(packed(record() + record(), head=2))),
        case("collection 65,536", wire(packed(record(number=b"\1" + varint(65_536) + TICKET)))),
        case("field 30 with a number of its own", wire(packed(record(head=31, field=varint(30))))),
        case("field 65,536", wire(packed(record(head=31, field=varint(65_536))))),
        case("a shape that says set of text", wire(packed(record(head=0x81, shape=b"\1")))),
        case("a length in a longer spelling", wire(packed(record(value=b"\x80\0")))),
        case("a value of 32,769 bytes with its tag", wire(packed(record(value=varint(32_768))), flags=1), fill=b"\0",
             times=32_768),
        case("a value of 32,768 bytes with its tag", wire(packed(record(value=varint(32_767))), flags=1), [], fill=b"\0",
             times=32_767),
        case("more than 60,000 bytes of full form", wire(
            b"\x0f" + varint(1201) + b"\0" + record(), flags=1), fill=b"\1\0\x1b" + b"x" * 27, times=1200),
        case("a dot where no table has one", wire(dots(b"", form=1))),
        case("a dot 0 changes back", wire(dots(b"\0", form=2), first=9)),
        case("a dot back to sequence 0", wire(dots(b"\x09", form=2), first=9)),
        case("a list of no dots", wire(dots(b"\0"))),
        case("a dot of sequence 0", wire(dots(b"\1" + own(0, 0)))),
        case("a hash of zeros", wire(dots(b"\1" + own(1, 1, bytes(16))))),
        case("a dot of a feed beyond the table", wire(dots(b"\1" + own(4, 1)))),
        case("a dot's feed told as new that is in the table", wire(dots(b"\1\2" + ENTRIES.layout + b"\1"))),
        case("1,025 dots", wire(dots(varint(1025)), flags=1), fill=b"\0\1", times=1025),
        case("1,024 dots", wire(dots(varint(1024)), flags=1), [], fill=b"\0\1", times=1024),
    ]

def full_forms():
    change = Change(1, TIME, None, None, ())
    dots = [Dot(IMPORTS, number, bytes([number]) * 16) for number in (1, 2)]
    write = lambda *dots: change._replace(operations=(Operation(0, 11, TICKET, 1, string("ก"), dots),))
    raw = lambda data: wire(b"\x80" + prefixed(data))
    inner = b"\0" + varint(11) + TICKET + b"\1"
    one = lambda operation: raw(b"\1\0\0\1" + prefixed(operation))
    return [
        case("a full form of another sequence", wire(full(change._replace(sequence=2)))),
        case("a full form of 60,001 bytes", wire(b"\x80" + varint(60_001) + b"\1\0\0\0", flags=1), fill=b"x",
             times=59_997),
        case("a full form of 60,000 bytes", wire(b"\x80" + varint(60_000) + b"\1\0\0\0", flags=1), [], fill=b"x",
             times=59_996),
        case("a full form whose length is spelled longer", wire(b"\x80\x84\0\1\0\0\0")),
        case("an empty full form", raw(b"")), case("flag bit 2 of a full form", raw(b"\1\0\4\0")),
        case("a sequence in a longer spelling in a full form", raw(b"\x81\0\0\0\0")),
        case("2,049 operations in a full form", wire(
            b"\x80" + varint(5 + 2049 * 23) + b"\1\0\0" + varint(2049), flags=1),
            fill=prefixed(b"\0\1" + TICKET + b"\0\1\0\0"), times=2049),
        case("an operation longer than its change", raw(b"\1\0\0\1" + varint(90) + bytes(20))),
        case("an operation cut short", one(inner)), case("a value without a tag", one(inner + b"\0\0")),
        case("collection 65,536 in a full form", one(b"\0" + varint(65_536) + TICKET + b"\1\1\0\0")),
        case("field 65,536 in a full form", one(b"\0\1" + TICKET + varint(65_536) + b"\1\0\0")),
        case("dots in another order", wire(full(write(*dots[::-1])))),
        case("a dot twice", wire(full(write(dots[0], dots[0])))),
        case("a dot with a hash of zeros", wire(full(write(dots[0]._replace(hash=bytes(16)))))),
        case("a signature that does not fit, in full form", wire(full(change)), UNTRUSTED),
    ]

def credit(frame, stream=0):
    return bytes([5, stream]) + varint(len(frame))

def repairs():
    """Stretches that cannot be stored as they came, and what follows."""
    root, ask = ENTRIES.root[:16], full_form(1, ENTRIES, 0, ENTRIES.root[:16])
    spoilt = wire(full(GOOD.changes[0])[:-1] + b"\0")
    plain = wire(b"\0\0")
    missing = wire(packed(record(head=1 | 2 << 5, dots=b"\1")), first=1)
    dots = b"".join(b"\1" + varint(number) + bytes([9 - number]) * 16 for number in (1, 2))
    disorder = wire(packed(record(head=1 | 3 << 5, dots=b"\2" + dots)))
    elsewhere = wire(packed(record(head=1 | 3 << 5, dots=b"\1\2" + IMPORTS.layout + b"\7")))
    gap = wire(first=5, before=TIP)
    later = bytes([4, 3, 1, 0]) + varint(5) + TIP + b"\0\0" + SIGNATURE
    right = bytes([4, 3, 1, 0, 1]) + root + full(GOOD.changes[0]) + GOOD.signature
    stored = wire(full(GOOD.changes[0]), signature=GOOD.signature)
    return [
        case("a stretch in full form", stored, [b"\6", credit(stored)]),
        case("the same again", right, [b"\6", credit(right)], before=[stored]),
        case("the signature of another key, in full form", wire(full(GOOD.changes[0]), signature=sign(
            SEEDS["hub"], "saphan-head/1", text(SPACE) + ENTRIES.layout + b"\1" + GOOD.hashes[1])), UNTRUSTED),
        case("a signature of another domain, in full form", wire(full(GOOD.changes[0]), signature=sign(
            SEEDS["school"], "saphan-cert/1", text(SPACE) + ENTRIES.layout + b"\1" + GOOD.hashes[1])), UNTRUSTED),
        case("a signature that does not fit, packed", plain, [ask, credit(plain)]),
        case("a hash left out of what is not held", elsewhere, [ask, credit(elsewhere)]),
        case("dots in another order, packed", disorder, [ask, credit(disorder)]),
        case("a gap", gap, [b"\1", credit(gap)]),
        case("the next stretch behind a gap", later, [credit(later)], before=[gap]),
        case("a stretch behind one that was asked for again", later, [credit(later)], before=[plain]),
        case("what was asked for again, in full form", right, [b"\6", credit(right)], before=[plain]),
        case("what was asked for again, and does not fit again", right[:-1] + bytes([right[-1] ^ 1]), UNTRUSTED,
             before=[plain]),
        case("the first change behind another root", wire(before=TIP), [b"\1", credit(wire())]),
    ]

def all_failures():
    groups = [("Hello", hellos()), ("question", questions()), ("small", small()),
              ("Changes", stretches() + heads() + operations() + full_forms()), ("stretch", repairs())]
    return [{**one, "name": f"{group}: {one['name']}"} for group, ones in groups for one in ones]
