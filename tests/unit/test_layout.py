"""What signs say, on every glass: nothing cut off, nothing left out, nothing scrolled in vain."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.wire.messages import WindowState, WindowStatus
from queue_display.layout import Glass, Ink, Motion, Sign, announce, plain, render, width

NOW = datetime(2026, 11, 22, tzinfo=UTC)
USUAL = Glass(128, 32)


def state(status: WindowStatus, **fields: object) -> WindowState:
    given_fields = {"id": "m", "at": NOW, "window": 3, "status": status, **fields}
    return WindowState(**given_fields)  # type: ignore[arg-type]  # fields by name


CALLED = state(WindowStatus.CALLED, number="A012", call="call-1")
SERVING = state(WindowStatus.SERVING, number="A012")
OPEN = state(WindowStatus.OPEN)
CLOSED = state(WindowStatus.CLOSED)
PAUSED = state(WindowStatus.PAUSED, reason="临时有事")


def rows(sign: Sign) -> list[str]:
    return [strip.text for strip in sign.strips]


@pytest.mark.parametrize(
    ("now", "glass", "said"),
    [
        (CALLED, USUAL, ["A012", "请到3号窗口"]),
        (CALLED, Glass(128, 16), ["A012 请到3号窗口"]),
        (CALLED, Glass(64, 32), ["A012", "3号窗口"]),
        (CALLED, Glass(64, 16), ["A012 3号"]),
        (SERVING, USUAL, ["正在办理", "A012"]),
        (SERVING, Glass(128, 16), ["正在办理 A012"]),
        (SERVING, Glass(64, 16), ["A012"]),
        (OPEN, USUAL, ["欢迎光临", "综合窗口"]),
        (OPEN, Glass(64, 16), ["综合窗口"]),
        (CLOSED, USUAL, ["窗口未开放", "请到其他窗口"]),
        (CLOSED, Glass(64, 16), ["未开放"]),
        (PAUSED, USUAL, ["暂停服务", "临时有事"]),
        (state(WindowStatus.PAUSED), Glass(64, 16), ["暂停服务"]),
    ],
)
def test_the_words_of_each_state(now: WindowState, glass: Glass, said: list[str]) -> None:
    sign = render(now, "综合窗口", glass)
    assert rows(sign) == said
    assert all(strip.motion is Motion.STILL for strip in sign.strips)


def test_a_large_glass_is_used_whole() -> None:
    sign = render(CALLED, "", Glass(256, 64))
    assert [(strip.top, strip.height, strip.size) for strip in sign.strips] == [
        (0, 32, 32),
        (32, 32, 32),
    ]


def test_a_card_with_the_small_font_only() -> None:
    sign = render(CALLED, "", Glass(256, 64), sizes=(16,))
    assert {strip.size for strip in sign.strips} == {16}


def test_a_window_without_a_name_goes_by_its_number() -> None:
    assert rows(render(OPEN, "  ", USUAL)) == ["欢迎光临", "3号窗口"]


REASON = "系统升级维护,请各位办事群众耐心等候"


def test_only_what_cannot_stand_runs() -> None:
    sign = render(state(WindowStatus.PAUSED, reason=REASON), "", USUAL)
    assert [strip.motion for strip in sign.strips] == [Motion.STILL, Motion.SCROLL]
    one_row = render(state(WindowStatus.PAUSED, reason=REASON), "", Glass(128, 16))
    assert rows(one_row) == [f"暂停服务 {REASON}"]
    assert one_row.strips[0].motion is Motion.SCROLL


def test_a_long_reason_is_broken_where_the_glass_has_rows_for_it() -> None:
    sign = render(state(WindowStatus.PAUSED, reason=REASON), "", Glass(128, 64))
    assert rows(sign) == ["暂停服务", "系统升级维护,请", "各位办事群众耐心", "等候"]
    assert {strip.motion for strip in sign.strips} == {Motion.STILL}


def test_numbers_and_latin_words_are_never_broken() -> None:
    sign = render(state(WindowStatus.PAUSED, reason="请拨打 12345678"), "", Glass(64, 64))
    assert rows(sign) == ["暂停服务", "请拨打", "12345678"]
    vertical = render(CALLED, "", Glass(32, 160))
    assert "A012" in rows(vertical)


def test_colours_tell_the_states_apart() -> None:
    inks = [render(each, "", USUAL).strips[0].ink for each in (CALLED, SERVING, PAUSED)]
    assert inks == [Ink.RED, Ink.GREEN, Ink.YELLOW]


def test_an_undelivered_call_is_shown_as_a_call() -> None:
    late = state(WindowStatus.CALLED, number="A012", call="call-1", undelivered=True)
    assert render(late, "", USUAL) == render(CALLED, "", USUAL)


def test_what_a_card_takes_for_control_never_reaches_it() -> None:
    assert plain("  a\\C1\tb\n\x07c\u3000d ") == "a／C1 b c d"


texts = st.text(max_size=40)
states = st.builds(
    WindowState,
    id=st.just("m"),
    at=st.just(NOW),
    window=st.integers(1, 999),
    status=st.sampled_from(WindowStatus),
    number=st.from_regex(r"[A-Z]{1,2}[0-9]{3,4}", fullmatch=True),
    reason=texts,
)
glasses = st.builds(Glass, st.integers(16, 2048), st.integers(16, 512))


def squeezed(text: str) -> str:
    """Without spaces: where a row is broken, a space may go or come."""
    return plain(text).replace(" ", "")


def whole(sign: Sign, glass: Glass) -> None:
    """Every row inside its band, every band inside the glass, side by side."""
    top = 0
    for strip in sign.strips:
        assert strip.top == top
        assert strip.size <= strip.height
        top += strip.height
        fits = width(strip.text, strip.size) <= sign.glass.width
        assert (strip.motion is Motion.STILL) == fits
    assert top == glass.height
    assert sign.glass.width <= glass.width
    assert sign.glass.width % 8 == 0


@given(states, texts, glasses)
def test_nothing_is_cut_off_on_any_glass(now: WindowState, name: str, glass: Glass) -> None:
    sign = render(now, name, glass)
    whole(sign, glass)
    if now.status in (WindowStatus.CALLED, WindowStatus.SERVING):
        assert now.number in sign.text
    if now.status is WindowStatus.CALLED:
        assert f"{now.window}" in re.findall(r"\d+", sign.text.replace(now.number, "", 1))
    if now.status is WindowStatus.PAUSED:
        assert squeezed(now.reason) in squeezed(sign.text)
    if now.status is WindowStatus.OPEN and plain(name):
        assert squeezed(name) in squeezed(sign.text)


@given(states, glasses)
def test_a_call_runs_only_where_not_even_its_shortest_form_stands(
    now: WindowState, glass: Glass
) -> None:
    sign = render(now, "", glass)
    shortest = width(f"{now.number}→{now.window}", 16)
    if now.status is WindowStatus.CALLED and shortest <= glass.width // 8 * 8:
        assert all(strip.motion is Motion.STILL for strip in sign.strips)


@given(texts, glasses)
def test_any_text_can_be_announced(text: str, glass: Glass) -> None:
    sign = announce(text, glass)
    whole(sign, glass)
    assert squeezed(sign.text) == squeezed(text)
