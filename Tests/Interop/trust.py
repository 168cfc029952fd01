"""Who is who (SPEC.md sections 2, 4, 5, 7): feeds, certificates, invitations, receipts, the request to join.

Bytes in and out, and the checks on them; no connection, no clock."""

import re
import typing

from wire import Malformed, Reader, h, prefixed, short, sign, text, varint, verify

HUB, SCHOOL = 1, 2
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Feed(typing.NamedTuple):
    """The chain of changes of one (space, node, epoch, lane)."""

    space: str
    node: bytes
    epoch: int
    lane: int

    @property
    def layout(self):
        """25 bytes: everything but the space."""
        return self.node + self.epoch.to_bytes(8, "little") + bytes([self.lane])

    @property
    def root(self):
        """The hash before the first change."""
        return h(b"saphan-feed/1" + text(self.space) + self.layout)

    @staticmethod
    def read(reader, space):
        """From its layout, where the space is known."""
        return Feed(space, reader.take(16), reader.number(8), reader.u8())


def node_id(role, space, feed_key):
    """A node's name for life."""
    return short(h(b"saphan-node/1" + bytes([role]) + text(space) + feed_key))


class Certificate(typing.NamedTuple):
    """What the district says about one node."""

    role: int
    space: str
    feed_key: bytes
    noise_key: bytes
    bundle_key: bytes
    issuing_key: bytes
    not_before: int
    not_after: int
    label: str
    encoded: bytes

    @property
    def node(self):
        """The id of the node it is for."""
        return node_id(self.role, self.space, self.feed_key)

    @staticmethod
    def open(data, issuer):
        """Reads it and checks that `issuer` signed it: for a hub the root key, else the hub's issuing key."""
        reader = Reader(data)
        if reader.u8() != 1:
            raise Malformed("a certificate of another layout")
        role, space = reader.u8(), reader.text(32)
        keys = [reader.take(32) for _ in range(4 if role == HUB else 3)]
        dates = (reader.zigzag(), reader.zigzag())
        label = reader.text(120)
        signed = reader.data[: reader.at]
        verify(issuer, "saphan-cert/1", signed, reader.take(64), "a certificate")
        reader.end()
        if role not in (HUB, SCHOOL) or (role == HUB) != (space == "district"):
            raise Malformed("a certificate whose role does not fit its space")
        issuing = keys[3] if role == HUB else b""
        return Certificate(role, space, *keys[:3], issuing, *dates, label, bytes(data))


def check_digits(values):
    """The six check digits of BIP 350 over digits without a human readable part."""
    checksum = 1
    for value in list(values) + [0] * 6:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate([0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]):
            checksum ^= generator if top >> bit & 1 else 0
    checksum ^= 0x2BC830A3
    return [checksum >> 5 * (5 - index) & 31 for index in range(6)]


class Invitation(typing.NamedTuple):
    """The one-use text that lets a new node join."""

    token: bytes
    expiry: int
    secret: bytes
    address: str
    hub_key: bytes
    root: bytes
    space: str
    label: str

    @property
    def psk(self):
        """The pre-shared key of the enrolment's handshake."""
        return h(b"saphan-psk/1" + self.secret)

    @staticmethod
    def parse(typed):
        """From what a person typed or pasted."""
        letters = re.sub(r"[\s-]", "", typed).upper().replace("O", "0").replace("I", "1").replace("L", "1")
        if any(letter not in DIGITS for letter in letters):
            raise Malformed("a sign that is none of the code's")
        values = [DIGITS.index(letter) for letter in letters]
        if check_digits(values[:-6]) != values[-6:]:
            raise Malformed("the check digits do not fit")
        bits = "".join(f"{value:05b}" for value in values[:-6])
        count = len(bits) // 8
        if len(bits) - count * 8 > 4 or "1" in bits[count * 8 :]:
            raise Malformed("a code of another spelling")
        reader = Reader(int(bits[: count * 8], 2).to_bytes(count, "big"))
        if reader.u8() != 1:
            raise Malformed("an invitation of another layout")
        invitation = Invitation(
            reader.take(16), reader.zigzag(), reader.take(32), reader.text(255), reader.take(32),
            reader.take(32), reader.text(32), reader.text(120))
        reader.end()
        return invitation


def head_message(feed, sequence, digest):
    """What the signature of a head covers."""
    return text(feed.space) + feed.layout + varint(sequence) + digest


class Receipt(typing.NamedTuple):
    """The hub's word that it has stored a feed up to a head."""

    hub: bytes
    feed: Feed
    sequence: int
    digest: bytes
    time: int

    @staticmethod
    def open(data, hub):
        """Reads it and checks the hub's signature; `hub` is the hub's certificate."""
        reader = Reader(data)
        name, space = reader.take(24)[:16], reader.text(32)
        receipt = Receipt(
            name, Feed.read(reader, space), reader.varint(), reader.take(32), reader.zigzag())
        signed = reader.data[: reader.at]
        verify(hub.feed_key, "saphan-receipt/1", signed, reader.take(64), "a receipt")
        reader.end()
        if name != hub.node:
            raise Malformed("a receipt of another hub")
        return receipt


def enrolment_request(seed, keys, label, software, handshake_hash):
    """The signed request to join; `keys` are the public feed, Noise and bundle key."""
    request = b"".join(keys) + text(label) + text(software)
    return request + sign(seed, "saphan-enrol/1", handshake_hash + request)


def node_payload(certificate, instance, software):
    """What message 3 of a session carries."""
    return prefixed(certificate) + instance.to_bytes(8, "little") + text(software)
