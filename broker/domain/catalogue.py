"""The catalogue of service items (事项), and which queue serves each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from broker.domain.guides import NOTHING_KNOWN, Guide
from broker.domain.hall import Queue
from broker.domain.ids import ItemId, item_id
from broker.domain.text.matching import normal


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the catalogue.

    `number` is unique within its department; `department` and `queue` are keys of hall.toml.
    `queue` is empty where no queue takes the item, which a checked hall does not have. `synonyms`
    are names as people say them; `code` is its 实施编码, "" where nobody gave one.
    """

    number: int
    department: str
    name: str
    queue: str
    name_en: str = ""
    synonyms: tuple[str, ...] = ()
    code: str = ""
    guide: Guide = NOTHING_KNOWN

    @property
    def id(self) -> ItemId:
        """Unique in the catalogue."""
        return item_id(self.department, self.number)


def queue_for(name: str, queues: Iterable[Queue]) -> str:
    """The key of the queue, among one department's, that serves the item called `name`.

    The first queue with a `match` word in the name takes it; else the first queue without
    `match` words, which takes the rest; else `""`.
    """
    said, rest = normal(name), ""
    for queue in queues:
        if any(normal(word) in said for word in queue.match):
            return queue.id
        if not queue.match:
            rest = rest or queue.id
    return rest
