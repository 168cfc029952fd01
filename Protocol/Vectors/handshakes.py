"""Vectors of the cryptographic functions and of the handshakes; the latter come from noiseprotocol."""

import copy
import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from layout import blake, fixed, public, sign, u64, verify_key, write
from noise.connection import Keypair, NoiseConnection

def crypto():
    data = fixed("data", 64) * 5
    hashes = [{"message": data[:size], "length": length, "hash": blake(data[:size], length)}
              for size, length in [(0, 32), (1, 16), (127, 32), (128, 32), (129, 64), (300, 64)]]
    seals = []
    for counter, size, extra in [(0, 0, 0), (1, 5, 16), (2**32, 64, 64), (2**64 - 1, 32, 0)]:
        nonce = bytes(4) + u64(counter)
        sealed = ChaCha20Poly1305(fixed("key")).encrypt(nonce, data[:size], data[:extra])
        seals.append({"key": fixed("key"), "counter": f"{counter:016x}", "plaintext": data[:size],
                      "data": data[:extra], "sealed": sealed})
    mine, theirs = x25519.X25519PrivateKey.from_private_bytes(fixed("mine")), public(fixed("theirs"))
    shared = mine.exchange(x25519.X25519PublicKey.from_public_bytes(theirs))
    domains = ["saphan-cert/1", "saphan-head/1", "saphan-receipt/1", "saphan-bundle/1", "saphan-enrol/1"]
    write("crypto.json", {
        "blake2b": hashes, "seals": seals,
        "agreement": {"secret": fixed("mine"), "public": public(fixed("mine")), "other": theirs, "shared": shared},
        "signatures": [{"seed": fixed("seed"), "key": verify_key(fixed("seed")), "domain": domain,
                        "message": data[:20], "signature": sign(fixed("seed"), domain, data[:20])}
                       for domain in domains],
        "lowOrder": LOW_ORDER})


# Noise

NAMES = {"XK": b"Noise_XK_25519_ChaChaPoly_BLAKE2b", "XKpsk3": b"Noise_XKpsk3_25519_ChaChaPoly_BLAKE2b"}
KEYS = {name: fixed(name) for name in
        ["initiator static", "initiator ephemeral", "responder static", "responder ephemeral", "psk"]}
# The u-coordinates whose multiples are all zero: RFC 7748 and cr.yp.to/ecdh.html, with their spellings above 2^255-19.
LOW_ORDER = [value.to_bytes(32, "little") for value in [
    0, 1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    2**255 - 20, 2**255 - 19, 2**255 - 18]]

def preamble(mode):
    return b"SPHN" + bytes([mode, 1, 1, 0]) + blake(public(KEYS["responder static"]))[:8]

def prologue(pattern):
    return b"saphan/1\0" + preamble(1 if pattern == "XK" else 2)

def connection(pattern, role, psk=KEYS["psk"], hub=KEYS["responder static"], hello=None):
    noise = NoiseConnection.from_name(NAMES[pattern])
    noise.set_prologue(hello or prologue(pattern))
    noise.set_keypair_from_private_bytes(Keypair.EPHEMERAL, KEYS[role + " ephemeral"])
    if role == "initiator":
        noise.set_as_initiator()
        noise.set_keypair_from_private_bytes(Keypair.STATIC, KEYS["initiator static"])
        noise.set_keypair_from_public_bytes(Keypair.REMOTE_STATIC, public(KEYS["responder static"]))
    else:
        noise.set_as_responder()
        noise.set_keypair_from_private_bytes(Keypair.STATIC, hub)
    if pattern == "XKpsk3":
        noise.set_psks(psk)
    noise.start_handshake()
    return noise

def payloads(pattern):
    first = b"" if pattern == "XK" else fixed("token", 16)
    return [first, b"certificate of the hub", "ใบรับรองของโรงเรียน".encode()]

def handshake(pattern):
    sides = connection(pattern, "initiator"), connection(pattern, "responder")
    messages = []
    for index, payload in enumerate(payloads(pattern)):
        writer, reader = sides[index % 2], sides[1 - index % 2]
        # noiseprotocol drops the symmetric state when it finishes: keep a hold of it.
        symmetric = writer.noise_protocol.handshake_state.symmetric_state
        message = bytes(writer.write_message(payload))
        assert reader.read_message(message) == payload
        messages.append({"payload": payload, "message": message, "hash": symmetric.h})
    assert sides[0].get_handshake_hash() == sides[1].get_handshake_hash() == messages[-1]["hash"]
    return sides, messages

def transport(sides):
    """Messages 0 to 2049 of each direction; all are sealed and opened, those near a rekey are written down."""
    kept = [0, 1, 2, 1022, 1023, 1024, 1025, 2047, 2048, 2049]
    out = []
    for role, writer, reader in (("initiator", *sides), ("responder", *reversed(sides))):
        for index in range(2050):
            plaintext = f"{role} {index}".encode() if index in kept else b""
            sealed = writer.encrypt(plaintext)
            assert reader.decrypt(sealed) == plaintext
            if index in kept:
                out.append({"from": role, "index": index, "plaintext": plaintext, "sealed": sealed})
            if (index + 1) % 1024 == 0:
                writer.rekey_outbound_cipher()
                reader.rekey_inbound_cipher()
    return out

def hashes():
    out = []
    for key_size, message_size in [(0, 0), (32, 5), (64, 0), (64, 64), (127, 1), (128, 200), (129, 3), (300, 300)]:
        key, message = fixed("key", 64) * 5, fixed("message", 64) * 5
        key, message = key[:key_size], message[:message_size]
        code = hmac.new(key, message, hashlib.blake2b).digest()
        temp = code
        outputs, last = [], b""
        for number in (1, 2, 3):
            last = hmac.new(temp, last + bytes([number]), hashlib.blake2b).digest()
            outputs.append(last)
        out.append({"key": key, "message": message, "hmac": code, "hkdf": outputs})
    return out

def noise():
    handshakes = []
    for pattern in NAMES:
        sides, messages = handshake(pattern)
        handshakes.append({
            "pattern": pattern, "preamble": preamble(1 if pattern == "XK" else 2), "prologue": prologue(pattern),
            "initiatorStatic": KEYS["initiator static"], "initiatorEphemeral": KEYS["initiator ephemeral"],
            "responderStatic": KEYS["responder static"], "responderEphemeral": KEYS["responder ephemeral"],
            "responderPublic": public(KEYS["responder static"]), "psk": KEYS["psk"] if pattern != "XK" else b"",
            "messages": messages, "transport": transport(sides)})
    write("noise.json", {"handshakes": handshakes, "hmac": hashes()})

def refused(pattern, number, message, psk=KEYS["psk"], hub=KEYS["responder static"], hello=None):
    """True when noiseprotocol's reader of message `number` throws."""
    _, messages = handshake(pattern)
    reader = connection(pattern, "responder" if number != 2 else "initiator", psk, hub, hello)
    try:
        if number == 2:
            reader.write_message(payloads(pattern)[0])
        if number == 3:
            reader.read_message(messages[0]["message"])
            reader.write_message(payloads(pattern)[1])
        reader.read_message(message)
    except Exception:
        return True
    return False

def low_static(pattern, point):
    """Message 3 from somebody whose static key is of low order: sealed correctly up to the se that must refuse it."""
    initiator, responder = connection(pattern, "initiator"), connection(pattern, "responder")
    responder.read_message(initiator.write_message(payloads(pattern)[0]))
    initiator.read_message(responder.write_message(payloads(pattern)[1]))
    symmetric = copy.copy(initiator.noise_protocol.handshake_state.symmetric_state)
    return symmetric.encrypt_and_hash(point) + bytes(16)

def noise_failures():
    cases = []
    def case(name, pattern, number, message, expect, **changed):
        assert refused(pattern, number, message, **changed), name
        cases.append({"name": name, "pattern": pattern, "number": number, "message": message, "expect": expect,
                      **{key: value for key, value in changed.items()}})
    for pattern in NAMES:
        _, messages = handshake(pattern)
        for number, entry in enumerate(messages, 1):
            message = entry["message"]
            case(f"message {number} without its last byte", pattern, number, message[:-1],
                 "truncated" if pattern == "XK" and number == 1 else "notAuthentic")
            case(f"message {number} of 31 bytes", pattern, number, message[:31], "truncated")
            case(f"message {number} empty", pattern, number, b"", "truncated")
            case(f"message {number} with a byte more", pattern, number, message + b"\0", "notAuthentic")
            flipped = bytearray(message)
            flipped[-1] ^= 0x80
            case(f"message {number} with its last bit flipped", pattern, number, bytes(flipped), "notAuthentic")
            if number < 3:
                flipped = bytearray(message)
                flipped[31] ^= 0x80
                case(f"message {number} with the bit flipped that X25519 ignores", pattern, number, bytes(flipped),
                     "notAuthentic")
        other = fixed("another key")
        case("a hub with another static key", pattern, 1, messages[0]["message"], "notAuthentic", hub=other)
        changed = bytearray(prologue(pattern))
        changed[9 + 6] = 2
        case("a preamble changed on the way", pattern, 1, messages[0]["message"], "notAuthentic", hello=bytes(changed))
        for point in LOW_ORDER:
            case("a low-order ephemeral key in message 1", pattern, 1, point + bytes(16), "badKey")
            case("a low-order ephemeral key in message 2", pattern, 2, point + bytes(16), "badKey")
            case("a low-order static key in message 3", pattern, 3, low_static(pattern, point), "badKey")
    _, messages = handshake("XKpsk3")
    case("another pre-shared key", "XKpsk3", 3, messages[2]["message"], "notAuthentic", psk=fixed("another key"))
    write("noise-failures.json", {"cases": cases})
