"""Common matters as keys, in people's own words. Pure.

A number is for a queue: a word that leads to several queues has a key for each, which says which it
is; one whose items all wait in one queue needs no choice.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord
from kiosk.ticket.events import ItemChosen, QueueChosen, Touch
from kiosk.ticket.measures import HALF, TARGET
from kiosk.ticket.pages.item_rows import titled
from kiosk.ticket.pages.phrases import queue_name
from kiosk.ticket.pages.scene import Scene
from kiosk.words import Wording


class CommonKey(Struct, frozen=True):
    """A word, and the queue it leads to."""

    name: str
    label: Wording
    queue: Wording


class CommonChoice(Struct, frozen=True):
    """A key, and what touching it means."""

    key: CommonKey
    touch: Touch


def common_choices(scene: Scene) -> tuple[CommonChoice, ...]:
    """All of them, in the hall's order."""
    found = [
        (word, queue, items)
        for word in scene.common
        for queue, items in _by_queue(word, scene).items()
    ]
    return tuple(
        CommonChoice(
            CommonKey(f"common-{nth}", _label(word, items), queue_name(queue, scene)),
            _leads_to(queue, items),
        )
        for nth, (word, queue, items) in enumerate(found, 1)
    )


def key_high(keys: Sequence[CommonKey], width: float, scene: Scene) -> float:
    """How high such keys must be, as wide as this."""
    room, inner = scene.room, width - 2 * HALF
    highs = (
        room.high(scene.said(each.label), "rowName", inner, heavy=True)
        + room.high(scene.said(each.queue), "body", inner)
        for each in keys
    )
    return max(TARGET, max(highs, default=0.0) + 2 * HALF)


def _by_queue(word: CommonWord, scene: Scene) -> dict[str, list[Item]]:
    queues: dict[str, list[Item]] = {}
    for key in word.items:
        item = scene.catalogue.item(*key)
        if item is not None and item.queue:
            queues.setdefault(item.queue, []).append(item)
    return queues


def _label(word: CommonWord, items: Sequence[Item]) -> Wording:
    return Wording(word.word, titled(items[0]).en)


def _leads_to(queue: str, items: Sequence[Item]) -> Touch:
    if len(items) > 1:
        return QueueChosen(queue)
    return ItemChosen(items[0].department, items[0].number)
