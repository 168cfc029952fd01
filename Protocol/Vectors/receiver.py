"""What one end of a session answers to a frame, as Protocol/SPEC.md says (sections 8 to 15): enough to check every
expectation of frames.json, and to find the rare cut of a Changes frame that can still be read."""

from layout import blake, text, varint
from packed import BULK, FIRST, LAST, RESET, SEQUENCE_MAX, Dot, Malformed, Reader, Unpacker, ascend, is_signed

PATIENCE = 64


class Ended(Exception):
    """Close, with a reason."""


class Receiver:
    """An end that shares `spaces`, believes `keys` (node -> feed key) and holds nothing at first."""

    def __init__(self, spaces, keys, hubs, hub_key=None):
        self.spaces, self.keys, self.hubs, self.hub_key = spaces, keys, hubs, hub_key
        self.names, self.unpackers, self.parts, self.log = {}, {}, [None, None], {}
        self.strikes, self.gaps, self.awaited, self.told = 0, set(), set(), set()

    def take(self, frame):
        """The answers, each frame as bytes; Credit, Receipts and Hellos that are due by their number alone."""
        try:
            return self.frame(Reader(frame))
        except Malformed:
            return [b"\x0b\1"]
        except Ended as end:
            return [bytes([11, end.args[0]])]

    def strike(self):
        self.strikes += 1
        if self.strikes > PATIENCE:
            raise Ended(3)

    def frame(self, reader):
        number = reader.u8()
        readers = {1: self.hello, 2: self.locate, 3: self.located, 4: self.changes, 5: self.credit, 6: self.receipt,
                   7: self.full_form, 8: lambda _: [], 9: lambda _: [b"\x0a"], 10: lambda _: [],
                   11: lambda reader: reader.take(1) and [], 12: lambda reader: reader.take(1) and []}
        if number not in readers:
            self.strike()
            return [bytes([12, number])]
        answers = readers[number](reader)
        if reader.left:
            raise Malformed("bytes left over")
        return answers

    def feed(self, reader):
        """Space number and feed."""
        number = reader.u8()
        if number not in self.names:
            raise Malformed("a space number without a Hello")
        feed = reader.feed(self.names[number])
        return feed

    def scope(self, feed):
        if feed.space == "district" and feed.node not in self.hubs:
            raise Ended(2)

    def hello(self, reader):
        number, flags, space, digest = reader.u8(), reader.u8(), self.space(reader), reader.take(16)
        if flags > 1:
            raise Malformed("a flag that nobody knows")
        start, entries = reader.at, []
        for _ in range(reader.varint(1024) if flags else 0):
            entry = (reader.feed(space), reader.varint(SEQUENCE_MAX, 1), reader.take(16))
            key = (entry[0].node, entry[0].epoch, entry[0].lane, entry[2])
            if entries and entries[-1][0] >= key:
                raise Malformed("entries in another order")
            entries.append((key, entry[0]))
        if reader.left:
            raise Malformed("bytes left over")
        if space not in self.spaces:
            raise Ended(2)
        if self.names.get(number, space) != space or any(
                one != number and name == space for one, name in self.names.items()):
            raise Malformed("a space number with another meaning")
        is_first, self.names[number] = number not in self.names, space
        if not is_first:
            self.strike()
        vector = reader.data[start:]
        if flags and blake(b"saphan-vector/1" + text(space) + vector, 16) != digest:
            raise Malformed("a digest that is not the vector's")
        for _, feed in entries:
            self.scope(feed)
        # The initiator has told its vectors; a responder tells them once, where digests differ.
        is_equal = digest == self.digest(space)
        if self.hub_key is not None or not (is_first or not is_equal and space not in self.told):
            return []
        self.told |= set() if is_equal else {space}
        return [b"\1"]

    def digest(self, space):
        entries = sorted(
            (feed.node, feed.epoch, feed.lane, branch[-1][:16], feed.layout + varint(len(branch) - 1))
            for feed, branches in self.log.items() for branch in branches if feed.space == space)
        vector = varint(len(entries)) + b"".join(one[4] + one[3] for one in entries)
        return blake(b"saphan-vector/1" + text(space) + vector, 16)

    def space(self, reader):
        try:
            name = reader.prefixed(32).decode()
        except UnicodeDecodeError as error:
            raise Malformed("no UTF-8") from error
        is_school = len(name) == 15 and name.startswith("school/") and all("0" <= one <= "9" for one in name[7:])
        if name not in ("district", "office") and not is_school:
            raise Malformed("a space of no kind")
        return name

    def locate(self, reader):
        feed, sequence = self.feed(reader), reader.varint(SEQUENCE_MAX, 1)
        if reader.u8() != len(samples(sequence)):
            raise Malformed("another number of hashes than the sequence asks for")
        tip = [reader.take(16) for _ in samples(sequence)][0]
        if reader.left:
            raise Malformed("bytes left over")
        self.scope(feed)
        self.strike()
        number = bytes([self.spaces.index(feed.space)])
        return [b"\3" + number + feed.layout + tip + varint(0)]

    def located(self, reader):
        self.feed(reader)
        reader.take(16)
        reader.varint(SEQUENCE_MAX)
        self.strike()
        return []

    def credit(self, reader):
        if reader.u8() > 1 or reader.varint() >= 0:
            raise Malformed("nothing of this end is under way")

    def receipt(self, reader):
        hub, _ = reader.take(16), reader.take(8)
        space = self.space(reader)
        reader.feed(space)
        reader.varint(SEQUENCE_MAX, 1)
        reader.take(32)
        reader.zigzag()
        message, signature = reader.data[1:reader.at], reader.take(64)
        if reader.left:
            raise Malformed("bytes left over")
        if self.hub_key is None or hub not in self.hubs or not is_signed(
                self.hub_key, "saphan-receipt/1", message, signature):
            raise Ended(4)
        if space not in self.spaces:
            raise Ended(2)
        return []

    def full_form(self, reader):
        self.feed(reader)
        reader.varint(SEQUENCE_MAX)
        reader.take(16)
        self.strike()
        return []

    # Changes

    def changes(self, reader):
        flags, bytes_in = reader.u8(), len(reader.data)
        stream = 1 if flags & BULK else 0
        if flags > 15 or bool(flags & FIRST) == bool(self.parts[stream]) or flags & RESET and not flags & FIRST:
            raise Malformed("flags that nobody knows, or a frame out of place")
        if flags & FIRST:
            self.begin(reader, flags, stream)
        part = self.parts[stream]
        end, count = 64 if flags & LAST else 0, len(part["changes"])
        self.scope(part["feed"])
        while reader.left > end:
            change, is_full = part["unpacker"].change(reader, part["feed"], part["first"] + len(part["changes"]))
            part["changes"].append(change)
            part["full"] = part["full"] and is_full
            # A hash that was left out counts as it will stand.
            part["size"] += len(filled(change, lambda dot: bytes(16)).full())
            if len(part["changes"]) > 256 or part["size"] > 131_072 or change.sequence > SEQUENCE_MAX:
                raise Malformed("a stretch beyond its limits")
        if reader.left != end or len(part["changes"]) == count:
            raise Malformed("a frame without a change, or one that ends early")
        part["bytes"] += bytes_in
        if not end:
            return []
        self.parts[stream] = None
        return self.store(part, reader.take(64)) + [bytes([5, stream]) + varint(part["bytes"])]

    def begin(self, reader, flags, stream):
        number = reader.u8()
        if number not in self.names:
            raise Malformed("a space number without a Hello")
        key = (number, stream)
        if key not in self.unpackers or flags & RESET:
            self.unpackers[key] = Unpacker(self.names[number])
        feed, low = self.unpackers[key].feed(reader)
        if low or (feed.lane > 0) != stream:
            raise Malformed("a feed that does not go here")
        self.parts[stream] = {
            "unpacker": self.unpackers[key], "feed": feed, "first": reader.varint(SEQUENCE_MAX, 1),
            "before": reader.take(16), "changes": [], "full": True, "size": 0, "bytes": 0, "number": number}

    def store(self, part, signature):
        """Links, fills in, verifies; the answers besides Credit."""
        feed, first = part["feed"], part["first"]
        branches = self.log.get(feed, [])
        held = [branch for branch in branches or [[feed.root]] if len(branch) >= first]
        base = next((branch[:first] for branch in held if branch[first - 1][:16] == part["before"]), None)
        number = bytes([self.spaces.index(feed.space)])
        if base is None:
            if feed in self.awaited or feed in self.gaps:
                return []
            self.gaps.add(feed)
            self.strike()
            return [b"\1"]
        if self.linked(part, base, signature) is None:
            if part["full"]:
                raise Ended(4)
            self.awaited.add(feed)
            self.strike()
            return [b"\7" + number + feed.layout + varint(first - 1) + part["before"]]
        self.awaited.discard(feed)
        self.keep(feed, base)
        return [b"\6"] if self.hub_key is None else []

    def linked(self, part, chain, signature):
        """Appends the hashes of the changes to `chain`; None where they do not fit."""
        feed, first = part["feed"], part["first"]
        for change in part["changes"]:
            def fill(dot):
                own = self.log.get(dot.feed, [])
                if dot.feed == feed and dot.sequence >= first:
                    own = [chain]
                return own[0][dot.sequence][:16] if len(own) == 1 and dot.sequence < len(own[0]) else None
            change = filled(change, fill)
            dots = [one.dots for one in change.operations]
            if not all(dot.hash for one in dots for dot in one) or not all(map(ascend, dots)):
                return None
            chain.append(change.hash(chain[-1]))
        message = text(feed.space) + feed.layout + varint(len(chain) - 1) + chain[-1]
        return chain if is_signed(self.keys[feed.node], "saphan-head/1", message, signature) else None

    def keep(self, feed, chain):
        branches = self.log.setdefault(feed, [])
        for index, branch in enumerate(branches):
            if chain[:len(branch)] == branch or branch[:len(chain)] == chain:
                branches[index] = max(branch, chain, key=len)
                return
        branches.append(chain)


def filled(change, fill):
    operations = tuple(one._replace(dots=tuple(
        dot if dot.hash else Dot(dot.feed, dot.sequence, fill(dot)) for dot in one.dots)) for one in change.operations)
    return change._replace(operations=operations)

def samples(sequence):
    """Sequences that a Locate names the hashes of."""
    back = [0] + [1 << bit for bit in range(31)]
    return [sequence - one for one in back if one < sequence]
