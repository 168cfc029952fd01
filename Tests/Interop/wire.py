"""The small pieces of every layout in SPEC.md (section 1): numbers, texts, hashes, and a strict reader.

Nothing here knows what the bytes mean. Reader refuses what no writer makes."""

import hashlib

import nacl.exceptions
import nacl.signing


class Malformed(Exception):
    """Bytes that no honest writer makes."""


def h(data):
    """H of section 1: BLAKE2b with 32 bytes of output."""
    return hashlib.blake2b(data, digest_size=32).digest()


def h16(data):
    """H16 of section 1: BLAKE2b with 16 bytes of output, which is no part of H."""
    return hashlib.blake2b(data, digest_size=16).digest()


def short(digest):
    """The first 16 bytes of a hash of 32."""
    return digest[:16]


def varint(value):
    """LEB128, lowest seven bits first."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value):
    """A signed number as varint."""
    return varint(value * 2 if value >= 0 else -value * 2 - 1)


def prefixed(data):
    """Its length, then the bytes."""
    return varint(len(data)) + data


def text(value):
    """Prefixed UTF-8."""
    return prefixed(value.encode())


def sign(seed, domain, message):
    """Ed25519 over domain | 0 | message; the domain keeps signatures of one kind from passing for another."""
    return nacl.signing.SigningKey(seed).sign(domain.encode() + b"\0" + message).signature


def verify(key, domain, message, signature, what):
    """Raises unless the signature is of that key."""
    try:
        nacl.signing.VerifyKey(key).verify(domain.encode() + b"\0" + message, signature)
    except (nacl.exceptions.BadSignatureError, ValueError) as error:
        raise Malformed(f"the signature of {what} does not fit") from error


class Reader:
    """Takes bytes from the front, bounded, in the one spelling that is allowed."""

    def __init__(self, data):
        self.data = bytes(data)
        self.at = 0

    @property
    def left(self):
        """How many bytes are still there."""
        return len(self.data) - self.at

    def take(self, count):
        """Exactly that many bytes."""
        if count > self.left:
            raise Malformed(f"{count} bytes wanted, {self.left} left")
        self.at += count
        return self.data[self.at - count : self.at]

    def u8(self):
        """One byte."""
        return self.take(1)[0]

    def number(self, size):
        """An unsigned little-endian number of that many bytes."""
        return int.from_bytes(self.take(size), "little")

    def varint(self):
        """LEB128 in its shortest spelling, below 2^64."""
        value = 0
        for index in range(10):
            byte = self.u8()
            value |= (byte & 0x7F) << (7 * index)
            if byte < 0x80:
                if (byte == 0 and index > 0) or value >= 1 << 64:
                    raise Malformed("a number in a longer spelling than needed, or too large")
                return value
        raise Malformed("a number of more than 10 bytes")

    def zigzag(self):
        """A signed number."""
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def prefixed(self, limit):
        """Bytes behind their length."""
        count = self.varint()
        if count > limit:
            raise Malformed(f"{count} bytes where at most {limit} may be")
        return self.take(count)

    def text(self, limit):
        """UTF-8 behind its length."""
        try:
            return self.prefixed(limit).decode()
        except UnicodeDecodeError as error:
            raise Malformed("text that is not UTF-8") from error

    def rest(self):
        """Everything that is left."""
        return self.take(self.left)

    def end(self):
        """Raises when bytes are left over."""
        if self.left:
            raise Malformed(f"{self.left} bytes left over")
