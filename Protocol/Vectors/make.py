#!/usr/bin/env python3
"""Writes the golden vectors beside this file. It imports nothing of Saphan: handshakes come from noiseprotocol,
signatures from PyNaCl (libsodium), hashes from hashlib, and every layout is written here a second time from
Protocol/SPEC.md. README.md says how to run it; the same run gives the same bytes."""

import bundles
import handshakes
import session
from layout import blake, fixed, prefixed, public, sign, text, u64, varint, verify_key, write, zigzag


# Trust

SEEDS = {name: fixed(name) for name in ["root", "issuing", "hub feed", "school feed", "other"]}
BEGIN, END = 1_763_769_600_000, 1_826_841_600_000

def node_id(role, space, feed):
    return blake(b"saphan-node/1" + bytes([role]) + text(space) + feed)[:16]

def unsigned(role, space, feed, noise_key, bundle_key, issuing, begin, end, label, version=1):
    return (bytes([version, role]) + text(space) + feed + noise_key + bundle_key + (issuing or b"")
            + zigzag(begin) + zigzag(end) + text(label))

def hub_parts():
    return [1, "district", verify_key(SEEDS["hub feed"]), public(fixed("hub noise")), public(fixed("hub bundle")),
            verify_key(SEEDS["issuing"]), BEGIN, END, "สำนักงานเขตตัวอย่าง"]

def school_parts(space="school/57030001", label="บ้านตัวอย่าง"):
    return [2, space, verify_key(SEEDS["school feed"]), public(fixed("school noise")), public(fixed("school bundle")),
            None, BEGIN, END, label]

def signed(parts, seed, **more):
    body = unsigned(*parts, **more)
    return body + sign(seed, "saphan-cert/1", body)

def certificates():
    names = ["role", "space", "feedKey", "noiseKey", "bundleKey", "issuingKey", "notBefore", "notAfter", "label"]
    good = []
    for name, parts, seed in [("hub", hub_parts(), "root"), ("school", school_parts(), "issuing"),
                              ("school with the longest label", school_parts(label="ก" * 40), "issuing"),
                              ("school without a label", school_parts(label=""), "issuing")]:
        good.append({"name": name, **dict(zip(names, parts)), "nodeID": node_id(*parts[:3]),
                     "signedBy": verify_key(SEEDS[seed]), "encoded": signed(parts, SEEDS[seed])})
    school = signed(school_parts(), SEEDS["issuing"])
    flipped = bytearray(school)
    flipped[40] ^= 1
    dates = school_parts()
    dates[6], dates[7] = END, BEGIN
    # Spells the year-2025 date with one byte more than needed; the signature is over just these bytes.
    body = unsigned(*school_parts())
    at = 2 + 16 + 96 + 5
    assert body[at] < 0x80 and body[at - 1] >= 0x80
    wide = body[:at] + bytes([body[at] | 0x80, 0]) + body[at + 1:]
    bad = [
        ("a byte more", school + b"\0", "malformed"),
        ("a byte less", school[:-1], "malformed"),
        ("nothing", b"", "malformed"),
        ("a varint spelled longer than needed, signed so", wide + sign(SEEDS["issuing"], "saphan-cert/1", wide),
         "malformed"),
        ("a role of no kind", signed([3] + school_parts()[1:], SEEDS["issuing"]), "malformed"),
        ("a space of no kind", signed(school_parts("school/5703000"), SEEDS["issuing"]), "malformed"),
        ("a school in the hub's space", signed(school_parts("district"), SEEDS["issuing"]), "notWellFormed"),
        ("a hub in a school's space", signed([1, "school/57030001"] + hub_parts()[2:], SEEDS["root"]),
         "notWellFormed"),
        ("dates the wrong way round", signed(dates, SEEDS["issuing"]), "notWellFormed"),
        ("a label too long", signed(school_parts(label="x" * 121), SEEDS["issuing"]), "malformed"),
        ("a later version", signed(school_parts(), SEEDS["issuing"], version=2), "unknownVersion"),
        ("a flipped bit in the feed key", bytes(flipped), "notAuthentic"),
        ("signed by itself", signed(school_parts(), SEEDS["school feed"]), "notAuthentic"),
        ("signed by the root key, which signs hubs alone", signed(school_parts(), SEEDS["root"]), "notAuthentic"),
        ("signed by a stranger", signed(school_parts(), SEEDS["other"]), "notAuthentic"),
        ("a signature of another domain", body + sign(SEEDS["issuing"], "saphan-head/1", body), "notAuthentic"),
    ]
    write("certificate.json", {
        "root": verify_key(SEEDS["root"]), "issuing": verify_key(SEEDS["issuing"]), "good": good,
        "bad": [{"name": name, "encoded": data, "expect": expect} for name, data, expect in bad]})

def feed_bytes(node, epoch, lane):
    return node + u64(epoch) + bytes([lane])

def heads():
    hub, school = node_id(*hub_parts()[:3]), node_id(*school_parts()[:3])
    out = {"hub": hub, "hubSeed": SEEDS["hub feed"], "schoolSeed": SEEDS["school feed"], "heads": [], "receipts": []}
    for lane, sequence in [(0, 1), (1, 127), (0, 128), (1, 2**62)]:
        epoch, digest = 0x1122334455667788 + lane, fixed(f"hash {sequence}")
        feed = text("school/57030001") + feed_bytes(school, epoch, lane)
        named = {"space": "school/57030001", "node": school, "epoch": f"{epoch:016x}", "lane": lane,
                 "sequence": str(sequence), "hash": digest}
        message = feed + varint(sequence) + digest
        out["heads"].append({**named, "message": message, "signature": sign(SEEDS["school feed"], "saphan-head/1", message)})
        for time in (BEGIN, -1):
            message = hub + u64(7) + feed + varint(sequence) + digest + zigzag(time)
            out["receipts"].append({**named, "hubEpoch": f"{7:016x}", "time": time, "message": message,
                                    "signature": sign(SEEDS["hub feed"], "saphan-receipt/1", message)})
    write("heads.json", out)

# Invitations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

def polymod(values):
    """BIP 350's checksum, as that document prints it."""
    check = 1
    for value in values:
        check = polymod_step(check) ^ value
    return check

def polymod_step(check):
    generator = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]
    top = check >> 25
    check = (check & 0x1FFFFFF) << 5
    for bit in range(5):
        check ^= generator[bit] if (top >> bit) & 1 else 0
    return check

def self_check():
    """A valid string of BIP 350, "A1LQFN3A"; and that in 1,023 digits no two wrong ones can hide each other."""
    expanded = [ord("a") >> 5, 0, ord("a") & 31]
    charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    assert polymod(expanded + [charset.index(letter) for letter in "lqfn3a"]) == 0x2BC830A3
    traces, seen = list(range(1, 32)), set()
    for _ in range(1023):
        seen.update(traces)
        traces = [polymod_step(trace) for trace in traces]
    assert len(seen) == 31 * 1023 and 0 not in seen

def base32(data, padding="0", more=""):
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += padding * (-len(bits) % 5) + more
    values = [int(bits[index:index + 5], 2) for index in range(0, len(bits), 5)]
    check = polymod(values + [0] * 6) ^ 0x2BC830A3
    values += [check >> 5 * (5 - index) & 31 for index in range(6)]
    letters = "".join(ALPHABET[value] for value in values)
    return "-".join(letters[index:index + 5] for index in range(0, len(letters), 5))

def invitation_bytes(address="127.0.0.1:7400", space="school/57030001", label="บ้านตัวอย่าง", version=1):
    return (bytes([version]) + fixed("token", 16) + zigzag(END) + fixed("secret") + text(address)
            + public(fixed("hub noise")) + verify_key(SEEDS["root"]) + text(space) + text(label))

def invitations():
    self_check()
    good = []
    for address, host, port in [("127.0.0.1:7400", "127.0.0.1", 7400), ("hub.example:1", "hub.example", 1),
                                ("[2001:db8::1]:65535", "2001:db8::1", 65535)]:
        data = invitation_bytes(address)
        good.append({"token": fixed("token", 16), "expiry": END, "secret": fixed("secret"), "address": address,
                     "host": host, "port": port, "hubKey": public(fixed("hub noise")), "root": verify_key(SEEDS["root"]),
                     "space": "school/57030001", "label": "บ้านตัวอย่าง", "encoded": data, "text": base32(data),
                     "psk": blake(b"saphan-psk/1" + fixed("secret"))})
    code = base32(invitation_bytes())
    swapped = next(i for i in range(len(code) - 1) if code[i] != code[i + 1] and "-" not in code[i:i + 2])
    bad = [
        ("one digit mistyped", ("1" if code[0] != "1" else "2") + code[1:], "checkDigits"),
        ("two digits swapped", code[:swapped] + code[swapped + 1] + code[swapped] + code[swapped + 2:], "checkDigits"),
        ("a letter of no code", "U" + code[1:], "notText"),
        ("the last group missing", code.rsplit("-", 1)[0], "checkDigits"),
        ("nothing", "", "truncated"),
        ("too long", base32(bytes(700)), "tooLong"),
        ("a later version", base32(invitation_bytes(version=2)), "unknownVersion"),
        ("an address without a port", base32(invitation_bytes("127.0.0.1")), "notWellFormed"),
        ("an address with port 0", base32(invitation_bytes("127.0.0.1:0")), "notWellFormed"),
        ("an address with a space", base32(invitation_bytes("127.0.0.1 :80")), "notWellFormed"),
        ("an IPv6 address without brackets", base32(invitation_bytes("::1:80")), "notWellFormed"),
        ("the hub's own space", base32(invitation_bytes(space="district")), "notWellFormed"),
        ("a byte more", base32(invitation_bytes() + b"\0"), "trailing"),
        ("a byte less", base32(invitation_bytes()[:-1]), "truncated"),
    ]
    spelled = [("bits set behind the last byte", base32(b"x", padding="1")),
               ("a digit too many", base32(b"x", more="00000")),
               ("a digit too many behind no padding", base32(b"saphan" * 5, more="00000"))]
    codes = [{"bytes": fixed("code", 64)[:size], "text": base32(fixed("code", 64)[:size])} for size in range(1, 12)]
    write("invitation.json", {"good": good, "codes": codes, "otherwise": [
        {"name": name, "text": value, "expect": "notCanonical"} for name, value in spelled], "bad": [
        {"name": name, "text": value, "expect": expect} for name, value, expect in bad]})

def enrolments():
    handshake_hash = fixed("handshake", 64)
    body = (verify_key(SEEDS["school feed"]) + public(fixed("school noise")) + public(fixed("school bundle"))
            + text("บ้านตัวอย่าง") + text("saphan 0.1"))
    signature = sign(SEEDS["school feed"], "saphan-enrol/1", handshake_hash + body)
    stranger = sign(SEEDS["other"], "saphan-enrol/1", handshake_hash + body)
    elsewhere = sign(SEEDS["school feed"], "saphan-enrol/1", fixed("another handshake", 64) + body)
    domain = sign(SEEDS["school feed"], "saphan-cert/1", handshake_hash + body)
    write("enrolment.json", {
        "handshakeHash": handshake_hash, "feedSeed": SEEDS["school feed"], "noiseKey": public(fixed("school noise")),
        "bundleKey": public(fixed("school bundle")), "label": "บ้านตัวอย่าง", "software": "saphan 0.1",
        "encoded": body + signature,
        "bad": [{"name": name, "encoded": data, "expect": expect} for name, data, expect in [
            ("signed by another key", body + stranger, "notAuthentic"),
            ("signed for another handshake", body + elsewhere, "notAuthentic"),
            ("a signature of another domain", body + domain, "notAuthentic"),
            ("a byte more", body + signature + b"\0", "malformed"),
            ("a byte less", body + signature[:-1], "malformed"),
            ("nothing", b"", "malformed")]]})


# Changes

def value_text(string):
    return b"\1" + string.encode()

def personal(salt, value):
    return b"\6" + salt + value

def erased(salt, value):
    return b"\7" + blake(salt + value)

def dot_bytes(dot):
    node, epoch, lane, sequence, digest = dot
    return feed_bytes(node, epoch, lane) + varint(sequence) + digest

def operation(kind, collection, record, field, value, dots=(), rest=b""):
    # Dots are ordered by their hash alone.
    ordered = sorted(dots, key=lambda dot: dot[4])
    body = (bytes([kind]) + varint(collection) + record + varint(field) + prefixed(value) + varint(len(ordered))
            + b"".join(dot_bytes(dot) for dot in ordered) + rest)
    return prefixed(body)

def change(sequence, time, operations, actor=None, nonce=None, rest=b""):
    flags = (1 if actor else 0) | (2 if nonce is not None else 0)
    return (varint(sequence) + zigzag(time) + bytes([flags]) + (actor or b"") + (u64(nonce) if nonce is not None else b"")
            + varint(len(operations)) + b"".join(operations) + rest)

def changes():
    node, space, epoch = node_id(*school_parts()[:3]), "school/57030001", 0x0102030405060708
    record, salt = fixed("record", 16), fixed("salt", 16)
    secret = value_text("0000000000000")
    dots = [(node, epoch, lane, number, fixed(f"dot {number}", 16)) for lane, number in [(0, 1), (0, 300), (1, 2), (1, 9)]]
    plain = [
        ("a ticket's title", [operation(0, 4, record, 1, value_text("เครื่องพิมพ์เสีย"))] * 2),
        ("every kind of operation", [
            operation(0, 1, record, 2, b"\2" + zigzag(-5), dots[:1]), operation(1, 300, record, 65535, b"\2" + zigzag(1)),
            operation(2, 4, record, 4, value_text("ก"), dots), operation(3, 4, record, 4, value_text("ข")),
            operation(4, 4, record, 5, b"\5" + varint(3) + value_text("รับเรื่อง")),
            operation(5, 4, record, 0, b"\0", dots[1:3]), operation(6, 4, record, 1, b"\0", dots[:2]),
            operation(7, 4, record, 1, b"\0", dots[:1])]),
        ("bytes of a later version, in an operation and behind all", [
            operation(9, 4, record, 1, b"\x63\1\2", dots[:1], b"later")]),
        ("no operation", []),
    ]
    previous = blake(b"saphan-feed/1" + text(space) + feed_bytes(node, epoch, 0))
    out = {"space": space, "node": node, "epoch": f"{epoch:016x}", "lane": 0, "root": previous, "changes": []}
    def add(name, full, committed, sequence, time):
        nonlocal previous
        digest = blake(b"saphan-change/1" + previous + committed)
        out["changes"].append({"name": name, "sequence": sequence, "time": time, "fullForm": full, "hash": digest})
        previous = digest
    for number, (name, operations) in enumerate(plain, 1):
        time = [BEGIN, -1, 2**63 - 1, 0][number - 1]
        full = change(number, time, operations, actor=record if number % 2 else None,
                      nonce=0xFEDCBA9876543210 if number == 1 else None, rest=b"later" if number == 3 else b"")
        add(name, full, full, number, time)
    def hidden(value):
        return [operation(0, 10, record, 3, value), operation(4, 10, record, 4, b"\5" + varint(200) + value)]
    for number, name, value in [(5, "personal values", personal(salt, secret)),
                                (6, "personal values whose bytes are gone", erased(salt, secret))]:
        add(name, change(number, BEGIN, hidden(value)), change(number, BEGIN, hidden(erased(salt, secret))), number, BEGIN)
    write("change.json", out)


if __name__ == "__main__":
    handshakes.crypto()
    handshakes.noise()
    handshakes.noise_failures()
    certificates()
    heads()
    invitations()
    enrolments()
    changes()
    bundles.bundles()
    session.all_frames()
