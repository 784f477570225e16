"""The catalogue as it is imported and kept: one entry an item, which a hall then shows."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from broker.domain.guides import NOTHING_KNOWN, Guide

FORMAT = 1


class CatalogueSource(Struct, frozen=True):
    """A file that the catalogue was made from, and the SHA-256 of its bytes."""

    file: str
    sha256: str


class CatalogueHeader(Struct, frozen=True):
    """The first line of the catalogue file. `guides` is how many items have one."""

    catalogue: int
    made: date
    sources: tuple[CatalogueSource, ...]
    items: int
    guides: int


class ListedItem(Struct, frozen=True, omit_defaults=True):
    """What every role of a hall reads of a line of the catalogue file. `department` is a key of
    hall.toml, `code` the 实施编码."""

    department: str
    number: int
    name: str
    name_en: str = ""
    synonyms: tuple[str, ...] = ()
    code: str = ""
    since: date | None = None
    until: date | None = None


class CatalogueEntry(ListedItem, frozen=True, omit_defaults=True):
    """The whole line. `handle_item` (业务办理项) names the item in the national exchange together
    with its code, and `version` counts there.

    `kept` are cells of the exchange that no screen shows, under the names of their columns, and
    codes that no table has, as they came.
    """

    handle_item: str = ""
    version: int = 0
    kept: dict[str, str] = field(default_factory=dict)
    guide: Guide = NOTHING_KNOWN
