"""Rows of the tables beside the items: materials, steps and questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from broker.catalogue import cells
from broker.catalogue.cells import CellError
from broker.catalogue.columns import SheetKind
from broker.catalogue.row import ItemKey, SheetRow, needed, term
from broker.domain.guides import GuideQuestion, GuideStep, Material, TermUnit

LAST = 10**6
Part = Material | GuideStep | GuideQuestion


class PartRow(NamedTuple):
    """A material, a step or a question, and the item it belongs to."""

    file: str
    line: int
    key: ItemKey
    order: int
    part: Part


def part(row: SheetRow, kind: SheetKind, units: Mapping[str, TermUnit]) -> Part:
    """What a row of such a table holds; `kind` is none but of those tables."""
    return _READERS[kind](row, units)


def place(row: SheetRow) -> int:
    """The place among the parts of its item; those that name none come last."""
    return row.perhaps("order_num", partial(cells.whole, least=0, most=LAST), LAST)


def _material(row: SheetRow, _units: Mapping[str, TermUnit]) -> Material:
    return Material(
        name=needed(row, "material_name"),
        originals=row.value("original_num", partial(cells.whole, least=0, most=99), 0),
        copies=row.value("copy_num", partial(cells.whole, least=0, most=99), 0),
        required=row.perhaps("is_need", cells.yes_or_no, True),
        issuer=row.value("issuer", cells.line, ""),
        note=row.value("note", cells.passage, ""),
        sample=row.perhaps("sample", _sample, ""),
    )


def _step(row: SheetRow, units: Mapping[str, TermUnit]) -> GuideStep:
    name, note = needed(row, "link_name"), row.value("note", cells.passage, "")
    return GuideStep(name, note, term(row, ("handle_day", "handle_day_type"), "", units))


def _question(row: SheetRow, _units: Mapping[str, TermUnit]) -> GuideQuestion:
    return GuideQuestion(needed(row, "question"), row.value("answer", cells.passage, ""))


def _sample(text: str) -> str:
    name = cells.line(text, 120)
    if name.startswith(("/", ".")) or ".." in name or "\\" in name:
        raise CellError("this is no picture beside the catalogue", "write the file's name alone")
    return name


_READERS: dict[SheetKind, Callable[[SheetRow, Mapping[str, TermUnit]], Part]] = {
    SheetKind.MATERIALS: _material,
    SheetKind.STEPS: _step,
    SheetKind.QUESTIONS: _question,
}
