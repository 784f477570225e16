"""The table of words: complete, polite, and every word a screen asks for is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.words import WORDS, for_screen, say

UI = Path(__file__).parents[2] / "kiosk" / "ui"
SOURCES = {str(file.relative_to(UI)): file.read_text("utf-8") for file in UI.rglob("*.qml")}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_something_with_the_same_values(key: str) -> None:
    words = WORDS[key]
    assert words.zh.strip()
    assert words.en.strip()
    names = [set(re.findall(r"\{(\w+)\}", text)) for text in (words.zh, words.en)]
    assert names[0] == names[1]


@pytest.mark.parametrize("key", WORDS)
def test_no_screen_shouts(key: str) -> None:
    assert not set("!！") & set(WORDS[key].zh + WORDS[key].en)


@pytest.mark.parametrize("file", SOURCES)
def test_every_word_a_screen_asks_for_is_in_the_table(file: str) -> None:
    asked = re.findall(r"""Words\.(?:say\(|table\[)"([^"]+)"[\])]""", SOURCES[file])
    assert [key for key in asked if key not in WORDS] == []


@pytest.mark.parametrize("file", [name for name in SOURCES if not name.endswith("Theme.qml")])
def test_no_colour_and_no_duration_stands_outside_the_theme(file: str) -> None:
    assert re.findall(r'"#[0-9A-Fa-f]{6,8}"', SOURCES[file]) == []
    assert re.findall(r"(?:duration|interval): *\d+ *[;}\n]", SOURCES[file]) == []
    assert re.findall(r"pixelSize: *\d+ *[;}\n]", SOURCES[file]) == []


def test_every_icon_asked_for_is_drawn() -> None:
    drawn = set(re.findall(r'^ +"([a-z-]+)": "M', SOURCES["parts/Icons.qml"], re.MULTILINE))
    asked = {
        name
        for text in SOURCES.values()
        for name in re.findall(r'(?:\bicon:|\bIcon \{[^{}]*\bname:) "([a-z-]+)"', text)
    }
    assert asked <= drawn


def test_values_are_filled_in_and_unknown_words_are_our_mistake() -> None:
    assert say("panel.title", number=3).zh == "3 号窗口"
    assert say("panel.title", number=3).en == "Window 3"
    with pytest.raises(KeyError):
        say("no such words")
    assert for_screen()["back"] == {"zh": "返回", "en": "Back"}
