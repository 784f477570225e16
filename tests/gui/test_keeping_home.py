"""A kiosk keeps home for its next start as its files are now, whatever is written while it runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from broker.settings import load
from kiosk.ticket import keeping_home, kept_here, kept_home
from kiosk.ticket.coming_home import ComingHome
from kiosk.ticket.pages.scene import Scene
from tests.gui.home_keeping import Keeping, at, keep
from tests.stages.halls import MORNING


@pytest.fixture
def keeping(own_hall: Path, kept: Path) -> Iterator[Keeping]:
    """A kiosk that runs in that directory, and has looked once."""
    running = Keeping(own_hall, kept)
    running.look()
    yield running
    running.close()


def words_of(hall: Path, run: Path) -> str:
    """All that a start would show now; "" where it would have to ask the rules."""
    found = kept_here.find(hall, run, "kiosk-1")
    return json.dumps(found.shown, ensure_ascii=False) if found else ""


def rewrite(file: Path, old: str, new: str) -> None:
    """Somebody writes `new` into it, where `old` stood."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


WRITTEN: dict[str, tuple[str, str, str]] = {  # file, what stood there, what stands there now
    "hall.toml": ("hall.toml", 'name_en = "Zhenlai', 'name_en = "Zhunlai'),
    "common words": ("common.csv", "\n身份证,", "\n一张身份证,"),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_what_is_written_while_it_runs_is_kept_for_the_next_start(
    what: str, own_hall: Path, kept: Path, keeping: Keeping
) -> None:
    file, old, new = WRITTEN[what]
    said = new.strip("\n,").rpartition('"')[2]
    assert said not in words_of(own_hall, kept)
    rewrite(own_hall.with_name(file), old, new)
    assert words_of(own_hall, kept) == "", "or it would show what is no more"
    keeping.look()
    assert said in words_of(own_hall, kept)


def test_a_table_written_anew_with_the_same_words_is_kept_too(
    own_hall: Path, kept: Path, keeping: Keeping
) -> None:
    before = words_of(own_hall, kept)
    items = own_hall.with_name("catalogue.jsonl")
    shutil.copy2(items, items.with_suffix(".new")).rename(items)
    assert words_of(own_hall, kept) == ""
    keeping.look()
    assert words_of(own_hall, kept) == before != ""


def test_a_hall_that_is_wrong_is_kept_once_it_is_mended(
    own_hall: Path, kept: Path, keeping: Keeping
) -> None:
    rewrite(own_hall, "[hours]", "[hours")
    keeping.look()
    keeping.look()
    assert words_of(own_hall, kept) == ""
    rewrite(own_hall, "[hours", "[hours]")
    keeping.look()
    assert words_of(own_hall, kept)


def test_a_hall_without_this_kiosk_is_not_kept(
    own_hall: Path, kept: Path, keeping: Keeping
) -> None:
    own_hall.write_text(own_hall.read_text("utf-8").replace('"kiosk-1"', '"kiosk-9"'), "utf-8")
    keeping.look()
    assert words_of(own_hall, kept) == ""


def test_nor_one_of_another_scale(own_hall: Path, kept: Path, keeping: Keeping) -> None:
    rewrite(own_hall, "[kiosk]", "[kiosk]\npx_per_mm = 3.0")
    assert load(own_hall, kept).hall.kiosk.px_per_mm == 3.0
    keeping.look()
    assert words_of(own_hall, kept) == ""


def test_each_day_has_a_week_before_it(
    own_hall: Path, kept: Path, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kiosk that runs for a month starts as quickly as one of yesterday."""
    for days in range(1, 12):
        at(monkeypatch, MORNING + timedelta(days=days))
        keeping.look()
    assert words_of(own_hall, kept)


def test_where_nothing_is_new_nothing_is_written(kept: Path, keeping: Keeping) -> None:
    def written() -> tuple[int, int]:
        found = kept_home.file_of(kept, "kiosk-1").stat()
        return found.st_ino, found.st_ctime_ns

    before = written()
    keeping.look()
    keeping.look()
    assert written() == before


def test_what_was_changed_while_it_was_read_is_read_again(
    own_hall: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    assert qtbot is not None
    at(monkeypatch, MORNING)
    started = own_hall.stat().st_ctime_ns / 1e9 - 1.0
    keeping = Keeping(own_hall, tmp_path / "run", begun=started)
    rewrite(own_hall, 'name_en = "Zhenlai', 'name_en = "Zhunlai')
    keeping.look()
    keeping.close()
    assert "Zhunlai" in words_of(own_hall, tmp_path / "run")


def test_what_is_changed_while_it_is_made_is_not_kept(
    own_hall: Path, kept: Path, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = keeping_home.coming_home

    def meanwhile(scene: Scene) -> ComingHome:
        pages = made(scene)
        rewrite(own_hall, 'name_en = "Zhunlai', 'name_en = "Zhonlai')
        return pages

    rewrite(own_hall, 'name_en = "Zhenlai', 'name_en = "Zhunlai')
    with monkeypatch.context() as slow:
        slow.setattr(keeping_home, "coming_home", meanwhile)
        keeping.look()
    assert words_of(own_hall, kept) == ""
    keeping.look()
    assert "Zhonlai" in words_of(own_hall, kept)


def test_nothing_is_kept_by_a_program_that_was_changed_since(
    own_hall: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    assert qtbot is not None
    at(monkeypatch, MORNING)
    keep(own_hall, tmp_path / "run", begun=kept_home.program_seen().changed / 1e9 - 1.0)
    assert not kept_home.file_of(tmp_path / "run", "kiosk-1").exists()
