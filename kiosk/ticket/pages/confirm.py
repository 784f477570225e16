"""The last look before a number is taken. Pure."""

from __future__ import annotations

import math

from msgspec import Struct
from msgspec.structs import replace

from broker.domain.hall import PriorityClass
from broker.domain.waiting.ranging import Minutes
from kiosk.issuing import waits
from kiosk.ticket.cards import needs_card
from kiosk.ticket.events import GroupChosen, Press, Pressed, Touch
from kiosk.ticket.measures import FIRST, FOOT_KEY, GAP, HALF, QUARTER, UNIT
from kiosk.ticket.pages.item_rows import titled
from kiosk.ticket.pages.phrases import of_the_card, queue_name, windows
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Confirm
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import ChoiceKey, Page, Tone

GROUPS = (
    (PriorityClass.ELDERLY, "elder"),
    (PriorityClass.DISABLED, "wheelchair"),
    (PriorityClass.PREGNANT, "pregnant"),
    (PriorityClass.INFANT, "infant"),
    (PriorityClass.SERVICEMAN, "star"),
)
_AHEAD = (58.0, 31.0)  # millimetres of the figure that is looked for; on a flat page
_BAR = 6.0  # how thick the bar is
_ABOUT = 0.58  # of an upright page: the queue and its wait
BAR_MINUTES = 30  # the bar's full length, unless the wait is longer


class RangeBar(Struct, frozen=True):
    """From `low` to `high` of the whole bar, which is `full` minutes long."""

    low: float
    high: float
    full: int


class ConfirmPage(Page, frozen=True):
    """`known`: the hall has said how many wait. `bar` None: nobody can say how long.
    `basis`: what that rests on. `on_screen`: there will be no paper. `spare` says that it will be a
    spare number, and why. `card`: what is to be known of an ID card; without one that is needed
    nobody `can_take` a number."""

    queue: Wording
    item: Wording
    windows: Wording
    known: bool
    ahead: int
    range: Wording
    bar: RangeBar | None
    basis: Wording
    groups: tuple[ChoiceKey, ...]
    on_screen: bool
    card: Wording
    card_tone: Tone
    can_take: bool
    spare: Wording = NOTHING


def confirm(screen: Confirm, scene: Scene) -> Touchable:
    """The last look before a number is taken."""
    state = scene.world.queues.get(screen.queue)
    where = windows(each.number for each in scene.hall.windows_of(screen.queue))
    wait = _of_group(waits.minutes_of(state), screen.group)
    needed = needs_card(scene.hall, screen.queue)
    card, tone = of_the_card(scene, needed)
    told = _range(wait, screen.queue, scene)
    free = _free((queue_name(screen.queue, scene), where, told), scene)
    basis = _fitting(waits.basis_in_words(state.basis) if state and wait else NOTHING, free, scene)
    item = titled(screen.item) if screen.item else NOTHING
    page = ConfirmPage(
        queue=queue_name(screen.queue, scene),
        item=_fitting(item, free - _high(basis, scene), scene),
        windows=where,
        known=state is not None,
        ahead=state.waiting if state else 0,
        range=told,
        bar=_bar(wait) if wait else None,
        basis=basis,
        groups=tuple(_group(group, icon, screen) for group, icon in GROUPS),
        on_screen=bool(scene.printer_trouble),
        card=card,
        card_tone=tone,
        can_take=scene.holder.card is not None or not needed,
    )
    if screen.queue in scene.spares:  # nobody can say how many wait, nor how long
        unknown = say("ticket.range.unknown")
        spare = say("ticket.spare.confirm")
        page = replace(page, known=False, range=unknown, bar=None, basis=NOTHING, spare=spare)
    groups: dict[str, Touch] = {f"group-{group}": GroupChosen(group) for group, _ in GROUPS}
    return Touchable(page, {**groups, "take": Pressed(Press.TAKE)})


def _of_group(wait: Minutes | None, group: PriorityClass) -> Minutes | None:
    """Whoever goes before waits no longer than somebody who does not; how much shorter is known
    when the number is given."""
    if wait is None or group is PriorityClass.ORDINARY:
        return wait
    return Minutes(0, wait.high)


def _fitting(words: Wording, free: float, scene: Scene) -> Wording:
    """The words, where there is room for them."""
    return words if _high(words, scene) <= free else NOTHING


def _high(words: Wording, scene: Scene) -> float:
    """How much of the card they take."""
    high = scene.room.high(scene.said(words), "body", _column(scene))
    return high + HALF if high else 0.0


def _column(scene: Scene) -> float:
    """How wide the words of the card are."""
    room = scene.room
    return (room.width - 2 * GAP) / 2 - 2 * UNIT if room.flat else room.width - 2 * UNIT


def _free(said: tuple[Wording, Wording, Wording], scene: Scene) -> float:
    """What the queue, its windows, who is before and the wait leave of the card: first for what the
    wait rests on, then for the item's name, which was read on the page before."""
    room, width = scene.room, _column(scene)
    queue, where, wait = (scene.said(each) for each in said)
    high = room.height - FOOT_KEY - GAP
    marks = 0.0 if room.flat and room.elder else QUARTER + room.type("body") * FIRST
    return (high if room.flat else high * _ABOUT) - (
        room.high(queue, "title", width, heavy=True)
        + room.high(where, "button", width - 11.0)
        + _AHEAD[room.flat]
        + room.high(wait, "cardName", width, heavy=True)
        + (_BAR + marks)
        + (3 * HALF + 2 * UNIT)
    )


def _range(wait: Minutes | None, key: str, scene: Scene) -> Wording:
    """A range of minutes in words; honest where nobody knows."""
    queue = scene.hall.queue(key)
    if queue is not None and scene.world.no_window((queue,)):
        return say("ticket.range.closed")
    return say("ticket.range.unknown") if wait is None else waits.in_words(wait)


def _bar(wait: Minutes) -> RangeBar:
    full = max(BAR_MINUTES, math.ceil(wait.high / 10) * 10)
    return RangeBar(wait.low / full, wait.high / full, full)


def _group(group: PriorityClass, icon: str, screen: Confirm) -> ChoiceKey:
    return ChoiceKey(group, say(f"group.{group}"), icon, screen.group is group)
