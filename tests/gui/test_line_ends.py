"""No line ends within a span of time, or before the last character of a Chinese text."""

from __future__ import annotations

import pytest

from kiosk.qt.line_ends import JOINER, bare, held
from kiosk.ticket.measures import lines
from tests.gui.glass_measures import stumbled


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("供排水与市政", "供排水与市|政"),
        ("供排水与市政。", "供排水与市|政。"),
        ("08:30–11:30、13:30–17:00", "08:30–|11:30、13:30–|17:00"),
        ("8:30 – 11:30", "8:30–|11:30"),
        ("15 个工作日内", "15 个工作日|内"),
        ("一行一行的字\n供排水与市政", "一行一行的|字\n供排水与市|政"),
        ("请取走小票", "请取走小票"),
        ("0436-5551191（示例）", "0436-5551191（示|例）"),
        ("", ""),
        ("Monday-Friday 2-3", "Monday-Friday 2-3"),
    ],
)
def test_what_belongs_together_is_joined(text: str, joined: str) -> None:
    assert held(text) == joined.replace("|", JOINER)
    assert bare(held(text)).replace(" ", "") == text.replace(" ", "")
    assert held(held(text)) == held(text)


def test_a_span_is_reckoned_as_one_word() -> None:
    assert lines("受理 08:30–11:30", 7.0) == 2
    assert lines("受理 08:30–11:30", 4.0) > 2


@pytest.mark.parametrize(
    "broken",
    [
        ["供排水与市", "政"],
        ["8:30–", "11:30"],
        ["8:30–11:3", "0"],
        ["8:30–11:30", "、", "13:30–17:00"],
        ["请坐到那", "里。"],
    ],
)
def test_what_is_measured_sees_a_line_that_ends_badly(broken: list[str]) -> None:
    """The control of `stumbling`."""
    assert list(stumbled(broken))


@pytest.mark.parametrize("whole", [["供排水与", "市政"], ["8:30–11:30、", "13:30–17:00"], ["一"]])
def test_and_none_that_ends_well(whole: list[str]) -> None:
    assert not list(stumbled(whole))
