"""How the names of a hall's queues are typed, learnt beside the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from broker.domain.hall import Hall
from kiosk.qt.beside import beside
from kiosk.qt.runner import QtRunner
from kiosk.words.spelling import Spelling

Learnt = dict[str, Spelling]  # by the queues' ids


def learn_queues(runner: QtRunner, hall: Hall, run: Path, heard: Callable[[Learnt], None]) -> None:
    """Have `heard` told, on the screen's thread, once it is learnt; it is kept in `run`."""

    def learnt() -> Learnt:
        from kiosk.qt.learning import learn

        names = learn([each.name for each in hall.queues], run / "pinyin-queues.json")
        return {each.id: name for each, name in zip(hall.queues, names, strict=True)}

    beside(runner, "spelling", learnt, heard)
