"""Lists that are longer than their room: in pages, without scrolling. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Paged(Struct, Generic[T], frozen=True):
    """The rows that are shown; `page` counts from 1, and there is always at least one page."""

    rows: tuple[T, ...]
    page: int
    pages: int


def paged(rows: Sequence[T], number: int, size: int) -> Paged[T]:
    """The page `number` of `rows`, counted from 0 as screens do; a number beyond either end is the
    page at that end."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(number, 0), pages - 1)
    return Paged(tuple(rows[number * size : (number + 1) * size]), number + 1, pages)
