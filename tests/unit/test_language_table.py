"""No sentence that a person reads at a terminal is left without its Chinese."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from itertools import count

import pytest

from broker import language
from tests.arch.source import PACKAGES, ROOT

ELSEWHERE = {  # files whose English is no sentence for a person at a terminal
    "kiosk/words/*": "what screens say, with a test of its own",
    "kiosk/qt/remote*.py": "answers to a program that plays a screen",
    "firmware_mocks/escpos/bar_patterns.py": "patterns of bars",
    "broker/ledger/migrations.py": "SQL",
    "kiosk/qt/signatures.py": "Python for PySide",
    "broker/mosquitto_words.py": "what Mosquitto writes down, as patterns",
    "broker/wire/access.py": "lines of Mosquitto's acl_file",
    "broker/settings/sentences.py": "what the reader of TOML says, as patterns",
}
WORDS = re.compile(
    r"[a-z]{2,} [a-z]{2,}|: [a-z]{4,}$|^(?:re)?install |^“.*say |^say |: say |^not |^no "
)
HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3,}")
NOT_SAID = {
    # words of programs and protocols
    "Session taken over", "hall bench", "hall catalogue", "hall decode", "hall demo", "hall head",
    "hall mock", "hall probe", "hall send", "touch queue-{0}", "touch home", "touch requeue",
    "hall slip",
    "touch reprint", "paper in", "@2 fault silent", "fault badsum", "fault busy",
    "fault cut", "fault dead", "fault fewer",
    "fault late", "hall import", "fault garbage", "fault mute", "fault nack [CODE]", "fault short",
    "fault silent", "fault silent|heat", "fault wrong",
    "fault silent|noise|noack", "cover open|close", "paper out|in", "log_type warning",
    "log_type error", "log_dest stderr", "set_tcp_nodelay true", "persistence false",
    "log_type notice", "log_type information", "log_type debug", "allow_anonymous false",
    "require_certificate true", "use_identity_as_username true", "tls_version tlsv1.3",
    "/CN={0} hall authority",
    "allow_anonymous true", "hosted line", "watching the processes", "decoder failed",
    # what the reader of TOML and pyserial say, looked for and not told
    "end of data", "expected after", "exclusively lock",
    "usb bus",
    "import gi; gi.require_version('UMockdev', '1.0'); from gi.repository import UMockdev",
    # for the journal
    "%s clear halt %s",
    "%s: the decoder failed (%r); a new one goes on",
    "%s: entry %s cannot be read and stays there: %s",
    # on paper, in both languages
    "台账 Ledger {0}", "{0} 条 facts", "补打 Reprint", "{0} ahead of you",
    "Nobody can say how many are ahead",
    "咨询电话 Telephone {0}", "示例，以窗口公布为准 A sample, not official",
    "申请材料清单 What to bring", "◎ 您在这里 You are here",
    "Please listen for your number", "Watch for your number; if you miss it, ask at {0}",
    # pieces that only stand in a longer sentence
    "guide desk", "the guide desk", "clock-in screen", "no driver",
    ", which spells it {0}",
    "{0}, brightness {1}, dynamic areas {2}", "(no answer wanted)", "all cards", "any card",
    "to the module", "from the module",
    "{0}data packet, {1} bytes", "near end", "known page's", "real time",
    "by itself: {0}, {1}, paper {2}", "carried out all before it; paper {0}",
    "{0} is no {1}", "no {0} {1}", "its number is {0}",
    "{0} stands here, which nobody sees: it is left out",
    # mistakes of ours, which end in a traceback
    "a QR payload is not empty", "a code of {0} characters is too fine for this paper",
    "{0} prints no lists of materials",
    "one piece of work at a time", "no home that a kiosk of ours has kept",
    "pinyin is learnt in this process: %s",
    "QML keeps the name {0} for itself",
}  # fmt: skip


def template(node: ast.AST) -> str:
    """A literal, with `{0}`, `{1}` where an f-string is filled in; "" where it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return numbered(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = (str(each.value) if isinstance(each, ast.Constant) else "{x}" for each in node.values)
    return numbered("".join(parts))


def numbered(text: str) -> str:
    """`{name}` as the table has it: `{0}`, `{1}`, …"""
    counted = count()
    return re.sub(r"\{\w*(?:![rs])?(?::[^{}]*)?\}", lambda _: f"{{{next(counted)}}}", text)


def told(node: ast.AST) -> bool:
    """Whether this hands a text to somebody else than a person at a terminal: the journal."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
    )


def in_both(node: ast.AST) -> bool:
    """Whether Chinese and English stand side by side here."""
    match node:
        case ast.Tuple(elts=parts) | ast.Call(args=parts):
            said = [template(each) for each in parts]
        case _:
            return False
    zh = [each for each in said if HAN.search(each)]
    return bool(zh) and any(WORDS.search(each) for each in said if each not in zh)


def sentences(source: str) -> Iterator[str]:
    """All literals of a module that are no docstrings, are not for the journal, and do not stand
    beside their Chinese."""
    left = [ast.parse(source)]
    while left:
        node = left.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if told(node):
            continue
        if text := template(node):
            yield text
        parts = [*ast.iter_child_nodes(node)]
        if in_both(node):
            parts = [each for each in parts if not template(each)]
        if isinstance(node, ast.JoinedStr):
            parts = [each.value for each in parts if isinstance(each, ast.FormattedValue)]
        left += parts


def said(text: str) -> bool:
    """Whether a person reads it: two English words or more, or Chinese with English in it."""
    bare = re.sub(r"\{\d\}", "X", text)
    if HAN.search(bare):
        return bool(LATIN.search(bare))
    return bool(WORDS.search(bare))


@cache
def read() -> dict[str, str]:
    """All that looks like a sentence, with the file in which it stands."""
    found: dict[str, str] = {}
    for room in PACKAGES:
        for file in sorted((ROOT / room).rglob("*.py")):
            name = str(file.relative_to(ROOT))
            if any(fnmatch(name, each) for each in ELSEWHERE):
                continue
            for each in sentences(file.read_text("utf-8")):
                for line in map(str.strip, each.splitlines()):
                    if said(line):
                        found.setdefault(line, name)
    return found


def spoken() -> dict[str, str]:
    """What a person reads."""
    return {each: file for each, file in read().items() if each not in NOT_SAID}


def test_no_sentence_is_missing() -> None:
    """Each stands in the table itself: a pattern that happens to fit would hide a new one."""
    assert len(spoken()) > 500
    missing = {each: file for each, file in spoken().items() if each not in language.table()}
    assert not missing, "write its Chinese in broker/language/zh.txt"


def test_what_is_not_said_stands_somewhere() -> None:
    """A name that is left here for nobody would let somebody in later."""
    assert not NOT_SAID - read().keys()


def test_no_sentence_stands_twice() -> None:
    """Two people wrote the same one, in different words perhaps."""
    table = (ROOT / "broker" / "language" / "zh.txt").read_text("utf-8")
    english = [pair.splitlines()[0] for pair in table.split("\n\n") if not pair.startswith("#")]
    assert sorted(english) == sorted(set(english))
    assert set(english) <= language.table().keys()


def test_every_hole_is_filled_in_both_languages() -> None:
    for english, chinese in language.table().items():
        holes = set(re.findall(r"\{\d\}", english))
        left = set(re.findall(r"\{\d\}", chinese))
        assert left == holes or (HAN.search(english) and left < holes), english
        assert HAN.search(chinese), english


def test_a_new_sentence_in_english_alone_would_be_seen() -> None:
    """The control: wherever it is made of, and not where its Chinese stands beside it."""
    seen = """
def refuse(port, log):
    "This is told to whoever reads the code."
    log.warning("nobody but the journal hears this")
    raise LinkMissing(f"{port}: the moon is in the way; wait for it")
    return Sentences("月亮挡住了", "the moon is in the way of it")
"""
    wanted = ["{0}: the moon is in the way; wait for it"]
    assert [each for each in sentences(seen) if said(each)] == wanted
    assert language.in_chinese("/dev/x: the moon is in the way; wait for it").isascii()


NOT_TYPED = re.compile(  # what only whoever writes a command could see
    "not callable|positionals|conflict|not defined|mode|two groups|subparser|dest=|option string"
    "|mutually exclusive|parser_name|can't open|prog|deprecated|subcommands|default: |^%\\(heading"
)


def from_argparse() -> list[str]:
    """Its own sentences, in the form of the table."""
    source = inspect.getsource(argparse)
    found = [
        first or second
        for first, second in re.findall(r"""_\(\s*(?:'([^'\n]*)'|"([^"\n]*)")""", source)
    ]
    found += [
        each for pair in re.findall(r"ngettext\('([^']*)',\s*'([^']*)'", source) for each in pair
    ]
    typed = (each for each in found if not NOT_TYPED.search(each))
    return [numbered(re.sub(r"%(?:\(\w+\))?[rs]", "{x}", each)).strip() for each in typed]


@pytest.mark.parametrize("words", sorted(set(from_argparse())))
def test_what_argparse_says_has_its_chinese(words: str) -> None:
    assert words in language.table()


def from_toml() -> set[str]:
    """What the reader of TOML says of a file, in the form of the table."""
    source = ast.parse(inspect.getsource(tomllib._parser))
    errors = [
        each.args[-1]
        for each in ast.walk(source)
        if isinstance(each, ast.Call)
        and ast.unparse(each.func) in ("suffixed_err", "TOMLDecodeError")
    ]
    return {template(each) for each in errors} - {"", "{0} (at {1})"}


@pytest.mark.parametrize("words", sorted(from_toml()))
def test_what_the_reader_of_toml_says_has_its_chinese(words: str) -> None:
    assert words in language.table()


def test_enough_of_the_libraries_was_read() -> None:
    assert len(from_argparse()) > 15
    assert len(from_toml()) > 15
