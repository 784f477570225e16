"""The driver `scanner`, unchanged, through real python-evdev at a simulated keyboard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from firmware_mocks.usb.kernel_bus import unavailable

WHY_NOT = unavailable()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there")
BED = Path(__file__).parents[1] / "stages" / "input_bed.py"
PROGRAM = """
import sys, time
from broker.domain.errors import LinkError
from kiosk.input.came import CodeRead
from kiosk.input.scanner import KEYS
while True:
    try:
        link = KEYS.link(sys.argv[1], 0)
    except LinkError as error:
        print("away", type(error).__name__, flush=True)
        time.sleep(0.2)
        continue
    print("open", flush=True)
    decoder = KEYS.decoder(False)
    try:
        while True:
            for value in decoder.feed(link.read(None), time.monotonic()):
                said = value.text if isinstance(value, CodeRead) else value.reason
                print("came", said, flush=True)
    except LinkError as error:
        print("lost", type(error).__name__, flush=True)
        link.close()
"""


class Bed:
    """The simulated keyboard and the program that reads it."""

    def __init__(self, place: str) -> None:
        words = ["umockdev-wrapper", "/usr/bin/python3", str(BED)]
        program = [sys.executable, "-c", PROGRAM, place]
        self.process = subprocess.Popen(
            [*words, *program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def do(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def hears(self, wanted: str) -> None:
        """The next line that is not the program's waiting."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.strip() == wanted or not line.startswith("away"):
                assert line.strip() == wanted
                return
        raise AssertionError(f"it ended before {wanted!r}")

    def end(self) -> None:
        self.process.communicate(timeout=60.0)


@pytest.fixture(params=["evdev:usb:0c2e:0b61", "evdev:Simulated Scanner"])
def bed(request: pytest.FixtureRequest) -> Iterator[Bed]:
    made = Bed(request.param)
    yield made
    made.end()


def test_a_scanner_is_held_read_lost_and_found_again(bed: Bed) -> None:
    bed.hears("open")
    bed.do("grabs")
    bed.hears("grabs 0 1")  # of two nodes the one that gives keys
    bed.do("type A007")
    bed.hears("came A007")
    bed.do("drop")
    bed.do("type B")
    bed.hears("came events lost")
    bed.do("type 123456")
    bed.hears("came 123456")
    bed.do("unplug 1")
    bed.hears("lost LinkClosed")
    bed.hears("away LinkMissing")
    bed.do("plug 1")
    bed.hears("open")
    bed.do("type Z001")
    bed.hears("came Z001")
