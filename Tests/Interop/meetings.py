"""Sessions as they meet in practice: quiet ones, several at once, forks, and a stretch asked for again.

Each act is a function whose docstring says what holds; it raises when it does not."""

import time

import line as lines
from changes import Log
from hub import require
from line import Keys, LineClosed
from packed import pack, stretch
from session import CLOSE, SETTLED, Ended, Session
from story import SCHOOL, exchange, ticket
from trust import Feed, Invitation, head_message
from wire import sign

REPLACED = 6


def quiet(world):
    """equal digests are all that a quiet session says; another digest is answered by the vector"""
    exchange(world, "ก่อนรอบเงียบ")
    session = Session(world.member, world.log, instance=20)
    session.start(is_full=False)
    session.until(lambda it: len(it.hub_digests) == 2)
    require(session.hub_vectors == 0, "the hub told vectors where digests were equal")
    said = session.line.bytes_in + session.line.bytes_out
    session.close()
    behind = Session(world.member, Log(), instance=21)
    behind.start(is_full=False)
    behind.until(lambda it: len(it.hub_digests) == 2)
    require(behind.hub_vectors == 2, "the hub told no vectors where digests differed")
    for number, space in enumerate(behind.spaces):
        behind.hello(number, space)
    behind.until(lambda it: it.log.tip(world.feed) == world.log.tip(world.feed))
    behind.close()
    return f"{said} bytes, handshake included"


def live(world):
    """what another machine of the school sends comes at once, unasked"""
    second = lines.enrol(Invitation.parse(world.hub.invite(SCHOOL)), Keys.make())
    listener, speaker = Session(world.member, world.log, instance=30), Session(second, Log(), instance=31)
    for session in (listener, speaker):
        session.start()
        session.line.send(bytes([SETTLED]))
        session.until(lambda it: it.is_settled)
    feed = Feed(second.certificate.space, second.certificate.node, 3, 0)
    began = time.monotonic()
    speaker.publish(feed, [ticket(1, "จากเครื่องที่สอง")])
    listener.until(lambda it: it.log.tip(feed) == speaker.log.tip(feed))
    for session in (listener, speaker):
        session.close()
    return f"{(time.monotonic() - began) * 1000:.0f} ms"


def replaced(world):
    """a second session of the same instance replaces the first one, which is told why"""
    first = Session(world.member, world.log, instance=40)
    first.start()
    first.until(lambda it: len(it.hub_digests) == 2)
    second = Session(world.member, world.log, instance=40)
    second.start()
    try:
        first.until(lambda _: False)
    except Ended as ended:
        require(ended.args[0] == REPLACED, f"closed with reason {ended.args[0]}")
    first.line.close()
    second.until(lambda it: len(it.hub_digests) == 2)
    second.close()


def copied(world, instance, titles):
    """A session of a copy of this node that wrote on by itself; its Hellos are sent, its changes are not."""
    clone = Session(world.member, Log(world.log.chains), instance=instance)
    sequence, before = clone.log.tip(world.feed)
    made = [ticket(sequence + 1 + index, title) for index, title in enumerate(titles)]
    digest = before
    for change in made:
        digest = change.hash(digest)
    message = head_message(world.feed, made[-1].sequence, digest)
    head = sign(world.member.keys.feed, "saphan-head/1", message)
    clone.log.store(world.feed, made, world.member.keys.public[0], head)
    clone.start()
    return clone, lambda: clone.raw(world.feed, stretch(1, world.feed, before, made, head)), made


def forked(world):
    """a feed that two machines continued: Locate and Located, all branches kept, receipted and passed on"""
    titles = [
        ["ของจริง", "ของจริงอีก"], ["จากสำเนาแรก", "จากสำเนาแรกอีก"],
        ["สำเนาที่สอง", "ใบที่สอง", "ใบที่สาม"]]
    common, before = world.log.tip(world.feed)
    asked, send_asked, _ = copied(world, 50, titles[1])
    asker, send_asker, made = copied(world, 51, titles[2])
    original = Session(world.member, world.log, instance=52)
    original.start()
    made_first = [ticket(common + 1 + index, title) for index, title in enumerate(titles[0])]
    original.publish(world.feed, made_first)
    original.until(lambda it: it.under_way == 0)
    original.close()
    theirs = (world.feed, *world.log.tip(world.feed))
    # As long as the hub's branch: the hub asks. This Hello says again what crossed the original's work.
    asked.hello(1, world.feed.space)
    asked.until(lambda it: it.located and it.log.forks)
    require(asked.located[0] == (world.feed, common), f"common sequences answered: {asked.located}")
    require(theirs in asked.log.forks, "the other branch did not come as it is")
    # Longer than the hub's: this side asks.
    asker.ask(world.feed)
    asker.until(lambda it: it.answers and it.log.forks)
    tip, digest = asker.log.tip(world.feed)
    named = max(tip - step for step in (0, 1, 2, 4, 8, 16) if tip - step <= common)
    require(asker.answers == [(world.feed, digest[:16], named)], f"Located: {asker.answers}")
    for session, send in ((asked, send_asked), (asker, send_asker)):
        send()
        tip = session.log.tip(world.feed)[0]
        session.until(lambda it, tip=tip: it.receipt(world.feed) and it.receipt(world.feed).sequence == tip)
    asker.until(lambda it: len(it.log.forks) == 2)
    for session in (asked, asker):
        session.close()
    _, shown = world.hub.titles()
    for title in sum(titles, []):
        require(shown.count(title) == 1, f"{title} is at the hub {shown.count(title)} times")
    # A node whose feed was forked writes on in a new epoch.
    world.feed = world.feed._replace(epoch=world.feed.epoch ^ 1)
    return f"{len(made)} and {len(titles[1])} changes on two more branches"


def packed_form(world):
    """a packed change is read; one whose signature does not fit is asked for again in full form"""
    session = Session(world.member, world.log, instance=60)
    session.start()
    sequence, before = world.log.tip(world.feed)
    change = ticket(sequence + 1, "แบบย่อ")
    session.publish(world.feed, [change], pack(0, change))
    session.until(lambda it: it.receipt(world.feed) and it.receipt(world.feed).sequence == sequence + 1)
    sequence, before = world.log.tip(world.feed)
    change = ticket(sequence + 1, "แบบย่อที่เพี้ยน")
    session.publish(world.feed, [change], pack(1, change))
    session.until(lambda it: it.asked_full)
    require(session.asked_full == [(world.feed, sequence, before[:16])], f"asked for {session.asked_full}")
    session.raw(world.feed, stretch(1, world.feed, before, [change], world.log.chains[world.feed][-1][2]))
    session.until(lambda it: it.receipt(world.feed) and it.receipt(world.feed).sequence == sequence + 1)
    session.close()


def closing(world):
    """Close ends a session in order: the hub hangs up and says nothing more"""
    session = Session(world.member, world.log, instance=70)
    session.start()
    session.until(lambda it: len(it.hub_digests) == 2)
    session.line.send(bytes([CLOSE, 0]))
    try:
        session.until(lambda _: False)
    except LineClosed:
        session.line.close()


ACTS = [quiet, live, replaced, packed_form, forked, closing]
