"""What hall.toml says of the catalogue: its file, what is shown of an item and in which order, and
how a bureau's own headings and words are read."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from broker.domain.guides import GuideGroup, TermUnit
from broker.domain.tables import HallTable

Heading = Annotated[str, Meta(min_length=1, max_length=120)]


class CatalogueFile(HallTable, frozen=True):
    """`[catalogue]`: the items, beside hall.toml.

    `file` is what `hall catalogue import` makes, or a CSV of names; `common` a table of common
    words and what they lead to. `groups` are shown of each item, in this order. The rest is for
    the import: `columns` says which column of the exchange one of the bureau's headings is,
    `departments` which department of ours a bureau's name is, `term_units` what a code of the unit
    of a term means.
    """

    file: str
    common: str = ""
    groups: Annotated[tuple[GuideGroup, ...], Meta(min_length=1)] = tuple(GuideGroup)
    columns: dict[Heading, str] = field(default_factory=dict)
    departments: dict[Heading, str] = field(default_factory=dict)
    term_units: dict[Heading, TermUnit] = field(default_factory=dict)
