"""docs/new-device.md is true: its package builds, installs, keeps the contract, talks, is drawn."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from firmware_mocks.bench import glass
from firmware_mocks.firmware import SignArea, SignLook, written
from tests.arch.guests import Guest
from tests.arch.source import ROOT

TEXT = "A012 请到3号窗口"
PITCH, BORDER = 6, 4.5  # pixels from dot to dot in a picture; dots from its edge to the first one

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Guest:
    return Guest("new-device.md", tmp_path_factory.mktemp("guest"))


@pytest.fixture
def panel(guest: Guest, tmp_path: Path) -> Iterator[Path]:
    """The simulated panel at address 7, on a port that programs can open."""
    with guest.mock("slate", tmp_path / "slate", address=7):
        yield tmp_path / "slate"


def test_the_contract_suite_holds_for_it(guest: Guest) -> None:
    said = guest.python(
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "slate"), "tests/contract"
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
    for words in (["check", *rules], ["format", "--check", *rules[:2], "--no-cache"]):
        done = subprocess.run(
            [ruff, *words, str(guest.code)], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_talks(guest: Guest, panel: Path) -> None:
    where = ("--port", str(panel), "--address", "7")
    assert "answers" in guest.hall("probe", "slate", *where)
    assert "acknowledged" in guest.hall("send", "slate", *where, "--text", TEXT)
    assert TEXT in guest.hall("probe", "slate", *where)


def test_pasted_bytes_are_read(guest: Guest) -> None:
    said = guest.hall("decode", "slate", "02 30 37 54 41 30 31 32 32 31 03")
    assert "panel 7: show “A012”" in said


def test_the_bench_draws_what_was_sent(guest: Guest, tmp_path: Path, qapp: object) -> None:
    assert qapp is not None
    with guest.bench(tmp_path) as bench:
        port = str(bench.run / "tty" / "panels")
        guest.hall("send", "slate", "--port", port, "--address", "7", "--text", TEXT)
        bench.until("panels@7", lambda look: look["text"] == TEXT)
        files = bench.shot(tmp_path / "shots")
    sign, whole = (QImage(str(files[name])) for name in ("panels-7.png", "bench.png"))
    assert lit(sign) == set(glass.lit(SignLook(128, 16, areas=(row(TEXT),))))
    assert reds(whole) > 200, "the panel above window 3"


def row(text: str) -> SignArea:
    return SignArea(0, 0, 128, 16, (written(text),))


def lit(picture: QImage) -> set[tuple[int, int]]:
    """The dots that shine in the picture of a sign."""
    columns, rows = (round(side / PITCH - 2 * 4) for side in (picture.width(), picture.height()))
    return {
        (x, y)
        for x in range(columns)
        for y in range(rows)
        if picture.pixelColor(round((x + BORDER) * PITCH), round((y + BORDER) * PITCH)).red() > 180
    }


def reds(picture: QImage) -> int:
    """How many pixels shine red in the picture of the whole bench."""
    colours = (QColor(picture.pixel(x, y)) for x in range(700) for y in range(60, 400))
    return sum(each.red() > 200 and each.green() < 120 for each in colours)
