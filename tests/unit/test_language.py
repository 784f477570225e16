"""Commands speak Chinese where somebody wants it, and no sentence of theirs is left out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from broker import cli, language
from broker.commands.check import COMMAND
from tests.arch.source import ROOT

ROOMS = ("broker/commands", "broker/domain/checking", "broker/settings")
FILES = (
    "broker/cli.py",
    "broker/processes.py",
    "broker/registry.py",
    "broker/service/no_screen.py",
)
WORDS = re.compile(r"[a-z]{2,} [a-z]{2,}")
HAN = re.compile(r"[\u3400-\u9fff]")
PARTS = {  # what the reader of TOML says, and pieces that only stand in a longer sentence
    "at least", "at most", "fewer than", "more than", "less than", "end of data", "expected after",
    "guide desk", "no driver", ", which spells it {0}", "Number out of range",
    "Integer value out of range", "hall head", "hall up", "hall send", "hall decode", "hall probe",
    "Object contains unknown field `{0}`", "; cannot be read, so nobody knows what it brings: {0}",
    "{} stands here, which nobody sees: it is left out", "no such name is installed{0}",
}  # fmt: skip


def template(node: ast.AST) -> str:
    """A literal, with `{0}`, `{1}` where an f-string is filled in; "" where it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        counted = iter(range(9))
        return re.sub(r"\{\w+\}", lambda _: f"{{{next(counted)}}}", node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    counted = iter(range(99))
    parts = (
        each.value if isinstance(each, ast.Constant) else f"{{{next(counted)}}}"
        for each in node.values
    )
    said = "".join(map(str, parts))
    holes = iter(range(99))
    return re.sub(r"\{\w+\}", lambda _: f"{{{next(holes)}}}", said)


def sentences() -> Iterator[str]:
    """All literals of two English words or more that are no docstrings."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).glob("*.py"))]
    for file in [*files, *(ROOT / name for name in FILES)]:
        tree = ast.parse(file.read_text("utf-8"))
        told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        inner = {
            id(part)
            for each in ast.walk(tree)
            if isinstance(each, ast.JoinedStr)
            for part in ast.walk(each)
            if part is not each
        }
        for node in ast.walk(tree):
            if id(node) not in told | inner:
                yield template(node)


def spoken() -> list[str]:
    """Those that a person reads."""
    found = (each for each in sentences() if WORDS.search(re.sub(r"\{\d\}", "X", each)))
    kept = (
        each for each in found if not HAN.search(each) and "(.*" not in each and "\\w" not in each
    )
    return sorted(set(kept) - PARTS)


@pytest.fixture(autouse=True)
def _no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in language.VARIABLES:
        monkeypatch.setenv(name, "")


def test_no_sentence_is_missing() -> None:
    """Each stands in the table itself: a pattern that happens to fit would hide a new one."""
    assert len(spoken()) > 200
    assert not [each for each in spoken() if each not in language.table()]


def test_every_hole_is_filled_in_both_languages() -> None:
    for english, chinese in language.table().items():
        holes = set(re.findall(r"\{\d\}", english))
        assert set(re.findall(r"\{\d\}", chinese)) == holes, english
        assert HAN.search(chinese), english


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("LANG", "zh_CN.UTF-8", True),
        ("LC_ALL", "zh_TW", True),
        ("LANGUAGE", "zh", True),
        ("LANG", "en_US.UTF-8", False),
        ("LC_ALL", "C", False),
    ],
)
def test_the_language_is_that_of_the_session(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, wanted: bool
) -> None:
    monkeypatch.setenv(name, value)
    assert language.chinese() is wanted


@pytest.mark.parametrize("words", [["--language", "zh"], ["--language=zh"]])
def test_a_word_chooses_before_the_session(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert cli.main(["chekc", *words]) == 1
    assert capsys.readouterr().err == "hall: chekc: 没有这个命令 — 是不是 `hall check`？\n"


def test_places_and_names_stay_in_a_chinese_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    said = "1. /etc/hall.toml: windows[1].zone (line 12): there is no 'west' in [[zones]]"
    remedy = "write one that exists, or add it to [[zones]]"
    assert language.translated(f"{said} — {remedy}") == (
        "1. /etc/hall.toml: windows[1].zone（第 12 行）: [[zones]] 里没有 'west'"
        " — 请写已有的，或加进 [[zones]]"
    )


def test_what_no_table_knows_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    for words in ("card 7 says no", "", "  ", "建设局 — 环保局", "a: b: c — d"):
        assert language.translated(words) == words


def test_help_and_wrong_words_are_chinese_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    with pytest.raises(SystemExit):
        cli.main(["send", "ff68"])
    assert "缺少参数：--text" in capsys.readouterr().err
    said = cli.parser(COMMAND).format_help()
    assert all(words in said for words in ("用法：", "选项", "显示本帮助", "大厅的 hall.toml"))
