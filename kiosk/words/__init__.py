"""What the screens say: one table of key → Chinese, English. Chinese is written first.

`shared` holds what every screen needs; each screen has a file of its own beside it. QML reads the
same table through the singleton `Words`. A sentence that comes with a value (a refusal, the name
of a queue) travels as a `Wording`, never as one language.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.words import (
    board,
    cases,
    clock_in,
    codes,
    corner,
    enrolment,
    guide,
    guide_desk,
    opinions,
    panel,
    search,
    second_slips,
    shared,
    ticket,
    troubles,
)


class Wording(Struct, frozen=True):
    """The same in both languages."""

    zh: str
    en: str


if TYPE_CHECKING:  # nothing of it is needed to light the glass
    from collections.abc import Iterable

    from broker.domain.hall import Building, Department, Hall, PriorityClass, Queue, Zone

    Named = Building | Department | Queue | Zone

NOTHING = Wording("", "")


def _table() -> dict[str, Wording]:
    asking = (ticket.WORDS, search.WORDS, cases.WORDS, codes.WORDS, guide.WORDS)
    kiosk = (*asking, opinions.WORDS, second_slips.WORDS, corner.WORDS, troubles.WORDS)
    staff = (panel.WORDS, guide_desk.WORDS, clock_in.WORDS, enrolment.WORDS)
    rooms = (shared.WORDS, board.WORDS, *kiosk, *staff)
    table = {key: Wording(*pair) for room in rooms for key, pair in room.items()}
    if len(table) < sum(map(len, rooms)):
        keys = [key for room in rooms for key in room]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"words defined twice: {', '.join(twice)}")
    return table


WORDS = MappingProxyType(_table())


def say(key: str, **values: object) -> Wording:
    """The words of `key` with `{name}` filled in; of a value that is itself a `Wording`, each
    language takes its own half. `KeyError` for words nobody wrote."""
    if not values:
        return _said(key)
    words = WORDS[key]
    zh = {name: each.zh if isinstance(each, Wording) else each for name, each in values.items()}
    en = {name: each.en if isinstance(each, Wording) else each for name, each in values.items()}
    return Wording(words.zh.format(**zh), words.en.format(**en))


@cache
def _said(key: str) -> Wording:
    """Words without a value: most of what every look says."""
    words = WORDS[key]
    return Wording(words.zh.format(), words.en.format())


def named(thing: Named) -> Wording:
    """The name of a part of the hall: a department, a queue, a zone, the building."""
    return Wording(thing.name, thing.name_en or thing.name)


def queue_name(hall: Hall, key: str) -> Wording:
    """The name of a queue; its key where hall.toml has no such queue any more."""
    queue = hall.queue(key)
    return named(queue) if queue else Wording(key, key)


def group_name(group: PriorityClass) -> Wording:
    """A priority group; nothing for ordinary people."""
    from broker.domain.hall import (
        PriorityClass,  # a tenth of a start, and the first frame needs none
    )

    return NOTHING if group is PriorityClass.ORDINARY else say(f"group.{group}")


def desk_of(building: Building) -> Wording:
    """What the hall calls its guide desk."""
    return Wording(building.guide_desk, building.guide_desk_en)


def window_numbers(windows: Iterable[int]) -> Wording:
    """Several windows, in order: `2、3、4` and `2, 3, 4`."""
    texts = [str(number) for number in sorted(windows)]
    return Wording("、".join(texts), ", ".join(texts))


def at_windows(one: str, several: str, windows: Iterable[int]) -> Wording:
    """The words of the key for `one` window, or of that for `several`."""
    numbers = tuple(windows)
    return say(one if len(numbers) == 1 else several, numbers=window_numbers(numbers))


def together(wordings: Iterable[Wording]) -> Wording:
    """Several names in a row."""
    each = tuple(wordings)
    return Wording("、".join(one.zh for one in each), ", ".join(one.en for one in each))


def for_screen() -> dict[str, dict[str, str]]:
    """The table as QML's `Words.table`."""
    return {key: {"zh": words.zh, "en": words.en} for key, words in WORDS.items()}
