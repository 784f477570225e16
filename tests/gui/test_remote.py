"""The hands: real touches, honest replies."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from kiosk.qt.remote import items
from tests.gui.theatre import Theatre

PARTS = str(Path(__file__).parent / "parts.qml")


@pytest.fixture
def parts(theatre: Theatre) -> Theatre:
    theatre.prepare(4.0)
    theatre.show(PARTS)
    return theatre


def tell(parts: Theatre, line: str, replies: list[dict[str, object]]) -> None:
    """As the reading thread does it."""
    parts.runner.post(lambda said: parts.hands.obey(said, replies.append), line)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("touch nobody", "there is no 'nobody' on the screen"),
        ("touch home", "'home' cannot be pressed now"),
        ("read frame colour", "'frame' has no 'colour'"),
        ("read nobody text", "there is no 'nobody' on the screen"),
        ("wait nobody 0.05", "there is no 'nobody' on the screen"),
        ("key Nonsense", "there is no key 'Nonsense'"),
        ("shot /nowhere/at/all.png", "the picture could not be written to '/nowhere/at/all.png'"),
        ("dance", "'dance' is not one of touch, type, key, wait, read, shot, quit"),
    ],
)
def test_what_cannot_be_done_is_said(parts: Theatre, line: str, error: str) -> None:
    replies: list[dict[str, object]] = []
    tell(parts, line, replies)
    parts.qtbot.waitUntil(lambda: replies != [], timeout=60_000)
    assert (replies[0]["ok"], replies[0]["error"]) == (False, error)


def test_a_picture_has_the_size_of_the_screen(parts: Theatre, tmp_path: Path) -> None:
    parts.must(f"shot {tmp_path / 'a picture.png'}")
    picture = QImage(str(tmp_path / "a picture.png"))
    assert (picture.width(), picture.height()) == (1080, 1920)


def test_a_picture_is_of_the_frame_after_what_has_just_changed(
    parts: Theatre, tmp_path: Path
) -> None:
    replies: list[dict[str, object]] = []
    frames: list[int] = []
    parts.turn()
    parts.window.frameSwapped.connect(lambda: frames.append(len(replies)))
    tell(parts, f"shot {tmp_path / 'a.png'}", replies)
    parts.qtbot.waitUntil(lambda: replies != [], timeout=60_000)
    assert frames[0] == 0


def test_a_wait_holds_back_what_comes_after_it_and_not_the_screen(parts: Theatre) -> None:
    replies: list[dict[str, object]] = []
    tell(parts, "wait out-of-order 3", replies)
    tell(parts, "read out-of-order visible", replies)
    parts.turn()
    assert replies == []
    QTimer.singleShot(50, lambda: parts.window.setProperty("outOfOrder", True))
    parts.qtbot.waitUntil(lambda: len(replies) == 2, timeout=60_000)
    assert [reply["ok"] for reply in replies] == [True, True]
    assert replies[1]["value"] is True


def test_a_finger_may_wait_until_a_key_can_be_pressed(parts: Theatre) -> None:
    replies: list[dict[str, object]] = []
    tell(parts, "touch home 3", replies)
    parts.turn()
    assert replies == []
    (frame,) = (each for each in items(parts.window) if each.objectName() == "frame")
    QTimer.singleShot(50, lambda: frame.setProperty("homeward", True))
    parts.qtbot.waitUntil(lambda: len(replies) == 1, timeout=60_000)
    assert replies[0]["ok"] is True
    assert parts.must("read frame last") == "home"


def test_a_finger_that_may_wait_waits_until_what_it_touches_is_on_the_glass(
    parts: Theatre,
) -> None:
    """What is pressed before its page was drawn is not meant for it."""
    replies: list[dict[str, object]] = []
    frames: list[int] = []
    parts.turn()
    parts.window.frameSwapped.connect(lambda: frames.append(len(replies)))
    tell(parts, "touch read 60", replies)
    parts.qtbot.waitUntil(lambda: replies != [], timeout=60_000)
    assert replies[0]["ok"] is True
    assert frames[:1] == [0]


def test_lines_are_read_in_a_thread_and_answered_in_order(
    parts: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    monkeypatch.setattr(parts.runner, "stop", lambda: ended.append(True))
    replies = io.StringIO()
    lines = io.StringIO(
        'touch read\n\n{"do": "read", "name": "frame", "property": "last"}\ndance\n'
    )
    parts.hands.listen(lines, replies)
    parts.qtbot.waitUntil(lambda: replies.getvalue().count("\n") == 3, timeout=60_000)
    said = [json.loads(line) for line in replies.getvalue().splitlines()]
    assert said[0] == {"ok": True, "do": "touch", "name": "read", "seconds": 0.0}
    assert said[1]["value"] == "read"
    assert said[2]["ok"] is False
    assert ended == [True]
