"""What signs say, on every glass: nothing cut off, nothing left out, nothing scrolled in vain."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from broker.wire.messages import WindowState, WindowStatus
from queue_display.glass import Glass, GlassProfile, Ink, Motion, Sign
from queue_display.layout import announce, plain, render, width

NOW = datetime(2026, 11, 22, tzinfo=UTC)
USUAL = Glass(128, 32)
PROFILE = GlassProfile(sizes=(32, 24, 16), sure_sizes=(16,), column=8)


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
        (state(WindowStatus.CALLED, number="AB9001"), USUAL, ["AB9001", "请到3号窗口"]),
        (state(WindowStatus.CALLED, number="AB9001"), Glass(64, 32), ["AB9001", "3号窗口"]),
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
    sign = render(now, "综合窗口", glass, PROFILE)
    assert rows(sign) == said
    assert all(strip.motion is Motion.STILL for strip in sign.strips)


@pytest.mark.parametrize(
    ("now", "name", "width_of_glass", "height", "said"),
    [
        (CALLED, "", 128, 32, ["A012", "请到3号窗口"]),
        (CALLED, "", 88, 32, ["A012", "请到3号窗口"]),
        (CALLED, "", 80, 32, ["A012", "3号窗口"]),
        (CALLED, "", 128, 16, ["A012 请到3号窗口"]),
        (CALLED, "", 120, 16, ["A012 3号窗口"]),
        (CALLED, "", 88, 16, ["A012 3号"]),
        (CALLED, "", 56, 32, ["A012", "3号窗口"]),
        (CALLED, "", 48, 32, ["A012", "3号"]),
        (CALLED, "", 56, 16, ["A012→3"]),
        (SERVING, "", 104, 16, ["正在办理 A012"]),
        (SERVING, "", 96, 16, ["办理 A012"]),
        (SERVING, "", 64, 16, ["A012"]),
        (OPEN, "发证窗口", 136, 16, ["欢迎光临 发证窗口"]),
        (OPEN, "发证窗口", 128, 16, ["发证窗口"]),
        (CLOSED, "", 96, 32, ["窗口未开放", "请到其他窗口"]),
        (CLOSED, "", 80, 16, ["窗口未开放"]),
        (CLOSED, "", 72, 16, ["未开放"]),
        (state(WindowStatus.PAUSED), "", 64, 32, ["暂停服务", "请稍候"]),
        (state(WindowStatus.PAUSED), "", 120, 16, ["暂停服务 请稍候"]),
        (state(WindowStatus.PAUSED), "", 112, 16, ["暂停服务"]),
        (PAUSED, "", 64, 32, ["暂停服务", "临时有事"]),
        (PAUSED, "", 136, 16, ["暂停服务 临时有事"]),
    ],
)
def test_each_wording_has_the_glass_it_just_fits(
    now: WindowState, name: str, width_of_glass: int, height: int, said: list[str]
) -> None:
    sign = render(now, name, Glass(width_of_glass, height), GlassProfile(sizes=(16,), column=8))
    assert rows(sign) == said
    assert {strip.motion for strip in sign.strips} == {Motion.STILL}


@pytest.mark.parametrize(
    ("text", "size", "dots"), [("", 16, 0), ("A012", 16, 32), ("请A", 16, 24), ("请", 24, 24)]
)
def test_the_width_of_a_text(text: str, size: int, dots: int) -> None:
    assert width(text, size) == dots


def test_an_announcement_keeps_its_rows_where_they_fit() -> None:
    two = announce("请到\n3号窗口", USUAL, PROFILE)
    assert rows(two) == ["请到", "3号窗口"]
    assert {strip.ink for strip in two.strips} == {Ink.RED}
    assert rows(announce("请到\n\n3号窗口", Glass(128, 16), PROFILE)) == ["请到 3号窗口"]
    assert rows(announce(" \n ", USUAL, PROFILE)) == [" "]
    assert rows(announce("", Glass(64, 8), PROFILE)) == [" "]  # lower than any font


def test_the_largest_size_that_stands_is_taken() -> None:
    sizes = [
        (glass, render(SERVING, "", glass, PROFILE).strips[0].size)
        for glass in (Glass(128, 64), Glass(120, 64), Glass(128, 48), Glass(88, 64))
    ]
    assert [size for _, size in sizes] == [32, 24, 24, 16]


def test_what_runs_takes_the_largest_size_its_rows_have_room_for() -> None:
    long = "系统升级维护" * 4
    sign = announce(long, Glass(64, 30), PROFILE)
    assert [(strip.text, strip.size, strip.motion) for strip in sign.strips] == [
        (long, 24, Motion.SCROLL)
    ]
    low = announce(long, Glass(64, 10), PROFILE)  # lower than any font: as small as there is
    assert [strip.size for strip in low.strips] == [16]


def test_what_runs_uses_the_height_to_the_last_dot() -> None:
    sign = announce("系统升级维护" * 4, Glass(64, 24), PROFILE)
    assert [(strip.size, strip.motion) for strip in sign.strips] == [(24, Motion.SCROLL)]


def test_a_glass_lower_than_any_font_has_the_shortest_wording() -> None:
    assert rows(render(CALLED, "", Glass(128, 8), PROFILE)) == ["A012→3"]
    assert rows(render(SERVING, "", Glass(128, 8), PROFILE)) == ["A012"]


@pytest.mark.parametrize(
    ("reason", "width_of_glass", "said"),
    [
        ("请打 12 号，等候等候等候", 128, ["暂停服务", "请打 12 号，等候", "等候等候"]),
        ("请拨打等 12", 64, ["暂停服务", "请拨打等", "12"]),  # the space would begin a row
        ("请拨打 1234", 64, ["暂停服务", "请拨打", "1234"]),  # the space would end one
    ],
)
def test_spaces_stand_between_words_and_at_no_end_of_a_row(
    reason: str, width_of_glass: int, said: list[str]
) -> None:
    sign = render(
        state(WindowStatus.PAUSED, reason=reason), "", Glass(width_of_glass, 64), PROFILE.sure
    )
    assert rows(sign) == said


def test_bands_share_the_height_and_the_last_takes_what_is_left() -> None:
    sign = announce("甲\n乙\n丙", Glass(64, 50), PROFILE)
    assert [(strip.top, strip.height) for strip in sign.strips] == [(0, 16), (16, 16), (32, 18)]


def test_a_large_glass_is_used_whole() -> None:
    sign = render(CALLED, "", Glass(256, 64), PROFILE)
    assert [(strip.top, strip.height, strip.size) for strip in sign.strips] == [
        (0, 32, 32),
        (32, 32, 32),
    ]


def test_a_card_with_the_small_font_only() -> None:
    sign = render(CALLED, "", Glass(256, 64), PROFILE.sure)
    assert {strip.size for strip in sign.strips} == {16}


def test_a_window_without_a_name_goes_by_its_number() -> None:
    assert rows(render(OPEN, "  ", USUAL, PROFILE)) == ["欢迎光临", "3号窗口"]


REASON = "系统升级维护,请各位办事群众耐心等候"


def test_only_what_cannot_stand_runs() -> None:
    sign = render(state(WindowStatus.PAUSED, reason=REASON), "", USUAL, PROFILE)
    assert [strip.motion for strip in sign.strips] == [Motion.STILL, Motion.SCROLL]
    one_row = render(state(WindowStatus.PAUSED, reason=REASON), "", Glass(128, 16), PROFILE)
    assert rows(one_row) == [f"暂停服务 {REASON}"]
    assert one_row.strips[0].motion is Motion.SCROLL


def test_a_long_reason_is_broken_where_the_glass_has_rows_for_it() -> None:
    sign = render(state(WindowStatus.PAUSED, reason=REASON), "", Glass(128, 64), PROFILE)
    assert rows(sign) == ["暂停服务", "系统升级维护,请", "各位办事群众耐心", "等候"]
    assert {strip.motion for strip in sign.strips} == {Motion.STILL}


def test_numbers_and_latin_words_are_never_broken() -> None:
    sign = render(state(WindowStatus.PAUSED, reason="请拨打 12345678"), "", Glass(64, 64), PROFILE)
    assert rows(sign) == ["暂停服务", "请拨打", "12345678"]
    vertical = render(CALLED, "", Glass(32, 160), PROFILE)
    assert "A012" in rows(vertical)


def test_colours_tell_the_states_apart() -> None:
    inks = [render(each, "", USUAL, PROFILE).strips[0].ink for each in (CALLED, SERVING, PAUSED)]
    assert inks == [Ink.RED, Ink.GREEN, Ink.YELLOW]


def test_an_undelivered_call_is_shown_as_a_call() -> None:
    late = state(WindowStatus.CALLED, number="A012", call="call-1", undelivered=True)
    assert render(late, "", USUAL, PROFILE) == render(CALLED, "", USUAL, PROFILE)


def test_what_a_card_takes_for_control_never_reaches_it() -> None:
    assert plain("  a\\C1\tb\n\x07c\u3000d ", PROFILE) == "a／C1 b c d"


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
profiles = st.builds(
    GlassProfile,
    sizes=st.lists(st.sampled_from([12, 16, 24, 32, 48]), max_size=4).map(lambda more: (16, *more)),
    sure_sizes=st.sampled_from([(), (16,)]),
    column=st.sampled_from([1, 6, 8, 16]),
    inks=st.lists(st.sampled_from(Ink), min_size=1, max_size=3).map(tuple),
)


def squeezed(text: str) -> str:
    """Without spaces: where a row is broken, a space may go or come."""
    return plain(text, PROFILE).replace(" ", "")


def whole(sign: Sign, glass: Glass, profile: GlassProfile) -> None:
    """Every row inside its band, every band inside the glass, side by side; only what the glass
    can show."""
    top = 0
    for strip in sign.strips:
        assert strip.size in profile.sizes
        assert strip.ink in profile.inks
        assert strip.top == top
        assert strip.size <= strip.height
        top += strip.height
        fits = width(strip.text, strip.size) <= sign.glass.width
        assert (strip.motion is Motion.STILL) == fits
    assert top == glass.height
    assert sign.glass.width <= glass.width
    assert sign.glass.width % profile.column == 0


@given(states, texts, glasses, profiles)
def test_nothing_is_cut_off_on_any_glass(
    now: WindowState, name: str, glass: Glass, profile: GlassProfile
) -> None:
    sign = render(now, name, glass, profile)
    whole(sign, glass, profile)
    if now.status in (WindowStatus.CALLED, WindowStatus.SERVING):
        assert now.number in sign.text
    if now.status is WindowStatus.CALLED:
        assert f"{now.window}" in re.findall(r"\d+", sign.text.replace(now.number, "", 1))
    if now.status is WindowStatus.PAUSED:
        assert squeezed(now.reason) in squeezed(sign.text)
    if now.status is WindowStatus.OPEN and plain(name, PROFILE):
        assert squeezed(name) in squeezed(sign.text)


called = states.map(lambda each: msgspec.structs.replace(each, status=WindowStatus.CALLED))


@given(called, glasses, profiles)
def test_a_call_runs_only_where_not_even_its_shortest_form_stands(
    now: WindowState, glass: Glass, profile: GlassProfile
) -> None:
    shortest = width(f"{now.number}→{now.window}", min(profile.sizes))
    assume(shortest <= glass.width // profile.column * profile.column)
    sign = render(now, "", glass, profile)
    assert {strip.motion for strip in sign.strips} == {Motion.STILL}


@given(texts, glasses, profiles)
def test_any_text_can_be_announced(text: str, glass: Glass, profile: GlassProfile) -> None:
    sign = announce(text, glass, profile)
    whole(sign, glass, profile)
    assert squeezed(sign.text) == squeezed(text)


def test_a_colour_the_glass_has_not_is_shown_in_its_first() -> None:
    amber = GlassProfile(sizes=(16,), inks=(Ink.YELLOW, Ink.GREEN))
    inks = [render(each, "", USUAL, amber).strips[0].ink for each in (CALLED, SERVING)]
    assert inks == [Ink.YELLOW, Ink.GREEN]


@pytest.mark.parametrize(
    "wrong",
    [
        {"sizes": ()},
        {"sizes": (0, 16)},
        {"sizes": (24,), "sure_sizes": (16,)},
        {"sizes": (16,), "column": 0},
        {"sizes": (16,), "inks": ()},
    ],
)
def test_a_profile_on_which_no_text_could_stand_is_our_mistake(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a glass needs"):
        GlassProfile(**wrong)
