"""Rows of a page as sentences, for whoever reads it aloud. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from kiosk.ticket.pages.choose import DepartmentCard
from kiosk.ticket.pages.floor_map import FloorMap
from kiosk.ticket.pages.guide_rows import MaterialRow, StepBox
from kiosk.ticket.pages.item_rows import ItemRow
from kiosk.ticket.pages.items import DirectKey
from kiosk.ticket.pages.opinions import OpinionKey
from kiosk.ticket.pages.plate import NumberPlate
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import ChoiceKey

Words = Iterable[Wording]


def fields(struct: Struct) -> Iterator[Wording]:
    """Every wording of a struct, in its order."""
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if isinstance(value, Wording):
            yield value
        elif isinstance(value, tuple):
            yield from (sentence(each) for each in value if isinstance(each, Struct))
        elif isinstance(value, Struct):
            yield from _ROWS.get(type(value), fields)(value)


def sentence(row: Struct) -> Wording:
    """A row of a list, as one sentence."""
    return joined(_ROWS.get(type(row), fields)(row))


def joined(wordings: Words) -> Wording:
    some = [each for each in wordings if each != NOTHING]
    return Wording("，".join(each.zh for each in some), ", ".join(each.en for each in some))


def plain(text: str) -> Wording:
    return Wording(text, text)


def _department(card: DepartmentCard) -> Words:
    waiting = say("ticket.people", count=card.waiting) if card.waiting is not None else NOTHING
    return (card.label, card.windows, *((card.why,) if card.why != NOTHING else (waiting,)))


def _item(row: ItemRow) -> Words:
    return (row.label, row.department, row.badge)


def _material(row: MaterialRow) -> Words:
    optional = say("guide.optional") if row.optional else NOTHING
    ticked = say("aloud.ticked") if row.ticked else NOTHING
    return (row.label, optional, row.counts, row.detail, ticked)


def _step(step: StepBox) -> Words:
    return (say("aloud.step", nth=step.nth), step.label, step.note, step.term)


def _direct(key: DirectKey) -> Words:
    return (say("ticket.direct"), key.label, key.people)


def _choice(key: ChoiceKey | OpinionKey) -> Words:
    return (key.label, say("aloud.chosen") if key.chosen else NOTHING)


def _plate(plate: NumberPlate) -> Words:
    yours = joined((say("ticket.yours"), plate.queue))
    number, wait = plain(plate.number), (plate.wait, plate.basis)
    return (yours, number, plate.spare, plate.ahead, *wait, plate.go)


def _map(plan: FloorMap) -> Words:
    return (plan.goal,)


_ROWS: dict[type[Struct], Callable[[Any], Words]] = {
    DepartmentCard: _department,
    ItemRow: _item,
    MaterialRow: _material,
    StepBox: _step,
    DirectKey: _direct,
    ChoiceKey: _choice,
    OpinionKey: _choice,
    NumberPlate: _plate,
    FloorMap: _map,
}
