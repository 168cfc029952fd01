"""The small pieces every layout is made of, and keys that anybody can make again."""

import hashlib
import json
import pathlib

import nacl.signing
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import x25519

HERE = pathlib.Path(__file__).resolve().parent


def fixed(name, size=32):
    """Bytes that anybody can make again: test keys are no secrets."""
    return hashlib.blake2b(("saphan vector: " + name).encode(), digest_size=size).digest()

def blake(data, size=32):
    return hashlib.blake2b(data, digest_size=size).digest()

def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)

def zigzag(value):
    return varint(value * 2 if value >= 0 else -value * 2 - 1)

def prefixed(data):
    return varint(len(data)) + data

def text(value):
    return prefixed(value.encode())

def u64(value):
    return value.to_bytes(8, "little")

def public(secret):
    key = x25519.X25519PrivateKey.from_private_bytes(secret).public_key()
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

def verify_key(seed):
    return bytes(nacl.signing.SigningKey(seed).verify_key)

def sign(seed, domain, message):
    return nacl.signing.SigningKey(seed).sign(domain.encode() + b"\0" + message).signature

def write(name, value):
    content = json.dumps(value, indent=1, ensure_ascii=False, default=lambda raw: bytes(raw).hex())
    (HERE / name).write_text(content + "\n", encoding="utf-8")
