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
from statistics import NormalDist

from msgspec import Struct

from broker.domain.waiting.lattice import PLAYS, mixed, normal, shares
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


def played(scene: WaitScene) -> list[float]:
    """The wait from now on in every play, in seconds and sorted."""
    steps = [_visit(each, step, scene) for step, each in enumerate(scene.before)]
    free = [_free(post, step, scene) for step, post in enumerate(scene.posts)]
    if len(scene.posts) == 1 and all(_stays_before(each, scene) for each in scene.before):
        waits = [sum(times) for times in zip(*free, *steps, strict=True)]
    else:
        waits = [_turn(scene, free, steps, play) for play in range(PLAYS)]
    stretch = 1 / (1 - min(0.6, scene.overtaking / 2))
    return sorted(each * stretch for each in waits)


def _stays_before(person: Before, scene: WaitScene) -> bool:
    """Whether I shall never be called before them."""
    now = person.rate * person.waited >= scene.rate * scene.waited
    return now and person.rate >= scene.rate


def _turn(
    scene: WaitScene, free: Sequence[list[float]], steps: Sequence[list[float]], play: int
) -> float:
    """When it is my turn, in this play."""
    due = [each[play] for each in free]
    left = list(range(len(scene.before)))
    while True:
        window = min(range(len(due)), key=due.__getitem__)
        now = due[window]
        called = _called(scene, left, scene.posts[window].queues, now)
        if called is not None:
            left.remove(called)
            due[window] = now + steps[called][play]
        elif scene.queue in scene.posts[window].queues:
            return now
        else:
            due[window] = math.inf  # nobody for it: it does not matter to me


def _called(
    scene: WaitScene, left: Sequence[int], queues: frozenset[str], now: float
) -> int | None:
    """Whom a window calls before me."""
    mine = scene.rate * (now + scene.waited)
    for each in left:
        person = scene.before[each]
        if person.queue in queues and person.rate * (now + person.waited) >= mine:
            return each
    return None


def _visit(person: Before, step: int, scene: WaitScene) -> list[float]:
    """How long this step keeps a window in each play."""
    long = _times(scene.paces[person.queue], _AHEAD + step)
    if person.people > 1:
        long = _many(long, person.people)
    habits, people = scene.habits, person.people
    absent = _chosen(habits.absent if people == 1 else 0.0, step, _ABSENT)
    pausing = _chosen(min(1.0, habits.pausing * people), step, _PAUSING)
    pauses = _pauses(habits.pause, _RESUMING + step)
    return [
        (habits.waited_for if absent[play] else each)
        + (pauses[play] if pausing[play] else 0.0)
        + habits.between * people
        for play, each in enumerate(long)
    ]


def _chosen(share: float, step: int, what: int) -> list[bool]:
    """In which plays something happens that happens in this share of all. What is left over of
    whole plays goes round with the steps."""
    whole = share * PLAYS + (step * _GOLDEN) % 1.0
    return [each < int(whole) for each in mixed(what + step)]


def _pauses(mean: float, step: int) -> list[float]:
    """What is left of a pause: nobody knows, so it is as if it had just begun (exponential)."""
    return [-math.log(shares()[each]) * mean for each in mixed(step)]


def _many(times: Sequence[float], people: int) -> list[float]:
    """Several visits one after another: what is long and what is short makes up for it."""
    mean = sum(times) / len(times)
    return [people * mean + (each - mean) * people**0.5 for each in times]


def _times(pace: VisitPace, step: int) -> list[float]:
    long, off = mixed(step), mixed(_OFF)
    deviations = normal()
    return [
        math.exp(
            pace.middle + pace.doubt * deviations[off[play]] + pace.spread * deviations[long[play]]
        )
        for play in range(PLAYS)
    ]


def _free(post: OpenPost, step: int, scene: WaitScene) -> list[float]:
    """When the window is free, in each play."""
    if post.paused:
        return _pauses(scene.habits.pause, _RESUMING + step)
    if not post.queue:
        return [0.0] * PLAYS
    return [each + scene.habits.between for each in _going_on(post, step, scene.paces[post.queue])]


def _going_on(post: OpenPost, step: int, pace: VisitPace) -> list[float]:
    """How long a visit still lasts that has lasted a while: of all visits those that do."""
    order, off, bell = mixed(_UNDER_WAY + step), mixed(_OFF), NormalDist()
    found: list[float] = []
    for play in range(PLAYS):
        middle = pace.middle + pace.doubt * normal()[off[play]]
        over = bell.cdf((math.log(max(post.lasted, 1.0)) - middle) / pace.spread)
        share = min(_SURE, over + (1 - over) * shares()[order[play]])
        found.append(max(0.0, math.exp(middle + pace.spread * bell.inv_cdf(share)) - post.lasted))
    return found
