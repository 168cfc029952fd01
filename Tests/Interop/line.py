"""One connection to a hub (SPEC.md sections 6 and 7): preamble, Noise handshake, sealed frames, keys.

noiseprotocol does the Noise part. Everything blocks; every wait ends after a few seconds."""

import os
import socket
import typing

import nacl.public
import nacl.signing
from noise.connection import Keypair, NoiseConnection
from trust import Certificate, Invitation, enrolment_request, node_payload
from wire import Malformed, Reader, h

WAIT_SECONDS = 20
SOFTWARE = "interop/1"


class LineClosed(Exception):
    """The hub closed the connection."""


class Keys(typing.NamedTuple):
    """The three secret keys of a node."""

    feed: bytes
    noise: bytes
    bundle: bytes

    @staticmethod
    def make():
        """New ones."""
        return Keys(os.urandom(32), os.urandom(32), os.urandom(32))

    @property
    def public(self):
        """Feed, Noise and bundle key, for others to see."""
        agreement = [bytes(nacl.public.PrivateKey(secret).public_key) for secret in self[1:]]
        return (bytes(nacl.signing.SigningKey(self.feed).verify_key), *agreement)


class Greeting(typing.NamedTuple):
    """What message 2 carries."""

    version: int
    certificate: bytes
    epoch: bytes
    time: int

    @staticmethod
    def read(payload):
        """Bytes behind the known ones are ignored."""
        reader = Reader(payload)
        version = reader.take(3)[0]
        return Greeting(version, reader.prefixed(1024), reader.take(8), reader.zigzag())


def preamble(mode, hub_key, lowest=1, highest=1):
    """The 16 bytes in clear."""
    return b"SPHN" + bytes([mode, lowest, highest, 0]) + h(hub_key)[:8]


class Line:
    """A socket that speaks in Noise messages."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=WAIT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.noise = None
        self.sent = self.received = self.bytes_out = self.bytes_in = 0

    def close(self):
        """Ends the connection from this side."""
        self.socket.close()

    def write(self, data):
        """Bytes as they are."""
        self.bytes_out += len(data)
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise LineClosed from error

    def read(self, count):
        """Exactly that many bytes."""
        data = b""
        while len(data) < count:
            try:
                piece = self.socket.recv(count - len(data))
            except ConnectionResetError as error:
                raise LineClosed from error
            if not piece:
                raise LineClosed
            data += piece
        self.bytes_in += count
        return data

    def write_message(self, message):
        """A Noise message behind its length, big-endian."""
        self.write(len(message).to_bytes(2, "big") + message)

    def read_message(self):
        """The next Noise message."""
        return self.read(int.from_bytes(self.read(2), "big"))

    def begin(self, mode, hub_key, keys, psk=None, payload=b"", named=None):
        """Preamble and message 1 in one piece; `named` is the hub key in the preamble, if another."""
        opening = preamble(mode, named or hub_key)
        pattern = "XKpsk3" if psk else "XK"
        self.noise = NoiseConnection.from_name(f"Noise_{pattern}_25519_ChaChaPoly_BLAKE2b".encode())
        self.noise.set_as_initiator()
        self.noise.set_prologue(b"saphan/1\0" + opening)
        self.noise.set_keypair_from_private_bytes(Keypair.STATIC, keys.noise)
        self.noise.set_keypair_from_public_bytes(Keypair.REMOTE_STATIC, hub_key)
        if psk:
            self.noise.set_psks(psk)
        self.noise.start_handshake()
        message = bytes(self.noise.write_message(payload))
        self.write(opening + len(message).to_bytes(2, "big") + message)

    def greeting(self):
        """Message 2, and the handshake hash behind it."""
        greeting = Greeting.read(bytes(self.noise.read_message(self.read_message())))
        return greeting, self.noise.noise_protocol.handshake_state.symmetric_state.h

    def third(self, payload):
        """Message 3."""
        self.write_message(bytes(self.noise.write_message(payload)))

    def seal(self, frame):
        """One frame as a Noise message, with its length."""
        message = bytes(self.noise.encrypt(frame))
        self.sent += 1
        if self.sent % 1024 == 0:
            self.noise.rekey_outbound_cipher()
        return len(message).to_bytes(2, "big") + message

    def send(self, frame):
        """Seals one frame and sends it."""
        self.write(self.seal(frame))

    def frame(self):
        """The next frame of the hub."""
        frame = bytes(self.noise.decrypt(self.read_message()))
        self.received += 1
        if self.received % 1024 == 0:
            self.noise.rekey_inbound_cipher()
        if not frame:
            raise Malformed("an empty frame")
        return frame


def hub_certificate(greeting, hub_key, root):
    """The hub's certificate, checked as section 6 asks."""
    certificate = Certificate.open(greeting.certificate, root)
    if greeting.version != 1 or certificate.noise_key != hub_key:
        raise Malformed("a hub that is not the one it says")
    if not certificate.not_before <= greeting.time <= certificate.not_after:
        raise Malformed("a hub certificate outside its dates")
    return certificate


class Membership(typing.NamedTuple):
    """What a node keeps of having joined."""

    keys: Keys
    certificate: Certificate
    invitation: Invitation


class Refused(Exception):
    """The hub said no; args[0] is its reason."""


def enrol(invitation, keys, wait_for_reply=True):
    """Joins a district with an invitation; None when the reply is not waited for."""
    line = Line(invitation.address)
    try:
        line.begin(2, invitation.hub_key, keys, invitation.psk, invitation.token)
        greeting, digest = line.greeting()
        hub = hub_certificate(greeting, invitation.hub_key, invitation.root)
        line.third(enrolment_request(keys.feed, keys.public, invitation.label, SOFTWARE, digest))
        if not wait_for_reply:
            return None
        reader = Reader(line.frame())
        if reader.u8() != 32:
            raise Malformed("no reply to an enrolment")
        reason = reader.u8()
        if reason:
            raise Refused(reason)
        own, theirs = reader.prefixed(1024), reader.prefixed(1024)
        certificate = Certificate.open(own, hub.issuing_key)
        if theirs != hub.encoded or certificate[2:5] != keys.public or certificate.space != invitation.space:
            raise Malformed("a certificate for somebody else")
        return Membership(keys, certificate, invitation)
    finally:
        line.close()


def connect(member, instance):
    """A session's line, its handshake done, and the hub's certificate."""
    line = Line(member.invitation.address)
    line.begin(1, member.invitation.hub_key, member.keys)
    greeting, _ = line.greeting()
    hub = hub_certificate(greeting, member.invitation.hub_key, member.invitation.root)
    line.third(node_payload(member.certificate.encoded, instance, SOFTWARE))
    return line, hub
