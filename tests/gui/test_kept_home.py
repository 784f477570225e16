"""Home of the coming days is kept, and is what the rules say at that hour; or is not shown."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtQml import QQmlApplicationEngine

from broker.domain.errors import IdentityHeld
from broker.service import identity
from broker.settings import Settings, load
from kiosk.issuing.printer import printer_of
from kiosk.qt import libraries, qml_host
from kiosk.qt.runner import QtRunner
from kiosk.ticket import kept_here, kept_home
from kiosk.ticket.starting import KioskRole
from kiosk.ticket.view import TicketKiosk, kiosk_of
from tests.gui.home_keeping import at
from tests.stages.halls import MORNING
from tests.stages.screen_process import HALL

HOURS = [0, 8, 10, 12, 14, 18, 5 * 24, 6 * 24 + 9]  # closed, open, the noon, a weekend


def kiosk(settings: Settings, runner: QtRunner) -> TicketKiosk:
    """A kiosk that has just been started, as its first frame has it."""
    engine = QQmlApplicationEngine(runner._ear)
    qml_host.prepare(engine, 4.0)
    post = kiosk_of(settings, "kiosk-1")
    return TicketKiosk(settings, post, runner, engine, printer_of(post))


@pytest.mark.parametrize("hours", HOURS)
def test_what_is_kept_is_what_the_rules_say_at_that_hour(
    hours: int, own_hall: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    midnight = MORNING - timedelta(hours=MORNING.hour + 8, minutes=MORNING.minute)  # of the hall
    at(monkeypatch, midnight + timedelta(hours=hours))
    found = kept_here.find(own_hall, kept, "kiosk-1")
    assert found is not None
    runner = QtRunner()
    screen = kiosk(load(own_hall, kept), runner)
    assert found.shown == qml_host.plain(screen._look(), held=True)
    screen.window.close()
    runner.close()


def test_hours_differ_or_the_test_above_says_nothing(own_hall: Path, kept: Path) -> None:
    found = kept_home.find(own_hall, kept, "kiosk-1")
    assert found is not None
    assert len(found.looks) > 3


Change = Callable[[Path, Path], object]


def without_a_page(file: Path) -> None:
    """Whole and sealed, and an hour whose page is not there."""
    with_value(file, 5, [])


def with_value(file: Path, place: int, value: object) -> None:
    """Whole and sealed, and another value at a place."""
    kept = json.loads(file.read_bytes().split(b"\n", 1)[1])
    kept[place] = value
    sealed(file, json.dumps(kept).encode())


def sealed(file: Path, content: bytes) -> None:
    file.write_bytes(kept_home.sealed(content))


def turned(file: Path) -> None:
    """Whole JSON, and another letter in it."""
    content = file.read_bytes()
    assert content.count(b"Zhenlai") > 0
    file.write_bytes(content.replace(b"Zhenlai", b"Zhunlai", 1))


NAN = float("nan")  # JSON as Python reads it

CHANGES: dict[str, Change] = {
    "hall.toml": lambda hall, _run: os.utime(hall),
    "the items, with the date they had": lambda hall, _run: (
        shutil.copy2(hall.with_name("catalogue.jsonl"), hall.with_name("catalogue.jsonl.2"))
        and hall.with_name("catalogue.jsonl.2").rename(hall.with_name("catalogue.jsonl"))
    ),
    "a damaged file": lambda _hall, run: (run / "home-kiosk-1.json").write_bytes(b"[1, 2"),
    "a file of something else": lambda _hall, run: (run / "home-kiosk-1.json").write_bytes(b"[7]"),
    "a file that nests too deep": lambda _hall, run: sealed(
        run / "home-kiosk-1.json", b"[" * 200_000
    ),
    "a table for a list": lambda _hall, run: sealed(run / "home-kiosk-1.json", b'{"0": 1}'),
    "one page less": lambda _hall, run: without_a_page(run / "home-kiosk-1.json"),
    "a glass of dust": lambda _hall, run: with_value(run / "home-kiosk-1.json", 3, 1e9),
    "a glass of no number": lambda _hall, run: with_value(run / "home-kiosk-1.json", 3, NAN),
    "a glass of less than none": lambda _hall, run: with_value(run / "home-kiosk-1.json", 3, -1.0),
    "a kiosk without words": lambda _hall, run: with_value(run / "home-kiosk-1.json", 4, {}),
    "pages of nothing": lambda _hall, run: with_value(run / "home-kiosk-1.json", 5, [{}] * 999),
    "pages that are none": lambda _hall, run: with_value(run / "home-kiosk-1.json", 5, ["x"] * 999),
    "a bit that turned in a text": lambda _hall, run: turned(run / "home-kiosk-1.json"),
    "no file": lambda _hall, run: (run / "home-kiosk-1.json").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_of_what_was_changed_nothing_is_shown(change: str, own_hall: Path, kept: Path) -> None:
    assert kept_here.find(own_hall, kept, "kiosk-1") is not None, "or it says nothing"
    CHANGES[change](own_hall, kept)
    assert kept_here.find(own_hall, kept, "kiosk-1") is None


def test_nor_with_another_program(
    own_hall: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for each in kept_home.MAKERS:
        (tmp_path / "other" / each).mkdir(parents=True)
    monkeypatch.setattr(kept_home, "PACKAGES", tmp_path / "other")
    assert kept_here.find(own_hall, kept, "kiosk-1") is None


def test_nor_of_another_hall_kiosk_or_month(
    own_hall: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept_here.find(HALL, kept, "kiosk-1") is None
    assert kept_here.find(own_hall, kept, "kiosk-2") is None
    assert kept_here.find(own_hall, kept, "") is None
    at(monkeypatch, MORNING + timedelta(days=30))
    assert kept_here.find(own_hall, kept, "kiosk-1") is None


def test_a_second_kiosk_of_the_name_lights_nothing(own_hall: Path, kept: Path) -> None:
    second = KioskRole()
    with identity.hold(kept, "kiosk-1"), pytest.raises(IdentityHeld):
        second.light(own_hall, kept, "kiosk-1")
    assert second._opened is None


def test_where_a_library_lies_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    assert libraries.bring()
    assert not libraries.bring("Qt/lib/libQt6Nothing.so.6")
    nowhere: Any = lambda _name: None  # noqa: E731  # a package that is not installed
    monkeypatch.setattr(libraries, "find_spec", nowhere)
    assert not libraries.bring()
