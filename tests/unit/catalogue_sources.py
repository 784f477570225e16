"""A bureau's files for tests of the import, and what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from broker.catalogue import importing
from broker.catalogue.findings import Gravity
from broker.catalogue.importing import Imported
from broker.domain.entries import CatalogueEntry
from broker.domain.publishing import CatalogueFile
from tests.stages.halls import small_hall


def imported(
    *places: Path, base: Sequence[CatalogueEntry] = (), hears: Any = lambda _: None, **rules: Any
) -> Imported:
    """What the files make of the small hall's catalogue; `rules` are keys of [catalogue]."""
    hall = small_hall(catalogue=CatalogueFile(file="catalogue.jsonl", **rules))
    return importing.take_in(places, hall, base, hears)


def source(folder: Path, text: str, name: str = "items.csv", encoding: str = "utf-8") -> Path:
    """One file of a bureau."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def said(found: Imported, gravity: Gravity = Gravity.ERROR) -> list[str]:
    """All findings of a gravity, as commands say them, without the file."""
    return [str(each).partition(": ")[2] for each in found.findings if each.gravity is gravity]
