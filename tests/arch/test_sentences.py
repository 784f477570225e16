"""Chinese sentences have Chinese punctuation and one word for one idea, wherever they stand.

Looked at are all string literals of the packages but docstrings (which are English, and quote),
the texts of the screens' QML, the sample hall, and the pages that quote what a screen says. A
half-width mark is one that touches Chinese without a space: an English list of Chinese words,
"不满意, 满意", has its spaces.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker import language
from tests.arch.source import PACKAGES, ROOT, called, files, syntax

HAN = r"[\u3400-\u9fff]"
HALF_WIDTH = re.compile(
    rf"(?:{HAN}|[”》）])[,;:!?](?!\s)|[,;:!?](?={HAN}|“)|{HAN}\(|(?<!\]\()\){HAN}"
)
SAID = {"账本": "台账", "帐": "账", "告警": "提醒"}  # the word that is not ours: the one that is
QML_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
PAGES = (
    "README.zh.md",
    "docs/operations.md",
    "docs/zh/operations.md",
    "examples/zhenlai/hall.toml",
    "deploy/words.sh",
)

Text = tuple[str, str]  # where it stands, and what it says


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """String literals with their line; an f-string's parts each by itself."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def in_code() -> Iterator[Text]:
    for file in files():
        for line, text in literals(syntax(file)):
            yield f"{called(file)}:{line}", text


def in_qml() -> Iterator[Text]:
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.qml")):
            for text in QML_TEXT.findall(file.read_text("utf-8")):
                yield called(file), text


def in_pages() -> Iterator[Text]:
    for name in PAGES:
        for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), 1):
            yield f"{name}:{number}", line


def chinese(texts: Iterator[Text]) -> list[Text]:
    return [(where, text) for where, text in texts if re.search(HAN, text)]


def in_the_table() -> Iterator[Text]:
    for english, said in language.table().items():
        yield (
            f"broker/language/zh.txt: {english}",
            re.sub("(?:主机|panel|厂商):(?:端口|窗口|产品)", "", said),
        )


PLACES = {"code": in_code, "qml": in_qml, "pages": in_pages, "table": in_the_table}


@pytest.mark.parametrize("place", PLACES)
def test_chinese_has_its_own_punctuation(place: str) -> None:
    found = chinese(PLACES[place]())
    assert len(found) > 20
    wrong = [f"{where}: {text}" for where, text in found if HALF_WIDTH.search(text)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("place", PLACES)
def test_one_word_for_one_idea(place: str) -> None:
    wrong = [
        f"{where}: {text}: say {right}"
        for where, text in PLACES[place]()
        for word, right in SAID.items()
        if word in text
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "text",
    ["缺纸,请找人", "请稍候:", "{n}:正在办理", "按“过号”,再试", "取号(现场)", "(现场)取号", "好!"],
)
def test_a_half_width_mark_would_be_seen(text: str) -> None:
    assert HALF_WIDTH.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "缺纸，请找人：（现场）",
        "不满意, 基本满意, 满意",
        "no paper (缺纸)",
        "text: 取号",
        "见[手册](docs/operations.md)。",
        "按“过号”。 / Press no-show.",
    ],
)
def test_what_is_right_is_let_be(text: str) -> None:
    assert not HALF_WIDTH.search(text)


TWO_AT_ONCE = re.compile(rf"{HAN}[。！？]?\s*/\s*[A-Z][a-z]")


def test_no_sentence_says_it_in_both_languages_at_once() -> None:
    """Commands speak the one that was asked for, screens have a line for each."""
    wrong = [f"{where}: {text}" for where, text in in_code() if TWO_AT_ONCE.search(text)]
    assert not wrong, "\n".join(wrong)
    assert TWO_AT_ONCE.search("没有应答。 / Nobody answers.")


def test_a_docstring_may_quote(tmp_path: Path) -> None:
    """The control: what a function says is looked at, what it is described with is not."""
    file = tmp_path / "quoting.py"
    file.write_text('def say() -> str:\n    """过号:called."""\n    return "过号:"\n', "utf-8")
    assert list(literals(syntax(file))) == [(3, "过号:")]
