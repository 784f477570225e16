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


def fit(words: Wording, *, shorter: bool) -> bool:
    """Whether both languages say something, with the same values."""
    zh, en = placeholders(words.zh), placeholders(words.en)
    same = en < zh if shorter else en == zh
    return bool(words.zh.strip() and words.en.strip()) and same


def test_both_languages_say_something_with_the_same_values() -> None:
    """All words in one test, here and below: there are hundreds, and each would be a test more."""
    unfit = [key for key in WORDS if not fit(WORDS[key], shorter=key in SHORTER_IN_ENGLISH)]
    assert unfit == []


@pytest.mark.parametrize("words", [("", "x"), ("x", " "), ("{a}", "x"), ("x", "{a}")])
def test_words_that_do_not_fit_would_be_seen(words: tuple[str, str]) -> None:
    """The control."""
    assert not fit(Wording(*words), shorter=False)
    assert not fit(Wording("x", "x"), shorter=True)


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


def said(key: str) -> bool:
    return bool(used().fullmatch(key) or SAID_BY_CODE.fullmatch(key))


def test_every_word_is_said_somewhere() -> None:
    assert [key for key in WORDS if not said(key)] == []


def test_a_word_nobody_says_would_be_seen() -> None:
    """The control."""
    for key in ("ticket.nobody-says-this", "weekday", "weekday.1.2"):
        assert not said(key)


def lacking(source: str) -> Iterator[str]:
    """What a module asks for in vain: words, or values of them that it does not give."""
    for call in calls(source):
        for pattern in literals(call.args[0]):
            found = [key for key in WORDS if re.fullmatch(pattern, key)]
            if not found:
                yield f"{call.lineno}: {pattern}"
            given = {each.arg for each in call.keywords}
            wanted = {name for key in found for name in placeholders(WORDS[key].zh)}
            if None not in given and not wanted <= given:  # not handed on with **values
                yield f"{call.lineno}: {wanted - given}"


def test_every_word_a_module_asks_for_is_in_the_table_with_its_values() -> None:
    found = [f"{name}:{each}" for name, source in MODULES.items() for each in lacking(source)]
    assert found == []


@pytest.mark.parametrize("asks", ['say("no such words")', 'say("panel.title", name=3)'])
def test_words_that_are_lacking_would_be_seen(asks: str) -> None:
    """The control."""
    assert len(list(lacking(f"x = 1\n{asks}"))) == 1
    assert sum(1 for source in MODULES.values() for _ in calls(source)) > 60


def test_no_screen_shouts() -> None:
    assert [key for key, words in WORDS.items() if set("!！") & set(words.zh + words.en)] == []


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


def test_every_word_a_screen_asks_for_is_in_the_table_with_its_values() -> None:
    for file, source in SOURCES.items():
        for key, given in asked(source):
            assert key in WORDS, file
            assert placeholders(WORDS[key].zh) == given, f"{file}: {key}"


def test_the_screens_were_searched_for_words() -> None:
    found = {key for source in SOURCES.values() for key, _ in asked(source)}
    assert {"ticket.choose.guide", "ticket.choose", "ticket.remember.left", "board.window"} <= found


OF_THE_THEME = re.compile(
    r'"#[0-9A-Fa-f]{6,8}"|(?:duration|interval): *\d+ *[;}\n]|pixelSize: *\d+ *[;}\n]'
)


def test_no_colour_and_no_duration_stands_outside_the_theme() -> None:
    others = {name: text for name, text in SOURCES.items() if not name.endswith("Theme.qml")}
    assert [name for name, text in others.items() if OF_THE_THEME.search(text)] == []


@pytest.mark.parametrize("line", ['color: "#FFFFFF"', "duration: 200;", "font.pixelSize: 12 }"])
def test_what_stands_outside_the_theme_would_be_seen(line: str) -> None:
    """The control."""
    assert OF_THE_THEME.search(f"{line}\n")


DRAWN = set(re.findall(r'^ +"([a-z-]+)": "M', SOURCES["parts/Icons.qml"], re.MULTILINE))


def icons(text: str) -> set[str]:
    """The icons that a QML file names, chosen by a question or not."""
    places = re.findall(
        r"(?:\bicon:|\bIcon \{(?:[^{}]|\{[^{}]*\})*?\bname:)((?:[^\n;}]|\n\s*[?:])*)", text
    )
    chosen = [re.sub(r'[=!]== "[^"]*"', "", place) for place in places]  # a question is no icon
    return {name for place in chosen for name in re.findall(r'"([^"]+)"', place)}


def test_every_icon_a_screen_asks_for_is_drawn() -> None:
    for file, source in SOURCES.items():
        unknown = icons(source) - DRAWN
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
