"""When a screen looks again: every second, and whenever something is due before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.qt.pulse import BEAT, Pulse

KIOSK = Path(__file__).parents[2] / "kiosk"


def test_the_first_look_is_at_once() -> None:
    assert Pulse().wakeup(None) <= 0.0


@pytest.mark.parametrize(("due", "then"), [(None, 8.0), (7.5, 7.5), (8.5, 8.0), (6.0, 6.0)])
def test_a_second_after_a_look_or_when_something_is_due(due: float | None, then: float) -> None:
    pulse = Pulse()
    pulse.woken(7.0)
    assert BEAT == 1.0
    assert pulse.wakeup(due) == then


def test_what_was_told_is_looked_at_soon_and_once() -> None:
    pulse = Pulse()
    pulse.woken(7.0)
    pulse.hasten()
    pulse.hasten()
    assert pulse.wakeup(9.0) <= 7.0
    pulse.woken(7.0)
    assert pulse.wakeup(None) == 8.0


def test_no_screen_reckons_its_next_look_for_itself() -> None:
    """`min(due, …)` of a wakeup stands in one place for all screens."""
    alike = re.compile(r"is None else min\(")
    found = {
        file.relative_to(KIOSK).as_posix()
        for file in KIOSK.rglob("*.py")
        if alike.search(file.read_text(encoding="utf-8"))
    }
    assert found == {"qt/pulse.py"}
