"""Lists that are longer than their room: in pages, without scrolling. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Paged(Struct, Generic[T], frozen=True):
    """The rows that are shown; `number` counts from 0, and there is always at least one page."""

    rows: tuple[T, ...]
    number: int
    count: int


def paged(rows: Sequence[T], number: int, size: int) -> Paged[T]:
    """The page `number` of `rows`; a number beyond either end is the page at that end."""
    count = max(1, -(-len(rows) // size))
    number = min(max(number, 0), count - 1)
    return Paged(tuple(rows[number * size : (number + 1) * size]), number, count)
