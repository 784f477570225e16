"""Rows of the table of items.

A row without which nothing can be done (no name, no department, no number) is no item; a code or a
term that cannot be read is kept as it came, beside what the kiosk shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple, TypedDict, TypeVar

from broker.catalogue import cells, codes
from broker.catalogue.cells import CellError
from broker.catalogue.columns import KEPT
from broker.catalogue.findings import Gravity
from broker.catalogue.row import ItemKey, SheetRow, term
from broker.domain.entries import CatalogueEntry
from broker.domain.guides import Guide, GuideStep, Handling, Term, TermUnit
from broker.domain.text.kinds import LONGEST_ITEM
from broker.settings.texts import rarity

V = TypeVar("V")
LONGEST_SYNONYM = 40
_TABLES = {
    "task_type": codes.TASK_TYPE,
    "power_source": codes.POWER_SOURCE,
    "use_level": codes.USE_LEVEL,
    "dept_type": codes.DEPT_TYPE,
    "server_type": codes.SERVER_TYPE,
    "handle_type": codes.HANDLE_TYPE,
}
_SEVERAL = re.compile(r"[；;、，,|\n]+")
_COUNTED = re.compile(r"^[(（]?\d{1,2}[)）.、．]\s*")
_FREE = ("不收费", "免费", "无")
_OPERATIONS = {
    "I": "I", "INSERT": "I", "新增": "I", "U": "U", "UPDATE": "U", "修改": "U", "更新": "U",
    "D": "D", "DELETE": "D", "删除": "D",
}  # fmt: skip


class ItemOfRow(NamedTuple):
    """An item as a row has it. `number` 0 in its entry: it has none yet. `operation` is I, U or D
    of a delivery of changes, "" where the source is whole; `gone`: removed, or not published.
    `silent` are names of the hall's own that its table has no column for."""

    file: str
    line: int
    entry: CatalogueEntry
    operation: str = ""
    gone: bool = False
    silent: tuple[str, ...] = ()


OWN = ("name_en", "synonyms")  # what a hall says of an item, and a bureau's delivery does not


class _ToldOf(TypedDict):
    kept: dict[str, str]
    guide: Guide


def item(row: SheetRow, key: ItemKey, units: Mapping[str, TermUnit]) -> ItemOfRow | None:
    """The item of a row; None where it is none. `units` are a bureau's codes of units of terms."""
    operation = row.perhaps("cd_operation", _operation, "")
    if operation == "D":
        named = CatalogueEntry(
            key.department, key.number, key.name, code=key.code, handle_item=key.handle_item
        )
        return None if row.spoilt else ItemOfRow(row.file, row.line, named, operation, gone=True)
    if not _stands(row, key):
        return None
    gone = not _published(row)
    entry = CatalogueEntry(
        department=key.department,
        number=key.number,
        name=key.name,
        name_en=row.value("name_en", partial(cells.line, most=LONGEST_ITEM), ""),
        synonyms=row.value("synonyms", _synonyms, ()),
        code=key.code,
        handle_item=key.handle_item,
        version=row.perhaps("task_version", partial(cells.whole, least=0, most=10**9), 0),
        since=row.value("plan_effective_date", cells.day, None),
        until=row.value("plan_cancel_date", cells.day, None),
        **_told(row, units),
    )
    _look_at_days(row, entry.since, entry.until)
    if row.spoilt:
        return None
    silent = tuple(each for each in OWN if not row.has(each))
    return ItemOfRow(row.file, row.line, entry, operation, gone, silent)


def _stands(row: SheetRow, key: ItemKey) -> bool:
    """Whether there is an item at all; all that is missing is said."""
    if not key.name and not row.spoilt:
        row.note(Gravity.ERROR, "task_name", "the item has no name", "write its name")
    if not key.department and not row.spoilt:
        row.note(Gravity.ERROR, "dept_name", "the item has no department", "write its name")
    if not (key.number or key.code or row.spoilt):
        problem = "the item has neither a number nor a code"
        row.note(Gravity.ERROR, "number", problem, "write one of them")
    if rare := rarity(key.name):
        remedy = "write another character, or leave it"
        row.note(Gravity.WARNING, "task_name", f"signs and printers have no {rare}", remedy)
    return not row.spoilt


def _told(row: SheetRow, units: Mapping[str, TermUnit]) -> _ToldOf:
    """The guide, and what is kept beside it."""
    kept = {column: said for column in KEPT if (said := _kept(row, column))}
    guide = Guide(
        handling=_or_raw(row, kept, "project_type", _handling),
        basis=row.value("by_law", cells.passage, ""),
        conditions=row.value("accept_condition", cells.passage, ""),
        steps=row.value("handle_flow", _steps, ()),
        legal=_limit(row, kept, units, "anticipate"),
        promised=_limit(row, kept, units, "promise"),
        charged=_charged(row, kept),
        fee=row.value("fee", cells.passage, ""),
        fee_basis=row.value("fee_basis", cells.passage, ""),
        result=row.value("result_name", cells.line, ""),
        place=row.value("transact_addr", cells.line, ""),
        times=row.value("transact_time", cells.line, ""),
        telephone=row.value("link_way", cells.line, ""),
        complaints=row.value("supervise_way", cells.line, ""),
        online=row.perhaps("link_addr", _address, ""),
        example=row.perhaps("example", cells.yes_or_no, False),
    )
    return {"kept": kept, "guide": guide}


def _limit(
    row: SheetRow, kept: dict[str, str], units: Mapping[str, TermUnit], which: str
) -> Term | None:
    count, unit = f"{which}_day", f"{which}_type"
    note = row.value(f"{which}_explain", cells.line, "")
    found = term(row, (count, unit), note, units)
    if found is None:
        raw = {count: row.text(count), unit: row.text(unit), f"{which}_explain": note}
        kept |= {column: said for column, said in raw.items() if said}
    return found


def _published(row: SheetRow) -> bool:
    """Whether it may be shown; what is not is said, and left out."""
    said = row.text("task_state").removesuffix(".0")
    state = codes.TASK_STATE.code(said) if said else codes.PUBLISHED
    if state == codes.PUBLISHED:
        return True
    problem = f"its state is {said!r}, not 已发布: it is left out"
    row.note(Gravity.WARNING, "task_state", problem, "publish it, or leave it so")
    return False


def _look_at_days(row: SheetRow, since: date | None, until: date | None) -> None:
    if since and until and until < since:
        problem = "it ends before it begins"
        row.note(Gravity.ERROR, "plan_cancel_date", problem, "write the later day here")


def _operation(text: str) -> str:
    found = _OPERATIONS.get(text.upper())
    if found is None:
        raise CellError(f"{text[:40]!r} is no operation", "write I, U or D")
    return found


def _synonyms(text: str) -> tuple[str, ...]:
    said = (cells.line(each, LONGEST_SYNONYM) for each in _SEVERAL.split(cells.plain(text)))
    return tuple(dict.fromkeys(each for each in said if each))


def _steps(text: str) -> tuple[GuideStep, ...]:
    """A procedure that is told in one cell: a line or an arrow a step."""
    lines = re.split(r"\n|→|—>|-->|->", cells.passage(text))
    said = (cells.line(_COUNTED.sub("", each.strip())) for each in lines)
    return tuple(GuideStep(each) for each in said if each)


def _address(text: str) -> str:
    said = cells.line(text)
    if not re.fullmatch(r"https?://[^\s\"<>]+", said):
        raise CellError("this is no address of a page", "write one that begins with https://")
    return said


def _handling(text: str) -> Handling:
    code = codes.PROJECT_TYPE.code(text.removesuffix(".0"))
    if code is None:
        raise _no_code(text, codes.PROJECT_TYPE)
    return Handling(code)


def _no_code(text: str, table: codes.CodeTable) -> CellError:
    known = ", ".join(table.words)
    return CellError(f"{text[:40]!r} is no code of {table.name}", f"write one of: {known}")


def _kept(row: SheetRow, column: str) -> str:
    """A cell that no screen shows: a code as its table has it, all else as it came."""
    said = row.value(column, cells.passage, "")
    table = _TABLES.get(column)
    if not said or table is None:
        return said
    found = table.codes(said.removesuffix(".0"))
    if found is None:
        error = _no_code(said, table)
        row.note(Gravity.WARNING, column, error.problem, error.remedy)
    return found or said


def _or_raw(row: SheetRow, kept: dict[str, str], column: str, of: Callable[[str], V]) -> V | None:
    found = row.perhaps(column, of, None)
    if found is None and (raw := row.text(column)):
        kept[column] = raw
    return found


def _charged(row: SheetRow, kept: dict[str, str]) -> bool | None:
    """What `is_fee` says; where it says nothing, what the fee says."""
    if row.text("is_fee"):
        return _or_raw(row, kept, "is_fee", cells.yes_or_no)
    fee = row.text("fee")
    return None if not fee else fee not in _FREE
