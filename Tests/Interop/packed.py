"""Changes as they travel (SPEC.md section 10): reads the packed form, writes little of it.

The tables grow in the order of the bytes, so every stretch must be read, also one that is known already."""

from changes import SET, TEXT, Change, Dot, Operation
from trust import Feed
from wire import Malformed, prefixed, short, varint, zigzag

FIRST, LAST, BULK, FRESH = 1, 2, 4, 8
MASK = (1 << 64) - 1
ENTRIES_MAX = 262_144


class Unpacker:
    """The receiver's tables of one space and stream, and the stretch that is arriving."""

    def __init__(self, space, log):
        self.space = space
        self.log = log
        self.feed = self.first = self.before = None
        self.changes, self.hashes = [], []
        self.packed_count = self.full_count = 0
        self.forget()

    def forget(self):
        """Empty tables."""
        self.feeds, self.actors, self.records = [], [], []
        self.actor, self.time, self.last = None, 0, 0
        self.base, self.cells = {}, {}

    @property
    def busy(self):
        """Whether a stretch has begun and not ended."""
        return self.feed is not None

    def begin(self, reader):
        """Behind the space number of a first frame."""
        index, is_hash_there = divmod(reader.varint(), 2)
        if is_hash_there:
            raise Malformed("a feed reference with its low bit set")
        self.feed = self.feed_at(index, reader)
        self.first = reader.varint()
        self.before = reader.take(16)
        held = self.log.hash(self.feed, self.first - 1)
        if held is None or short(held) != self.before:
            raise Malformed("a stretch that does not follow what is held")
        self.changes, self.hashes = [], [held]

    def take(self, reader):
        """Packed changes until the end of the frame."""
        while reader.left:
            change = self.change(reader).checked()
            self.changes.append(change)
            self.hashes.append(change.hash(self.hashes[-1]))

    def finish(self):
        """The feed and the changes of the stretch that is complete."""
        feed, changes, self.feed = self.feed, self.changes, None
        if not changes or len(changes) > 256:
            raise Malformed("a stretch of no or too many changes")
        return feed, changes

    def feed_at(self, index, reader):
        """An entry of the table of feeds, which may be new."""
        if index == len(self.feeds):
            self.grow(self.feeds, Feed.read(reader, self.space))
        return self.entry(self.feeds, index)

    @staticmethod
    def grow(table, value):
        """A new entry, while there is room."""
        if len(table) >= ENTRIES_MAX:
            raise Malformed("a full table")
        table.append(value)

    @staticmethod
    def entry(table, index):
        """An entry that must be there."""
        if index >= len(table):
            raise Malformed("an entry that no table has")
        return table[index]

    def change(self, reader):
        """One packed change."""
        head, sequence = reader.u8(), self.first + len(self.changes)
        if head == 0x80:
            change = Change.read(reader.prefixed(60_000), self.space)
            if change.sequence != sequence:
                raise Malformed("a change out of its place")
            self.full_count += 1
            return change
        self.packed_count += 1
        if head & 0xA0:
            raise Malformed("an unknown bit in the head of a change")
        count = head & 15
        if count == 15:
            count = reader.varint()
            if count < 15:
                raise Malformed("a count in a longer spelling")
        if head & 0x10:
            number = reader.varint()
            if number == 1:
                self.grow(self.actors, reader.take(16))
            choice = len(self.actors) - 1 if number == 1 else number - 2
            self.actor = self.entry(self.actors, choice) if number else None
        time = self.time + reader.zigzag() & MASK
        self.time = time - (1 << 64) if time >> 63 else time
        nonce = reader.take(8) if head & 0x40 else None
        operations = tuple(self.operation(reader, sequence) for _ in range(count))
        return Change(sequence, self.time, self.actor, nonce, operations)

    def operation(self, reader, sequence):
        """One packed operation of the change with that sequence."""
        head = reader.u8()
        field = head & 31
        if field == 31:
            field = reader.varint()
            if field < 31:
                raise Malformed("a field in a longer spelling")
        number = reader.varint()
        if number == 1:
            self.grow(self.records, (reader.varint(), reader.take(16)))
        if number:
            self.last = len(self.records) - 1 if number == 1 else number - 2
        collection, record = self.entry(self.records, self.last)
        shape = reader.u8() if head & 0x80 else SET << 4 | TEXT
        if head & 0x80 and shape == SET << 4 | TEXT:
            raise Malformed("a shape in a longer spelling")
        value = bytes([shape & 15]) + reader.prefixed(32_767)
        dots = self.dots(reader, head >> 5 & 3, field, sequence)
        if shape >> 4 == SET:
            self.cells[self.last, field] = (self.feed, sequence)
        return Operation(shape >> 4, collection, record, field, value, dots)

    def dots(self, reader, form, field, sequence):
        """What an operation supersedes, hashes filled in."""
        if form == 0:
            return ()
        if form == 1:
            known = self.cells.get((self.last, field)) or self.base.get(self.last)
            if known is None:
                raise Malformed("a dot that no table has")
            return (self.fill(*known),)
        if form == 2:
            named = [(self.feed, sequence - reader.varint())]
        else:
            named = [self.reference(reader) for _ in range(reader.varint())]
        if len(named) == 1:
            self.base.setdefault(self.last, named[0])
        return tuple(self.fill(*one) for one in named)

    def reference(self, reader):
        """A dot with or without its hash."""
        index, is_hash_there = divmod(reader.varint(), 2)
        feed = self.feed_at(index, reader)
        sequence = reader.varint()
        return (feed, sequence, reader.take(16)) if is_hash_there else (feed, sequence)

    def fill(self, feed, sequence, known=None):
        """The dot, its hash from the log or from this stretch where it was left out."""
        if known is None:
            offset = sequence - self.first + 1
            if feed == self.feed and 0 < offset < len(self.hashes):
                whole = self.hashes[offset]
            else:
                whole = self.log.hash(feed, sequence) if sequence > 0 else None
            if whole is None:
                raise Malformed("a hash left out of what is not held")
            known = short(whole)
        return Dot(feed, sequence, known)


def pack(before, change):
    """A change that sets nothing but texts in new cells of one record, where the tables are empty."""
    out = bytes([len(change.operations)]) + zigzag(change.time - before)
    for index, one in enumerate(change.operations):
        record = varint(0) if index else varint(1) + varint(one.collection) + one.record
        out += bytes([one.field]) + record + prefixed(one.value[1:])
    return out


def stretch(space_number, feed, before, changes, signature, packed=None):
    """One stretch as one Changes frame, in full forms, which need no tables, unless `packed` is given.

    Lane 0 goes in stream 0, the others in stream 1."""
    flags = FIRST | LAST | FRESH | (BULK if feed.lane else 0)
    head = bytes([4, flags, space_number]) + varint(0) + feed.layout
    packed = packed or b"".join(b"\x80" + prefixed(change.layout()) for change in changes)
    return head + varint(changes[0].sequence) + short(before) + packed + signature
