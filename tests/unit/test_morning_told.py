"""What README promises of a played morning is told at the terminal, and not in pictures alone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from firmware_mocks.rehearsal import clock_in, guided
from firmware_mocks.rehearsal.clock_in import FirstPunches
from tests.arch.source import ROOT

MEMBER: Any = SimpleNamespace(id="1001")
SAYS = {"somebody": "未识别", "smudge": "没有看清", "finger": "上午上班", "again": "已打卡"}


class Glass:
    """A reader and the screen beside it, which says what is expected, or nothing."""

    def __init__(self, *, deaf: str = "") -> None:
        self.deaf = deaf
        self.words = "请按指纹"
        self.pictures: list[str] = []

    def say(self, line: str) -> None:
        _, what, *who = line.split()
        if what != "lift":
            known = self.words == SAYS["finger"]
            key = "somebody" if who == ["somebody"] else "again" if known else what
            self.words = "" if key == self.deaf else SAYS[key]

    def read(self, _name: str, _what: str) -> str:
        return self.words

    def shot(self, picture: Path) -> None:
        self.pictures.append(picture.stem)


def played(monkeypatch: pytest.MonkeyPatch, glass: Glass) -> tuple[list[str], list[str]]:
    monkeypatch.setattr(clock_in, "_LIFTED", 0.0)
    monkeypatch.setattr(clock_in, "_LOOK", 0.0)
    monkeypatch.setattr(clock_in, "waited", lambda holds: holds())
    reader = SimpleNamespace(id="door", line="x")
    settings = SimpleNamespace(hall=SimpleNamespace(readers=[reader]))
    hall: Any = SimpleNamespace(bench=glass, settings=settings)
    post: Any = SimpleNamespace(reader="door")
    told: list[str] = []
    screen: Any = glass
    first = FirstPunches(hall, post, screen, Path(), told.append)
    first.show(MEMBER)
    return told, first.troubles


def test_the_first_punches_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    glass = Glass()
    told, troubles = played(monkeypatch, glass)
    assert told == [
        "a stranger touches the reader, in vain",
        "the finger of 1001 is too dry",
        "1001 clocks in",
        "1001 touches again, which counts once",
    ]
    assert troubles == []
    assert glass.pictures == [
        f"clock-in-{each}" for each in ("idle", "unknown", "unclear", "told", "again")
    ]


def test_what_the_screen_did_not_say_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told, troubles = played(monkeypatch, Glass(deaf="smudge"))
    assert not [each for each in told if "dry" in each]
    assert troubles == ["the clock-in screen does not say 没有看清"]


def test_a_roll_that_is_empty_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guided, "_first_open", lambda _citizens: "dept-x")
    told: list[str] = []

    def nothing(*_words: str) -> None:
        pass

    visitors: Any = SimpleNamespace(
        touch=nothing,
        see=nothing,
        paper=nothing,
        tell=told.append,
        kiosk=SimpleNamespace(id="k1"),
        screen=SimpleNamespace(first_of=lambda *names: names[0]),
    )
    guided.no_paper(visitors)
    assert told == ["k1: out of paper; the number is shown to be remembered"]


def test_readme_promises_no_more_than_this() -> None:
    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert "one finger is too dry, a stranger tries, one forgets it and the duty leader" in text
    assert "a printer runs out of paper, a display goes dark" in text
