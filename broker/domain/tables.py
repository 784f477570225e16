"""What all tables of hall.toml have in common."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Key = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,30}\Z")]
"""By which one table names another."""
Seconds = Annotated[float, Meta(gt=0, le=86400)]


class HallTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of hall.toml. Keys that it does not know are refused where it is read."""
