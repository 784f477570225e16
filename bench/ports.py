"""Two hundred serial ports, five frames a second each: our lines beside bare threads that read.

`python -m bench.ports KIND FILE PORT…` is the process that is measured: it opens the ports, waits
for frames until its standard input ends, and writes down when each came.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bench.children import busy, program
from bench.rows import Row, tail
from bench.site import Site
from broker.link.base import Noise
from broker.link.serialport import SerialLink
from broker.service.line import Line
from broker.service.runner import Runner
from evaluator.models.ff68 import DRIVER

_PORTS = 200
_FRAMES = 5.0  # a second, on each port
_SECONDS = 10.0
_KEY_CALL = bytes.fromhex("FF 68 03 03 68 03 01 0C 10 16")  # tests/vectors/ff68.json, key_call

Times = list[tuple[int, float]]
"""Which port, and when a frame went in or came out, in seconds of the monotonic clock."""


class Wire:
    """A pair of pseudo-terminals: what we write at one end comes out of the port at the other."""

    def __init__(self) -> None:
        self.device, self._port = os.openpty()
        tty.setraw(self._port)
        self.place = os.ttyname(self._port)

    def close(self) -> None:
        """Both ends."""
        os.close(self.device)
        os.close(self._port)


def rows(site: Site, ports: int = _PORTS, seconds: float = _SECONDS) -> Iterator[Row]:
    """The share of a core, and how late a frame reaches the loop."""
    with ExitStack() as ends:
        wires = [Wire() for _ in range(ports)]
        for each in wires:
            ends.callback(each.close)
        floor = _measured("bare", site.folder, wires, seconds)
        ours = _measured("ours", site.folder, wires, seconds)
    what = f"{ports} ports, 5 frames/s each: a core"
    yield Row.beside(what, ours[0] * 100, floor[0] * 100, 10.0, "%")
    yield Row.beside("… frame → loop, p99", tail(ours[1]) * 1000, tail(floor[1]) * 1000, 3.0, "ms")


def _measured(
    kind: str, folder: Path, wires: Sequence[Wire], seconds: float
) -> tuple[float, list[float]]:
    """The share of a core that reading took, and the seconds each frame was on its way."""
    file = folder / f"ports-{kind}.json"
    with program("bench.ports", kind, str(file), *(each.place for each in wires)) as child:
        while not file.exists():
            time.sleep(0.05)
        used = busy(child.pid)
        sent = _feed(wires, seconds)
        share = (busy(child.pid) - used) / seconds
        time.sleep(1.0)  # until the last of them is read
        child.communicate()  # its input ends, and so does it
    came: Times = [(port, at) for port, at in json.loads(file.read_text("ascii"))]
    file.unlink()
    return share, _delays(sent, came, len(wires))


def _feed(wires: Sequence[Wire], seconds: float) -> Times:
    """Write a frame to each port in its turn, evenly; when each was written."""
    sent: Times = []
    pause = 1 / (_FRAMES * len(wires))
    begun = time.monotonic()
    for number in range(round(seconds / pause)):
        due = begun + number * pause
        time.sleep(max(0.0, due - time.monotonic()))
        port = number % len(wires)
        sent.append((port, time.monotonic()))
        os.write(wires[port].device, _KEY_CALL)
    return sent


def _delays(sent: Times, came: Times, ports: int) -> list[float]:
    """Each frame's way: the first that came from a port is the first that was written there."""
    delays = []
    for port in range(ports):
        begun = [at for which, at in sent if which == port]
        ended = [at for which, at in came if which == port]
        delays += [end - begin for begin, end in zip(begun, ended, strict=True)]
    return delays


class _Listener:
    """The user of one of our lines: notes when the loop hears a key."""

    def __init__(self, port: int, came: Times) -> None:
        self._port, self._came = port, came

    def line_up(self, _now: float) -> None:
        """Nothing is said at first."""

    def line_down(self, error: Exception, _now: float) -> None:
        """It must not happen here."""
        raise error

    def line_heard(self, heard: object, _now: float) -> None:
        """A key, where it is no noise."""
        if not isinstance(heard, Noise):
            self._came.append((self._port, time.monotonic()))


def _ours(places: list[str], ready: Path) -> Times:
    """Lines as a service has them: opened, decoded, posted to one loop."""
    came: Times = []
    runner = Runner()
    lines = []
    for port, place in enumerate(places):
        opener, decoder = partial(SerialLink, place, DRIVER.baud), partial(DRIVER.decoder, False)
        line: Line[object] = Line(runner, opener, decoder, _Listener(port, came))
        line.start()
        lines.append(line)
    _on_end(runner.stop)
    runner.step(0)
    ready.write_text("[]", "ascii")
    runner.run()
    return came


def _bare(places: list[str], ready: Path) -> Times:
    """A thread for each port that reads and takes the time, and nothing else."""
    came: Times = []
    ended = threading.Event()
    for port, place in enumerate(places):
        file = os.open(place, os.O_RDWR | os.O_NOCTTY)
        threading.Thread(target=_read, args=(file, port, came), daemon=True).start()
    ready.write_text("[]", "ascii")
    _on_end(ended.set)
    ended.wait()
    return came


def _read(file: int, port: int, came: Times) -> None:
    while os.read(file, 4096):
        came.append((port, time.monotonic()))


def _on_end(act: Callable[[], None]) -> None:
    """Have it called when our standard input ends."""

    def wait() -> None:
        while os.read(0, 64):
            pass
        act()

    threading.Thread(target=wait, daemon=True).start()


def main(kind: str, file: str, *places: str) -> None:
    """Read until the input ends, then write down when each frame came."""
    came = (_ours if kind == "ours" else _bare)(list(places), Path(file))
    Path(file).write_text(json.dumps(came), "ascii")
    os._exit(0)  # readers that wait in the kernel are not waited for


if __name__ == "__main__":
    main(*sys.argv[1:])
