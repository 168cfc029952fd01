"""What a hostile or broken peer does, and what SPEC.md says becomes of it.

The hub must close or answer as the text says, write one line into its log where it closed, and go on.

Each act is a function whose docstring says what holds; it raises when it does not."""

import os
import time

import line as lines
from changes import SET, TEXT, Change, Operation
from hub import require
from line import Keys, Line, LineClosed, Refused, preamble
from packed import FIRST, stretch
from session import CREDIT, HELLO, PING, Ended, Session
from story import OTHER_SCHOOL, REFUSED, SCHOOL, TICKET, ticket
from trust import SCHOOL as SCHOOL_ROLE
from trust import Feed, Invitation, head_message, node_payload
from wire import h16, sign, text, varint, zigzag

MALFORMED, SCOPE, LIMIT, UNTRUSTED = 1, 2, 3, 4


class Watch:
    """What the hub logs while something is tried: exactly one line, unless said otherwise."""

    def __init__(self, world, count=1):
        self.world, self.count = world, count

    def __enter__(self):
        # The hub forgives 20 failed handshakes a second of one address, five at once.
        time.sleep(0.1)
        self.before = len(self.world.hub.lines())

    def __exit__(self, kind, *_):
        if kind is None:
            said = self.world.hub.lines_after(self.before, self.count)
            require(len(said) == self.count, f"{len(said)} lines of log where {self.count} belong: {said}")


def is_silent(line):
    """Raises unless the hub closes without a word."""
    try:
        said = line.read(1)
    except LineClosed:
        return
    finally:
        line.close()
    require(False, f"the hub answered with {said.hex()}")


def ends(session, reason):
    """Raises unless the hub says Close with that reason."""
    try:
        session.until(lambda _: False)
    except Ended as ended:
        require(ended.args[0] == reason, f"closed with reason {ended.args[0]} in place of {reason}")
    finally:
        session.line.close()


def lives(session):
    """Raises unless the hub still answers."""
    session.line.send(bytes([PING]))
    wanted = session.pongs + 1
    session.until(lambda it: it.pongs >= wanted)


def opened(world):
    """An honest session to misuse, its Hellos exchanged."""
    session = Session(world.member, world.log, instance=int.from_bytes(os.urandom(7), "little"))
    session.start()
    session.until(lambda it: len(it.hub_spaces) == 2)
    return session


def changed(data, at, bit=1):
    """The bytes with one bit flipped."""
    out = bytearray(data)
    out[at] ^= bit
    return bytes(out)


def garbage(world):
    """garbage in place of a preamble is closed without a word"""
    for data in (b"GET / HTTP/1.1\r\nHost: hub\r\n\r\n", bytes(64), os.urandom(300), b"SPHN" + bytes(60)):
        with Watch(world):
            line = Line(world.hub.address)
            line.write(data)
            is_silent(line)


def first_message(world, **named):
    """A line on which a session has begun; message 1 is sent."""
    line = Line(world.hub.address)
    line.begin(1, named.pop("hub_key", world.member.invitation.hub_key), world.member.keys, **named)
    return line


def truncated(world):
    """a handshake cut short in any of its parts leaves nothing behind"""
    whole = preamble(1, world.member.invitation.hub_key) + (48).to_bytes(2, "big") + bytes(48)
    for size in (0, 7, 16, 17, 40):
        # Whoever says nothing at all is not worth a line: a probe of the port.
        with Watch(world, 1 if size else 0):
            line = Line(world.hub.address)
            line.write(whole[:size])
            line.close()
    with Watch(world):
        line = first_message(world)
        line.greeting()
        line.write((200).to_bytes(2, "big") + bytes(100))
        line.close()


def bad_lengths(world):
    """handshake messages below 16 or above 2,048 bytes are closed without a word"""
    for length in (0, 15, 2049, 65535):
        with Watch(world):
            line = Line(world.hub.address)
            line.write(preamble(1, world.member.invitation.hub_key) + length.to_bytes(2, "big") + bytes(15))
            is_silent(line)


def wrong_hub(world):
    """another hub's key, and versions that nobody speaks: closed without a word"""
    key, other = world.member.invitation.hub_key, Keys.make().public[1]
    for named in ({"hub_key": other}, {"hub_key": other, "named": key}, {"named": other}):
        with Watch(world):
            is_silent(first_message(world, **named))
    with Watch(world):
        line = Line(world.hub.address)
        line.write(preamble(1, key, lowest=2, highest=9))
        is_silent(line)


def third_message(world):
    """message 3 with a bit flipped, another node's certificate or one nobody signed: closed without a word"""
    good = node_payload(world.member.certificate.encoded, 1, "attack")
    stranger, stolen = Keys.make(), good
    forged = bytes([1, SCHOOL_ROLE]) + text(f"school/{SCHOOL}") + b"".join(stranger.public)
    forged += zigzag(0) + zigzag(1 << 45) + text("forged")
    forged += sign(stranger.feed, "saphan-cert/1", forged)
    for keys, payload, at in (
        (world.member.keys, good, 60), (world.member.keys, good, -1), (stranger, stolen, None),
        (stranger, node_payload(forged, 1, "attack"), None), (world.member.keys, b"", None),
    ):
        with Watch(world):
            line = Line(world.hub.address)
            line.begin(1, world.member.invitation.hub_key, keys)
            line.greeting()
            message = bytes(line.noise.write_message(payload))
            line.write_message(message if at is None else changed(message, at))
            is_silent(line)


def invitation_once(world):
    """an invitation binds to the first keys, a reply lost on the way included; other keys are refused"""
    invitation = Invitation.parse(world.hub.invite(SCHOOL))
    keys = Keys.make()
    lines.enrol(invitation, keys, wait_for_reply=False)
    first = lines.enrol(invitation, keys)
    again = lines.enrol(invitation, keys)
    require(first.certificate.encoded == again.certificate.encoded, "the same keys got another certificate")
    for others in (Keys.make(), Keys(keys.feed, *Keys.make()[1:]), Keys(os.urandom(32), *keys[1:])):
        with Watch(world):
            try:
                lines.enrol(invitation, others)
                require(False, "a second set of keys got a certificate")
            except Refused as refused:
                require(refused.args[0] == 3, f"refused with reason {refused.args[0]} in place of 3")
    again = lines.enrol(invitation, keys)
    require(first.certificate.encoded == again.certificate.encoded, "the refusals changed the certificate")
    world.second = again


def invitation_guessed(world):
    """a token nobody gave out, and a secret that is not the invitation's: closed without a word"""
    invitation = Invitation.parse(world.hub.invite(OTHER_SCHOOL))
    for guess in (invitation._replace(token=os.urandom(16)), invitation._replace(secret=os.urandom(32))):
        with Watch(world):
            try:
                lines.enrol(guess, Keys.make())
                require(False, "a guess got a certificate")
            except LineClosed:
                pass


def flipped(world):
    """a bit flipped in a sealed frame, a frame said twice, one too short: the session ends"""
    for spoil in (lambda sealed: changed(sealed, -1), lambda sealed: changed(sealed, 2, 0x80),
                  lambda sealed: sealed + sealed, lambda _: b"\0\x05" + bytes(5)):
        with Watch(world):
            session = opened(world)
            session.line.write(spoil(session.line.seal(bytes([PING]))))
            try:
                session.until(lambda _: False)
            except (LineClosed, Ended):
                session.line.close()


def other_space(world):
    """a Hello for another school's space, for the office, for what is no space: the session ends"""
    for space, reason in ((f"school/{OTHER_SCHOOL}", SCOPE), ("office", SCOPE), ("school/1", MALFORMED)):
        with Watch(world):
            session = opened(world)
            vector = varint(0)
            digest = h16(b"saphan-vector/1" + text(space) + vector)
            session.line.send(bytes([HELLO, 2, 1]) + text(space) + digest + vector)
            ends(session, reason)


def claim(world, session, feed, key, number=1):
    """Sends a change in the name of that feed, signed with that key."""
    change = ticket(1, REFUSED)
    digest = change.hash(feed.root)
    head = sign(key, "saphan-head/1", head_message(feed, 1, digest))
    session.raw(feed, stretch(number, feed, feed.root, [change], head))


def other_authors(world):
    """changes in the name of the hub, in `district`, or signed falsely: the session ends"""
    own, space = world.member.certificate, world.feed.space
    hub, key = world.hub_node, world.member.keys.feed
    for feed, number, reason in (
        (Feed(space, hub, 1, 0), 1, UNTRUSTED), (Feed("district", own.node, 1, 0), 0, SCOPE),
        (Feed("district", hub, 99, 0), 0, UNTRUSTED), (Feed(space, own.node, 5, 0), 9, MALFORMED),
    ):
        with Watch(world):
            session = opened(world)
            claim(world, session, feed, key, number)
            ends(session, reason)
    with Watch(world):
        session = opened(world)
        claim(world, session, Feed(space, own.node, 5, 0), os.urandom(32))
        ends(session, UNTRUSTED)


def unknown_author(world):
    """changes of a node whose certificate is not known: credit, no receipt, and the session goes on"""
    with Watch(world):
        session = opened(world)
        feed = Feed(world.feed.space, os.urandom(16), 1, 0)
        claim(world, session, feed, os.urandom(32))
        session.until(lambda it: it.under_way == 0)
        lives(session)
        require(not any(one.feed == feed for one in session.receipts), "a receipt for what was not stored")
        session.close()


def outsider(world):
    """what another school's node signed for this school's space is not taken from its hands"""
    stranger = lines.enrol(Invitation.parse(world.hub.invite(OTHER_SCHOOL)), Keys.make())
    with Watch(world):
        session = opened(world)
        claim(world, session, Feed(world.feed.space, stranger.certificate.node, 1, 0), stranger.keys.feed)
        ends(session, UNTRUSTED)


def foreign_space(world):
    """a change signed for another school's space has no effect there: the space is the one of the Hello"""
    with Watch(world):
        session = opened(world)
        own = world.member.certificate.node
        claimed, meant = Feed(f"school/{OTHER_SCHOOL}", own, 7, 0), Feed(world.feed.space, own, 7, 0)
        change = ticket(1, REFUSED)
        message = head_message(claimed, 1, change.hash(claimed.root))
        head = sign(world.member.keys.feed, "saphan-head/1", message)
        session.line.send(stretch(1, meant, meant.root, [change], head))
        ends(session, UNTRUSTED)


def malformed(world):
    """frames cut short, with bytes left over, or with credit for nothing: the session ends"""
    for frame in (
        bytes([HELLO, 0]), bytes([PING, 0]), bytes([CREDIT, 0, 1]), bytes([CREDIT, 7, 1]), b"\x04",
        bytes([4, 0x40]), bytes([4, 0]) + bytes(30), b"\x06" + bytes(90), b"",
    ):
        with Watch(world):
            session = opened(world)
            session.line.send(frame)
            ends(session, MALFORMED)


def endless(world):
    """a stretch that never ends is cut off at its limit"""
    with Watch(world):
        session = opened(world)
        feed = Feed(world.feed.space, world.member.certificate.node, 6, 0)
        record, before = os.urandom(16), feed.root
        try:
            for sequence in range(1, 40):
                value = bytes([TEXT]) + b"x" * 15_000
                change = Change(sequence, 0, None, None, (Operation(SET, TICKET, record, 3, value),))
                packed = stretch(1, feed, before, [change], b"")
                body = b"\x80" + varint(len(change.layout())) + change.layout()
                session.line.send(bytes([4, FIRST]) + packed[2:] if sequence == 1 else bytes([4, 0]) + body)
                time.sleep(0.002)
        except LineClosed:
            pass
        try:
            ends(session, MALFORMED)
        except LineClosed:
            pass


def unknown_frames(world):
    """unknown and reserved frames are answered NotSupported and the session goes on; 65 end it"""
    with Watch(world, 0):
        session = opened(world)
        numbers = [0, 13, 16, 17, 18, 19, 20, 32, 127, 128, 255]
        for number in numbers:
            session.line.send(bytes([number]) + os.urandom(20))
        session.until(lambda it: len(it.unanswered) == len(numbers))
        require(session.unanswered == numbers, f"NotSupported named {session.unanswered}")
        lives(session)
    with Watch(world):
        for _ in range(65 - len(numbers)):
            session.line.send(bytes([99]))
        ends(session, LIMIT)


def forbidden(world):
    """an operation that this node may not do is stored and receipted, and shown nowhere"""
    session = opened(world)
    sequence = world.log.tip(world.feed)[0] + 1
    change = ticket(sequence, "อยากให้ด่วน")
    record = change.operations[0].record
    priority = Operation(SET, TICKET, record, 12, bytes([TEXT]) + b"urgent")
    session.publish(world.feed, [change._replace(operations=change.operations + (priority,))])
    session.until(lambda it: it.receipt(world.feed) and it.receipt(world.feed).sequence == sequence)
    session.close()
    world.titles.append("อยากให้ด่วน")
    shown = world.hub.column("ticket", "priority")
    require(not any(shown), f"priorities at the hub: {shown}")


ACTS = [
    garbage, truncated, bad_lengths, wrong_hub, third_message, invitation_once, invitation_guessed, flipped,
    other_space, other_authors, unknown_author, outsider, foreign_space, malformed, endless, unknown_frames,
    forbidden]
