"""A session as the smallest client keeps it (SPEC.md sections 8 to 13, 17).

Hellos with vectors, changes in and out, credit returned, receipts believed only when they fit. Of its own
changes one stretch is under way at a time."""

import line as lines
from changes import Log
from line import LineClosed
from packed import BULK, FIRST, FRESH, LAST, Unpacker, stretch
from trust import Certificate, Feed, Receipt, head_message
from wire import Malformed, Reader, sign, text, varint

HELLO, LOCATE, LOCATED, CHANGES, CREDIT, RECEIPT = range(1, 7)
FULL_FORM, SETTLED, PING, PONG, CLOSE, NOT_SUPPORTED = range(7, 13)
CERTIFICATES, BODY, BYTES = 100, 1, b"\x03"


class Ended(Exception):
    """The hub said Close; args[0] is its reason."""


class Session:
    """One session; `log` outlives it."""

    def __init__(self, member, log=None, instance=1):
        self.member = member
        self.log = log if log is not None else Log()
        self.line, self.hub = lines.connect(member, instance)
        self.spaces = ["district", member.certificate.space]
        self.hub_spaces = {}
        self.unpackers = {}
        self.certificates = {self.hub.node: self.hub, member.certificate.node: member.certificate}
        for feed, chain in self.log.chains.items():
            self.believe(feed, [change for change, _, _ in chain])
        self.receipts = []
        self.unanswered = []
        self.hub_digests, self.hub_vectors = {}, 0
        self.asked_full, self.located, self.answers = [], [], []
        self.pongs = 0
        self.sent = [0, 0]
        self.is_settled = False
        self.stretches = self.new = 0

    @property
    def under_way(self):
        """Bytes of Changes frames that the hub has not dealt with yet."""
        return sum(self.sent)

    def close(self):
        """Says Close and hangs up."""
        try:
            self.line.send(bytes([CLOSE, 0]))
        except LineClosed:
            pass
        self.line.close()

    def hello(self, number, space, is_full=True):
        """A Hello of one space, with the vector or with its digest alone."""
        vector, digest = self.log.vector(space)
        head = bytes([HELLO, number, int(is_full)]) + text(space) + digest
        self.line.send(head + (vector if is_full else b""))

    def start(self, is_full=True):
        """Both Hellos; what the hub lacks may follow at once."""
        for number, space in enumerate(self.spaces):
            self.hello(number, space, is_full)

    def publish(self, feed, changes, packed=None):
        """Sends changes of its own as one stretch under one head, in full form or as `packed` has them.

        They are in its log from now on."""
        _, before = self.log.tip(feed)
        digest = before
        for change in changes:
            digest = change.hash(digest)
        head = sign(self.member.keys.feed, "saphan-head/1", head_message(feed, changes[-1].sequence, digest))
        self.log.store(feed, changes, self.member.keys.public[0], head)
        frame = stretch(self.spaces.index(feed.space), feed, before, changes, head, packed)
        self.raw(feed, frame)

    def raw(self, feed, frame):
        """Sends a Changes frame as it is, and expects credit for it."""
        self.sent[1 if feed.lane else 0] += len(frame)
        self.line.send(frame)

    def receipt(self, feed):
        """The newest receipt for a feed whose hash is this node's own at that sequence, or None."""
        for receipt in reversed(self.receipts):
            if receipt.feed == feed and self.log.hash(feed, receipt.sequence) == receipt.digest:
                return receipt
        return None

    def until(self, is_done):
        """Takes frames until it is done; raises Ended, LineClosed or a timeout otherwise."""
        while not is_done(self):
            self.take(self.line.frame())

    def take(self, frame):
        """One frame of the hub."""
        number, reader = frame[0], Reader(frame[1:])
        if number == CHANGES:
            self.is_settled = False
            return self.changes(reader, len(frame))
        if number == RECEIPT:
            self.receipts.append(Receipt.open(reader.rest(), self.hub))
        elif number == HELLO:
            self.read_hello(reader)
        elif number == LOCATE:
            self.locate(reader)
        elif number == CREDIT:
            self.credit(reader)
        elif number == SETTLED:
            self.is_settled = True
        elif number == PING:
            self.line.send(bytes([PONG]))
        elif number == PONG:
            self.pongs += 1
        elif number == NOT_SUPPORTED:
            self.unanswered.append(reader.u8())
        elif number == CLOSE:
            raise Ended(reader.u8())
        elif number == FULL_FORM:
            space = self.space(reader.u8())
            self.asked_full.append((Feed.read(reader, space), reader.varint(), reader.take(16)))
        elif number == LOCATED:
            space = self.space(reader.u8())
            self.answers.append((Feed.read(reader, space), reader.take(16), reader.varint()))
        else:
            self.line.send(bytes([NOT_SUPPORTED, number]))
        return reader.end()

    def read_hello(self, reader):
        """What the hub has; its number for the space is what its later frames use."""
        number, flags, space = reader.u8(), reader.u8(), reader.text(32)
        if flags & ~1 or space not in self.spaces or self.hub_spaces.get(number, space) != space:
            raise Malformed("a Hello that does not belong here")
        self.hub_spaces[number] = space
        self.hub_digests[space] = reader.take(16)
        self.hub_vectors += flags & 1
        if flags & 1:
            for _ in range(reader.varint()):
                Feed.read(reader, space), reader.varint(), reader.take(16)

    def locate(self, reader):
        """Which of the hub's hashes of a branch this node has: the highest."""
        space = self.space(reader.u8())
        feed, tip, count = Feed.read(reader, space), reader.varint(), reader.u8()
        hashes = [reader.take(16) for _ in range(count)]
        common = 0
        for index, one in enumerate(hashes):
            sequence = tip - (1 << index - 1 if index else 0)
            held = self.log.hash(feed, sequence)
            if held is not None and held[:16] == one:
                common = sequence
                break
        self.located.append((feed, common))
        own = self.spaces.index(space)
        self.line.send(bytes([LOCATED, own]) + feed.layout + hashes[0] + varint(common))

    def ask(self, feed):
        """Locate: where the hub's chains of a feed part from this node's."""
        tip, _ = self.log.tip(feed)
        steps = [0] + [1 << index for index in range(31)]
        hashes = [self.log.hash(feed, tip - step)[:16] for step in steps if tip - step >= 1]
        head = bytes([LOCATE, self.spaces.index(feed.space)]) + feed.layout
        self.line.send(head + varint(tip) + bytes([len(hashes)]) + b"".join(hashes))

    def credit(self, reader):
        """The hub has dealt with what was under way."""
        stream = reader.u8()
        self.sent[stream] -= reader.varint()
        if self.sent[stream] < 0:
            raise Malformed("credit for more than was under way")

    def space(self, number):
        """The space that the hub calls by that number."""
        if number not in self.hub_spaces:
            raise Malformed("a space number without a Hello")
        return self.hub_spaces[number]

    def changes(self, reader, size):
        """One Changes frame: unpacked; at the end of a stretch verified, stored and returned as credit."""
        flags = reader.u8()
        stream = 1 if flags & BULK else 0
        if flags & ~15 or (flags & FRESH and not flags & FIRST):
            raise Malformed("flags of a Changes frame")
        if flags & FIRST:
            space = self.space(reader.u8())
            unpacker = self.unpackers.setdefault((space, stream), Unpacker(space, self.log))
            if stream in self.unpackers and self.unpackers[stream].busy:
                raise Malformed("a stretch inside another")
            if flags & FRESH:
                unpacker.forget()
            self.unpackers[stream] = unpacker
            unpacker.begin(reader)
            unpacker.bytes = 0
        unpacker = self.unpackers.get(stream)
        if unpacker is None or not unpacker.busy:
            raise Malformed("a frame of no stretch")
        unpacker.bytes += size
        signature = b""
        if flags & LAST:
            if reader.left < 64:
                raise Malformed("a last frame without a signature")
            packed, signature = reader.take(reader.left - 64), reader.take(64)
            reader = Reader(packed)
        unpacker.take(reader)
        if flags & LAST:
            self.stretches += 1
            self.keep(*unpacker.finish(), signature)
            self.line.send(bytes([CREDIT, stream]) + varint(unpacker.bytes))

    def keep(self, feed, changes, signature):
        """Stores a verified stretch; certificates in it are believed from then on."""
        author = self.certificates.get(feed.node)
        if author is None or (feed.space == "district" and author.role != 1):
            raise Malformed("a feed whose author is unknown, or may not write there")
        self.new += self.log.store(feed, changes, author.feed_key, signature)
        self.believe(feed, changes)

    def believe(self, feed, changes):
        """Takes the certificates among the hub's changes in `district`."""
        for change in changes if feed.space == "district" else []:
            for operation in change.operations:
                if (operation.collection, operation.field, operation.kind) != (CERTIFICATES, BODY, 0):
                    continue
                body = operation.value[1:]
                issuer = self.member.invitation.root if body[1:2] == b"\x01" else self.hub.issuing_key
                certificate = Certificate.open(body, issuer)
                if operation.value[:1] != BYTES or certificate.node != operation.record:
                    raise Malformed("a certificate record under another name")
                self.certificates[certificate.node] = certificate
