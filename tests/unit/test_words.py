"""The table of words: complete, polite, and every word a screen asks for is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from kiosk.ticket.screens import WAYS, HomeWay
from kiosk.words import (
    NOTHING,
    WORDS,
    Wording,
    at_windows,
    for_screen,
    named,
    say,
    window_numbers,
)

KIOSK = Path(__file__).parents[2] / "kiosk"
UI = KIOSK / "ui"
SOURCES = {str(file.relative_to(UI)): file.read_text("utf-8") for file in UI.rglob("*.qml")}
MODULES = {
    str(file.relative_to(KIOSK)): file.read_text("utf-8") for file in sorted(KIOSK.rglob("*.py"))
}
SAID_BY_CODE = re.compile(r"(?:desk\.)?alarm\.[\w-]+")  # kiosk/issuing/issuer.py is told
SHORTER_IN_ENGLISH = {"time.later"}  # a weekday of the coming week needs no date


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_something_with_the_same_values(key: str) -> None:
    words = WORDS[key]
    assert words.zh.strip()
    assert words.en.strip()
    if key in SHORTER_IN_ENGLISH:
        assert placeholders(words.en) < placeholders(words.zh)
    else:
        assert placeholders(words.en) == placeholders(words.zh)


def calls(source: str) -> Iterator[ast.Call]:
    """Every `say(key, …)` of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "say":
                yield node


def literals(node: ast.AST) -> Iterator[str]:
    """Texts that stand in a module as they are; of an f-string, a pattern."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+"
            for part in node.values
        )
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif not (isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "WORDS"):
        for child in ast.iter_child_nodes(node):
            yield from literals(child)


@cache
def used() -> re.Pattern[str]:
    """What matches a key that some module or some screen names."""
    python = {text for source in MODULES.values() for text in literals(ast.parse(source))}
    qml = {text for source in SOURCES.values() for text in re.findall(r'"([^"\n]*)"', source)}
    told = {text for text in python if text.strip(r"[\w-]+.")}  # not values alone
    return re.compile("|".join(sorted(told | {re.escape(text) for text in qml})))


@pytest.mark.parametrize("key", WORDS)
def test_every_word_is_said_somewhere(key: str) -> None:
    assert used().fullmatch(key) or SAID_BY_CODE.fullmatch(key)


def test_a_word_nobody_says_would_be_seen() -> None:
    """The control."""
    for key in ("ticket.nobody-says-this", "weekday", "weekday.1.2"):
        assert not used().fullmatch(key)


@pytest.mark.parametrize("module", MODULES)
def test_every_word_a_module_asks_for_is_in_the_table_with_its_values(module: str) -> None:
    for call in calls(MODULES[module]):
        for pattern in literals(call.args[0]):
            found = [key for key in WORDS if re.fullmatch(pattern, key)]
            assert found, f"{module}:{call.lineno}: {pattern}"
            given = {each.arg for each in call.keywords}
            if None not in given:  # not handed on with **values
                wanted = {name for key in found for name in placeholders(WORDS[key].zh)}
                assert wanted <= given, f"{module}:{call.lineno}: {wanted - given}"


def test_enough_words_were_looked_for() -> None:
    assert sum(1 for source in MODULES.values() for _ in calls(source)) > 60


@pytest.mark.parametrize("key", WORDS)
def test_no_screen_shouts(key: str) -> None:
    assert not set("!！") & set(WORDS[key].zh + WORDS[key].en)


def asked(source: str) -> Iterator[tuple[str, set[str]]]:
    """Every key a screen names in `Words.say(…)` or `Words.table[…]`, with the values given."""
    for inside in re.findall(r"Words\.say\(((?:[^()]|\([^()]*\))*)\)", source):
        words, _, values = inside.partition("{")
        given = set(re.findall(r"(\w+):", values))
        chosen = words.partition("?")[2] or words  # a question is no key
        for key in re.findall(r'"([^"]*)"', chosen):
            yield key, given
    for key in re.findall(r'Words\.table\["([^"]+)"\]', source):
        yield key, set()


@pytest.mark.parametrize("file", SOURCES)
def test_every_word_a_screen_asks_for_is_in_the_table_with_its_values(file: str) -> None:
    for key, given in asked(SOURCES[file]):
        assert key in WORDS
        assert placeholders(WORDS[key].zh) == given, key


def test_the_screens_were_searched_for_words() -> None:
    found = {key for source in SOURCES.values() for key, _ in asked(source)}
    assert {"ticket.choose.guide", "ticket.choose", "ticket.remember.left", "board.window"} <= found


@pytest.mark.parametrize("file", [name for name in SOURCES if not name.endswith("Theme.qml")])
def test_no_colour_and_no_duration_stands_outside_the_theme(file: str) -> None:
    assert re.findall(r'"#[0-9A-Fa-f]{6,8}"', SOURCES[file]) == []
    assert re.findall(r"(?:duration|interval): *\d+ *[;}\n]", SOURCES[file]) == []
    assert re.findall(r"pixelSize: *\d+ *[;}\n]", SOURCES[file]) == []


DRAWN = set(re.findall(r'^ +"([a-z-]+)": "M', SOURCES["parts/Icons.qml"], re.MULTILINE))


def icons(text: str) -> set[str]:
    """The icons that a QML file names, chosen by a question or not."""
    places = re.findall(
        r"(?:\bicon:|\bIcon \{(?:[^{}]|\{[^{}]*\})*?\bname:)((?:[^\n;}]|\n\s*[?:])*)", text
    )
    chosen = [re.sub(r'[=!]== "[^"]*"', "", place) for place in places]  # a question is no icon
    return {name for place in chosen for name in re.findall(r'"([^"]+)"', place)}


@pytest.mark.parametrize("file", SOURCES)
def test_every_icon_a_screen_asks_for_is_drawn(file: str) -> None:
    unknown = icons(SOURCES[file]) - DRAWN
    assert not unknown, f"kiosk/ui/{file}: draw {unknown} in kiosk/ui/parts/Icons.qml"


def test_an_icon_that_nobody_drew_would_be_seen() -> None:
    """The control."""
    assert icons('Key { icon: "lion" }') == {"lion"}
    assert icons('Key { icon: at === "no" ? "lion" : "tick" }') == {"lion", "tick"}
    assert icons('Icon {\n size: 1\n name: row.on\n ? "lion"\n : "cat" }') == {"lion", "cat"}
    assert len(set().union(*map(icons, SOURCES.values()))) > 15


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_way_from_home_has_its_words_and_its_icon(way: HomeWay) -> None:
    for key in (f"way.{way.name}", f"way.{way.name}.sub"):
        assert key in WORDS, f"write {key!r} in kiosk/words/ticket.py"
    assert way.icon in DRAWN, f"draw {way.icon!r} in kiosk/ui/parts/Icons.qml, or take another"


def test_values_are_filled_in_and_unknown_words_are_our_mistake() -> None:
    assert say("panel.title", number=3).zh == "3 号窗口"
    assert say("panel.title", number=3).en == "Window 3"
    with pytest.raises(KeyError):
        say("no such words")
    assert for_screen()["back"] == {"zh": "返回", "en": "Back"}


def test_a_value_in_both_languages_gives_each_its_half() -> None:
    desk = Wording("导办台", "the guide desk")
    assert say("board.notice", desk=desk) == Wording(
        "叫到号请到窗口，过号请到导办台", "Missed your number? Please ask at the guide desk"
    )


class Zone:
    name, name_en = "东区", ""


def test_a_name_without_english_is_said_in_chinese() -> None:
    assert named(Zone()) == Wording("东区", "东区")


def test_windows_stand_in_order_and_none_is_nothing() -> None:
    assert window_numbers((3, 12, 2)) == Wording("2、3、12", "2, 3, 12")
    assert window_numbers(()) == NOTHING


def test_several_windows_are_windows_in_english() -> None:
    for key in ("ticket.windows", "guide.windows"):
        assert at_windows(f"{key}.one", key, (4, 3)) == Wording("3、4 号窗口", "Windows 3, 4")
        assert at_windows(f"{key}.one", key, (3,)) == Wording("3 号窗口", "Window 3")
    assert at_windows("ticket.go.one", "ticket.go", (3, 4)).en == "Please wait near windows 3, 4"
    assert at_windows("ticket.go.one", "ticket.go", (3,)).en == "Please wait near window 3"
