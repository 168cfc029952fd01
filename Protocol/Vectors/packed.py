"""Changes and their packed form (SPEC.md sections 3 and 10), both ways: a writer that makes the golden frames and a
strict reader that checks them, so that no vector says what its own maker would refuse."""

import typing

import nacl.exceptions
import nacl.signing

from layout import blake, prefixed, sign, text, u64, varint, zigzag

FIRST, LAST, BULK, RESET = 1, 2, 4, 8
MASK = (1 << 64) - 1
FRAME_BYTES, SEQUENCE_MAX, ENTRIES_MAX, CHANGE_MAX = 16_384, 1 << 62, 262_144, 60_000


class Malformed(Exception):
    """What no writer makes."""


class Feed(typing.NamedTuple):
    space: str
    node: bytes
    epoch: int
    lane: int

    @property
    def layout(self):
        return self.node + u64(self.epoch) + bytes([self.lane])

    @property
    def root(self):
        return blake(b"saphan-feed/1" + text(self.space) + self.layout)


class Dot(typing.NamedTuple):
    feed: Feed
    sequence: int
    hash: bytes


class Operation(typing.NamedTuple):
    kind: int
    collection: int
    record: bytes
    field: int
    value: bytes
    dots: tuple = ()
    rest: bytes = b""

    def full(self, committed):
        value = commit(self.value) if committed else self.value
        dots = b"".join(dot.feed.layout + varint(dot.sequence) + dot.hash for dot in self.dots)
        return (bytes([self.kind]) + varint(self.collection) + self.record + varint(self.field) + prefixed(value)
                + varint(len(self.dots)) + dots + self.rest)


class Change(typing.NamedTuple):
    sequence: int
    time: int
    actor: bytes | None
    nonce: int | None
    operations: tuple
    rest: bytes = b""

    def full(self, committed=False):
        flags = (self.actor is not None) | (self.nonce is not None) << 1
        return (varint(self.sequence) + zigzag(self.time) + bytes([flags]) + (self.actor or b"")
                + (b"" if self.nonce is None else u64(self.nonce)) + varint(len(self.operations))
                + b"".join(prefixed(one.full(committed)) for one in self.operations) + self.rest)

    def hash(self, before):
        return blake(b"saphan-change/1" + before + self.full(committed=True))


def commit(value):
    if value[0] == 6:
        return b"\7" + blake(value[1:])
    if value[0] == 5:
        end = next((at for at in range(1, len(value)) if value[at] < 0x80), len(value)) + 1
        inner = value[end:]
        return value[:end] + commit(inner) if inner[:1] == b"\6" else value
    return value


# Writing

class Tables:
    """What both ends of one stream of one space keep."""

    def __init__(self):
        self.feeds, self.actors, self.records = [], [], []
        self.actor, self.time, self.record = None, 0, 0
        self.base, self.cells = {}, {}

    def feed(self, feed, low):
        """A reference to a feed, with the bit that travels below it."""
        if feed in self.feeds:
            return varint(self.feeds.index(feed) * 2 + low)
        self.feeds.append(feed)
        return varint((len(self.feeds) - 1) * 2 + low) + feed.layout

    def known_actor(self, actor):
        if actor is None:
            return varint(0)
        if actor in self.actors:
            return varint(self.actors.index(actor) + 2)
        self.actors.append(actor)
        return varint(1) + actor

    def wrote(self, kind, field, feed, sequence):
        if kind == 0 and self.feeds.index(feed) < 1 << 16 and sequence < 1 << 48:
            if (self.record, field) in self.cells or len(self.cells) < ENTRIES_MAX:
                self.cells[self.record, field] = (feed, sequence, None)


def is_packable(change):
    return not change.rest and all(
        not one.rest and one.kind < 16 and one.value[0] < 16 and all(dot.sequence > 0 for dot in one.dots)
        for one in change.operations)


def pack(tables, feed, change, known, full=False):
    """The shortest spelling, as README.md says."""
    if full or not is_packable(change):
        return b"\x80" + prefixed(change.full())
    count, is_new = len(change.operations), change.actor != tables.actor
    out = bytes([min(count, 15) | is_new << 4 | (change.nonce is not None) << 6])
    out += varint(count) if count >= 15 else b""
    out += tables.known_actor(change.actor) if is_new else b""
    step = change.time - tables.time & MASK
    out += zigzag(step - (1 << 64) if step >> 63 else step)
    out += b"" if change.nonce is None else u64(change.nonce)
    tables.actor, tables.time = change.actor, change.time
    return out + b"".join(pack_operation(tables, feed, change.sequence, one, known) for one in change.operations)


def pack_operation(tables, feed, sequence, one, known):
    key, is_plain = (one.collection, one.record), one.kind == 0 and one.value[0] == 1
    is_held = key in tables.records
    place = tables.records.index(key) if is_held else len(tables.records)
    form = dot_form(tables, place, feed, sequence, one, known)
    out = bytes([min(one.field, 31) | form << 5 | (0 if is_plain else 0x80)])
    out += varint(one.field) if one.field >= 31 else b""
    if is_held:
        out += varint(0 if place == tables.record else place + 2)
    else:
        tables.records.append(key)
        out += varint(1) + varint(one.collection) + one.record
    tables.record = place
    out += b"" if is_plain else bytes([one.kind << 4 | one.value[0]])
    out += prefixed(one.value[1:]) + pack_dots(tables, form, feed, sequence, one.dots, known)
    tables.wrote(one.kind, one.field, feed, sequence)
    return out


def may_leave_out(dot, known):
    return dot.sequence <= known.get(dot.feed, 0)


def dot_form(tables, place, feed, sequence, one, known):
    if len(one.dots) != 1:
        return 3 if one.dots else 0
    dot = one.dots[0]
    expected = tables.cells.get((place, one.field)) or tables.base.get(place)
    if expected and expected[:2] == (dot.feed, dot.sequence):
        if expected[2] == dot.hash or (expected[2] is None and may_leave_out(dot, known)):
            return 1
    return 2 if may_leave_out(dot, known) and dot.feed == feed and dot.sequence < sequence else 3


def pack_dots(tables, form, feed, sequence, dots, known):
    if form == 2:
        tables.base.setdefault(tables.record, (feed, dots[0].sequence, None))
        return varint(sequence - dots[0].sequence)
    if form != 3:
        return b""
    out = varint(len(dots))
    for dot in dots:
        left_out = may_leave_out(dot, known)
        out += tables.feed(dot.feed, not left_out) + varint(dot.sequence) + (b"" if left_out else dot.hash)
        if len(dots) == 1:
            tables.base.setdefault(tables.record, (dot.feed, dot.sequence, None if left_out else dot.hash))
    return out


def frames(tables, stretch, space, size=FRAME_BYTES, reset=False):
    """The Changes frames of one stretch; `size` is where they are closed, the signature not counted."""
    if reset:
        tables.__init__()
    feed, stream = stretch.feed, BULK if stretch.feed.lane else 0
    begin = bytes([4, stream | FIRST | (RESET if reset else 0), space]) + tables.feed(feed, 0)
    begin += varint(stretch.changes[0].sequence) + stretch.before[:16]
    out, body = [], b""
    for change in stretch.changes:
        packed = pack(tables, feed, change, stretch.known, stretch.is_full)
        if body and len(begin) + len(body) + len(packed) > size:
            out.append(begin + body)
            begin, body = bytes([4, stream]), b""
        body += packed
    out.append(bytes([4, begin[1] | LAST]) + begin[2:] + body + stretch.signature)
    return out


class Stretch:
    """Changes that follow the hash `before`, under a head of their author."""

    def __init__(self, feed, before, changes, seed, known=(), is_full=False):
        self.feed, self.before, self.changes = feed, before, changes
        self.known, self.is_full, self.hashes = dict(known), is_full, [before]
        for change in changes:
            self.hashes.append(change.hash(self.hashes[-1]))
        message = text(feed.space) + feed.layout + varint(changes[-1].sequence) + self.hashes[-1]
        self.signature = sign(seed, "saphan-head/1", message)

    def dot(self, sequence):
        """The dot of one of the changes."""
        return Dot(self.feed, sequence, self.hashes[sequence - self.changes[0].sequence + 1][:16])


# Reading

class Reader:
    """Bytes from the front, each number in its one spelling."""

    def __init__(self, data):
        self.data, self.at = data, 0

    @property
    def left(self):
        return len(self.data) - self.at

    def take(self, count):
        if count > self.left:
            raise Malformed("ends early")
        self.at += count
        return self.data[self.at - count:self.at]

    def u8(self):
        return self.take(1)[0]

    def varint(self, highest=MASK, lowest=0):
        value = shift = 0
        while True:
            byte = self.u8()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            if shift > 63:
                raise Malformed("a number of more than 10 bytes")
        if (shift and byte == 0) or not lowest <= value <= highest:
            raise Malformed("a number spelled longer than needed, or out of its bounds")
        return value

    def zigzag(self):
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def prefixed(self, limit):
        return self.take(self.varint(limit))

    def feed(self, space):
        return Feed(space, self.take(16), int.from_bytes(self.take(8), "little"), self.u8())


class Unpacker:
    """One stream of one space, read."""

    def __init__(self, space):
        self.space, self.tables = space, Tables()

    def entry(self, table, number):
        if number >= len(table):
            raise Malformed("an entry that no table has")
        return table[number]

    def grow(self, table, value):
        if value in table or len(table) >= ENTRIES_MAX:
            raise Malformed("an entry that is there already, or one too many")
        table.append(value)
        return len(table) - 1

    def feed(self, reader):
        number, low = divmod(reader.varint(), 2)
        if number == len(self.tables.feeds):
            self.grow(self.tables.feeds, reader.feed(self.space))
        return self.entry(self.tables.feeds, number), low

    def change(self, reader, feed, sequence):
        """The change, dots without a hash as None, and whether it came in full form."""
        tables, head = self.tables, reader.u8()
        if head == 0x80:
            change = read_full(reader.prefixed(CHANGE_MAX), self.space)
            if change.sequence != sequence:
                raise Malformed("a change of another place")
            return change, True
        if head & 0xA0:
            raise Malformed("a bit that nobody knows")
        count = reader.varint(2048, 15) if head & 15 == 15 else head & 15
        if head & 0x10:
            number = reader.varint()
            place = self.grow(tables.actors, reader.take(16)) if number == 1 else number - 2
            tables.actor = self.entry(tables.actors, place) if number else None
        time = tables.time + reader.zigzag() & MASK
        tables.time = time - (1 << 64) if time >> 63 else time
        nonce = int.from_bytes(reader.take(8), "little") if head & 0x40 else None
        actor = tables.actor
        operations = tuple(self.operation(reader, feed, sequence) for _ in range(count))
        change = Change(sequence, tables.time, actor, nonce, operations)
        spelled = [one._replace(dots=tuple(dot._replace(hash=dot.hash or bytes(16)) for dot in one.dots))
                   for one in operations]
        if len(change._replace(operations=spelled).full()) > CHANGE_MAX:
            raise Malformed("a change beyond its limit")
        return change, False

    def operation(self, reader, feed, sequence):
        tables, head = self.tables, reader.u8()
        field = reader.varint(65_535, 31) if head & 31 == 31 else head & 31
        number = reader.varint()
        if number == 1:
            tables.record = self.grow(tables.records, (reader.varint(65_535), reader.take(16)))
        elif number:
            tables.record = number - 2
        collection, record = self.entry(tables.records, tables.record)
        shape = reader.u8() if head & 0x80 else 1
        if head & 0x80 and shape == 1:
            raise Malformed("a shape that says nothing")
        value = bytes([shape & 15]) + reader.prefixed(32_767)
        dots = self.dots(reader, head >> 5 & 3, feed, sequence, field)
        tables.wrote(shape >> 4, field, feed, sequence)
        return Operation(shape >> 4, collection, record, field, value, dots)

    def dots(self, reader, form, feed, sequence, field):
        tables = self.tables
        if form == 0:
            return ()
        if form == 1:
            expected = tables.cells.get((tables.record, field)) or tables.base.get(tables.record)
            if not expected:
                raise Malformed("a dot that no table has")
            return (Dot(*expected),)
        if form == 2:
            dots = (Dot(feed, sequence - reader.varint(sequence - 1, 1), None),)
        else:
            dots = tuple(self.reference(reader) for _ in range(reader.varint(1024, 1)))
        if len(dots) == 1:
            tables.base.setdefault(tables.record, tuple(dots[0]))
        return dots

    def reference(self, reader):
        feed, low = self.feed(reader)
        dot = Dot(feed, reader.varint(lowest=1), reader.take(16) if low else None)
        if dot.hash == bytes(16):
            raise Malformed("a hash that is all zero")
        return dot


def read_full(data, space):
    """A change from its full form."""
    reader = Reader(data)
    sequence, time, flags = reader.varint(), reader.zigzag(), reader.u8()
    if flags > 3:
        raise Malformed("a flag that nobody knows")
    actor = reader.take(16) if flags & 1 else None
    nonce = int.from_bytes(reader.take(8), "little") if flags & 2 else None
    operations = tuple(read_operation(reader.prefixed(CHANGE_MAX), space) for _ in range(reader.varint(2048)))
    return Change(sequence, time, actor, nonce, operations, reader.take(reader.left))


def read_operation(data, space):
    reader = Reader(data)
    kind, collection, record = reader.u8(), reader.varint(65_535), reader.take(16)
    field, value = reader.varint(65_535), reader.prefixed(32_768)
    dots = tuple(Dot(reader.feed(space), reader.varint(), reader.take(16)) for _ in range(reader.varint(1024)))
    if not value or any(dot.hash == bytes(16) for dot in dots) or not ascend(dots):
        raise Malformed("a value without a tag, a hash of zeros, or dots in another order")
    return Operation(kind, collection, record, field, value, dots, reader.take(reader.left))


def ascend(dots):
    return all(left.hash < right.hash for left, right in zip(dots, dots[1:]))


def is_signed(key, domain, message, signature):
    try:
        nacl.signing.VerifyKey(key).verify(domain.encode() + b"\0" + message, signature)
    except (nacl.exceptions.BadSignatureError, ValueError):
        return False
    return True
