"""Common matters as keys, in people's own words. Pure.

A number is for a queue. Home has one key a word: one whose items all wait in one queue leads there,
one that may mean several asks which, and one that this hall does not deal with says where it is.
The page of all of them has room for a key for each queue of a word. While the hall is closed a word
leads to what it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord
from kiosk.ticket.events import GoTo, ItemChosen, QueueChosen, Touch
from kiosk.ticket.measures import GAP, HALF, TARGET
from kiosk.ticket.pages.home_ways import closed_now
from kiosk.ticket.pages.item_rows import titled
from kiosk.ticket.pages.phrases import queue_name
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import Guidance, Language, Meant, Purpose
from kiosk.words import Wording, say


class CommonKey(Struct, frozen=True):
    """A word, and the queue it leads to, or why it leads to none at once."""

    name: str
    label: Wording
    queue: Wording


class CommonChoice(Struct, frozen=True):
    """A key, and what touching it means."""

    key: CommonKey
    touch: Touch


def word_choices(scene: Scene) -> tuple[CommonChoice, ...]:
    """A key for each word, in the hall's order."""
    found = [(word, meant_items(word, scene)) for word in scene.common]
    return tuple(
        _word_choice(f"common-{nth}", word, items, scene)
        for nth, (word, items) in enumerate(found, 1)
        if items or word.instead
    )


def common_choices(scene: Scene) -> tuple[CommonChoice, ...]:
    """A key for each queue of each word. In English, where a key is called by its item and no word
    has a name, one that leads nowhere is left out, and so is one that is called like another."""
    found: list[tuple[CommonWord, list[Item]]] = []
    for word in scene.common:
        items = meant_items(word, scene)
        found += [(word, [e for e in items if e.queue == queue]) for queue in _queues(items)]
        if not items and word.instead:
            found.append((word, []))
    english = scene.comfort.language is Language.EN
    shown = _once([(word, items) for word, items in found if items]) if english else found
    return tuple(
        _word_choice(f"common-{nth}", word, items, scene)
        for nth, (word, items) in enumerate(shown, 1)
    )


def _once(found: list[tuple[CommonWord, list[Item]]]) -> list[tuple[CommonWord, list[Item]]]:
    """Of those that are called by the same item, the first."""
    first: dict[tuple[str, int], tuple[CommonWord, list[Item]]] = {}
    for word, items in found:
        first.setdefault((items[0].department, items[0].number), (word, items))
    return list(first.values())


def meant_items(word: CommonWord, scene: Scene) -> list[Item]:
    """The items that a word may mean and that somebody waits for."""
    found = (scene.catalogue.item(*key) for key in word.items)
    return [item for item in found if item is not None and item.queue]


def key_needs(keys: Sequence[CommonKey], width: float, most: int, scene: Scene) -> list[float]:
    """How high such keys must be in one column, in two, and up to `most`, of a grid so wide;
    without end where a Chinese word would be broken, if it need not be."""
    widths = [(width - (n - 1) * GAP) / n for n in range(1, most + 1)]
    needs = [_key_high(keys, each, scene, whole=True) for each in widths]
    if min(needs) < inf:
        return needs
    return [_key_high(keys, each, scene, whole=False) for each in widths]


def _key_high(keys: Sequence[CommonKey], width: float, scene: Scene, *, whole: bool) -> float:
    room, inner = scene.room, width - 2 * HALF
    high = room.whole if whole else room.high
    highs = (
        high(scene.said(each.label), "rowName", inner, heavy=True)
        + high(scene.said(each.queue), "body", inner)
        for each in keys
    )
    return max(TARGET, max(highs, default=0.0) + 2 * HALF)


def _queues(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.queue for item in items))


def _word_choice(name: str, word: CommonWord, items: Sequence[Item], scene: Scene) -> CommonChoice:
    label = Wording(word.word, titled(items[0]).en if items else word.word)
    return CommonChoice(CommonKey(name, label, _below(items, scene)), _touch(word, items, scene))


def _below(items: Sequence[Item], scene: Scene) -> Wording:
    match _queues(items):
        case ():
            return say("ticket.common.elsewhere")
        case (queue,):
            return queue_name(queue, scene)
        case _:
            return say("ticket.common.several")


def _touch(word: CommonWord, items: Sequence[Item], scene: Scene) -> Touch:
    closed = closed_now(scene) is not None
    purpose = Purpose.GUIDE if closed else Purpose.TAKE
    match items:
        case [item]:
            if closed:
                return GoTo(Guidance(item))
            return ItemChosen(item.department, item.number)
        case [item, *_] if len(_queues(items)) == 1 and not closed:
            return QueueChosen(item.queue)
        case _:
            return GoTo(Meant(purpose, word))
