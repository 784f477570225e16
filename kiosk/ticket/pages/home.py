"""The home page. Pure."""

from __future__ import annotations

from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from broker.domain.hall import Queue
from kiosk.ticket.events import GoTo, QueueChosen, Touch
from kiosk.ticket.measures import FIRST, GAP, HALF, QUARTER, TARGET, UNIT
from kiosk.ticket.pages.phrases import notice, of_the_card
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import WAYS, Home, HomeWay, Notices
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.values import FULL, Page, Tone

BUSIEST = 6
_DISC, _ARROW = 36.0, 9.0
_COUNT = 4.5  # ems of the number of people, beside a queue's name


class WayCard(Struct, frozen=True):
    """One of the large cards that lead on."""

    name: str
    icon: str
    label: Wording
    sub: Wording


class QueueCard(Struct, frozen=True):
    """A queue as a key, and how many wait."""

    name: str
    label: Wording
    waiting: int


class HomePage(Page, frozen=True):
    """`most` is the count of a full bar."""

    ways: tuple[WayCard, ...]
    queues: tuple[QueueCard, ...]
    most: int
    notice: Wording
    tone: Tone
    card: Wording
    card_tone: Tone


def home(_screen: Home, scene: Scene) -> Touchable:
    """The ways to go on, the busiest queues, one line of notice."""
    card, card_tone = _card(scene)
    text, tone = notice(scene, brief=scene.low)  # in low mode it stands above
    busiest = _busiest(scene)[: _places(text, scene)]
    cards = tuple(_queue_card(queue, scene) for queue in busiest)
    page = HomePage(
        ways=_ways(text, scene),
        queues=cards,
        most=max([FULL, *(card.waiting for card in cards)]),
        notice=text,
        tone=tone,
        card=card,
        card_tone=card_tone,
    )
    ways: dict[str, Touch] = {_way_name(way): GoTo(way.leads_to) for way in WAYS}
    queues: dict[str, Touch] = {f"queue-{queue.id}": QueueChosen(queue.id) for queue in busiest}
    return Touchable(page, {**ways, **queues, "notice": GoTo(Notices())})


def _card(scene: Scene) -> tuple[Wording, Tone]:
    """Whose card was read; else that one may be laid down, where there is a reader that works."""
    said, tone = of_the_card(scene, needed=False)
    if said != NOTHING or not scene.card_place.works:
        return said, tone
    return say("card.place"), Tone.PRIMARY


def _way_name(way: HomeWay) -> str:
    return f"card-{way.name}"


def _way_cards() -> tuple[WayCard, ...]:
    return tuple(map(_way_card, WAYS))


def _way_card(way: HomeWay) -> WayCard:
    label, sub = say(f"way.{way.name}"), say(f"way.{way.name}.sub")
    return WayCard(_way_name(way), way.icon, label, sub)


def _queue_card(queue: Queue, scene: Scene) -> QueueCard:
    asks = queue == scene.hall.guide_queue
    label = say("ticket.ask") if asks else named(queue)
    return QueueCard(f"queue-{queue.id}", label, scene.world.queues[queue.id].waiting)


def _places(notice: Wording, scene: Scene) -> int:
    """How many queues there is room for, below the ways or, on a flat page, beside them."""
    room, across = scene.room, 1 if scene.room.flat else 2
    left = _between(notice, scene) - room.high(scene.said(say("ticket.busiest")), "button", 120.0)
    if not room.flat:
        left -= len(WAYS) * (max(map(partial(_way_high, scene), _way_cards())) + GAP)
    width = (room.width - 2 * GAP) / 2 - 2 * UNIT - _COUNT * room.type("button")
    needs = [_queue_high(_queue_card(each, scene), width, scene) for each in _busiest(scene)]
    fits = (
        many
        for many in range(len(needs), 0, -1)
        if -(-many // across) * (max(needs[:many]) + GAP) <= left
    )
    return next(fits, 0)


def _queue_high(card: QueueCard, width: float, scene: Scene) -> float:
    room = scene.room
    name = room.high(scene.said(card.label), "lead", width)
    return max(TARGET, max(name, room.type("title") * FIRST) + HALF + QUARTER + 2 * UNIT)


def _between(notice: Wording, scene: Scene) -> float:
    """What is left between the greeting and the notice."""
    room = scene.room
    hello = room.high(scene.said(say("ticket.hello")), "title", room.width / 2, heavy=True)
    card, _ = _card(scene)
    says = room.high(scene.said(notice), "body", room.width - 20.0 - _ARROW) + 2 * HALF
    below = max(TARGET, says) + GAP
    if card != NOTHING:
        below += room.high(scene.said(card), "body", room.width - 20.0) + 2 * HALF + GAP
    return room.height - hello - below - GAP


def _ways(notice: Wording, scene: Scene) -> tuple[WayCard, ...]:
    """The ways, with a line below each name where there is room for all of these."""
    cards = _way_cards()
    each = _between(notice, scene) / len(cards) - GAP
    if max(map(partial(_way_high, scene), cards)) <= each:
        return cards
    return tuple(replace(card, sub=NOTHING) for card in cards)


def _way_high(scene: Scene, card: WayCard) -> float:
    room = scene.room
    column = (room.width - 2 * GAP) / 2 if room.flat else room.width
    width = column - 6 * UNIT - min(_DISC, column * 0.22) - _ARROW
    return (
        room.high(scene.said(card.label), "cardName" if room.flat else "hero", width, heavy=True)
        + room.high(scene.said(card.sub), "button", width)
        + 2 * UNIT
        + QUARTER
    )


def _busiest(scene: Scene) -> tuple[Queue, ...]:
    """Before them the queue of who only wants to ask."""
    world = scene.world
    known = [each for each in scene.hall.queues if each.id in world.queues and not world.full(each)]
    asks = scene.hall.guide_queue
    ranked = sorted(known, key=lambda each: (each != asks, -world.queues[each.id].waiting))
    return tuple(ranked[:BUSIEST])
