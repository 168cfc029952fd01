"""Changes (SPEC.md sections 2 to 4): their full form, their hash, and the log of chains that a node holds.

The log of this client goes on with one chain a feed; of others it keeps the names."""

import typing

from trust import Feed, head_message
from wire import Malformed, Reader, h, h16, prefixed, short, text, varint, verify, zigzag

SET = 0
TEXT, ENTRY, PERSONAL, COMMITMENT = 1, 5, 6, 7


class Dot(typing.NamedTuple):
    """Names a change: feed, sequence and the short hash."""

    feed: Feed
    sequence: int
    hash: bytes

    @property
    def layout(self):
        """As it stands in the full form."""
        return self.feed.layout + varint(self.sequence) + self.hash


class Operation(typing.NamedTuple):
    """One operation; `value` with its tag, `extra` the trailing bytes that this version cannot read."""

    kind: int
    collection: int
    record: bytes
    field: int
    value: bytes
    dots: tuple = ()
    extra: bytes = b""

    def layout(self, committed):
        """The full form, or the committed one that the hash covers."""
        value = commit(self.value) if committed else self.value
        dots = b"".join(dot.layout for dot in self.dots)
        head = bytes([self.kind]) + varint(self.collection) + self.record + varint(self.field)
        return head + prefixed(value) + varint(len(self.dots)) + dots + self.extra

    @staticmethod
    def read(data, space):
        """From its full form."""
        reader = Reader(data)
        kind, collection, record, field = reader.u8(), reader.varint(), reader.take(16), reader.varint()
        value = reader.prefixed(32_768)
        count = reader.varint()
        if count > 1024:
            raise Malformed("an operation of more than 1,024 dots")
        dots = tuple(
            Dot(Feed.read(reader, space), reader.varint(), reader.take(16)) for _ in range(count))
        return Operation(kind, collection, record, field, value, dots, reader.rest())


class Change(typing.NamedTuple):
    """One immutable edit; arrives and commits as a whole."""

    sequence: int
    time: int
    actor: bytes | None
    nonce: bytes | None
    operations: tuple
    extra: bytes = b""

    def layout(self, committed=False):
        """The full form, or the committed one that the hash covers."""
        flags = (self.actor is not None) | (self.nonce is not None) << 1
        head = varint(self.sequence) + zigzag(self.time) + bytes([flags])
        head += (self.actor or b"") + (self.nonce or b"") + varint(len(self.operations))
        return head + b"".join(prefixed(one.layout(committed)) for one in self.operations) + self.extra

    def hash(self, before):
        """The hash of this change behind the one with that hash."""
        return h(b"saphan-change/1" + before + self.layout(committed=True))

    @staticmethod
    def read(data, space):
        """From its full form; raises unless writing it again gives the same bytes."""
        reader = Reader(data)
        sequence, time, flags = reader.varint(), reader.zigzag(), reader.u8()
        if flags & ~3:
            raise Malformed("a flag of a change that nobody knows")
        actor = reader.take(16) if flags & 1 else None
        nonce = reader.take(8) if flags & 2 else None
        operations = tuple(Operation.read(reader.prefixed(60_000), space) for _ in range(reader.varint()))
        return Change(sequence, time, actor, nonce, operations, reader.rest()).checked()

    def checked(self):
        """Itself, when its size and its dots are as they must be."""
        if len(self.operations) > 2048 or len(self.layout()) > 60_000:
            raise Malformed("a change beyond its limits")
        for operation in self.operations:
            hashes = [dot.hash for dot in operation.dots]
            if any(left >= right for left, right in zip(hashes, hashes[1:])):
                raise Malformed("dots that do not ascend")
        return self


def commit(value):
    """The value as the hash covers it: personal ones by their commitment."""
    if value[:1] == bytes([PERSONAL]):
        return bytes([COMMITMENT]) + h(value[1:])
    if value[:1] == bytes([ENTRY]):
        reader = Reader(value)
        reader.u8()
        try:
            reader.varint()
        except Malformed:
            return value
        inner = value[reader.at :]
        return value[: reader.at] + commit(inner) if inner[:1] == bytes([PERSONAL]) else value
    return value


class Log:
    """The chains held, each below a verified head: feed -> list of (change, hash, head signature or None).

    Branches that part from them are verified and named in `forks`."""

    def __init__(self, chains=None):
        self.chains = {feed: list(chain) for feed, chain in (chains or {}).items()}
        self.forks = []

    def tip(self, feed):
        """Sequence and hash of the newest change held."""
        chain = self.chains.get(feed)
        return (len(chain), chain[-1][1]) if chain else (0, feed.root)

    def hash(self, feed, sequence):
        """The hash at that sequence, or None."""
        chain = self.chains.get(feed, [])
        if sequence == 0:
            return feed.root
        return chain[sequence - 1][1] if sequence <= len(chain) else None

    def store(self, feed, changes, key, signature):
        """Takes a stretch that begins behind the tip or below it; returns how many changes were new."""
        first = changes[0].sequence
        before = self.hash(feed, first - 1)
        if before is None:
            raise Malformed("a gap")
        chain, new, is_fork = self.chains.setdefault(feed, []), [], False
        for change in changes:
            before = change.hash(before)
            if change.sequence > len(chain):
                new.append((change, before, None))
            elif chain[change.sequence - 1][1] != before:
                is_fork = True
        last = changes[-1].sequence
        verify(key, "saphan-head/1", head_message(feed, last, before), signature, f"the head at {last}")
        if is_fork:
            self.forks.append((feed, last, before))
            return 0
        if new:
            chain += new[:-1] + [(new[-1][0], new[-1][1], signature)]
        return len(new)

    def vector(self, space):
        """The vector of one space and its digest (section 9)."""
        feeds = sorted((feed for feed in self.chains if feed.space == space), key=lambda feed: feed[1:])
        entries = b"".join(
            feed.layout + varint(sequence) + short(digest)
            for feed, (sequence, digest) in ((feed, self.tip(feed)) for feed in feeds))
        vector = varint(len(feeds)) + entries
        return vector, h16(b"saphan-vector/1" + text(space) + vector)
