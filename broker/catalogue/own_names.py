"""What a hall says of an item itself, and a bureau's delivery has no column for: it stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec.structs import replace

from broker.catalogue.findings import CatalogueFinding, Gravity
from broker.catalogue.item_rows import ItemOfRow
from broker.domain.entries import CatalogueEntry

K = TypeVar("K")  # what an item is known by


def with_own_names(
    latest: Mapping[K, ItemOfRow],
    known: Mapping[K, CatalogueEntry],
    findings: list[CatalogueFinding],
) -> dict[K, ItemOfRow]:
    """The same rows, with the hall's own names where the delivery has no column for them."""
    found = dict(latest)
    for key, row in latest.items():
        there = known.get(key)
        own = {each: getattr(there, each, None) for each in row.silent}
        own = {column: said for column, said in own.items() if said}
        if own and not row.gone:
            found[key] = row._replace(entry=replace(row.entry, **own))
            findings.extend(_kept(row, column) for column in own)
    return found


def _kept(row: ItemOfRow, column: str) -> CatalogueFinding:
    problem, remedy = "the delivery has no such column", "what the hall wrote there stays"
    item = f"{row.entry.department} {row.entry.number}"
    return CatalogueFinding(Gravity.KEPT, row.file, row.line, column, problem, remedy, item)
