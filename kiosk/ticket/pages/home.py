"""The home page. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.hall import Queue
from kiosk.ticket.events import GoTo, QueueChosen, Touch
from kiosk.ticket.pages.phrases import notice, of_the_card
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import WAYS, Home, HomeWay
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.values import Page, Tone

BUSIEST = 6


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
    fewer = scene.comfort.low and card != NOTHING  # a line more, where the room is least
    busiest = _busiest(scene)[: BUSIEST - fewer]
    cards = tuple(_queue_card(queue, scene) for queue in busiest)
    text, tone = notice(scene)
    page = HomePage(
        ways=tuple(map(_way_card, WAYS)),
        queues=cards,
        most=max([1, *(card.waiting for card in cards)]),
        notice=text,
        tone=tone,
        card=card,
        card_tone=card_tone,
    )
    ways: dict[str, Touch] = {_way_name(way): GoTo(way.leads_to) for way in WAYS}
    queues = {f"queue-{queue.id}": QueueChosen(queue.id) for queue in busiest}
    return Touchable(page, {**ways, **queues})


def _card(scene: Scene) -> tuple[Wording, Tone]:
    """Whose card was read; else that one may be laid down, where there is a reader that works."""
    said, tone = of_the_card(scene, needed=False)
    if said != NOTHING or not scene.card_place.works:
        return said, tone
    return say("card.place"), Tone.PRIMARY


def _way_name(way: HomeWay) -> str:
    return f"card-{way.name}"


def _way_card(way: HomeWay) -> WayCard:
    label, sub = say(f"way.{way.name}"), say(f"way.{way.name}.sub")
    return WayCard(_way_name(way), way.icon, label, sub)


def _queue_card(queue: Queue, scene: Scene) -> QueueCard:
    return QueueCard(f"queue-{queue.id}", named(queue), scene.world.queues[queue.id].waiting)


def _busiest(scene: Scene) -> tuple[Queue, ...]:
    known = [queue for queue in scene.hall.queues if queue.id in scene.world.queues]
    ranked = sorted(known, key=lambda queue: -scene.world.queues[queue.id].waiting)
    return tuple(ranked[:BUSIEST])
