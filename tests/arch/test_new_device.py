"""The pages for new devices are true: their packages build, keep the contract, talk, are drawn."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from PySide6.QtGui import QColor, QImage

from firmware_mocks.bench import glass, slip
from firmware_mocks.firmware import SignArea, SignLook, TextLine, written
from tests.arch.guests import Bench, Guest
from tests.arch.source import ROOT

Build: TypeAlias = "Callable[[Page], Guest]"
Seen: TypeAlias = Callable[[dict[str, Any]], bool]

pytestmark = pytest.mark.timeout(240)  # packages are built, suites and checkers run


@dataclass(frozen=True)
class Page:
    """What one page promises. `answers` is what `hall probe` says after `text` was sent."""

    file: str
    driver: str
    address: int
    text: str
    answers: str
    hex: str
    words: str


SLATE = Page(
    file="new-device.md",
    driver="slate",
    address=7,
    text="A012 请到3号窗口",
    answers="A012 请到3号窗口",
    hex="02 30 37 54 41 30 31 32 32 31 03",
    words="panel 7: show “A012”",
)
NOD = Page(
    file="new-evaluator.md",
    driver="nod",
    address=3,
    text="请您评价",
    answers="address 3: done",
    hex="3C 30 33 4B 34 45 32 0D",
    words="address 3: the applicant pressed key 4",
)
LOOP = Page(
    file="new-reader.md",
    driver="loop",
    address=1,
    text="",  # it has nothing to show text on
    answers="a Loop 9 for 500 templates",
    hex="3C 46 30 30 30 34 30 41 0D",
    words="the finger in slot 4",
)
STRIP = Page(
    file="new-printer.md",
    driver="strip",
    address=1,
    text="A012 请到3号窗口",
    answers="the printer: well",
    hex="3C 45 31 37 36 0D",
    words="nothing was printed: no paper",
)
PAGES = [SLATE, NOD, LOOP, STRIP]


@pytest.fixture(scope="module")
def guests() -> dict[str, Guest]:
    """The packages that were built so far, by their pages."""
    return {}


@pytest.fixture(params=PAGES, ids=lambda page: page.driver)
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.param
    return found


def build(page: Page, guests: dict[str, Guest], places: pytest.TempPathFactory) -> Guest:
    """The package of a page, built once."""
    if page.file not in guests:
        guests[page.file] = Guest(page.file, places.mktemp(page.driver))
    return guests[page.file]


@pytest.fixture
def guest(page: Page, guests: dict[str, Guest], tmp_path_factory: pytest.TempPathFactory) -> Guest:
    return build(page, guests, tmp_path_factory)


def test_the_contract_suite_holds_for_it(guest: Guest, page: Page) -> None:
    devices = [f"--ignore=tests/contract/{file}" for file in ("test_buses.py", "test_holders.py")]
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", page.driver)
    said = guest.python(*words, *devices, "tests/contract")
    passed = re.search(r"(\d+) passed", said)
    assert passed is not None, said
    assert int(passed[1]) > 30  # its frames each way, and what is asked of every driver and mock


def test_without_its_package_the_hall_does_not_know_it(page: Page) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "broker.cli", "decode", page.driver, "02"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert page.driver in done.stderr


def test_its_code_is_clean(guest: Guest) -> None:
    ruff = str(Path(sys.executable).with_name("ruff"))
    rules = ["--config", str(ROOT / "pyproject.toml"), "--ignore", "ARG002", "--no-cache"]
    for words in (["check", *rules], ["format", "--check", *rules[:2], "--no-cache"]):
        done = subprocess.run(
            [ruff, *words, str(guest.code)], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_its_types_hold(guest: Guest) -> None:
    """The hall's packages carry their types, so an author's checker knows what fits."""
    guest.python(*("-m", "mypy", "--strict", "-p", guest.code.name), MYPYPATH=str(guest.source))


def test_it_talks(guest: Guest, page: Page, tmp_path: Path) -> None:
    port = tmp_path / page.driver
    where = ("--port", str(port), "--address", str(page.address))
    with guest.mock(page.driver, port, page.address):
        assert "answers" in guest.hall("probe", page.driver, *where)
        if page.text:
            assert "acknowledged" in guest.hall("send", page.driver, *where, "--text", page.text)
        assert page.answers in guest.hall("probe", page.driver, *where)


def test_pasted_bytes_are_read(guest: Guest, page: Page) -> None:
    assert page.words in guest.hall("decode", page.driver, page.hex)


LEFT, RIGHT = (0, 54, 470, 400), (1360, 54, 1760, 400)  # windows; readers and printers
STRIP_OF_THE_WIRE = 980  # from there on, bytes and their words


@dataclass
class Drawn:
    """The pictures of the bench before and after something was done to the page's device."""

    before: QImage
    after: QImage
    files: dict[str, Path]

    def changed(self) -> set[tuple[int, int]]:
        """The dots that are others now, but for those of the wire."""
        rows = [y for y in range(STRIP_OF_THE_WIRE) if self._row(y)]
        columns = range(self.after.width())
        old, new = self.before, self.after
        return {(x, y) for y in rows for x in columns if old.pixel(x, y) != new.pixel(x, y)}

    def _row(self, y: int) -> bool:
        """Whether anything is another in this row."""
        return bytes(self.before.constScanLine(y)) != bytes(self.after.constScanLine(y))


def drawn(
    guest: Guest, folder: Path, device: str, deed: Callable[[Bench], object], seen: Seen
) -> Drawn:
    """Do it, wait until the device looks so, and take the pictures."""
    with guest.bench(folder) as bench:
        before = QImage(str(bench.shot(folder / "before")["bench.png"]))
        deed(bench)
        bench.until(device, seen)
        files = bench.shot(folder / "after")
    found = Drawn(before, QImage(str(files["bench.png"])), files)
    assert found.after.width() == before.width() == 1760
    return found


def sends(guest: Guest, page: Page, line: str) -> Callable[[Bench], object]:
    """`hall send`, to the port of the bench."""

    def send(bench: Bench) -> object:
        where = ("--port", str(bench.run / "tty" / line), "--address", str(page.address))
        return guest.hall("send", page.driver, *where, "--text", page.text)

    return send


def inside(dots: set[tuple[int, int]], box: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = box
    return all(left <= x < right and top <= y < bottom for x, y in dots)


@pytest.fixture
def built(guests: dict[str, Guest], tmp_path_factory: pytest.TempPathFactory) -> Build:
    return lambda page: build(page, guests, tmp_path_factory)


def test_the_bench_draws_the_text_on_the_panel(built: Build, tmp_path: Path, qapp: object) -> None:
    assert qapp is not None
    guest = built(SLATE)
    send = sends(guest, SLATE, "panels")
    found = drawn(guest, tmp_path, "panels@7", send, lambda look: look["text"] == SLATE.text)
    row = SignArea(0, 0, 128, 16, (written(SLATE.text),))
    sign = QImage(str(found.files["panels-7.png"]))
    assert lit(sign) == set(glass.lit(SignLook(128, 16, areas=(row,))))
    assert len(found.changed()) > 1000
    assert inside(found.changed(), LEFT)


def test_the_bench_draws_the_words_of_the_evaluator(built: Build, tmp_path: Path) -> None:
    guest = built(NOD)
    send = sends(guest, NOD, "votes")
    seen: Seen = lambda look: look["evaluator"]["said"] == NOD.text  # noqa: E731  # beside its use
    found = drawn(guest, tmp_path, "votes@3", send, seen)
    assert len(found.changed()) > 200
    assert inside(found.changed(), LEFT)


def test_the_bench_draws_the_finger_on_the_reader(built: Build, tmp_path: Path) -> None:
    def put(bench: Bench) -> None:
        bench.say("clockin@1 finger 1001")

    found = drawn(built(LOOP), tmp_path, "clockin@1", put, lambda look: look["finger"] == "1001")
    skin = [at for at in found.changed() if found.after.pixelColor(*at) == QColor("#E3B48F")]
    assert len(skin) > 1000
    assert inside(found.changed(), RIGHT)


def test_the_bench_draws_the_slip_of_the_printer(
    built: Build, tmp_path: Path, qapp: object
) -> None:
    assert qapp is not None
    guest = built(STRIP)
    found = drawn(
        guest, tmp_path, "paper@1", sends(guest, STRIP, "paper"), lambda look: bool(look["slip"])
    )
    paper = slip.picture([TextLine(STRIP.text)], 32)
    for name in ("paper-1.png", "slip-1.png"):
        saved = QImage(str(found.files[name]))
        assert saved == paper.convertToFormat(saved.format())
    assert len(found.changed()) > 1000
    assert inside(found.changed(), RIGHT)


def lit(picture: QImage, pitch: int = 6) -> set[tuple[int, int]]:
    """The dots that shine in the picture of a sign; the first is 4½ pitches from its edges."""
    columns, rows = (round(side / pitch - 8) for side in (picture.width(), picture.height()))
    return {
        (x, y)
        for x in range(columns)
        for y in range(rows)
        if picture.pixelColor(round((x + 4.5) * pitch), round((y + 4.5) * pitch)).red() > 180
    }
