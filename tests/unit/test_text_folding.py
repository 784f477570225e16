"""What stands for a character that a paper, a glass or a font has not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.text.folding import folded
from kiosk.printing.models.escpos.sheet import clean, columns, wrap
from queue_display.glass import GlassProfile
from queue_display.layout import plain
from queue_display.models.onbon.signs import PROFILE

ASCII = str.isascii


@pytest.mark.parametrize(
    ("text", "paper", "sign"),
    [
        ("费用¥10 每m²", "费用￥10 每m2", "费用￥10 每m2"),
        ("费用￥10 每㎡", "费用￥10 每㎡", "费用￥10 每㎡"),
        ("10² ½ 1½ 3³", "10^2 1/2 1 1/2 3^3", "10^2 1/2 1 1/2 3^3"),
        ("10²³ 2¹⁰⁰ 10²½", "10^23 2^100 10^2 1/2", "10^23 2^100 10^2 1/2"),
        ("1½", "1 1/2", "1 1/2"),
        ("5㉑", "5 21", "5 21"),
        ("甲\u3000乙", "甲\u3000乙", "甲 乙"),
        ("㌀", "アパート", "アパート"),
        ("✔🏽", "√", "√"),
        ("个体\u200b工商\ufeff户", "个体工商户", "个体工商户"),
        ("A\xa0B\u2009C", "A B C", "A B C"),
        ("ＡＢ１２", "ＡＢ１２", "ＡＢ１２"),  # both have the full width
        ("ﾃｽﾄ", "テスト", "テスト"),
        ("\ufa10豈\uf91d", "塚豈欄", "塚豈欄"),
        ("𠮷野家", "吉野家", "吉野家"),
        ("𠂇", "〓", "？"),
        ("café, piñata, Ångström", "café, pinata, Angstrom", "café, pinata, Angstrom"),
        ("e\u0301 n\u0303", "é n", "é n"),
        ("葛\U000e0100城", "葛城", "葛城"),
        ("不✓不✔", "不√不√", "不√不√"),
        ("☎ 0436", "电话： 0436", "电话： 0436"),
        ("⚠注意⭐", "！注意★", "！注意★"),
        ("👨\u200d👩\u200d👧办事😀", "〓办事〓", "？办事？"),
        ("👍🏽🇨🇳1\ufe0f\u20e3", "〓〓1", "？？1"),
        ("➡3号", "→3号", "→3号"),
        ("a–b—c−d", "a–b—c-d", "a–b—c-d"),
        ("\x1b[2J\u202e批", " [2J批", "[2J批"),
        ("10⁻³ m⁻¹ 10⁺", "10^-3 m-1 10^+", "10^-3 m-1 10^+"),
        ("x₋ 5‱ 3‰", "x- 5/10000 3‰", "x- 5/10000 3‰"),
        ("a⩽b⩾c", "a≤b≥c", "a≤b≥c"),
        ("1＋1－1", "1＋1－1", "1＋1－1"),
        ("€5 ©", "€5 (C)", "EUR5 (C)"),
    ],
)
def test_what_says_the_same_stands_before_any_mark(text: str, paper: str, sign: str) -> None:
    assert clean(text) == paper
    assert plain(text, PROFILE) == sign


def test_what_stands_for_a_character_has_others_too() -> None:
    """And twins that have each other end somewhere."""
    assert folded("1＋1⁻¹−²", ASCII, "?") == "1+1^-1-2"
    assert folded("⩽", ASCII, "?") == "?"


def test_half_width_stands_where_a_font_has_no_other() -> None:
    assert folded("（Ａ１）￥\u3000①Ⅷ㈱ﬁ㎡", ASCII, "#") == "(A1)# 1VIII#fim2"
    wide = "Ａ（１）！"
    assert folded("A (1)!", lambda char: char in wide, "#") == "Ａ （１）！"
    assert folded("1\ufe0f\u20e3", lambda char: char in wide, "#") == "１"


def test_an_accent_without_its_own_sign_leaves_its_letter_and_one_alone_a_mark() -> None:
    assert folded("x\u0335", ASCII, "#") == "x"
    assert folded("\uff9e", ASCII, "#") == "#"


def test_what_nobody_sees_is_left_out_where_everything_can_be_shown() -> None:
    assert folded("葛\ufe00城\ufa10", lambda _: True, "#") == "葛城塚"
    assert folded("城\ufa10", lambda _: True, "#") == "城\ufa10"


@given(st.text(max_size=30))
def test_only_what_is_shown_comes_out(text: str) -> None:
    for shows in (ASCII, PROFILE.shows):
        made = folded(text, shows, "#")
        assert all(shows(each) for each in made)
        assert folded(made, shows, "#") == made
    assert all(columns(line) <= 32 for line in wrap(text, 32))


@given(st.text(max_size=30))
def test_a_glass_that_shows_everything_changes_nothing_that_is_seen(text: str) -> None:
    seen = [each for each in plain(text, GlassProfile(sizes=(16,))) if each.isalnum()]
    assert "？" not in seen


def test_a_row_that_nobody_would_read_to_its_end_is_cut() -> None:
    row = plain("长" * 480, PROFILE)
    assert (len(row), row[-1]) == (PROFILE.longest, "…")
    assert plain("长" * 200, PROFILE) == "长" * 200
