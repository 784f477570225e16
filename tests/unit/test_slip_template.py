"""The template of a slip: a small language whose mistakes are named with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.slip_template import BUILT_IN, Element, Flaw, SlipPart, read

EXAMPLE = Path(__file__).parents[2] / "examples" / "slip.txt"


def test_the_example_is_what_is_printed_without_one() -> None:
    assert read(EXAMPLE.read_text("utf-8")) == BUILT_IN


@pytest.mark.parametrize("part", SlipPart)
def test_each_part_has_a_word_in_both_languages(part: SlipPart) -> None:
    english, chinese = part.value
    words = " 请保管好 | Keep it" if part in (SlipPart.TEXT, SlipPart.BOLD) else ""
    number = "" if part is SlipPart.NUMBER else "number\n"
    for word in (english, chinese):
        found = read(f"{number}{word}{words}")
        assert found[-1] == Element(part, *(("请保管好", "Keep it") if words else ()))


def test_remarks_and_empty_lines_say_nothing() -> None:
    assert read("# number\n\n  \n number \n") == (Element(SlipPart.NUMBER),)


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("text 只有中文", "只有中文", ""),
        ("text | English alone", "", "English alone"),
        ("text　全角空格 | full width", "全角空格", "full width"),
        ("bold 请  坐|a | b", "请  坐", "a | b"),
    ],
)
def test_a_text_has_one_language_or_both(line: str, zh: str, en: str) -> None:
    part = SlipPart.BOLD if line.startswith("bold") else SlipPart.TEXT
    assert read(f"number\n{line}") == (Element(SlipPart.NUMBER), Element(part, zh, en))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("number\nnumbre\n", 2, "no 'numbre'"),
        ("number large", 1, "nothing more"),
        ("number\n\ncode\n# x\ncode", 5, "already"),
        ("number\ntext", 2, "says nothing"),
        ("number\nbold  | ", 2, "says nothing"),
        ("number\ntext " + "字" * 201, 2, "too long"),
        ("hall\n", 0, "no number"),
        ("", 0, "no number"),
        ("number\n" + "line\n" * 60, 0, "more than 60"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, said: str) -> None:
    (flaw,) = read(text)
    assert isinstance(flaw, Flaw)
    assert flaw.line == line
    assert said in flaw.problem
    assert flaw.remedy


def test_all_that_is_wrong_is_named_at_once() -> None:
    assert [each.line for each in read("no\nnumber\nnay") if isinstance(each, Flaw)] == [1, 3]


def test_lines_and_spaces_may_come_again_and_exactly_sixty_fit() -> None:
    found = read("number\n" + "line\nspace\n" * 29 + "text a")
    assert len(found) == 60
    assert all(isinstance(each, Element) for each in found)


def test_two_hundred_characters_fit() -> None:
    (_, text) = read("number\ntext " + "字" * 200)
    assert text == Element(SlipPart.TEXT, "字" * 200, "")


@given(st.text(max_size=200))
def test_whatever_stands_there_is_read_or_told(text: str) -> None:
    found = read(text)
    assert found
    assert len({type(each) for each in found}) == 1
