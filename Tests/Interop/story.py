"""What an honest client does: join, open a session, send a ticket, get a receipt, read the district feed.

Each act is a function whose docstring says what holds; it raises when it does not."""

import os
import time

import line as lines
from changes import SET, TEXT, Change, Log, Operation
from hub import require
from line import Keys
from session import PING, SETTLED, Session
from trust import Feed, Invitation

SCHOOL, OTHER_SCHOOL = "57030001", "57030002"
TICKET, KIND, TITLE = 11, 2, 3
TITLE_SENT = "เครื่องพิมพ์ห้องธุรการไม่ออก"
REFUSED = "ไม่ควรปรากฏ"


class World:
    """What the acts hand on to each other."""

    def __init__(self, hub):
        self.hub = hub
        self.typed = self.member = self.feed = self.hub_node = None
        self.titles = []
        self.log = Log()


def ticket(sequence, title, record=None):
    """A change that opens a ticket."""
    record = record or os.urandom(16)
    fields = [(KIND, "repair"), (TITLE, title)]
    operations = tuple(
        Operation(SET, TICKET, record, field, bytes([TEXT]) + value.encode()) for field, value in fields)
    return Change(sequence, int(time.time() * 1000), None, None, operations)


def exchange(world, title):
    """One session that sends one ticket and takes what the hub has; returns the session, closed."""
    session = Session(world.member, world.log)
    session.start()
    sequence, _ = world.log.tip(world.feed)
    session.publish(world.feed, [ticket(sequence + 1, title)])
    session.until(lambda it: (it.receipt(world.feed) or (0,) * 3)[2] == sequence + 1 and it.under_way == 0)
    session.line.send(bytes([SETTLED]))
    session.until(lambda it: it.is_settled)
    session.close()
    world.hub_node = session.hub.node
    world.titles.append(title)
    return session


def invited(world):
    """an invitation is read, its check digits and its dates"""
    world.typed = world.hub.invite(SCHOOL)
    invitation = Invitation.parse(world.typed.lower().replace("-", " "))
    require(invitation.space == f"school/{SCHOOL}", f"the invitation is for {invitation.space}")
    require(invitation.address == world.hub.address, f"the invitation names {invitation.address}")
    require(invitation.expiry > time.time() * 1000, "the invitation has expired already")


def joined(world):
    """a new node joins by XKpsk3 and gets a certificate that verifies"""
    world.member = lines.enrol(Invitation.parse(world.typed), Keys.make())
    certificate = world.member.certificate
    world.feed = Feed(certificate.space, certificate.node, int.from_bytes(os.urandom(8), "little"), 0)
    return f"node {certificate.node.hex()}"


def exchanged(world):
    """a session by XK: Hellos, one ticket sent, and a receipt whose signature and hash fit"""
    session = exchange(world, TITLE_SENT)
    receipt = session.receipt(world.feed)
    return f"receipt at {receipt.sequence}, {session.line.received} frames came"


def read_district(world):
    """every change hash and head signature of the district feed fits"""
    chains = {feed: chain for feed, chain in world.log.chains.items() if feed.space == "district"}
    changes = sum(len(chain) for chain in chains.values())
    heads = sum(1 for chain in chains.values() for _, _, signature in chain if signature)
    names = [
        operation.value[1:].decode() for chain in chains.values() for change, _, _ in chain
        for operation in change.operations if operation.value[:1] == bytes([TEXT])]
    require(changes >= 4 and heads >= 1, f"{changes} changes and {heads} heads of the district came")
    require(f"School {SCHOOL}" in names, f"the school's own record is not among them: {names}")
    return f"{changes} changes, {heads} heads"


def arrived(world):
    """the ticket is at the hub, with its title"""
    how, titles = world.hub.titles()
    require(titles == [TITLE_SENT], f"titles at the hub: {titles}")
    return how


def resumed(world):
    """a second session starts where the first one ended: nothing comes twice"""
    session = exchange(world, "ลำโพงห้องประชุมเสียงแตก")
    require(session.stretches == session.new == 0, f"{session.stretches} stretches came again")


def rekeyed(world):
    """2,100 pings and pongs: both directions rekey twice"""
    session = Session(world.member, world.log)
    for _ in range(21):
        for _ in range(100):
            session.line.send(bytes([PING]))
        wanted = session.pongs + 100
        session.until(lambda it, wanted=wanted: it.pongs >= wanted)
    session.close()


def restored(world):
    """a node that lost its log gets its own changes back from the hub, personal or not"""
    fresh = Log()
    session = Session(world.member, fresh)
    session.start()
    wanted = world.log.tip(world.feed)
    session.until(lambda it: fresh.tip(world.feed) == wanted)
    session.close()
    return f"{wanted[0]} changes"


def still_served(world):
    """after all of this an honest client is served as before"""
    exchange(world, "หลังการโจมตีทั้งหมด")
    _, titles = world.hub.titles()
    for title in world.titles:
        require(titles.count(title) == 1, f"{title} is there {titles.count(title)} times")
    require(REFUSED not in titles, "a ticket is there that should have been refused")
    require(world.hub.process.poll() is None, "the hub has ended")
    return f"{len(world.titles)} tickets of its own"


def checked(world):
    """`saphan check` finds the hub's database whole, and its digests are told"""
    for command in (["check"], ["digest", world.feed.space], ["digest", "district"]):
        done = world.hub.run(*command)
        words = f"saphan {' '.join(command)} ended {done.returncode}: {done.stdout} {done.stderr}"
        require(done.returncode == 0, words)
    return done.stdout.split()[1][:16]


ACTS = [invited, joined, exchanged, read_district, arrived, resumed, rekeyed, restored]
LAST_ACTS = [still_served, checked]
