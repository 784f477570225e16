"""docs/new-page.md is true: its edits, made in a copy of the tree, are a page one can touch."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from broker.mosquitto import free_port
from tests.arch.source import ROOT
from tests.arch.walks import Walk, edited, leans

PAGE = "new-page.md"
COPIED = ("broker", "kiosk", "tests", "examples", "pyproject.toml")
FILES_AT_MOST = 5

pytestmark = pytest.mark.timeout(300)


class Copy:
    """The tree with the page in it. `touched` are the files that the page took."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tree"
        self.touched: set[str] = set()
        for name in COPIED:
            source, copy = ROOT / name, self.root / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, copy)
        self.follow(Walk(PAGE))

    def follow(self, walk: Walk) -> None:
        """Everything a page says."""
        walk.change(self.root)
        walk.write(self.root)
        self.touched |= {*walk.changes, *walk.files}

    def python(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=self.root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def kiosk(self, run: Path) -> Iterator[subprocess.Popen[str]]:
        """The kiosk of the sample hall, without its server, touched through lines."""
        hall = self.root / "examples" / "zhenlai" / "hall.toml"
        words = ("run", "--hall", str(hall), "--run", str(run), "kiosk", "kiosk-1")
        with subprocess.Popen(
            [sys.executable, "-m", "broker.cli", *words],
            cwd=self.root,
            env=os.environ | {"HALL_REMOTE": "1", "HALL_BROKER": f"127.0.0.1:{free_port()}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            yield process
            said = process.communicate(timeout=30)[1]
            assert process.returncode == 0, said


def do(process: subprocess.Popen[str], line: str) -> Any:
    """One line that has to succeed; the value read, if any."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    said = process.stdout.readline()
    assert said, process.communicate()[1]
    reply = json.loads(said)
    assert reply["ok"], reply
    return reply.get("value")


def until_home(process: subprocess.Popen[str]) -> None:
    """A touch at the same moment as the page is taken for a second tap of the one before."""
    for _ in range(20):
        with contextlib.suppress(AssertionError):
            do(process, "touch done")
        with contextlib.suppress(AssertionError):
            do(process, "wait card-contact 0.5")
            return
    pytest.fail("the key leads nowhere")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("new-page"))


def test_a_page_takes_five_files(copy: Copy) -> None:
    assert len(copy.touched) <= FILES_AT_MOST
    assert {Path(name).suffix for name in copy.touched} == {".py", ".qml"}


def test_one_touches_ones_way_there_and_reads_it(copy: Copy, tmp_path: Path) -> None:
    with copy.kiosk(tmp_path) as kiosk:
        do(kiosk, "wait card-contact")
        assert do(kiosk, "read card-contact label") == "咨询方式"
        do(kiosk, "wait english")
        do(kiosk, "touch english 15")
        do(kiosk, "touch card-contact 15")
        do(kiosk, "wait contact-desk")
        assert do(kiosk, "read contact-desk text") == "To ask in person, go to the guide desk"
        assert do(kiosk, "read telephone text") == "This hall has no public telephone number"
        until_home(kiosk)


def test_a_picture_is_made_without_a_display(copy: Copy) -> None:
    """The lines of "See it", run as they stand there."""
    (lines,) = re.findall(r"^```python\n(.*?)^```$", Walk(PAGE).text, re.MULTILINE | re.DOTALL)
    copy.python("-c", lines)
    assert (copy.root / "contact.png").read_bytes().startswith(b"\x89PNG")


def test_what_finds_mistakes_finds_none(copy: Copy) -> None:
    said = copy.python(
        *("-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *("tests/unit/test_words.py", "tests/gui/test_bindings.py"),
    )
    assert " passed" in said
    ruff = str(Path(sys.executable).with_name("ruff"))
    for words in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [
                ruff,
                *words,
                "--no-cache",
                *sorted(name for name in copy.touched if name[-3:] == ".py"),
            ],
            cwd=copy.root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_finds_mistakes_would_find_them(copy: Copy) -> None:
    """The control: a field that QML does not read, and a word that nobody says."""
    page = copy.root / "kiosk" / "ui" / "ticket" / "ContactPage.qml"
    text = page.read_text("utf-8")
    page.write_text(text.replace("contact.page.telephone", "contact.page.phone"), "utf-8")
    words = ("tests/gui/test_bindings.py", "-k", "name_that_qml_reads or field_is_read")
    with pytest.raises(AssertionError, match="ContactPage has no 'phone'"):
        copy.python("-m", "pytest", "-q", "-p", "no:cacheprovider", *words)
    page.write_text(text, "utf-8")


@pytest.mark.parametrize("text", ["one\n", "two\ntwo\n"])
def test_an_edit_that_fits_nowhere_or_twice_is_refused(text: str) -> None:
    """The control. The message says what to do."""
    assert edited("one\ntwo\n", "@@\n two\n+three\n", "a.py, b.md") == ("one\ntwo\nthree\n")
    assert edited("a | b | c\n", "@@\n-…| b…\n+…| b | d…\n", "a.py, b.md") == "a | b | d | c\n"
    said = r"a\.py: the page's context moved: renew the hunk in docs/b\.md"
    with pytest.raises(AssertionError, match=said):
        edited(text, "@@\n two\n+three\n", "a.py, b.md")


@pytest.mark.parametrize("page", ["new-page.md", "new-fact.md"])
def test_a_hunk_leans_on_one_line(page: str) -> None:
    """On both neighbours, it would break for whoever inserts there, as everybody does."""
    for name, diff in Walk(page).changes.items():
        assert [len(each) for each in leans(diff)] == [1] * len(leans(diff)), name


def test_whoever_has_followed_the_page_can_follow_it_again(tmp_path: Path) -> None:
    """The control: a page of one's own in the same places leaves room for the page's."""
    copy = Copy(tmp_path)
    copy.follow(Walk(PAGE, {"contact": "advice", "Contact": "Advice"}))
    said = copy.python(
        *("-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *("tests/unit/test_words.py", "tests/gui/test_bindings.py"),
    )
    assert " passed" in said
