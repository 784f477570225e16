"""`hall slip`: what an installer sees of `[slip]`, as a picture and on a simulated printer."""

from __future__ import annotations

import queue
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from broker import cli
from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import CutSlip, QrLine, Show, TextLine
from firmware_mocks.hosting.ends import at_tcp
from firmware_mocks.hosting.events import Event, Shown
from firmware_mocks.hosting.hosted_line import HostedLine
from firmware_mocks.hosting.shared_line import SharedLine
from tests.stages.processes import HALL

EDGES = 2 * 32 + 2 * 28  # dots beside what is printed: paper, and the desk it lies on
SEEN = 5.0


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    folder = tmp_path / "zhenlai"
    shutil.copytree(HALL.parent, folder)
    return folder / "hall.toml"


def drawn(hall: Path, *words: str) -> QImage:
    file = hall.parent / "slip.png"
    assert cli.main(["slip", "--hall", str(hall), "--out", str(file), *words]) == 0
    return QImage(str(file))


def change(hall: Path, old: str, new: str) -> None:
    text = hall.read_text("utf-8")
    assert old in text
    hall.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(("words", "dots"), [((), 576), (("--paper", "58"), 384)])
def test_the_picture_is_as_wide_as_the_paper(hall: Path, words: tuple[str, ...], dots: int) -> None:
    picture = drawn(hall, *words)
    assert picture.width() == dots + EDGES
    assert picture.height() > picture.width()


def test_the_template_is_what_is_seen(hall: Path) -> None:
    whole = drawn(hall)
    (hall.parent / "short.txt").write_text("number\n", "utf-8")
    with hall.open("a", encoding="utf-8") as text:
        text.write('\n[slip]\ntemplate = "short.txt"\n')
    assert drawn(hall).height() < whole.height() / 2


def test_a_wrong_template_is_named(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (hall.parent / "short.txt").write_text("numbre\n", "utf-8")
    with hall.open("a", encoding="utf-8") as text:
        text.write('\n[slip]\ntemplate = "short.txt"\n')
    assert cli.main(["slip", "--hall", str(hall)]) == 1
    assert "short.txt: line 1" in capsys.readouterr().err


class Printer:
    """A simulated one on a socket, and what it cut."""

    def __init__(self) -> None:
        self.slips: queue.SimpleQueue[CutSlip] = queue.SimpleQueue()
        line = SharedLine([MOCK.make(1, {})])
        self.line = HostedLine(line, at_tcp("127.0.0.1", 0), self._told)
        self.place = self.line.start()

    def _told(self, event: Event) -> None:
        match event:
            case Shown(_, Show("slip", CutSlip() as cut)):
                self.slips.put(cut)


@pytest.fixture
def on_printer(hall: Path) -> Callable[..., int]:
    def run(place: str) -> int:
        change(hall, 'port = "tty/printer-1"', f'port = "{place}"')
        file = str(hall.parent / "slip.png")
        return cli.main(["slip", "--hall", str(hall), "--out", file, "--print"])

    return run


def test_it_comes_out_of_the_printer_and_says_that_it_is_a_sample(
    on_printer: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    printer = Printer()
    try:
        assert on_printer(printer.place) == 0
        cut = printer.slips.get(timeout=SEEN)
    finally:
        printer.line.stop()
    texts = [each.text.strip() for each in cut.lines if isinstance(each, TextLine)]
    number = next(each for each in texts if each[1:] == "007")
    assert texts[texts.index(number) + 1] == "样张 Sample"
    assert [each for each in cut.lines if isinstance(each, QrLine)]
    assert "Printed on 127.0.0.1:" in capsys.readouterr().out
    assert printer.slips.empty()


def test_a_printer_that_is_not_there_leaves_the_picture(
    hall: Path, on_printer: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert on_printer("/dev/no-such-printer") == 1
    assert "Not printed: /dev/no-such-printer" in capsys.readouterr().out
    assert (hall.parent / "slip.png").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kiosk", "nowhere"), "use one of: kiosk-1"),
        (("--queue", "nothing"), "--queue: hall.toml has none that is called “nothing”"),
        (("--out", "slip.pdf"), "name a .png file"),
    ],
)
def test_what_cannot_be_is_said(
    hall: Path, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["slip", "--hall", str(hall), *words]) == 1
    assert said in capsys.readouterr().err
