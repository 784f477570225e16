"""A wait played many times at once, from how the hall stands now. Pure.

Windows become free one after the other; each calls whoever of its queues comes first by
accumulated priority (`broker.domain.calling.priority`), until it is the turn of whoever asks. What
is not known is played: how long each visit before lasts, how long those under way go on (they have
lasted a while, so the short ones are over), who does not come, when a pause is over, and how far
the pace that is believed may be off. Whoever comes later and goes first, by a higher class, is not
played but reckoned: `overtaking`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import NormalDist

from msgspec import Struct

from broker.domain.waiting.lattice import PLAYS, first_plays, mixed, normal, shares
from broker.domain.waiting.pace import VisitPace

MOST_AHEAD = 64  # steps; a longer line goes in groups
_OFF, _RESUMING, _UNDER_WAY = 3, 29, 53  # where steps that are mixed for what is no visit ahead
_AHEAD = 71
_ABSENT, _PAUSING = 17, 41
_GOLDEN = 0.618
_SURE = 1 - 1e-9


class OpenPost(Struct, frozen=True):
    """A window that is open. `queue` is whose visit is under way there, since `lasted` seconds."""

    queues: frozenset[str]
    queue: str = ""
    lasted: float = 0.0
    paused: bool = False


class Before(Struct, frozen=True):
    """Somebody who waits: for `waited` seconds, earning priority at `rate`. `people`: so many alike
    in a group."""

    queue: str
    waited: float
    rate: float
    people: int = 1


class WindowHabits(Struct, frozen=True):
    """What goes on between visits: seconds from one's end to the next call, the share of those
    called who do not come, how long they are waited for, how long a pause lasts, and the share of
    visits after which one begins."""

    between: float = 10.0
    absent: float = 0.05
    waited_for: float = 90.0
    pause: float = 600.0
    pausing: float = 0.01


class WaitScene(Struct, frozen=True):
    """How the hall stands for somebody who waits since `waited` seconds in `queue`. `before` in the
    order of priority now; `overtaking`: the share of the windows' time that goes to whoever comes
    later with a higher class, were they all before."""

    queue: str
    posts: tuple[OpenPost, ...]
    before: tuple[Before, ...]
    paces: dict[str, VisitPace]
    rate: float = 1.0
    waited: float = 0.0
    overtaking: float = 0.0
    habits: WindowHabits = WindowHabits()


class PlayedWaits(Struct, frozen=True):
    """In every play, in seconds from now: when it is my turn, and that of each who is before me.
    Somebody who is never called before me in a play has none there."""

    mine: list[float]
    before: list[list[float]]


def played(scene: WaitScene) -> PlayedWaits:
    """The waits from now on, each list sorted."""
    steps = _steps(scene)
    free = [_free(post, step, scene) for step, post in enumerate(scene.posts)]
    stays = _nobody_overtakes(scene)
    if stays and len(scene.posts) == 1:
        mine, before = _one_after_another(free[0], steps)
    else:
        mine, before = _by_turns(scene, free, steps, stays=stays)
    stretch = 1 / (1 - min(0.6, scene.overtaking / 2))
    return PlayedWaits(
        sorted(each * stretch for each in mine),
        [
            sorted(each * (stretch if person.rate <= scene.rate else 1.0) for each in waits)
            for person, waits in zip(scene.before, before, strict=True)
        ],
    )


def _nobody_overtakes(scene: WaitScene) -> bool:
    """Whether all are called in the order of now, and I last: priority falls along the line, and
    so does what a second more earns."""
    rates = [*(each.rate for each in scene.before), scene.rate]
    last = min((each.rate * each.waited for each in scene.before), default=math.inf)
    return last >= scene.rate * scene.waited and all(a >= b for a, b in pairwise(rates))


def _one_after_another(
    now: list[float], steps: Sequence[list[float]]
) -> tuple[list[float], list[list[float]]]:
    """One window, which calls everybody before me."""
    before: list[list[float]] = []
    for step in steps:
        before.append(now)
        now = [begun + lasts for begun, lasts in zip(now, step, strict=True)]
    return now, before


def _by_turns(
    scene: WaitScene, free: Sequence[list[float]], steps: Sequence[list[float]], *, stays: bool
) -> tuple[list[float], list[list[float]]]:
    """Windows call in turn, each of its own queues."""
    lines = [_lanes(scene, post, stays=stays) for post in scene.posts]
    before: list[list[float]] = [[] for _ in scene.before]
    mine: list[float] = []
    for play in range(PLAYS):
        due = [each[play] for each in free]
        mine.append(_turn(scene, lines, due, [each[play] for each in steps], before, stays))
    return mine, before


def _lanes(scene: WaitScene, post: OpenPost, *, stays: bool) -> list[list[int]]:
    """Whom a window calls, in lanes in which nobody overtakes: whoever earns alike keeps their
    order."""
    line = [each for each, person in enumerate(scene.before) if person.queue in post.queues]
    if stays:
        return [line]
    rates = dict.fromkeys(scene.before[each].rate for each in line)
    return [[each for each in line if scene.before[each].rate == rate] for rate in rates]


def _turn(  # what one play is made of
    scene: WaitScene,
    lines: Sequence[list[list[int]]],
    due: list[float],
    lasts: list[float],
    before: Sequence[list[float]],
    stays: bool,
) -> float:
    """When it is my turn, in this play; when others were called is added to `before`."""
    waits, nexts = [True] * len(lasts), [[0] * len(lanes) for lanes in lines]
    while True:
        now = min(due)
        window = due.index(now)
        heads = _heads(lines[window], nexts[window], waits)
        called = _called(scene, heads, now) if not stays else heads[:1]
        if called:
            waits[called[0]] = False
            before[called[0]].append(now)
            due[window] = now + lasts[called[0]]
        elif scene.queue in scene.posts[window].queues:
            return now
        else:
            due[window] = math.inf  # nobody for it: it does not matter to me


def _heads(lanes: Sequence[list[int]], nexts: list[int], waits: list[bool]) -> list[int]:
    """The first of each lane who waits still. `nexts` moves on to them."""
    heads: list[int] = []
    for lane, line in enumerate(lanes):
        place = nexts[lane]
        while place < len(line) and not waits[line[place]]:
            place += 1
        nexts[lane] = place
        heads += line[place : place + 1]
    return heads


def _called(scene: WaitScene, heads: Sequence[int], now: float) -> list[int]:
    """Whom a window calls before me: whoever has most priority by then; nobody, if I have."""
    most, first = scene.rate * (now + scene.waited), list[int]()
    for each in sorted(heads):
        person = scene.before[each]
        priority = person.rate * (now + person.waited)
        if priority > most or (priority == most and not first):
            most, first = priority, [each]
    return first


def _steps(scene: WaitScene) -> list[list[float]]:
    """How long each who is before me keeps a window, in each play."""
    long = {queue: _long(pace) for queue, pace in scene.paces.items()}
    off = {queue: _off(pace) for queue, pace in scene.paces.items()}
    return [
        _visit(person, step, long[person.queue], off[person.queue], scene.habits)
        for step, person in enumerate(scene.before)
    ]


def _long(pace: VisitPace) -> list[float]:
    """Visits from the shortest to the longest, one for each share of all."""
    return [math.exp(pace.middle + pace.spread * each) for each in normal()]


def _off(pace: VisitPace) -> list[float]:
    """By how much the pace is another than is believed, in each play."""
    return [math.exp(pace.doubt * normal()[each]) for each in mixed(_OFF)]


def _visit(
    person: Before, step: int, long: list[float], off: list[float], habits: WindowHabits
) -> list[float]:
    """How long this step keeps a window in each play."""
    people, between = person.people, habits.between
    times = [long[each] for each in mixed(_AHEAD + step)]
    if people > 1:
        times = _many(times, people)
    times = [each * by + between * people for each, by in zip(times, off, strict=True)]
    if people == 1:
        for play in _chosen(habits.absent, step, _ABSENT):
            times[play] = habits.waited_for + between
    for place, play in enumerate(_chosen(habits.pausing * people, step, _PAUSING)):
        times[play] += _paused(habits.pause, _RESUMING + step + place)[play]
    return times


def _many(times: Sequence[float], people: int) -> list[float]:
    """Several visits one after another: what is long and what is short makes up for it."""
    mean = sum(times) / len(times)
    return [people * mean + (each - mean) * people**0.5 for each in times]


def _chosen(share: float, step: int, what: int) -> tuple[int, ...]:
    """The plays in which something happens that happens in this share of all. What is left over of
    whole plays goes round with the steps."""
    return first_plays(what + step, int(min(1.0, share) * PLAYS + (step * _GOLDEN) % 1.0))


def _paused(mean: float, step: int) -> list[float]:
    """What is left of a pause: nobody knows, so it is as if it had just begun (exponential)."""
    return [-math.log(shares()[each]) * mean for each in mixed(step)]


def _free(post: OpenPost, step: int, scene: WaitScene) -> list[float]:
    """When the window is free, in each play."""
    if post.paused:
        return _paused(scene.habits.pause, _RESUMING + step)
    if not post.queue:
        return [0.0] * PLAYS
    return [each + scene.habits.between for each in _going_on(post, step, scene.paces[post.queue])]


def _going_on(post: OpenPost, step: int, pace: VisitPace) -> list[float]:
    """How long a visit still lasts that has lasted a while: of all visits those that do."""
    bell, lasted = NormalDist(), math.log(max(post.lasted, 1.0))
    found: list[float] = []
    for share, by in zip(mixed(_UNDER_WAY + step), _off(pace), strict=True):
        middle = pace.middle + math.log(by)
        over = bell.cdf((lasted - middle) / pace.spread)
        rank = min(_SURE, over + (1 - over) * shares()[share])
        found.append(max(0.0, math.exp(middle + pace.spread * bell.inv_cdf(rank)) - post.lasted))
    return found
