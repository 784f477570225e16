"""The names of a hall's items learnt: how they are spelt, and the index over them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord
from kiosk.qt.learning import learn
from kiosk.ticket.finding import Learnt, finding, to_learn


def make_finding(items: Sequence[Item], common: Sequence[CommonWord], run: Path) -> Learnt:
    """All of it, with what an earlier start left in `run`. Takes long, and waits for the disk."""
    names = to_learn(items, common)
    learnt = learn(names, run / "pinyin-items.json")
    return finding(items, common, dict(zip(names, learnt, strict=True)))
