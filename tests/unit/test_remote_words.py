"""What the hands understand."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.qt import remote_words as h


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("touch main", h.TouchItem("main")),
        ("type 王 小明", h.TypeText("王 小明")),
        ("key Ctrl+Q", h.PressKey("Ctrl+Q")),
        ("wait main", h.WaitFor("main")),
        ("wait main 0.5", h.WaitFor("main", 0.5)),
        ("read main label", h.ReadValue("main", "label")),
        ("shot a picture.png", h.TakeShot("a picture.png")),
        ("  quit \n", h.EndScreen()),
        ('{"do": "touch", "name": "main"}', h.TouchItem("main")),
        ('{"do": "wait", "name": "main", "seconds": 2}', h.WaitFor("main", 2.0)),
        ('{"do": "quit"}', h.EndScreen()),
    ],
)
def test_lines_that_are_understood(line: str, command: h.AnyCommand) -> None:
    assert h.parse(line) == command


@pytest.mark.parametrize(
    "line",
    [
        "dance",
        "",
        "touch",
        "read main",
        "wait main soon",
        "quit now please",
        '{"do": "dance"}',
        '{"do": "touch"}',
        '{"do": "touch", "name": "a", "more": 1}',
        "{",
    ],
)
def test_lines_that_are_not(line: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        h.parse(line)


@given(st.text())
def test_any_line_is_a_command_or_a_sentence(line: str) -> None:
    with suppress(ValueError):
        assert isinstance(h.parse(line), h.Hand)
