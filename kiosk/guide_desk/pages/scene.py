"""What a page of the guide desk is made from, and how its parts look alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from broker.domain.requests import Standing
from kiosk.guide_desk.screens import Key
from kiosk.guide_desk.state import DeskState
from kiosk.words import NOTHING, Wording, say
from kiosk.words.spelling import Spelling
from kiosk.words.values import KeyLook


class DeskScene(Struct, frozen=True):
    """What is known, what can be pressed, and now: `local` is hall time, `seconds` monotonic.

    `spellings` says how the name of each queue may be typed; empty until that was learnt.
    """

    known: DeskState
    keys: frozenset[Key]
    local: datetime
    seconds: float
    spellings: Mapping[str, Spelling]


def key(
    scene: DeskScene, name: Key, icon: str, words: str, hint: str = "", busy: Wording = NOTHING
) -> KeyLook:
    """A key, pressable when the flow would take it."""
    return KeyLook(name, say(words), icon, hint, name in scene.keys, busy)


def before(count: int) -> Wording:
    """How many are before a ticket."""
    return say("guide.ahead", count=count) if count else say("guide.ahead.none")


def minutes_left(ticket: Standing, scene: DeskScene) -> int:
    """How long a missed ticket may still be requeued, the begun minute included; 0: too late."""
    if ticket.missed_at is None:
        return 0
    most = scene.known.hall.calling.requeue_minutes * 60
    left = most - (scene.local - ticket.missed_at).total_seconds()
    return max(0, -int(-left // 60))
