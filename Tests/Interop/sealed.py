"""Bundles (SPEC.md section 19): sealing, opening, and the checks in their order.

libsodium does the sealing, through PyNaCl's bindings; what is inside goes through the same readers as a session."""

import hashlib
import os
import typing

import nacl.bindings as sodium
import nacl.exceptions
import nacl.public
from packed import BULK, FIRST, FRESH, LAST, Unpacker
from trust import HUB, Certificate, Feed, Receipt
from wire import Malformed, Reader, h, h16, prefixed, sign, text, varint, verify, zigzag

PIECE, OVERHEAD, MESSAGE, FINAL = 65_536, 17, 0, 3
HELLO, CHANGES, RECEIPT = 1, 4, 6


class Refused(Exception):
    """A bundle that is not taken; args[0] says why."""


def h64(data):
    """BLAKE2b with 64 bytes of output."""
    return hashlib.blake2b(data, digest_size=64).digest()


def key_id(key):
    """The name of a bundle key in a header."""
    return h(b"saphan-box/1" + key)[:8]


class Range(typing.NamedTuple):
    """Changes of one branch that a bundle holds."""

    space: int
    feed: Feed
    after: int
    last: int

    @property
    def layout(self):
        """As the manifest has it."""
        return bytes([self.space]) + self.feed.layout + varint(self.after) + varint(self.last)


class StrictUnpacker(Unpacker):
    """Takes no dot whose hash was left out: a bundle cannot be asked back."""

    def fill(self, feed, sequence, known=None):
        if known is None:
            raise Malformed("a hash left out in a bundle")
        return super().fill(feed, sequence, known)


def stream_state(key, header):
    """Both ends begin alike from a header that is given."""
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    return state


def seal(keys, seed, manifest, frames, final=FINAL):
    """A bundle for the owners of bundle keys, signed with a feed key's seed."""
    file_key, stream_header = os.urandom(32), os.urandom(24)
    boxes = sorted(
        key_id(key) + nacl.public.SealedBox(nacl.public.PublicKey(key)).encrypt(file_key) for key in keys)
    header = b"SPB1" + bytes([1, len(boxes)]) + b"".join(boxes) + stream_header
    content = prefixed(manifest) + b"".join(prefixed(frame) for frame in frames) + b"\0"
    plain = content + sign(seed, "saphan-bundle/1", h64(header) + h64(content))
    state, out = stream_state(file_key, stream_header), header
    for start in range(0, len(plain), PIECE):
        tag = final if start + PIECE >= len(plain) else MESSAGE
        out += sodium.crypto_secretstream_xchacha20poly1305_push(
            state, plain[start : start + PIECE], h64(header), tag)
    return out


def manifest(certificate, epoch, ranges, time):
    """What a bundle says of itself."""
    out = prefixed(certificate) + epoch.to_bytes(8, "little") + os.urandom(16) + zigzag(time)
    return out + varint(len(ranges)) + b"".join(one.layout for one in ranges)


def hello(number, space, log):
    """A Hello with the vector of one space."""
    vector, digest = log.vector(space)
    return bytes([HELLO, number, 1]) + text(space) + digest + vector


def opened(data, secret):
    """Header and plaintext, when every piece fits and the last one is where the file ends."""
    if data[:4] != b"SPB1":
        raise Refused("no bundle")
    count = data[5]
    if data[4] != 1 or not 1 <= count <= 64:
        raise Refused("another layout")
    header = data[: 6 + 88 * count + 24]
    boxes = {header[at : at + 8]: header[at + 8 : at + 88] for at in range(6, 6 + 88 * count, 88)}
    if list(boxes) != sorted(boxes) or len(boxes) != count:
        raise Refused("recipients out of order")
    own = nacl.public.PrivateKey(secret)
    box = boxes.get(key_id(bytes(own.public_key)))
    if box is None:
        raise Refused("for somebody else")
    state, plain, at = stream_state(nacl.public.SealedBox(own).decrypt(box), header[-24:]), b"", len(header)
    while True:
        piece = data[at : at + PIECE + OVERHEAD]
        at += len(piece)
        try:
            part, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, piece, h64(header))
        except (nacl.exceptions.CryptoError, RuntimeError, ValueError) as error:
            raise Refused("a piece that does not fit") from error
        plain += part
        if tag == FINAL:
            break
        if tag != MESSAGE or len(part) != PIECE:
            raise Refused("a piece of another kind")
    if at != len(data):
        raise Refused("bytes behind the end")
    return header, plain


class Bundle:
    """A bundle that was opened and checked as far as its reader's log reaches; `log` takes what is in it."""

    def __init__(self, data, member, hub, log):
        header, plain = opened(data, member.keys.bundle)
        self.pieces = -(-len(plain) // PIECE)
        reader = Reader(plain)
        self.about(Reader(reader.prefixed(131_072)), member, hub)
        self.log, self.hub = log, hub
        self.certificates = {hub.node: hub, member.certificate.node: member.certificate}
        self.vectors, self.receipts, self.unpackers = [], [], {}
        self.new = self.changes = self.next = 0
        self.reached = self.ranges[0].after if self.ranges else 0
        while frame := reader.prefixed(65_519):
            self.take(frame)
        signed, signature = plain[: reader.at], reader.rest()
        verify(self.sender.feed_key, "saphan-bundle/1", h64(header) + h64(signed), signature, "a bundle")
        if len(self.vectors) != 2 or self.next != len(self.ranges):
            raise Malformed("a bundle that lacks something")

    def about(self, reader, member, hub):
        """The manifest: who sent it, what is in it."""
        data = reader.prefixed(1024)
        issuer = member.invitation.root if data[1:2] == bytes([HUB]) else hub.issuing_key
        self.sender = Certificate.open(data, issuer)
        self.epoch, _, self.time = reader.number(8), reader.take(16), reader.zigzag()
        self.spaces = ["district", member.certificate.space]
        self.ranges = []
        for _ in range(reader.varint()):
            number = reader.u8()
            feed = Feed.read(reader, self.spaces[number])
            self.ranges.append(Range(number, feed, reader.varint(), reader.varint()))
        reader.end()

    def take(self, frame):
        """One frame in its place."""
        number, reader = frame[0], Reader(frame[1:])
        if number == HELLO and len(self.vectors) < 2:
            self.read_hello(reader)
        elif number == CHANGES and len(self.vectors) == 2 and not self.receipts:
            self.read_changes(reader)
        elif number == RECEIPT and self.next == len(self.ranges):
            self.receipts.append(Receipt.open(reader.rest(), self.sender))
        else:
            raise Malformed(f"a frame {number} out of its place")
        reader.end()

    def read_hello(self, reader):
        """A vector of the sender."""
        number, flags, space, digest = reader.u8(), reader.u8(), reader.text(32), reader.take(16)
        if number != len(self.vectors) or space != self.spaces[number] or flags != 1:
            raise Malformed("a Hello that does not belong here")
        if h16(b"saphan-vector/1" + text(space) + reader.data[reader.at :]) != digest:
            raise Malformed("a vector whose digest is another")
        self.vectors.append(
            [(Feed.read(reader, space), reader.varint(), reader.take(16)) for _ in range(reader.varint())])

    def read_changes(self, reader):
        """One frame of the range that is due."""
        flags, wanted = reader.u8(), self.ranges[self.next]
        stream = 1 if flags & BULK else 0
        if flags & FIRST:
            key = (reader.u8(), stream)
            if key[0] != wanted.space:
                raise Malformed("another space than the range's")
            self.unpacker = self.unpackers.setdefault(
                key, StrictUnpacker(self.spaces[key[0]], self.log))
            if flags & FRESH:
                self.unpacker.forget()
            self.unpacker.begin(reader)
        unpacker = self.unpacker
        if unpacker.feed != wanted.feed or bool(wanted.feed.lane) != bool(stream):
            raise Malformed("a feed that is not due")
        signature = b""
        if flags & LAST:
            packed, signature = reader.take(reader.left - 64), reader.take(64)
            reader = Reader(packed)
        unpacker.take(reader)
        if flags & LAST:
            self.keep(*unpacker.finish(), signature)

    def keep(self, feed, changes, signature):
        """Stores a stretch whose head verifies; certificates in it are believed from then on."""
        wanted = self.ranges[self.next]
        if changes[0].sequence != self.reached + 1 or changes[-1].sequence > wanted.last:
            raise Malformed("a stretch beside its range")
        self.reached = changes[-1].sequence
        self.new += self.log.store(feed, changes, self.author(feed).feed_key, signature)
        self.changes += len(changes)
        self.believe(feed, changes)
        if self.reached == wanted.last:
            self.next += 1
            self.reached = self.ranges[self.next].after if self.next < len(self.ranges) else 0

    def author(self, feed):
        """Whoever writes a feed, certified."""
        author = self.certificates.get(feed.node)
        if author is None or (feed.space == "district" and author.role != HUB):
            raise Malformed("a feed whose author is unknown, or may not write there")
        return author

    def believe(self, feed, changes):
        """Takes the certificates among changes of `district`."""
        for change in changes if feed.space == "district" else []:
            for one in change.operations:
                if (one.collection, one.field, one.kind) == (100, 1, 0) and one.value[1:3] == b"\x01\x02":
                    certificate = Certificate.open(one.value[1:], self.hub.issuing_key)
                    self.certificates[certificate.node] = certificate
