"""libfprint of Debian, a second reading of the same readers, enrols and verifies at the simulated
one through real libusb.

It runs in a process of its own, under the system's Python: an incomplete device aborts it. Its own
start of a reader that wants to be started anew (`faulty`) ends in a complaint about its own states,
so that is not played.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from firmware_mocks.usb.kernel_bus import PYTHON, KernelBus, RootPort, unavailable
from tests.stages.uareu import ABOUT, endpoints

TRY = "import gi; gi.require_version('FPrint', '2.0'); from gi.repository import FPrint"
PICTURE_TAKEN = "40044e000000010012"
CLIENT = Path(__file__).with_name("fprint_client.py")


def why_not() -> str:
    missing = unavailable()
    if missing:
        return missing
    tried = subprocess.run([PYTHON, "-c", TRY], capture_output=True, check=False)
    return "libfprint is not installed: install gir1.2-fprint-2.0" if tried.returncode else ""


WHY_NOT = why_not()
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there"),
]


class Person:
    """Does what libfprint's client asks for: each finger comes, is seen, and goes."""

    def __init__(self, port: RootPort) -> None:
        self.said: list[str] = []
        self._port = port
        self._finger = "anna"
        self._end = time.monotonic() + 25

    def follow(self, program: subprocess.Popen[str]) -> None:
        assert program.stdout is not None
        assert program.stdin is not None
        for line in map(str.strip, program.stdout):
            self.said.append(line)
            match line.split():
                case ["needed"]:
                    self._hand(f"finger {self._finger}")
                case ["present"]:
                    self._until_seen()
                    self._hand("lift")
                case ["verified", *_]:
                    self._finger = "ben"
                case ["next"]:
                    print("go", file=program.stdin, flush=True)

    def _until_seen(self) -> None:
        while self._port.requests[-1].hex() != PICTURE_TAKEN:
            assert time.monotonic() < self._end, self.said
            time.sleep(0.005)

    def _hand(self, words: str) -> None:
        self._port.endpoints.hand(words, time.monotonic())


@pytest.mark.parametrize("early", ["no", "yes"])
@pytest.mark.parametrize("scrambled", ["no", "yes"])
def test_libfprint_enrols_a_finger_and_tells_it_from_another(scrambled: str, early: str) -> None:
    port = RootPort(ABOUT, endpoints(scrambled=scrambled, early=early), driver=False)
    person = Person(port)
    with KernelBus([port]) as bus:
        program = subprocess.Popen(
            bus.command(PYTHON, str(CLIENT)),
            env=bus.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with program:
            person.follow(program)
    assert program.returncode == 0, person.said
    said = person.said
    assert said[0] == "devices 1 uru4000"
    assert sum(line.startswith("stage") for line in said) == 5
    assert [line for line in said if line.startswith("verified")] == [
        "verified True True",
        "verified False True",
    ]
    asked = {each.hex()[:8] for each in port.requests}
    assert ("40043300" in asked) is (scrambled == "yes"), "it asks for keys where it needs them"
