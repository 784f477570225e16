"""People before a screen of the played morning: they touch again, answer, and see when they were
sent home; and the line to the screen never takes an old answer for a new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, cast

import pytest

from firmware_mocks.rehearsal.channel import Channel, NotDone
from firmware_mocks.rehearsal.opening import Opened
from firmware_mocks.rehearsal.screen import Lost, Screen


class Pages:
    """A screen told in words: which names can be touched, and what a touch of them brings."""

    def __init__(self, pages: dict[str, dict[str, str]], page: str) -> None:
        self.pages, self.page = pages, page
        self.said: list[str] = []
        self.overheard = 0  # how many touches are not taken
        self.now = 0.0

    def ask(self, line: str, _seconds: float = 0.0) -> dict[str, Any]:
        self.said.append(line)
        self.now += 0.5
        word, name, *_ = line.split()
        if name not in self.pages[self.page]:
            raise NotDone(line)
        if word == "touch":
            if self.overheard:
                self.overheard -= 1
            else:
                self.page = self.pages[self.page][name]
        return {"ok": True}


def before(pages: Pages) -> Screen:
    channel = cast("Channel", pages)
    return Screen(channel, home="start", clock=lambda: pages.now, pause=lambda _: None)


WAY = {
    "first": {"start": "second"},
    "second": {"go": "third", "key-A": "second"},
    "third": {"end": "third"},
    "asked": {"continue": "second"},
}


def test_a_touch_that_was_not_taken_is_touched_again() -> None:
    pages = Pages(WAY, "second")
    screen = before(pages)
    pages.overheard = 1
    screen.touch("go")
    screen.see("end")
    assert sum(each.startswith("touch go") for each in pages.said) == 2


def test_a_letter_is_never_typed_twice() -> None:
    pages = Pages(WAY, "second")
    screen = before(pages)
    screen.touch("key-A")
    with pytest.raises(NotDone):
        screen.see("nowhere")
    assert sum(each.startswith("touch key-A") for each in pages.said) == 1


def test_the_question_whether_anybody_is_there_is_answered() -> None:
    pages = Pages(WAY, "asked")
    screen = before(pages)
    screen.touch("go")
    assert pages.page == "third"


def test_a_page_that_may_be_one_of_two_is_waited_for_however_long_it_takes() -> None:
    """A busy machine turned the page after everybody had looked once, and the play was lost."""
    pages = Pages({**WAY, "second": {}, "late": {"all": "late"}}, "first")
    screen = before(pages)
    screen.touch("start")
    ask = pages.ask

    def later(line: str, seconds: float = 0.0) -> dict[str, Any]:
        if pages.now > 5.0:
            pages.page = "late"
        return ask(line, seconds)

    pages.ask = later  # type: ignore[method-assign]  # of this one
    assert screen.first_of("item", "all") == "all"


def test_none_of_several_that_never_come_is_given_up() -> None:
    pages = Pages({**WAY, "second": {}}, "first")
    screen = before(pages)
    screen.touch("start")
    with pytest.raises(NotDone, match="none of item, all"):
        screen.first_of("item", "all")


def test_whoever_was_sent_home_knows_it_at_once() -> None:
    pages = Pages(WAY, "second")
    screen = before(pages)
    screen.touch("go")
    pages.page = "first"
    with pytest.raises(Lost):
        screen.see("end-of-it")
    assert pages.now < 10


def test_what_never_comes_is_given_up() -> None:
    pages = Pages(WAY, "third")
    with pytest.raises(NotDone):
        before(pages).see("nothing")
    assert pages.now > 60


TOLD: list[dict[str, Any]] = []


@pytest.fixture
def program() -> Iterator[tuple[Channel, int, int]]:
    """A channel to a program whose words we read and whose answers we write."""
    told, words = os.pipe()
    answers, answering = os.pipe()
    process = subprocess.Popen.__new__(subprocess.Popen)
    process.stdin = os.fdopen(words, "wb")
    process.stdout = os.fdopen(answers, "rb")
    channel = Channel(process, "screen", TOLD.append)
    yield channel, told, answering
    os.close(answering)
    channel._reader.join()
    process.stdin.close()
    process.stdout.close()
    os.close(told)


def test_an_answer_that_comes_late_is_not_the_answer_to_the_next_question(
    program: tuple[Channel, int, int],
) -> None:
    channel, _, answering = program
    with pytest.raises(NotDone):
        channel.ask("read first", 0.01)
    for value in ("first", "second"):
        os.write(answering, json.dumps({"ok": True, "value": value}).encode() + b"\n")
    assert channel.ask("read second")["value"] == "second"


@pytest.mark.parametrize(
    "event", [{"address": 3, "unplugged": True}, {"address": 3, "replugged": True}, {"ready": "a"}]
)
def test_what_a_line_tells_by_itself_is_no_answer(
    program: tuple[Channel, int, int], event: dict[str, Any]
) -> None:
    """A sign that was unplugged answered for the picture that was asked for: it was never waited
    for, and the hall closed under it."""
    channel, _, answering = program
    TOLD.clear()
    for value in ({"line": "led", **event}, {"shot": ["a.png"]}):
        os.write(answering, json.dumps(value).encode() + b"\n")
    assert channel.ask("shot here") == {"shot": ["a.png"]}
    assert [{"line": "led", **event}] == TOLD


def test_a_screen_that_says_no_has_answered(program: tuple[Channel, int, int]) -> None:
    channel, _, answering = program
    os.write(answering, json.dumps({"ok": False, "line": "tuch", "error": "no"}).encode() + b"\n")
    with pytest.raises(NotDone, match="no"):
        channel.ask("tuch", 1.0)


def ended(end: str) -> Channel:
    """A screen whose program has ended like this."""
    words = [sys.executable, "-c", f"import os, signal; {end}"]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    channel = Channel(process, "screen")
    process.wait()
    channel._reader.join()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()
    return channel


def test_the_play_names_the_screens_that_ended_with_a_fault() -> None:
    """What QML complained of after the last touch fails the morning; one that was too busy to end
    in time, and was killed, has said nothing."""
    hall = Opened(*[cast("Any", None)] * 6)
    hall.screens = {
        "kiosk kiosk-1": ended("raise SystemExit('the screen has a fault: …')"),
        "board": ended("pass"),
        "panel 1": ended("os.kill(os.getpid(), signal.SIGKILL)"),
    }
    hall.look_back()
    assert hall.faults == ["kiosk kiosk-1 ended with a fault; the log says which"]
