"""Notices: their table, the days they hang, the leaves of a long one, a file that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.alerts import AlertCode
from broker.domain.notices import Notice, NoticesFile, hanging
from broker.settings import Settings, load
from broker.settings.notices import load_notices
from broker.settings.watched_table import EVERY
from kiosk.ticket.hung_up import HungUp
from kiosk.ticket.pages.leaves import leaves

R = TypeVar("R")
SAMPLE = Path(__file__).parents[2] / "examples" / "zhenlai"
HEADS = "from,until,title,text,title_en,text_en\n"
ROW = "2026-11-16,2026-12-15,停电,周五停电一天,Power cut,No power on Friday\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "notices.csv"
    file.write_bytes(text.encode())
    return file


def test_the_sample_hangs_up_three_and_shows_those_of_the_day_newest_first() -> None:
    read = load_notices(SAMPLE / "notices.csv")
    assert read.errors == ()
    assert len(read.notices) == 3
    titles = [each.title for each in hanging(read.notices, date(2026, 11, 23))]
    assert titles == ["示例：办事材料能打印了", "示例：老年人和行动不便的人优先"]
    assert len(hanging(read.notices, date(2026, 6, 30))) == 2
    assert len(hanging(read.notices, date(2026, 7, 1))) == 1
    assert hanging(read.notices, date(2031, 1, 1)) == ()


def test_what_has_no_english_says_its_chinese(tmp_path: Path) -> None:
    file = written(tmp_path, "\ufeff" + HEADS + "2026-11-16,2026-11-16,停电,周五停电,,\n")
    (notice,) = load_notices(file).notices
    assert (notice.title_en, notice.text_en) == ("停电", "周五停电")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("2026-11-16,2026-12-15,停电,周五停电一天\n", "4 columns"),
        ("2026-11-16,2026-11-15,停电,周五停电,,\n", "before"),
        ("16.11.2026,2026-12-15,停电,周五停电,,\n", "no day"),
        ("2026-11-16,2026-12-15,,周五停电,,\n", "0 characters"),
        (f"2026-11-16,2026-12-15,{'长' * 61},周五停电,,\n", "61 characters"),
        (f"2026-11-16,2026-12-15,停电,{'长' * 1001},,\n", "1001 characters"),
        ("2026-11-16,2026-12-15,停电,\x1b[31m,,\n", "here stands"),
        ("2026-11-16,2026-12-15,停电,\u200b\u200b,,\n", "0 characters"),
    ],
)
def test_a_row_that_cannot_stand_is_told_with_its_line_and_the_others_hang(
    tmp_path: Path, row: str, problem: str
) -> None:
    read = load_notices(written(tmp_path, HEADS + ROW + row))
    assert len(read.notices) == 1
    (error,) = read.errors
    assert (error.place, problem in error.problem) == ("line 3", True), error


def test_other_heads_and_too_many_rows_are_refused(tmp_path: Path) -> None:
    (error,) = load_notices(written(tmp_path, "title,text\n")).errors
    assert error.place == "line 1"
    (error,) = load_notices(written(tmp_path, HEADS + 201 * ROW)).errors
    assert "201" in error.problem


# a text in leaves


def test_a_leaf_ends_with_a_sentence_and_keeps_words_whole() -> None:
    text = "One two three. Four five six seven. Eight nine."
    assert leaves(text, lambda piece: len(piece) <= 20) == (
        "One two three.",
        "Four five six seven.",
        "Eight nine.",
    )
    assert leaves("", lambda _: True) == ()
    assert leaves("没有句号的很长的一句话", lambda piece: len(piece) <= 4) == (
        "没有句号",
        "的很长的",
        "一句话",
    )


@given(st.text(max_size=300), st.integers(1, 40))
def test_nothing_but_blanks_is_lost_whatever_stands_there(text: str, most: int) -> None:
    cut = leaves(text, lambda piece: len(piece) <= most)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(cut)


# the file, while a kiosk runs


class Wall:
    """A hall with a table of notices, and what its staff were told."""

    def __init__(self, folder: Path, text: str = HEADS + ROW) -> None:
        self.file = written(folder, text)
        self.seconds = 0.0
        self.told: list[tuple[AlertCode, bool]] = []
        self.later_on: list[Callable[[], None]] = []  # what is done beside the screen's thread
        self.hung = HungUp(self._settings(folder), lambda: self.seconds, self._hear, self._aside)

    def _hear(self, code: AlertCode, damaged: bool) -> None:
        if code is AlertCode.NOTICES:
            self.told.append((code, damaged))

    def _aside(self, make: Callable[[], R], heard: Callable[[R], None], _name: str) -> None:
        self.later_on.append(lambda: heard(make()))

    def _settings(self, folder: Path) -> Settings:
        sample = load(SAMPLE / "hall.toml", folder)
        hall = msgspec.structs.replace(sample.hall, notices=NoticesFile(file="notices.csv"))
        read = load_notices(self.file)
        found = {"notices": read.notices, "damaged": read.errors}
        return replace(sample, hall=hall, file=folder / "hall.toml", **found)

    def look(self) -> None:
        """Look, and have done what was to be done aside."""
        self.hung.look()
        while self.later_on:
            self.later_on.pop(0)()

    def later(self) -> tuple[Notice, ...]:
        self.seconds += EVERY
        self.look()
        return self.hung.today(date(2026, 11, 23))


def test_a_new_table_is_hung_up_while_the_kiosk_runs(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    assert [each.title for each in wall.later()] == ["停电"]
    written(tmp_path, HEADS + ROW + ROW.replace("停电", "停水"))
    assert [each.title for each in wall.later()] == ["停电", "停水"]
    assert wall.told == [(AlertCode.NOTICES, False)]


def test_a_damaged_table_or_none_leaves_the_old_one_and_staff_hear_of_it(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    written(tmp_path, HEADS + ROW[:25])
    assert [each.title for each in wall.later()] == ["停电"]
    wall.file.unlink()
    assert [each.title for each in wall.later()] == ["停电"]
    assert wall.told == [(AlertCode.NOTICES, True), (AlertCode.NOTICES, True)]
    written(tmp_path, HEADS)
    assert wall.later() == ()
    assert wall.told[-1] == (AlertCode.NOTICES, False)


def test_a_table_damaged_before_the_kiosk_started_is_told_and_its_sound_rows_hang(
    tmp_path: Path,
) -> None:
    wall = Wall(tmp_path, HEADS + ROW + ROW[:25])
    assert [each.title for each in wall.later()] == ["停电"]
    assert wall.told == [(AlertCode.NOTICES, True)]
    wall.later()
    assert len(wall.told) == 1
    written(tmp_path, HEADS + ROW)
    wall.later()
    assert wall.told[-1] == (AlertCode.NOTICES, False)


def test_the_disk_is_asked_once_in_ten_seconds_at_most(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    wall.later()
    written(tmp_path, HEADS)
    wall.seconds += EVERY / 2
    wall.look()
    assert len(wall.hung.today(date(2026, 11, 23))) == 1
    wall.seconds += EVERY / 2
    wall.look()
    assert wall.hung.today(date(2026, 11, 23)) == ()


def test_the_table_is_read_beside_the_screen_and_once_at_a_time(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    wall.later()
    written(tmp_path, HEADS)
    wall.seconds += EVERY
    wall.hung.look()
    assert len(wall.hung.today(date(2026, 11, 23))) == 1, "the look itself read nothing"
    written(tmp_path, HEADS + ROW + ROW)
    wall.seconds += EVERY
    wall.hung.look()
    assert len(wall.later_on) == 1, "one reading at a time"
    wall.later_on.pop()()
    assert len(wall.later()) == 2, "what was changed meanwhile is read after it"
