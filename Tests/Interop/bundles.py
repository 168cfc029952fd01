"""Bundles by stick: made here from SPEC.md section 19 alone and taken by saphan, and the other way round.

Each act is a function whose docstring says what holds; it raises when it does not."""

import json
import os
import pathlib
import time

import line as lines
import sealed
from changes import Log
from hub import require
from line import Keys
from packed import stretch
from sealed import Bundle, Range, hello, manifest, seal
from session import Session
from story import OTHER_SCHOOL, SCHOOL, ticket
from trust import Feed, Invitation, head_message
from wire import sign

STRETCH, COUNT = 100, 1_000
LONG = "โต๊ะนักเรียนชำรุด ขอซ่อมหรือเปลี่ยน " * 2


def path(world, name):
    """A file beside the hub's folder."""
    return pathlib.Path(world.hub.folder).parent / name


def grow(member, log, feed, count, title):
    """Changes of its own, signed every so often; returns them as frames and where they begin."""
    begun, before = log.tip(feed)
    frames, made = [], [ticket(begun + 1 + index, f"{title} {index}") for index in range(count)]
    for start in range(0, count, STRETCH):
        part, after = made[start : start + STRETCH], before
        for change in part:
            before = change.hash(before)
        head = sign(member.keys.feed, "saphan-head/1", head_message(feed, part[-1].sequence, before))
        log.store(feed, part, member.keys.public[0], head)
        frames.append(stretch(1, feed, after, part, head))
    return begun, frames


def packed(world, log, ranges, frames, member=None, keys=None, **more):
    """A bundle of a member for the hub, as bytes."""
    member = member or world.member
    about = manifest(member.certificate.encoded, 5, ranges, int(time.time() * 1000))
    hellos = [hello(0, "district", log), hello(1, member.certificate.space, log)]
    keys = keys or [world.hub_certificate.bundle_key]
    return seal(keys, more.get("seed", member.keys.feed), about, hellos + frames, **more.get("end", {}))


def taken(world, name, data):
    """The bundle as a file, and what the hub answers to it."""
    path(world, name).write_bytes(data)
    return world.hub.answer("bundle", "in", str(path(world, name)))


def meet(world):
    """A short session for the hub's certificate, which a node without a line has from its enrolment."""
    session = Session(world.member, world.log, instance=80)
    world.hub_certificate = session.hub
    session.close()


def sent_by_stick(world):
    """a bundle of 1,000 changes made from this text is taken in, and taken in once"""
    meet(world)
    feed = world.stick_feed = Feed(world.feed.space, world.feed.node, 77, 0)
    begun, frames = grow(world.member, world.log, feed, COUNT, LONG)
    data = packed(world, world.log, [Range(1, feed, begun, begun + COUNT)], frames)
    require(len(data) > 2 * sealed.PIECE, f"{len(data)} bytes are no three pieces")
    answer = taken(world, "up.spb", data)
    require((answer["new"], answer["held"]) == (COUNT, 0), f"the hub says {answer}")
    world.reply = answer["reply"]
    again = world.hub.answer("bundle", "in", str(path(world, "up.spb")))
    require((again["new"], again["held"]) == (0, COUNT), f"the second time the hub says {again}")
    _, titles = world.hub.titles()
    require(f"{LONG} {COUNT - 1}".strip() in [one.strip() for one in titles], "the last ticket is not there")
    return f"{len(data)} bytes"


def answered(world):
    """its reply opens with this node's key alone, verifies, and brings a receipt for the newest change"""
    data = pathlib.Path(world.reply).read_bytes()
    reply = Bundle(data, world.member, world.hub_certificate, world.log)
    require(reply.sender.node == world.hub_node, "the reply is not the hub's")
    wanted = world.log.tip(world.stick_feed)
    found = [(one.sequence, one.digest) for one in reply.receipts if one.feed == world.stick_feed]
    require(found == [wanted], f"receipts: {found}")
    require(world.stick_feed in [one[0] for one in reply.vectors[1]], "the hub's vector lacks the feed")
    stranger = world.member._replace(keys=Keys.make())
    try:
        Bundle(data, stranger, world.hub_certificate, Log())
    except sealed.Refused as refused:
        return f"{len(reply.receipts)} receipts; a stranger is told: {refused}"
    return require(False, "a stranger has read the reply")


def received(world):
    """`bundle out` for all machines of a school opens for each: several pieces, every hash and head fits"""
    second = lines.enrol(Invitation.parse(world.hub.invite(SCHOOL)), Keys.make())
    answer = world.hub.answer("bundle", "out", "--to", SCHOOL, "--out", str(path(world, "down.spb")))
    data = path(world, "down.spb").read_bytes()
    logs = []
    for member in (second, world.member):
        log = Log()
        bundle = Bundle(data, member, world.hub_certificate, log)
        require(bundle.changes == answer["changes"], f"{bundle.changes} of {answer}")
        logs.append(log)
    require(bundle.pieces > 1, "one piece is no test")
    tip = logs[0].tip(world.stick_feed)
    require(tip == world.log.tip(world.stick_feed), "the second machine did not get the first one's work")
    require(len(data) == answer["bytes"], f"{len(data)} bytes in place of {answer['bytes']}")
    return f"{answer['changes']} changes in {len(data)} bytes, {bundle.pieces} pieces"


def refused(world):
    """bundles that are changed, cut, for others, of strangers or not signed are refused, and change nothing"""
    log = Log(world.log.chains)
    begun, frames = grow(world.member, log, world.stick_feed, 3, "จากแฟลชไดรฟ์")
    ranges = [Range(1, world.stick_feed, begun, begun + 3)]
    good = packed(world, log, ranges, frames)
    other = lines.enrol(Invitation.parse(world.hub.invite(OTHER_SCHOOL)), Keys.make())
    forged = frames[0][:-1] + bytes([frames[0][-1] ^ 1])
    flips = [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in range(0, len(good), 97)]
    bad = flips + [good[:-1], good[: len(good) // 2], good[:118], good[:60], b"", good + b"\0", good + good] + [
        packed(world, log, ranges, frames, keys=[world.member.keys.public[2]]),
        packed(world, log, ranges, frames, seed=Keys.make().feed),
        packed(world, log, ranges, frames, end={"final": sealed.MESSAGE}),
        packed(world, log, ranges, frames[:-1]),
        packed(world, log, [], frames),
        packed(world, log, ranges, [forged]),
        packed(world, log, ranges, frames, member=other),
    ]
    before = state(world)
    for index, data in enumerate(bad):
        file = path(world, f"bad-{index}.spb")
        file.write_bytes(data)
        done = world.hub.run("bundle", "in", str(file), "--json")
        told = json.loads(done.stdout.splitlines()[-1])
        require(done.returncode == 1 and told["error"], f"bundle {index} was taken: {done.stdout}")
        require(not os.path.exists(path(world, f"bad-{index}.reply.spb")), f"bundle {index} was answered")
    require(state(world) == before, "something has changed")
    require(taken(world, "late.spb", good)["new"] == 3, "the good one is no longer taken")
    world.log = log
    return f"{len(bad)} of them"


def state(world):
    """Digests of both spaces."""
    return [world.hub.answer("digest", space) for space in ("district", world.feed.space)]


ACTS = [sent_by_stick, answered, received, refused]
