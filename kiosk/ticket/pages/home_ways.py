"""The ways on from home, large cards and small keys; of a closed hall those that still lead
somewhere, and when the others do again. Pure."""

from __future__ import annotations

from math import ceil, inf

from msgspec import Struct
from msgspec.structs import replace

from kiosk.ticket import hours
from kiosk.ticket.events import CodeWanted, GoTo, QueueChosen, Touch
from kiosk.ticket.film_screens import SignFilm
from kiosk.ticket.measures import GAP, HALF, QUARTER, TARGET, UNIT
from kiosk.ticket.pages.case_number import case_keys
from kiosk.ticket.pages.phrases import closed_until
from kiosk.ticket.pages.scene import Scene, Touches
from kiosk.ticket.screens import WAYS, Cannot, HomeWay, Language, WhyCannot
from kiosk.words import NOTHING, Wording, say

_DISC, _ARROW, _SIGN = 36.0, 9.0, 9.0
_LARGE = {Language.ZH: ("take", "guide"), Language.EN: ("queues", "guide")}
_TO_A_NUMBER = frozenset(("take", "queues"))
_MOST = 6  # small keys beside each other
_KNOWN = {way.name: way for way in WAYS}


class WayCard(Struct, frozen=True):
    """One of the large cards that lead on; a `closed` one says when it does again."""

    name: str
    icon: str
    label: Wording
    sub: Wording
    closed: bool = False


class OtherWay(Struct, frozen=True):
    """A way that fewer take."""

    name: str
    icon: str
    label: Wording
    closed: bool = False


def closed_now(scene: Scene) -> hours.ClosedNow | None:
    """That no numbers are given at this hour; None while they are."""
    standing = hours.standing(scene.hall.hours, scene.local)
    return standing if isinstance(standing, hours.ClosedNow) else None


def large_ways(scene: Scene) -> tuple[WayCard, ...]:
    """Those that most people take."""
    return tuple(_card(_KNOWN[name], scene) for name in _LARGE[scene.comfort.language])


def other_ways(scene: Scene) -> tuple[OtherWay, ...]:
    """The others, with the queue of who only wants to ask."""
    hall, shut = scene.hall, closed_now(scene) is not None
    names = [way.name for way in WAYS if way.name not in _LARGE[scene.comfort.language]]
    others = [_other(_KNOWN[name], shut) for name in names]
    if hall.appointments.file:
        others.insert(0, OtherWay("code", "clock", say("code.way"), shut))
    others += [OtherWay(name, "document", say("cases")) for name in case_keys(scene)]
    if hall.guide_queue is not None:
        name = f"queue-{hall.guide_queue.id}"
        others.append(OtherWay(name, "question", say("ticket.ask"), shut))
    if scene.sign_film:
        others.append(OtherWay("sign-film", "hand", say("sign-film")))
    return tuple(others)


def way_touches(scene: Scene) -> Touches:
    """What each of them means; of a hall that is closed, a number is no further than the words
    which say so."""
    to_numbers: dict[str, Touch] = {
        _name(way): GoTo(way.leads_to) for way in WAYS if way.name in _TO_A_NUMBER
    }
    if scene.hall.guide_queue is not None:
        queue = scene.hall.guide_queue.id
        to_numbers[f"queue-{queue}"] = QueueChosen(queue)
    if scene.hall.appointments.file:
        to_numbers["code"] = CodeWanted()
    if closed_now(scene) is not None:
        to_numbers = dict.fromkeys(to_numbers, GoTo(Cannot(WhyCannot.CLOSED)))
    open_ways = {_name(way): GoTo(way.leads_to) for way in WAYS if way.name not in _TO_A_NUMBER}
    film = {"sign-film": GoTo(SignFilm())} if scene.sign_film else {}
    return {**to_numbers, **open_ways, **case_keys(scene), **film}


def _name(way: HomeWay) -> str:
    return f"card-{way.name}"


def _card(way: HomeWay, scene: Scene) -> WayCard:
    closed = closed_now(scene)
    if closed is not None and way.name in _TO_A_NUMBER:
        until = closed_until(closed, scene)
        return WayCard(_name(way), "clock", say("ticket.closed.now"), until, closed=True)
    return WayCard(_name(way), way.icon, say(f"way.{way.name}"), say(f"way.{way.name}.sub"))


def _other(way: HomeWay, shut: bool) -> OtherWay:
    closed = shut and way.name in _TO_A_NUMBER
    return OtherWay(_name(way), way.icon, say(f"way.{way.name}"), closed)


# what room they take


def brief(card: WayCard, scene: Scene) -> WayCard:
    """The card without the line below its name; when a closed one opens is left out only where it
    stands above, in low mode."""
    return card if card.closed and not scene.low else replace(card, sub=NOTHING)


def ways_high(cards: tuple[WayCard, ...], side: float, scene: Scene) -> float:
    """How high the cards are, one below the other in a column so wide, with a gap below each."""
    return len(cards) * (max(_way_high(card, side, scene) for card in cards) + GAP)


def others_grid(others: tuple[OtherWay, ...], scene: Scene) -> tuple[int, float]:
    """Columns of the small keys, and how high all of them are with a gap below each: the lowest
    grid in which no word is broken, if there is one."""
    if not others:
        return 1, 0.0
    for whole in (True, False):
        highs = {n: _grid_high(others, n, scene, whole=whole) for n in range(2, _MOST + 1)}
        columns = min(highs, key=lambda n: highs[n])
        if highs[columns] < inf:
            break
    return columns, highs[columns]


def _grid_high(others: tuple[OtherWay, ...], columns: int, scene: Scene, *, whole: bool) -> float:
    room = scene.room
    width = (room.width - (columns - 1) * GAP) / columns - 2 * HALF - _SIGN - HALF
    high = room.whole if whole else room.high
    needs = max(high(scene.said(way.label), "button", width, heavy=True) for way in others)
    return ceil(len(others) / columns) * (max(TARGET, needs + 2 * HALF) + GAP)


def _way_high(card: WayCard, side: float, scene: Scene) -> float:
    room = scene.room
    width = side - 6 * UNIT - min(_DISC, side * 0.22) - _ARROW
    return (
        room.high(scene.said(card.label), "cardName" if room.flat else "hero", width, heavy=True)
        + room.high(scene.said(card.sub), "button", width)
        + 2 * UNIT
        + QUARTER
    )
