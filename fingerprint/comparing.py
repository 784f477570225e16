"""`hall compare`: whether two touches of a reader that takes pictures are of one finger.

For whoever hangs it up: the glass, the wire and the comparing are tried at once. The pictures are
compared in memory and dropped, and so is what was made of them.
"""

from __future__ import annotations

import argparse

from broker.commands.base import Command
from broker.domain.errors import LinkError
from broker.service.device_line import DeviceLine, End
from broker.service.driver import load_driver
from broker.service.ports import DevicePort, open_for
from broker.service.runner import Runner
from broker.terminal import say
from fingerprint import reading
from fingerprint.driver import ReaderDriver
from fingerprint.matching import MATCH, Matcher
from fingerprint.reading import Reading

_PATIENCE = 120.0  # seconds for both touches
_CLOSING = 3.0


class Comparison:
    """Hears a reader, and tells the person in front of it what to do. `same` is None until two
    pictures were compared."""

    def __init__(self, runner: Runner, port: DevicePort[ReaderDriver], matcher: Matcher) -> None:
        self.same: bool | None = None
        self.failed = ""
        self._matcher = matcher
        self._first: bytes | None = None
        self.line = DeviceLine(runner, port, lambda: port.driver.session((1,)), self)

    @property
    def over(self) -> bool:
        """Nothing is waited for any more."""
        return self.same is not None or bool(self.failed)

    def line_up(self, _now: float) -> None:
        self.line.submit(reading.Watch())

    def line_down(self, error: LinkError, _now: float) -> None:
        self.failed = str(error)
        self.line.stop()  # whoever hangs it up plugs it in and asks again

    def ended(self, end: End, now: float) -> None:
        """A watch does not end."""

    def reported(self, event: Reading, _now: float) -> None:
        match event:
            case reading.Ready():
                say("Put a finger on the glass.")
            case reading.Pictured(capture):
                self._seen(self._matcher.template(capture.grey()))
            case reading.Recognised() | reading.NotRecognised(reading.Unclear.UNKNOWN):
                self.failed = "this reader compares for itself; use hall enrol"
            case reading.NotRecognised():
                self._seen(None)
            case reading.Away(trouble):
                self.failed = f"the reader does not work ({trouble.value})"
            case reading.Lifted() | reading.Stuck():
                pass

    def _seen(self, template: bytes | None) -> None:
        if template is None:
            say("That was not clear. Once more, in the middle of the glass.")
        elif self._first is None:
            self._first = template
            say("Seen. Now the same finger again.")
        else:
            score = self._matcher.score(self._first, template)
            self.same = score >= MATCH
            told = "One finger" if self.same else "Two fingers"
            say(f"{told}: {score} points, and {MATCH} are one finger.")


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("driver", help="the reader's driver: uru4500")
    parser.add_argument("--port", required=True, help="usb:05ba:000a, or its socket, usb:1-1.3")


def _run(arguments: argparse.Namespace) -> int:
    known = load_driver(ReaderDriver, arguments.driver)
    place, runner = arguments.port, Runner()
    port = DevicePort("compare", place, known, lambda: open_for(known, place, None))
    comparison = Comparison(runner, port, Matcher())
    comparison.line.start()
    end = runner.clock() + _PATIENCE
    while not comparison.over and (left := end - runner.clock()) > 0:
        runner.step(left)
    comparison.line.stop()
    runner.rest(_CLOSING)
    if comparison.same is None:
        say(f"Nothing was compared: {comparison.failed or 'nobody touched the glass'}.")
    return 0 if comparison.same else 1


COMMAND = Command(
    name="compare",
    help="compare two touches of a reader that takes pictures; nothing is kept",
    add=_add,
    run=_run,
)
