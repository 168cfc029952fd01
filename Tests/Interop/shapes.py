"""Changes of every shape, sent by one client and read by another through the hub, which packs them.

What the first sent in full form has to come out of the packed form byte for byte, or no hash would fit."""

import random

import line as lines
from changes import ENTRY, PERSONAL, TEXT, Change, Dot, Log, Operation
from hub import require
from line import Keys
from session import Session
from story import SCHOOL
from trust import Feed, Invitation
from wire import varint, zigzag

CHANGES, STRETCH_MAX, BYTES_MAX = 150, 250, 60_000


def value(dice):
    """A value of any tag, known or not."""
    inner = bytes([TEXT]) + dice.choice(["", "ปกติ", "x" * 300, "สั้น"]).encode()
    return dice.choice([
        b"\0", inner, b"\x02" + zigzag(dice.randrange(-1 << 63, 1 << 63)), b"\x03" + dice.randbytes(40),
        b"\x04" + varint(dice.randrange(9)) + b"closed", bytes([ENTRY]) + varint(3) + inner,
        bytes([PERSONAL]) + dice.randbytes(16) + inner, b"\x08" + dice.randbytes(16),
        bytes([ENTRY]) + varint(4) + bytes([PERSONAL]) + dice.randbytes(16) + inner,
        bytes([ENTRY]) + varint((1 << 64) - 1) + bytes([PERSONAL]) + dice.randbytes(16) + inner,
        b"\x0e" + dice.randbytes(5), inner, inner, inner])


def operation(dice, records, dots):
    """An operation, mostly like what people do: one record edited again and again."""
    collection, record = dice.choice(records)
    picked = dice.sample(dots, min(len(dots), dice.choice([0, 0, 1, 1, 1, 2, 5])))
    if dots and dice.random() < 0.4:
        picked = [dots[-1]]
    picked = tuple(sorted(set(picked), key=lambda dot: dot.hash))
    kind = dice.choice([0] * 12 + [1, 2, 3, 4, 5, 6, 15])
    field = dice.choice([1, 3, 8, 16, 30, 31, 32, 400])
    # What no packed form can say travels in full form.
    odd = dice.choice([(b"later", kind, b"\0"), (b"", 40, b"\0"), (b"", kind, b"\xf0 of another version")])
    extra, kind, worth = odd if dice.random() < 0.05 else (b"", kind, value(dice))
    return Operation(kind, collection, record, field, worth, picked, extra)


def change(dice, sequence, records, dots):
    """One change of any shape."""
    time = 1_760_000_000_000 + dice.choice([0, 1, sequence * 1000, -(1 << 62), 1 << 62])
    actor = dice.choice([None, b"a" * 16, b"b" * 16, dice.randbytes(16)])
    nonce = dice.randbytes(8) if dice.random() < 0.2 else None
    count = dice.choice([1, 1, 1, 2, 3, 14, 15, 16])
    operations = tuple(operation(dice, records, dots) for _ in range(count))
    extra = dice.randbytes(4) if dice.random() < 0.03 else b""
    return Change(sequence, time, actor, nonce, operations, extra)


def send_all(session, feed, changes):
    """As stretches within their limits, one under way at a time."""
    while changes:
        count = size = 0
        while count < min(len(changes), STRETCH_MAX) and size + len(changes[count].layout()) < BYTES_MAX:
            size += len(changes[count].layout())
            count += 1
        session.publish(feed, changes[:count])
        session.until(lambda it: it.under_way == 0)
        changes = changes[count:]


def every_shape(world):
    """450 changes of every shape, known or not, reach another client through the hub byte for byte"""
    dice = random.Random(7)
    writer = lines.enrol(Invitation.parse(world.hub.invite(SCHOOL)), Keys.make())
    space = writer.certificate.space
    session = Session(writer, Log(), instance=2)
    session.start()
    records = [(dice.choice([11, 12, 20, 9999]), dice.randbytes(16)) for _ in range(40)]
    dots, total = [], 0
    for epoch, lane in ((5, 0), (1 << 63, 0), (5, 1)):
        feed, before, changes = Feed(space, writer.certificate.node, epoch, lane), None, []
        before = feed.root
        for sequence in range(1, CHANGES + 1):
            made = change(dice, sequence, records, dots[-60:])
            before = made.hash(before)
            dots.append(Dot(feed, sequence, before[:16]))
            changes.append(made)
        total += sum(len(one.layout()) for one in changes)
        send_all(session, feed, changes)
    wrote, sent = session.log, session.line.bytes_out
    session.close()
    reader = Session(world.member, world.log, instance=3)
    reader.start()
    reader.until(lambda it: all(it.log.tip(feed) == wrote.tip(feed) for feed in wrote.chains if feed.lane < 2
                                and feed.space == space and feed.node == writer.certificate.node))
    for feed, chain in wrote.chains.items():
        if feed.node == writer.certificate.node:
            mine = [one.layout() for one, _, _ in world.log.chains[feed]]
            require(mine == [one.layout() for one, _, _ in chain], "a change came out otherwise")
    reader.close()
    unpackers = [one for key, one in reader.unpackers.items() if key in ((space, 0), (space, 1))]
    packed, full = (sum(getattr(one, name) for one in unpackers) for name in ("packed_count", "full_count"))
    require(packed > full > 0, f"{packed} changes came packed, {full} in full form")
    came = reader.line.bytes_in
    return f"{total} bytes of full form, {sent} sent; {packed} packed and {full} full came in {came}"


ACTS = [every_shape]
