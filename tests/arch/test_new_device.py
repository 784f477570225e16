"""docs/new-device.md is true: its package builds, installs, keeps the contract and talks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "new-device.md"
FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.timeout(120)


class Guest:
    """The package of the page, installed in a place of its own beside the hall."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "slate-panel"
        self.site = folder / "site"
        for name, text in FILE.findall(PAGE.read_text("utf-8")):
            file = self.source / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        pip = ("pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation")
        self.python("-m", *pip, "--target", str(self.site), str(self.source))

    @property
    def environment(self) -> dict[str, str]:
        vectors = str(self.source / "vectors")
        return {**os.environ, "PYTHONPATH": str(self.site), "HALL_VECTORS": vectors}

    def python(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def hall(self, *words: str) -> str:
        return self.python("-m", "broker.cli", *words)


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Guest:
    return Guest(tmp_path_factory.mktemp("guest"))


@pytest.fixture
def panel(guest: Guest, tmp_path: Path) -> Iterator[Path]:
    """The simulated panel at address 7, on a port that programs can open."""
    port = tmp_path / "slate"
    words = ["-m", "broker.cli", "mock", "slate", "--link", str(port), "--address", "7"]
    with subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=guest.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as child:
        until = time.monotonic() + 20
        while not port.exists() and time.monotonic() < until:
            time.sleep(0.01)
        yield port
        child.terminate()


def test_the_contract_suite_holds_for_it(guest: Guest) -> None:
    said = guest.python(
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "slate"),
        *("tests/contract/test_drivers.py", "tests/contract/test_mocks.py"),
    )
    passed = re.search(r"(\d+) passed", said)
    assert passed is not None, said
    assert int(passed[1]) > 30  # ten frames twice, and what is asked of every driver and mock


def test_without_its_package_the_hall_does_not_know_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "broker.cli", "decode", "slate", "02"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "slate" in done.stderr


def test_its_code_is_clean(guest: Guest) -> None:
    ruff = str(Path(sys.executable).with_name("ruff"))
    rules = ["--config", str(ROOT / "pyproject.toml"), "--ignore", "ARG002", "--no-cache"]
    source = str(guest.source / "slate_panel")
    for words in (["check", *rules], ["format", "--check", *rules[:2], "--no-cache"]):
        done = subprocess.run(
            [ruff, *words, source], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_talks(guest: Guest, panel: Path) -> None:
    where = ("--port", str(panel), "--address", "7")
    text = "A012 请到3号窗口"
    assert "answers" in guest.hall("probe", "slate", *where)
    assert "acknowledged" in guest.hall("send", "slate", *where, "--text", text)
    assert text in guest.hall("probe", "slate", *where)


def test_pasted_bytes_are_read(guest: Guest) -> None:
    said = guest.hall("decode", "slate", "02 30 37 54 41 30 31 32 32 31 03")
    assert "panel 7: show “A012”" in said
