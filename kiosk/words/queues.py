"""Whether a queue is meant by what was typed: its letter, its names, their pinyin. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from broker.domain.hall import Queue
from kiosk.words.spelling import Spelling, mark, typed


def means(queue: Queue, text: str, spellings: Mapping[str, Spelling]) -> bool:
    """Whether `text` may mean `queue`; nothing typed means every one. `spellings` by the queues'
    ids say how their Chinese names may be typed, as far as that is learnt."""
    wanted = typed(text)
    if not wanted or queue.prefix.lower().startswith(wanted):
        return True
    if f" {text.lower().strip()}" in f" {queue.name_en.lower()}" or wanted in typed(queue.name):
        return True
    name = spellings.get(queue.id)
    return name is not None and mark(name, wanted) is not None
