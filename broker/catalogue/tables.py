"""A catalogue as tables in the columns of the exchange: what the import reads, written by us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from broker.catalogue.columns import KEPT, SheetKind, exported
from broker.domain.entries import CatalogueEntry
from broker.domain.guides import Guide, Term

_FORMULA = ("=", "+", "-", "@")  # how a cell may not begin that office programs would reckon


class CatalogueTable(NamedTuple):
    """One table, its headings first."""

    kind: SheetKind
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def tables(
    entries: Sequence[CatalogueEntry], departments: Mapping[str, str]
) -> list[CatalogueTable]:
    """All tables. `departments` are their names by their keys."""
    return [_table(kind, entries, departments) for kind in SheetKind]


def _table(
    kind: SheetKind, entries: Sequence[CatalogueEntry], departments: Mapping[str, str]
) -> CatalogueTable:
    head = exported(kind)
    rows = []
    for entry in entries:
        named = {
            "dept_name": departments.get(entry.department, entry.department),
            "number": str(entry.number),
        }
        for cells in _cells(kind, entry):
            said = named | cells
            rows.append(tuple(harmless(said.get(column, "")) for column in head))
    return CatalogueTable(kind, head, rows)


def _cells(kind: SheetKind, entry: CatalogueEntry) -> Iterable[dict[str, str]]:
    match kind:
        case SheetKind.ITEMS:
            return [_item(entry)]
        case SheetKind.MATERIALS:
            return _materials(entry.guide)
        case SheetKind.STEPS:
            return _steps(entry.guide)
        case SheetKind.QUESTIONS:
            return _questions(entry.guide)


def _item(entry: CatalogueEntry) -> dict[str, str]:
    guide = entry.guide
    return {
        **{column: said for column, said in entry.kept.items() if column in KEPT},
        "task_code": entry.code,
        "task_handle_item": entry.handle_item,
        "task_name": entry.name,
        "name_en": entry.name_en,
        "synonyms": "；".join(entry.synonyms),
        "task_version": str(entry.version or ""),
        "plan_effective_date": entry.since.isoformat() if entry.since else "",
        "plan_cancel_date": entry.until.isoformat() if entry.until else "",
        "by_law": guide.basis,
        "accept_condition": guide.conditions,
        "project_type": guide.handling or "",
        **_term("anticipate", guide.legal),
        **_term("promise", guide.promised),
        "is_fee": "" if guide.charged is None else str(int(guide.charged)),
        "fee": guide.fee,
        "fee_basis": guide.fee_basis,
        "result_name": guide.result,
        "transact_addr": guide.place,
        "transact_time": guide.times,
        "link_way": guide.telephone,
        "supervise_way": guide.complaints,
        "link_addr": guide.online,
        "example": "1" if guide.example else "",
        **{column: said for column, said in entry.kept.items() if column not in KEPT},
    }


def _term(which: str, term: Term | None) -> dict[str, str]:
    if term is None:
        return {}
    return {
        f"{which}_day": str(term.count),
        f"{which}_type": term.unit,
        f"{which}_explain": term.note,
    }


def _materials(guide: Guide) -> Iterable[dict[str, str]]:
    for order, each in enumerate(guide.materials, 1):
        yield {
            "order_num": str(order),
            "material_name": each.name,
            "original_num": str(each.originals),
            "copy_num": str(each.copies),
            "is_need": str(int(each.required)),
            "issuer": each.issuer,
            "note": each.note,
            "sample": each.sample,
        }


def _steps(guide: Guide) -> Iterable[dict[str, str]]:
    for order, each in enumerate(guide.steps, 1):
        term = each.term
        yield {
            "order_num": str(order),
            "link_name": each.name,
            "note": each.note,
            "handle_day": str(term.count) if term else "",
            "handle_day_type": term.unit if term else "",
        }


def _questions(guide: Guide) -> Iterable[dict[str, str]]:
    for order, each in enumerate(guide.questions, 1):
        yield {"order_num": str(order), "question": each.question, "answer": each.answer}


def harmless(cell: str) -> str:
    """With a mark before what would be reckoned; the import takes it off again."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
