"""Items of one department whose names read alike: a delivery that holds an item twice, or two that
nobody at a kiosk could tell apart. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from broker.catalogue.findings import CatalogueFinding, Gravity
from broker.domain.entries import CatalogueEntry
from broker.domain.text.matching import letters

_LISTED = 6  # numbers of items that are named


def alike(file: str, entries: Sequence[CatalogueEntry]) -> Iterator[CatalogueFinding]:
    """One finding for each such name: marks, brackets, blanks and widths make no difference."""
    found: dict[tuple[str, str], list[CatalogueEntry]] = defaultdict(list)
    for each in entries:
        found[each.department, letters(each.name)].append(each)
    for same in found.values():
        if len(same) > 1:
            first = same[0]
            numbers = ", ".join(str(each.number) for each in same[:_LISTED])
            yield CatalogueFinding(
                Gravity.WARNING,
                file,
                0,
                "task_name",
                f"{len(same)} items read alike: {numbers} ({first.name})",
                "remove what is there twice, or say in the names what tells them apart",
                f"{first.department} {first.number}",
            )
