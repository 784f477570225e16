"""What a page of the guide desk is made from, and how its parts look alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from broker.domain.hall import PriorityClass
from broker.domain.requests import Standing
from kiosk.guide_desk.screens import Key
from kiosk.guide_desk.state import Known
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.spelling import Spellings


class Scene(Struct, frozen=True):
    """What is known, what can be pressed, and now: `local` is hall time, `seconds` monotonic.

    `spellings` says how the name of each queue may be typed; empty until that was learnt.
    """

    known: Known
    keys: frozenset[Key]
    local: datetime
    seconds: float
    spellings: Mapping[str, Spellings]


class KeyLook(Struct, frozen=True):
    """One key of a page. `name` is what `GuideDeskFlow.press` takes, `hint` its key on a keyboard;
    `busy` replaces the label while what it asked for is under way."""

    name: Key
    label: Wording
    icon: str
    hint: str
    enabled: bool
    busy: Wording = NOTHING


def key(
    scene: Scene, name: Key, icon: str, words: str, hint: str = "", busy: Wording = NOTHING
) -> KeyLook:
    """A key, pressable when the flow would take it."""
    return KeyLook(name, say(words), icon, hint, name in scene.keys, busy)


def queue_name(scene: Scene, queue: str) -> Wording:
    """The name of a queue; of one that hall.toml does not know any more, its id."""
    found = scene.known.hall.queue(queue)
    return named(found) if found else Wording(queue, queue)


def group_name(group: PriorityClass) -> Wording:
    """A priority group; nothing for ordinary people."""
    return NOTHING if group is PriorityClass.ORDINARY else say(f"group.{group}")


def before(count: int) -> Wording:
    """How many are before a ticket."""
    return say("guide.ahead", count=count) if count else say("guide.ahead.none")


def minutes(since: datetime | None, until: datetime) -> int:
    """Whole minutes gone by."""
    return max(0, int((until - since).total_seconds() // 60)) if since else 0


def minutes_left(ticket: Standing, scene: Scene) -> int:
    """How long a missed ticket may still be requeued, the begun minute included; 0: too late."""
    if ticket.missed_at is None:
        return 0
    most = scene.known.hall.calling.requeue_minutes * 60
    left = most - (scene.local - ticket.missed_at).total_seconds()
    return max(0, -int(-left // 60))
