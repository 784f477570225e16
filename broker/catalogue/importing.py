"""One import: from files to a catalogue and everything there is to say about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from broker.catalogue import sheets
from broker.catalogue.columns import Headed, SheetKind, headed, names_of
from broker.catalogue.findings import CatalogueFinding, Gravity, grave
from broker.catalogue.item_rows import ItemOfRow, item
from broker.catalogue.joining import join
from broker.catalogue.part_rows import PartRow, part, place
from broker.catalogue.row import ItemKey, KeyReader, of_row
from broker.catalogue.tables import tables
from broker.domain.catalogue import queue_for
from broker.domain.entries import CatalogueEntry, CatalogueSource
from broker.domain.guides import GuideGroup
from broker.domain.hall import Hall

Progress = Callable[[int], None]
_TITLES = 5  # rows above the headings, at most


class Imported(NamedTuple):
    """What came of it. `entries` are whole only where no finding is an error; `changing`: the
    sources are changes of the catalogue there is."""

    entries: tuple[CatalogueEntry, ...]
    findings: tuple[CatalogueFinding, ...]
    sources: tuple[CatalogueSource, ...]
    changing: bool


@dataclass
class _Gathered:
    items: list[ItemOfRow] = field(default_factory=list)
    parts: dict[SheetKind, list[PartRow]] = field(default_factory=dict)
    findings: list[CatalogueFinding] = field(default_factory=list)


def take_in(
    places: Sequence[Path],
    hall: Hall,
    base: Sequence[CatalogueEntry],
    progress: Progress,
) -> Imported:
    """What the files make of the catalogue `base`. Raises nothing; `progress` hears of each row."""
    return _of_sheets(sheets.read(places), hall, base, progress)


def judge(file: str, entries: Sequence[CatalogueEntry], hall: Hall) -> list[CatalogueFinding]:
    """What is wrong with a catalogue that is there: it is read as if it came anew, each item on the
    line that it has in its file."""
    names = {each.id: each.name for each in hall.departments}
    found = [
        sheets.SourceSheet(file, list(enumerate([list(row) for row in (each.head, *each.rows)], 1)))
        for each in tables(entries, names)
        if each.rows
    ]
    read = sheets.SheetsRead(found, (), [])
    return list(_of_sheets(read, hall, (), _silent).findings)


def _silent(_rows: int) -> None:
    """Nobody waits."""


def _of_sheets(
    read: sheets.SheetsRead, hall: Hall, base: Sequence[CatalogueEntry], progress: Progress
) -> Imported:
    found = _Gathered(findings=[*_own_columns(hall), *read.findings])
    reading = _SheetReader(hall, found, progress)
    for sheet in read.sheets:
        reading.take(sheet)
    spoilt = bool(grave(found.findings))
    if not (found.items or any(found.parts.values()) or spoilt):
        found.findings.append(_nothing())
    joined = join(found.items, found.parts, base, spoilt)
    entries = _queued(hall, joined.entries, joined.findings)
    said = (*found.findings, *joined.findings)
    return Imported(entries, said, read.sources, joined.changing)


def empty(
    entries: Sequence[CatalogueEntry], groups: Sequence[GuideGroup]
) -> list[CatalogueFinding]:
    """The groups that the hall shows, and in which an item has nothing."""
    return [
        CatalogueFinding(
            Gravity.EMPTY, "", 0, group, "nothing stands here", "ask the department", _called(each)
        )
        for each in entries
        for group in groups
        if not each.guide.says(group)
    ]


class _SheetReader:
    """Reads one table after another."""

    def __init__(self, hall: Hall, found: _Gathered, progress: Progress) -> None:
        self._own = hall.catalogue.columns
        self._units = hall.catalogue.term_units
        self._keys = KeyReader(hall)
        self._found = found
        self._progress = progress

    def take(self, sheet: sheets.SourceSheet) -> None:
        """Read what a table holds, or say that it holds nothing we know."""
        for at, (line, row) in enumerate(sheet.rows[:_TITLES]):
            if (known := headed(row, self._own)) is not None:
                self._say_unknown(sheet.name, line, known)
                self._rows(sheet, known, at + 1)
                return
        self._found.findings.append(_unheaded(sheet))

    def _rows(self, sheet: sheets.SourceSheet, known: Headed, begin: int) -> None:
        kinds = [each for each in known.kinds if each is not SheetKind.ITEMS]
        for kind in kinds:
            self._found.parts.setdefault(kind, [])
        before = ItemKey()
        rows = sheet.rows[begin:]
        if not rows and SheetKind.ITEMS in known.kinds:
            self._found.findings.append(_bare(sheet.name))
        if rows and sheet.open == rows[-1][0] and len(rows[-1][1]) < _width(sheet.rows[begin - 1]):
            self._found.findings.append(_cut(sheet))
            rows = rows[:-1]
        for count, (line, cells) in enumerate(rows):
            self._progress(count + 1)
            row = of_row((sheet.name, line), known.columns, cells, self._found.findings)
            key = self._keys.key(row)
            if SheetKind.ITEMS in known.kinds and not (kinds and key == before):
                found = item(row, key, self._units)
                self._found.items.extend([found] if found else [])
            for kind in kinds:
                self._part(kind, (sheet.name, line), key, known, cells)
            before = key

    def _part(
        self,
        kind: SheetKind,
        where: tuple[str, int],
        key: ItemKey,
        known: Headed,
        cells: Sequence[str],
    ) -> None:
        row = of_row(where, known.columns, cells, self._found.findings)
        if SheetKind.ITEMS in known.kinds and not row.text("material_name"):
            return  # an item without materials
        if not (key.department or key.code):
            remedy = "write department and number, or the code, of its item"
            row.note(Gravity.ERROR, "dept_name", "nothing says which item this is of", remedy)
        made, order = part(row, kind, self._units), place(row)
        if not row.spoilt:
            self._found.parts[kind].append(PartRow(*where, key, order, made))

    def _say_unknown(self, name: str, line: int, known: Headed) -> None:
        for heading, near in known.unknown:
            remedy = f"did you mean {near}?" if near else "say in [catalogue.columns] what it is"
            problem = "no column is called so: it is left out"
            self._found.findings.append(
                CatalogueFinding(Gravity.WARNING, name, line, heading[:60], problem, remedy)
            )


def _own_columns(hall: Hall) -> list[CatalogueFinding]:
    problem = "[catalogue.columns] names a column that the exchange does not have"
    remedy = "name one of those in docs/catalogue.md"
    return [
        CatalogueFinding(Gravity.ERROR, "hall.toml", 0, name, problem, remedy)
        for name in names_of(hall.catalogue.columns)
    ]


def _unheaded(sheet: sheets.SourceSheet) -> CatalogueFinding:
    if not sheet.rows:
        return CatalogueFinding(
            Gravity.ERROR, sheet.name, 1, "", "the table is empty", "name another file"
        )
    line, row = max(sheet.rows[:_TITLES], key=lambda each: sum(map(bool, each[1])))
    found = ",".join(row)[:60]  # the first row that is full: those above it are titles
    remedy = (
        "say in [catalogue.columns] of hall.toml which columns these are, or write those of the"
        " exchange, or `department,number,item`"
    )
    problem = f"{found!r} does not name the columns"
    return CatalogueFinding(Gravity.ERROR, sheet.name, line, "", problem, remedy)


def _width(heading: tuple[int, list[str]]) -> int:
    """How many cells a row has, as its headings say."""
    return max((at for at, cell in enumerate(heading[1], 1) if cell), default=0)


def _cut(sheet: sheets.SourceSheet) -> CatalogueFinding:
    problem = "the file ends in the middle of this row"
    remedy = "fetch the file again, or write the rest of its row and the end of its line"
    return CatalogueFinding(Gravity.ERROR, sheet.name, sheet.open, "", problem, remedy)


def _bare(name: str) -> CatalogueFinding:
    problem = "there is no row below the headings"
    return CatalogueFinding(Gravity.WARNING, name, 0, "", problem, "name a file that has some")


def _nothing() -> CatalogueFinding:
    problem = "there is no item below the headings"
    return CatalogueFinding(Gravity.ERROR, "", 0, "", problem, "name a file that has some")


def _queued(
    hall: Hall, entries: Sequence[CatalogueEntry], findings: list[CatalogueFinding]
) -> tuple[CatalogueEntry, ...]:
    """Those that a queue takes: with another the hall would not start, for its number would lead
    nowhere."""
    queues = {
        each.id: [queue for queue in hall.queues if queue.department == each.id]
        for each in hall.departments
    }
    taken = []
    for each in entries:
        if queue_for(each.name, queues.get(each.department, ())):
            taken.append(each)
            continue
        problem = f"no queue takes {each.name!r}"
        remedy = f"add a queue of {each.department!r} without `match`: it takes the remaining items"
        findings.append(
            CatalogueFinding(Gravity.ERROR, "hall.toml", 0, "", problem, remedy, _called(each))
        )
    return tuple(taken)


def _called(entry: CatalogueEntry) -> str:
    return f"{entry.department} {entry.number}"
