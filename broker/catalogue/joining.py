"""Rows of all tables, joined to a catalogue: which version of an item counts, what it is numbered,
and what belongs to it.

A source is whole, or it is a delivery of changes (it has `cd_operation`): then what it does not
name stays as it is. Of an item that comes twice, the higher version counts; two of one version are
an error, for nobody can say which. A hall numbers its items, and the national exchange does not:
an item keeps the number it had under its code, and a new one gets the next of its department. Nor
has it a column for English names and for what people say: those of the hall's own stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from broker.catalogue.cells import MOST_ROWS
from broker.catalogue.columns import SheetKind
from broker.catalogue.findings import CatalogueFinding, Gravity
from broker.catalogue.item_rows import ItemOfRow
from broker.catalogue.own_names import with_own_names
from broker.catalogue.part_rows import PartRow
from broker.catalogue.row import ItemKey
from broker.domain.entries import CatalogueEntry

Parts = Mapping[SheetKind, Sequence[PartRow]]
Identity = tuple[str, str] | tuple[str, int]
_FIELDS = {
    SheetKind.MATERIALS: "materials",
    SheetKind.STEPS: "steps",
    SheetKind.QUESTIONS: "questions",
}


class Changes(NamedTuple):
    """What an import did to the catalogue there was."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0


class Losses(NamedTuple):
    """What an import would take away: `removed` items of those that are `there`, among them all of
    `departments`."""

    removed: int
    there: int
    departments: tuple[str, ...]


class Joined(NamedTuple):
    """The catalogue, and what was found while it was joined. `changing`: the rest of it is that of
    the catalogue there is."""

    entries: tuple[CatalogueEntry, ...]
    findings: list[CatalogueFinding]
    changing: bool


def identity(entry: CatalogueEntry) -> Identity:
    """What it is known by from one delivery to the next."""
    return (entry.code, entry.handle_item) if entry.code else (entry.department, entry.number)


def join(
    rows: Sequence[ItemOfRow], parts: Parts, base: Sequence[CatalogueEntry], spoilt: bool = False
) -> Joined:
    """The new catalogue, from all rows and the catalogue there is. `spoilt`: some rows are no
    items, so that of parts which find none it is not worth speaking."""
    findings: list[CatalogueFinding] = []
    changing = any(each.operation for each in rows) or not rows
    known = {identity(each): each for each in base}
    latest = with_own_names(_latest(rows, known, findings), known, findings)
    numbered = _numbered(latest, base, findings)
    entries = _laid_over(base, latest, numbered) if changing else [*numbered.values()]
    entries = _one_a_number(entries, latest, findings)
    places = _Places(entries, [row.entry for row in latest.values() if row.gone], spoilt)
    return Joined(tuple(_with_parts(entries, parts, places, findings)), findings, changing)


def changes(before: Iterable[CatalogueEntry], after: Iterable[CatalogueEntry]) -> Changes:
    """What became of the items of one catalogue in the next."""
    old = {identity(each): each for each in before}
    new = {identity(each): each for each in after}
    kept = old.keys() & new.keys()
    changed = sum(old[each] != new[each] for each in kept)
    return Changes(len(new) - len(kept), changed, len(old) - len(kept), len(kept) - changed)


def losses(before: Sequence[CatalogueEntry], after: Sequence[CatalogueEntry]) -> Losses | None:
    """What a whole delivery would take away, where that is so much that it may be a mistake: more
    than half of what there is, or all of a department (who sent it knew of the others nothing)."""
    removed = changes(before, after).removed
    left = {each.department for each in after}
    departments = tuple(
        dict.fromkeys(each.department for each in before if each.department not in left)
    )
    much = departments or removed * 2 > len(before)
    return Losses(removed, len(before), departments) if much else None


def _latest(
    rows: Sequence[ItemOfRow],
    known: Mapping[Identity, CatalogueEntry],
    findings: list[CatalogueFinding],
) -> dict[Identity, ItemOfRow]:
    """The row of each item that counts."""
    latest: dict[Identity, ItemOfRow] = {}
    for row in rows:
        key = identity(row.entry)
        before = latest.get(key)
        if before is None or before.entry.version < row.entry.version:
            latest[key] = row
        elif before.entry.version == row.entry.version:
            problem = f"the item is already on line {before.line} of {before.file}"
            findings.append(_said(Gravity.ERROR, row, problem, "remove one of them"))
    for key, row in [*latest.items()]:
        there = known.get(key)
        if there is not None and there.version > row.entry.version and not row.gone:
            problem = f"version {row.entry.version} is older than {there.version}, which is there"
            findings.append(_said(Gravity.WARNING, row, problem, "the newer one stays"))
            latest[key] = row._replace(entry=there)
    return latest


def _numbered(
    latest: Mapping[Identity, ItemOfRow],
    base: Sequence[CatalogueEntry],
    findings: list[CatalogueFinding],
) -> dict[Identity, CatalogueEntry]:
    """The entries that stay, each with its number."""
    numbers = {(each.department, identity(each)): each.number for each in base}
    highest: dict[str, int] = defaultdict(int)
    for each in (*base, *(row.entry for row in latest.values())):
        highest[each.department] = max(highest[each.department], each.number)
    found: dict[Identity, CatalogueEntry] = {}
    for key, row in latest.items():
        entry = row.entry
        if row.gone:
            continue
        if not entry.number:
            number = numbers.get((entry.department, key), 0)
            if not number:
                highest[entry.department] += 1
                number = highest[entry.department]
            entry = replace(entry, number=number)
        found[key] = entry
    if latest and not found and not any(row.operation for row in latest.values()):
        findings.append(CatalogueFinding(Gravity.ERROR, "", 0, "", "no item is left"))
    return found


def _laid_over(
    base: Sequence[CatalogueEntry],
    latest: Mapping[Identity, ItemOfRow],
    numbered: Mapping[Identity, CatalogueEntry],
) -> list[CatalogueEntry]:
    """The catalogue there is, with the changes in it and what is new behind."""
    left = dict(numbered)
    entries = []
    for each in base:
        key = identity(each)
        if key not in latest:
            entries.append(each)
        elif (new := left.pop(key, None)) is not None:
            entries.append(_with_old_parts(new, each))
    return [*entries, *left.values()]


def _with_old_parts(new: CatalogueEntry, old: CatalogueEntry) -> CatalogueEntry:
    """A change of an item says nothing of its materials, steps and questions."""
    steps = new.guide.steps or old.guide.steps
    guide = replace(
        new.guide, materials=old.guide.materials, steps=steps, questions=old.guide.questions
    )
    return replace(new, guide=guide)


def _one_a_number(
    entries: Iterable[CatalogueEntry],
    latest: Mapping[Identity, ItemOfRow],
    findings: list[CatalogueFinding],
) -> list[CatalogueEntry]:
    """The entries without those whose number another has."""
    seen: dict[tuple[str, int], CatalogueEntry] = {}
    for each in entries:
        other = seen.setdefault((each.department, each.number), each)
        if other is each:
            continue
        problem = f"number {each.number} of its department is that of {other.name!r}, too"
        remedy = "number the items of a department without repeats"
        row = latest.get(identity(each))
        file, line = (row.file, row.line) if row else ("", 0)
        findings.append(
            CatalogueFinding(Gravity.ERROR, file, line, "number", problem, remedy, _called(each))
        )
    return [*seen.values()]


def _with_parts(
    entries: Sequence[CatalogueEntry],
    parts: Parts,
    places: _Places,
    findings: list[CatalogueFinding],
) -> Iterable[CatalogueEntry]:
    """The same entries, with what the other tables say of them."""
    told: list[dict[str, tuple[object, ...]]] = [{} for _ in entries]
    for kind, rows in parts.items():
        for place, found in places.sorted_out(rows, findings).items():
            if len(found) > MOST_ROWS:
                problem = f"{len(found)} rows belong to one item"
                remedy = f"write at most {MOST_ROWS}"
                findings.append(
                    CatalogueFinding(
                        Gravity.ERROR, found[0].file, found[0].line, "", problem, remedy
                    )
                )
            ordered = sorted(found, key=lambda each: each.order)
            told[place][_FIELDS[kind]] = tuple(each.part for each in ordered)
    return [
        replace(entry, guide=replace(entry.guide, **fields)) if fields else entry
        for entry, fields in zip(entries, told, strict=True)
    ]


class _Places:
    """Where an item stands, by each of the things a row may call it."""

    def __init__(
        self, entries: Sequence[CatalogueEntry], gone: Sequence[CatalogueEntry], spoilt: bool
    ) -> None:
        self._by = _called_by(entries)
        self._gone = _called_by(gone)
        self._spoilt = spoilt

    def sorted_out(
        self, rows: Iterable[PartRow], findings: list[CatalogueFinding]
    ) -> dict[int, list[PartRow]]:
        """The rows of each item."""
        found: dict[int, list[PartRow]] = defaultdict(list)
        missed: set[ItemKey] = set()
        for row in rows:
            place = _place(row.key, self._by)
            if place is not None:
                found[place].append(row)
            elif self._spoilt or _place(row.key, self._gone) is not None:
                continue
            elif row.key not in missed:  # once; the others of it would only follow
                missed.add(row.key)
                problem = "no item is called as this row calls it"
                remedy = "write department and number, or the code, of an item that is there"
                findings.append(
                    CatalogueFinding(Gravity.ERROR, row.file, row.line, "", problem, remedy)
                )
        return found


def _called_by(entries: Sequence[CatalogueEntry]) -> dict[object, int]:
    by: dict[object, int] = {}
    names: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, each in enumerate(entries):
        by[each.department, each.number] = place
        names[each.department, each.name].append(place)
        if each.code:
            by[each.code, each.handle_item] = place
            by.setdefault(each.code, place)  # a row that names no handle item
    return by | {("", *key): found[0] for key, found in names.items() if len(found) == 1}


def _place(key: ItemKey, by: Mapping[object, int]) -> int | None:
    if key.code:
        exact = by.get((key.code, key.handle_item))
        return by.get(key.code) if exact is None and not key.handle_item else exact
    if key.number:
        return by.get((key.department, key.number))
    return by.get(("", key.department, key.name))


def _called(entry: CatalogueEntry) -> str:
    return f"{entry.department} {entry.number}"


def _said(gravity: Gravity, row: ItemOfRow, problem: str, remedy: str) -> CatalogueFinding:
    return CatalogueFinding(gravity, row.file, row.line, "", problem, remedy, _called(row.entry))
