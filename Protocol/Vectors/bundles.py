"""bundle.json: sealed boxes, sealed streams, whole bundles and what must be refused (SPEC.md section 19).

Everything is built here from PyNaCl's bindings of libsodium; nothing of Saphan is used."""

import hashlib

import nacl.bindings as sodium
import nacl.public

from layout import blake, fixed, prefixed, public, sign, text, u64, varint, verify_key, write, zigzag

SPACE, OTHER_SPACE = "school/57030001", "school/57030002"
BEGIN, END = 1_763_769_600_000, 1_826_841_600_000
RECORD, NONCE = fixed("bundle record", 16), 0x1122334455667788
MESSAGE, PUSH, FINAL = 0, 1, 3
FIRST, LAST, BULK = 1, 2, 4


def h64(data):
    return hashlib.blake2b(data, digest_size=64).digest()

def key_id(key):
    return blake(b"saphan-box/1" + key)[:8]

def box(plaintext, key, ephemeral):
    """crypto_box_seal, with the ephemeral secret given."""
    own = public(ephemeral)
    nonce = hashlib.blake2b(own + key, digest_size=24).digest()
    return own + sodium.crypto_box(plaintext, nonce, key, ephemeral)

def pieces(key, header, parts, data):
    """Parts are (plaintext, tag); from a given header both ends begin by init_pull."""
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    return [sodium.crypto_secretstream_xchacha20poly1305_push(state, part, data, tag) for part, tag in parts]


class Node:
    """A node with its keys and its certificate."""

    def __init__(self, name, role, space, issuer, issuing=None):
        self.name, self.role, self.space = name, role, space
        self.seed, self.secret = fixed(name + " feed"), fixed(name + " bundle")
        self.key = public(self.secret)
        feed_key = verify_key(self.seed)
        self.id = blake(b"saphan-node/1" + bytes([role]) + text(space) + feed_key)[:16]
        body = (bytes([1, role]) + text(space) + feed_key + public(fixed(name + " noise")) + self.key
                + (issuing or b"") + zigzag(BEGIN) + zigzag(END) + text(name))
        self.certificate = body + sign(issuer, "saphan-cert/1", body)

    def feed(self, lane=0, epoch=7):
        return self.id + u64(epoch) + bytes([lane])


ROOT, ISSUING = fixed("root"), fixed("issuing")
HUB = Node("bundle hub", 1, "district", ROOT, verify_key(ISSUING))
SCHOOL = Node("bundle school", 2, SPACE, ISSUING)
SISTER = Node("bundle sister", 2, SPACE, ISSUING)
OTHER = Node("bundle other", 2, OTHER_SPACE, ISSUING)
FOREIGN_HUB = Node("foreign hub", 1, "district", fixed("foreign root"), verify_key(fixed("foreign issuing")))
FOREIGN = Node("foreign school", 2, SPACE, fixed("foreign issuing"))


class Chain:
    """Changes of one feed, each a new record's title, all below one head."""

    def __init__(self, node, space, lane=0, count=1):
        self.node, self.space, self.feed = node, space, node.feed(lane)
        self.lane, self.count = lane, count
        self.root = blake(b"saphan-feed/1" + text(space) + self.feed)
        self.hashes, self.full, self.packed = [self.root], [], b""
        before = 0
        for number in range(1, count + 1):
            value, time = f"รายการ {number}".encode(), BEGIN + number
            record = RECORD[:15] + bytes([number])
            nonce = u64(NONCE) if number == 1 else b""
            body = b"\0" + varint(11) + record + varint(3) + prefixed(b"\1" + value) + varint(0)
            full = (varint(number) + zigzag(time) + bytes([2 if nonce else 0]) + nonce + varint(1) + prefixed(body))
            self.full.append(full)
            self.hashes.append(blake(b"saphan-change/1" + self.hashes[-1] + full))
            self.packed += (bytes([1 | (0x40 if nonce else 0)]) + zigzag(time - before) + nonce
                            + bytes([3]) + varint(1) + varint(11) + record + prefixed(value))
            before = time

    def head(self, seed=None):
        message = text(self.space) + self.feed + varint(self.count) + self.hashes[-1]
        return sign(seed or self.node.seed, "saphan-head/1", message)

    def range(self, number, after=0, last=None):
        return bytes([number]) + self.feed + varint(after) + varint(self.count if last is None else last)

    def frame(self, number, is_packed=True, content=None, flags=FIRST | LAST, first=1, signature=None):
        """The whole chain as one stretch in one frame."""
        if content is None:
            content = self.packed if is_packed else b"".join(b"\x80" + prefixed(full) for full in self.full)
        head = bytes([4, flags | (BULK if self.lane else 0), number]) + varint(0) + self.feed
        return head + varint(first) + self.root[:16] + content + (self.head() if signature is None else signature)

    def entry(self):
        return self.feed + varint(self.count) + self.hashes[-1][:16]

    def receipt(self, hub, seed=None):
        message = (hub.id + u64(7) + text(self.space) + self.feed + varint(self.count) + self.hashes[-1]
                   + zigzag(BEGIN))
        return b"\6" + message + sign(seed or hub.seed, "saphan-receipt/1", message)


def hello(number, space, chains=(), flags=1, digest=None):
    vector = varint(len(chains)) + b"".join(chain.entry() for chain in chains)
    real = hashlib.blake2b(b"saphan-vector/1" + text(space) + vector, digest_size=16).digest()
    return bytes([1, number, flags]) + text(space) + (digest or real) + (vector if flags else b"")

def manifest(sender, ranges, certificate=None):
    return (prefixed(certificate or sender.certificate) + u64(7) + fixed("bundle id", 16) + zigzag(BEGIN)
            + varint(len(ranges)) + b"".join(ranges))

def header(recipients, version=1, count=None, order=True, stream=None):
    boxes = [key_id(node.key) + box(fixed("file key"), node.key, fixed("ephemeral " + node.name))
             for node in recipients]
    boxes = sorted(boxes) if order else sorted(boxes, reverse=True)
    count = len(boxes) if count is None else count
    return b"SPB1" + bytes([version, count]) + b"".join(boxes) + (stream or fixed("stream header", 24))

def plaintext(sender, about, frames, **more):
    """Manifest, frames, zero and signature."""
    content = prefixed(about) + b"".join(prefixed(frame) for frame in frames) + more.get("zero", b"\0")
    digests = h64(more.get("signed_header") or more["header"]) + h64(content)
    signature = sign(more.get("seed") or sender.seed, more.get("domain", "saphan-bundle/1"), digests)
    return content + more.get("signature", signature)

def seal(head, plain, tag=FINAL):
    return head + b"".join(pieces(fixed("file key"), head[-24:], [(plain, tag)], h64(head)))

def bundle(sender, recipients, ranges, frames, tag=FINAL, certificate=None, head=None, about=None, **more):
    head = head or header(recipients)
    about = manifest(sender, ranges, certificate) if about is None else about
    return seal(head, plaintext(sender, about, frames, header=head, **more), tag)


ENTRIES, IMPORTS = Chain(SCHOOL, SPACE, count=3), Chain(SCHOOL, SPACE, lane=1)
NEWS = Chain(HUB, "district", count=2)


def down(**more):
    """From the hub to both machines of the school: changes of the district, a receipt."""
    parts = {"ranges": [NEWS.range(0)], "recipients": [SCHOOL, SISTER],
             "frames": [hello(0, "district", [NEWS]), hello(1, SPACE, [ENTRIES, IMPORTS]), NEWS.frame(0),
                        ENTRIES.receipt(HUB)]}
    return bundle(HUB, **(parts | more))

def up_frames():
    return [hello(0, "district"), hello(1, SPACE, [ENTRIES, IMPORTS]), ENTRIES.frame(1, is_packed=False),
            IMPORTS.frame(1)]

def up(**more):
    """From the school to the hub: full forms and a packed change, in both lanes."""
    parts = {"sender": SCHOOL, "ranges": [ENTRIES.range(1), IMPORTS.range(1)], "recipients": [HUB],
             "frames": up_frames()}
    return bundle(**(parts | more))


def good():
    sister = bundle(SCHOOL, [SISTER], [], [hello(0, "district"), hello(1, SPACE)])
    return [
        {"name": "from the hub to both machines of a school", "reader": SISTER.secret, "sender": HUB.id,
         "changes": 2, "hashes": [NEWS.hashes[-1]], "receipts": 1, "encoded": down()},
        {"name": "from a school to the hub, in both lanes", "reader": HUB.secret, "sender": SCHOOL.id,
         "changes": 4, "hashes": [ENTRIES.hashes[-1], IMPORTS.hashes[-1]], "receipts": 0, "encoded": up()},
        {"name": "nothing but vectors, from one machine of a school to another", "reader": SISTER.secret,
         "sender": SCHOOL.id, "changes": 0, "hashes": [], "receipts": 0, "encoded": sister},
    ]

def flipped(data, at):
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)

def bad_seals():
    whole, head = up(), header([HUB])
    elsewhere = bytes(len(whole) - len(head))
    return [
        ("nothing", b"", "notBundle"),
        ("three bytes", b"SPB", "notBundle"),
        ("another kind of file", b"SQLite format 3\0" * 64, "notBundle"),
        ("a later version", up(head=header([HUB], version=2)), "newerVersion"),
        ("no recipient", b"SPB1\1\0" + bytes(200), "malformed"),
        ("65 recipients", b"SPB1\1\x41" + bytes(65 * 88 + 200), "malformed"),
        ("recipients in another order", up(head=header([HUB, SCHOOL], order=False)), "malformed"),
        ("a recipient twice", up(head=header([HUB, HUB])), "malformed"),
        ("for another node", up(recipients=[SCHOOL]), "notForThisNode"),
        ("a box that does not open", flipped(whole, 20), "damaged"),
        ("a flipped bit in the stream header", flipped(whole, len(head) - 1), "damaged"),
        ("a flipped bit in the last piece", flipped(whole, len(whole) - 1), "damaged"),
        ("cut within the header", whole[: len(head) - 1], "incomplete"),
        ("cut behind the header", head, "incomplete"),
        ("cut within the piece", whole[:-1], "damaged"),
        ("zeros for the piece", head + elsewhere, "damaged"),
        ("a byte behind the end", whole + b"\0", "damaged"),
        ("a last piece that says it is none", up(tag=MESSAGE), "incomplete"),
        ("a last piece with another tag", up(tag=PUSH), "damaged"),
        ("an empty last piece", seal(head, b""), "damaged"),
        ("the pieces of another bundle", head + up(head=header([HUB], stream=fixed("other", 24)))[len(head):],
         "damaged"),
    ]

def bad_senders():
    district = [hello(0, "district"), hello(1, SPACE)]
    return [
        ("of another district", up(sender=FOREIGN, certificate=FOREIGN.certificate, ranges=[], frames=district),
         "foreign"),
        ("of another district's hub", bundle(FOREIGN_HUB, [HUB], [], district), "foreign"),
        ("of the hub itself", bundle(HUB, [HUB], [], district), "outOfScope"),
        ("signed by another node", up(seed=OTHER.seed), "badSignature"),
        ("signed for another domain", up(domain="saphan-head/1"), "badSignature"),
        ("sealed again for somebody else", up(signed_header=header([SCHOOL])), "badSignature"),
        ("a certificate that is none", up(certificate=SCHOOL.certificate[:-1]), "malformed"),
        ("one byte short of a signature", up(signature=bytes(63)), "malformed"),
        ("one byte more than a signature", up(signature=bytes(65)), "malformed"),
        ("frames without an end", up(zero=b"", signature=b""), "malformed"),
    ]

def bad_content():
    about, frames = manifest(SCHOOL, [ENTRIES.range(1), IMPORTS.range(1)]), up_frames()
    claim = prefixed(SCHOOL.certificate) + u64(7) + fixed("bundle id", 16) + zigzag(BEGIN) + varint(1 << 32)
    mixed = frames[:2] + [frames[3], frames[2]]
    stolen = Chain(SCHOOL, "district")
    left_out = bytes([1]) + zigzag(BEGIN) + bytes([3 | 2 << 5]) + varint(1) + varint(11) + RECORD
    return [
        ("a manifest of 4 GiB", seal(header([HUB]), varint(1 << 32) + bytes(100)), "malformed"),
        ("4,294,967,296 ranges", up(about=claim), "malformed"),
        ("a byte behind the manifest", up(about=about + b"\0"), "malformed"),
        ("a range that ends before it begins", up(ranges=[ENTRIES.range(1, after=3)]), "malformed"),
        ("a range of a third space", up(ranges=[ENTRIES.range(2)]), "malformed"),
        ("ranges in another order", up(ranges=[IMPORTS.range(1), ENTRIES.range(1)], frames=mixed), "malformed"),
        ("stretches in another order", up(frames=mixed), "malformed"),
        ("a range without its changes", up(frames=frames[:3]), "malformed"),
        ("changes of no range", up(ranges=[ENTRIES.range(1)]), "malformed"),
        ("more than the range", up(ranges=[ENTRIES.range(1, last=2), IMPORTS.range(1)]), "malformed"),
        ("less than the range", up(ranges=[ENTRIES.range(1, last=4), IMPORTS.range(1)]), "malformed"),
        ("a stretch that begins elsewhere", up(frames=frames[:2] + [ENTRIES.frame(1, first=2), frames[3]]),
         "malformed"),
        ("a stretch of the wrong stream", up(frames=frames[:2] + [ENTRIES.frame(1, flags=FIRST | LAST | BULK), frames[3]]),
         "malformed"),
        ("a hash left out", up(frames=frames[:2] + [ENTRIES.frame(1, content=b"".join(
            [b"\x80" + prefixed(ENTRIES.full[0]), left_out + prefixed(b"x") + varint(1),
             b"\x80" + prefixed(ENTRIES.full[2])])), frames[3]]), "malformed"),
        ("a stretch without an end", up(frames=frames[:3] + [IMPORTS.frame(1, flags=FIRST, signature=b"")]),
         "malformed"),
        ("a vector whose digest is another", up(frames=[hello(0, "district", digest=bytes(16))] + frames[1:]),
         "malformed"),
        ("a Hello without its vector", up(frames=[hello(0, "district", flags=0)] + frames[1:]), "malformed"),
        ("Hellos in another order", up(frames=[frames[1], frames[0]] + frames[2:]), "malformed"),
        ("one Hello", up(frames=frames[1:]), "malformed"),
        ("a Hello of another space", up(frames=[frames[0], hello(1, OTHER_SPACE)] + frames[2:]), "malformed"),
        ("a Ping", up(frames=frames + [b"\x09"]), "malformed"),
        ("a frame nobody knows", up(frames=frames + [b"\x63"]), "malformed"),
        ("a frame longer than frames are", up(zero=varint(65_520) + bytes(9)), "malformed"),
        ("a feed of district that no hub writes", up(
            ranges=[stolen.range(0)], frames=[hello(0, "district", [stolen]), hello(1, SPACE), stolen.frame(0)]),
         "outOfScope"),
        ("a receipt of a school", up(frames=frames + [ENTRIES.receipt(SCHOOL)]), "outOfScope"),
    ]

def bad_at_school():
    frames = [hello(0, "district", [NEWS]), hello(1, SPACE, [ENTRIES, IMPORTS])]
    other = [hello(0, "district"), hello(1, SPACE)]
    return [
        ("of another school", bundle(OTHER, [SCHOOL, SISTER], [], other), "outOfScope"),
        ("a receipt that the hub did not sign", down(frames=frames + [
            NEWS.frame(0), ENTRIES.receipt(HUB, seed=OTHER.seed)]), "badSignature"),
        ("a receipt of another hub", down(frames=frames + [NEWS.frame(0), ENTRIES.receipt(FOREIGN_HUB)]),
         "outOfScope"),
        ("a receipt before the changes", down(frames=frames + [ENTRIES.receipt(HUB), NEWS.frame(0)]), "malformed"),
        ("changes behind a receipt", down(
            ranges=[NEWS.range(0)], frames=frames + [NEWS.frame(0), ENTRIES.receipt(HUB), NEWS.frame(0)]),
         "malformed"),
    ]

def streams():
    key, head, data = fixed("stream key"), fixed("stream head", 24), fixed("stream data", 64)
    parts = [(b"", MESSAGE), (b"a", MESSAGE), (fixed("piece", 64) * 3, MESSAGE), (b"end", FINAL)]
    sealed = pieces(key, head, parts, data)
    return {"key": key, "header": head, "data": data, "pieces": [
        {"plaintext": part, "tag": tag, "sealed": piece} for (part, tag), piece in zip(parts, sealed)],
        "otherTags": pieces(key, head, [(b"x", PUSH)], data) + pieces(key, head, [(b"x", 2)], data)}

def boxes():
    out = []
    for size in (0, 1, 32, 200):
        ephemeral, secret, plain = fixed(f"ephemeral {size}"), fixed(f"box {size}"), fixed("plain", 64) * 4
        sealed = box(plain[:size], public(secret), ephemeral)
        opened = nacl.public.SealedBox(nacl.public.PrivateKey(secret)).decrypt(sealed)
        assert opened == plain[:size]
        out.append({"ephemeral": ephemeral, "secret": secret, "plaintext": plain[:size], "sealed": sealed})
    return out

def bundles():
    def cases(reader, listed):
        return [{"name": name, "reader": reader.secret, "encoded": data, "expect": expect}
                for name, data, expect in listed]
    recipe = {"fileKey": fixed("file key"), "streamHeader": fixed("stream header", 24),
              "ephemerals": [fixed("ephemeral " + node.name) for node in (SCHOOL, SISTER)],
              "feedSeed": HUB.seed, "keys": [SCHOOL.key, SISTER.key]}
    write("bundle.json", {
        "root": verify_key(ROOT), "hub": HUB.certificate, "nodes": [
            {"certificate": node.certificate, "secret": node.secret, "keyID": key_id(node.key)}
            for node in (HUB, SCHOOL, SISTER)],
        "boxes": boxes(), "stream": streams(), "recipe": recipe, "good": good(),
        "bad": cases(HUB, bad_seals() + bad_senders() + bad_content()) + cases(SISTER, bad_at_school())})
