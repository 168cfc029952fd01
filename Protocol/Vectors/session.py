"""frames.json: every frame of a session, and what is answered to those that no honest peer sends. receiver.py, a second
reader, agrees with every expectation before it is written."""

from failures import all_failures
from frames import FEEDS, NODES, SEEDS, SPACES, named, opening, plain, vectors
from layout import blake, verify_key, write
from lines import lines
from receiver import Receiver


def spelled_value(value):
    """Long values of one letter are told as such."""
    return {"text": value[1:2].decode(), "times": len(value) - 1} if len(value) > 200 else {"bytes": value}

def meaning(stretch):
    def dots(one):
        return [{"feed": named(dot.feed), "sequence": str(dot.sequence), "hash": dot.hash} for dot in one.dots]
    changes = [{
        "sequence": str(one.sequence), "time": str(one.time), "actor": one.actor,
        "nonce": None if one.nonce is None else str(one.nonce),
        "operations": [{"kind": op.kind, "collection": op.collection, "record": op.record, "field": op.field,
                        **spelled_value(op.value), "dots": dots(op) or None, "rest": op.rest or None}
                       for op in one.operations],
        "rest": one.rest or None, "hash": digest} for one, digest in zip(stretch.changes, stretch.hashes[1:])]
    return bare({"space": SPACES.index(stretch.feed.space), "feed": named(stretch.feed), "before": stretch.before,
                 "isFull": stretch.is_full or None, "signature": stretch.signature, "changes": changes,
                 "leftOut": [{"feed": named(feed), "sequence": str(upto)} for feed, upto in stretch.known.items()] or None})

def bare(value):
    """Without what is not there."""
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items() if one is not None}
    return [bare(one) for one in value] if isinstance(value, list) else value

def receiver(reader="hub", is_open=True):
    """A hub or a school that holds nothing and has heard the Hellos of `opening()`."""
    keys = {NODES[name]: verify_key(SEEDS[name]) for name in NODES}
    end = Receiver(SPACES, keys, [NODES["hub"]], keys[NODES["hub"]] if reader == "school" else None)
    for frame in opening() if is_open else []:
        assert end.take(frame) in ([b"\1"], [])
    return end

def cuts(name, frame, before):
    """Answers to a frame of changes that was cut, or goes on, where they are not Close 1."""
    out = []
    for length in range(len(frame) + 2):
        if length == len(frame):
            continue
        end = receiver()
        for one in before:
            end.take(one)
        answers = end.take((frame + b"\0")[:length])
        if answers != [b"\x0b\1"]:
            out.append({"length": length, "answers": answers})
    return out

def told(one):
    """One line, its frames as bytes or, where they are long, as digests."""
    sent, before = [], []
    end = receiver()
    for index, frame in one["frames"]:
        answers = end.take(frame)
        assert all(answer[0] in (5, 6) for answer in answers), (one["name"], answers)
        if len(frame) > 4_000:
            sent.append({"stretch": index, "length": len(frame), "digest": blake(frame)})
        else:
            sent.append({"stretch": index, "encoded": frame, "cuts": cuts(one["name"], frame, before)})
        before.append(frame)
    for stretch in one["stretches"]:
        assert stretch.hashes in [branch[stretch.changes[0].sequence - 1:][:len(stretch.hashes)]
                                  for branch in end.log[stretch.feed]], one["name"]
    return {"name": one["name"], "isShortest": one["isShortest"], "frames": sent,
            "stretches": [meaning(stretch) for stretch in one["stretches"]]}

def refused():
    """The failures, each checked with the second reader."""
    out = []
    for one in all_failures():
        end = receiver(one.get("reader", "hub"), one.get("isOpen", True))
        for frame in one.get("before", []):
            assert end.take(frame) != [b"\x0b\1"], one["name"]
        fill = one.get("fill", b"")
        whole = one["frame"] + fill * one["times"] + one.get("tail", b"") if fill else one["frame"]
        for _ in range(1 if fill else one.get("times", 1)):
            got = end.take(whole)
        assert got == one["answers"], (one["name"], [answer.hex() for answer in got])
        out.append(one)
    assert len({one["name"] for one in out}) == len(out)
    return out

def all_frames():
    write("frames.json", {
        "spaces": SPACES, "nodes": {name: {"id": NODES[name], "seed": SEEDS[name]} for name in NODES},
        "hubEpoch": 7, "feeds": [
            {"space": SPACES.index(feed.space), "node": feed.node, "epoch": f"{feed.epoch:016x}", "lane": feed.lane,
             "layout": feed.layout, "root": feed.root} for feed in FEEDS],
        "vectors": vectors(), "frames": plain(), "opening": opening(), "lines": [told(one) for one in lines()],
        "failures": refused()})


if __name__ == "__main__":
    all_frames()
