"""The catalogue of service items (事项), and which queue serves each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol, overload

from broker.domain.guides import NOTHING_KNOWN, Guide
from broker.domain.hall import Queue
from broker.domain.ids import ItemId, item_id
from broker.domain.text.matching import normal


class GuideKept(Protocol):
    """A guide that lies in a file until somebody asks for it."""

    def read(self) -> Guide: ...


class _GuideField:
    """The field `Item.guide`: a guide, or where it is kept. A catalogue of twenty thousand items
    has some sixty megabytes of guides, of which a kiosk shows one at a time."""

    @overload
    def __get__(self, item: None, kind: type[Item]) -> Guide: ...
    @overload
    def __get__(self, item: Item, kind: type[Item]) -> Guide: ...
    def __get__(self, item: Item | None, kind: type[Item]) -> Guide:
        if item is None:
            return NOTHING_KNOWN  # the field's default
        told: Guide | GuideKept = vars(item)["_told"]
        return told if isinstance(told, Guide) else told.read()

    def __set__(self, item: Item, told: Guide | GuideKept) -> None:
        vars(item)["_told"] = told


@dataclass(frozen=True)
class Item:
    """One entry of the catalogue.

    `number` is unique within its department; `department` and `queue` are keys of hall.toml.
    `queue` is empty where no queue takes the item, which a checked hall does not have. `synonyms`
    are names as people say them; `code` is its 实施编码, "" where nobody gave one. It is
    offered from the day `since` until the day `until`, where these are known.
    """

    number: int
    department: str
    name: str
    queue: str
    name_en: str = ""
    synonyms: tuple[str, ...] = ()
    code: str = ""
    guide: _GuideField = _GuideField()
    since: date | None = None
    until: date | None = None

    def __hash__(self) -> int:
        return hash((self.department, self.number))  # its guide may lie in a file

    @property
    def id(self) -> ItemId:
        """Unique in the catalogue."""
        return item_id(self.department, self.number)

    def offered(self, day: date) -> bool:
        """Whether it is valid on this day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def queue_for(name: str, queues: Iterable[Queue]) -> str:
    """The key of the queue, among one department's, that serves the item called `name`.

    The first queue with a `match` word in the name takes it; else the first queue without
    `match` words, which takes the rest; else `""`.
    """
    said, rest = normal(name), ""
    for queue in queues:
        if any(_known(word) in said for word in queue.match):
            return queue.id
        if not queue.match:
            rest = rest or queue.id
    return rest


@lru_cache(1024)
def _known(word: str) -> str:
    """A word of hall.toml, asked of every item there is."""
    return normal(word)
