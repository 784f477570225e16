"""From a call to the first byte on the wire of its sign, with simulated cards that answer.

The window's state is published as the ledger publishes it; the simulated line notes when bytes come
out at its end of the serial port. So it is bus, layout, session and port; the wire's own time
(31 ms for 30 bytes at 9600 baud) comes on top of it in a hall.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

from bench.asker import Asker
from bench.children import program, run
from bench.rows import Row
from bench.site import LINE, Site
from broker.domain.ids import CallId, TicketId, VisitId
from broker.settings import Settings
from broker.wire.messages import WindowState, WindowStatus
from broker.wire.topics import Kind
from firmware_mocks.bench.stage import Stage
from firmware_mocks.hosting.events import Event, Passed
from firmware_mocks.hosting.faults import Way

_WINDOWS = 64
_CALLS = 400
_BESIDE = 5  # calls at the sign beside the dead ones
_AT_WORK = 0.3  # seconds after which a line has asked one that is dead


class Wires:
    """The lines of a hall with its simulated devices, and when what went over them."""

    def __init__(self, settings: Settings) -> None:
        self._passed: deque[tuple[float, bytes]] = deque()
        self.news: Callable[[], None] = lambda: None
        self.stage = Stage(settings, self._told)

    def forget(self) -> None:
        """What passed so far is of no interest."""
        self._passed.clear()

    def first_byte(self, number: str) -> float | None:
        """When the frame with this number came out of a port."""
        sought = number.encode()
        return next((at for at, data in tuple(self._passed) if sought in data), None)

    def _told(self, _line: str, event: Event) -> None:
        if isinstance(event, Passed) and event.way is Way.TO_DEVICE:
            self._passed.append((time.perf_counter(), event.data))
            self.news()


@contextmanager
def wired(settings: Settings) -> Iterator[Wires]:
    """The simulated devices of a hall at their places."""
    wires = Wires(settings)
    wires.stage.start()
    try:
        yield wires
    finally:
        wires.stage.stop()


def rows(
    site: Site, windows: int = _WINDOWS, calls: int = _CALLS, beside: int = _BESIDE
) -> Iterator[Row]:
    """A call at one of many windows; and at the one living sign of a line of dead ones."""
    here = site.hall(windows)
    hall, folder = here.settings.file, here.settings.run
    ledger = program("bench.bus", str(folder), "grant", str(hall))
    signs = program(*run("displays", hall, folder))
    with wired(here.settings) as wires, ledger, signs, closing(here.asker()) as asker:
        asker.await_all(Kind.DISPLAY, list(range(1, windows + 1)))
        some = [_call(asker, wires, 1 + place * 7 % windows, place) for place in range(calls)]
        yield from Row.soon(f"call → first byte, {windows} signs", some, 0.005)
        yield _among_the_dead(asker, wires, beside)


def _call(asker: Asker, wires: Wires, window: int, place: int) -> float:
    """Seconds from the state of a window to the first byte for its sign."""
    number = f"A{place % 1000:03d}"
    wires.forget()
    wires.news = asker.nudge
    state = _called(window, number, place)
    begun = time.perf_counter()
    asker.publish(asker.topics.window(window), state)
    asker.until(lambda: wires.first_byte(number) is not None)
    came = wires.first_byte(number) or 0.0
    asker.pause(0.02)
    return came - begun


def _among_the_dead(asker: Asker, wires: Wires, calls: int) -> Row:
    """A call at the last sign of a line whose others are dead; its floor: all of them live."""
    alive = _among_the_called(asker, wires, calls, first=800)
    for address in range(1, LINE):
        wires.stage.hand(f"led-1@{address} fault silent")
    dead = _among_the_called(asker, wires, calls, first=900)
    return Row.beside("… the living, 7 of 8 dead", dead, alive, 500.0, "ms")


def _among_the_called(asker: Asker, wires: Wires, calls: int, first: int) -> float:
    """The longest that a call at the last sign of a line waited, in ms, while each of the others
    is called too: the line is at work for them when it comes."""
    longest = 0.0
    for place in range(first, first + calls):
        for other in range(1, LINE):
            state = _called(other, f"B{other}{place % 100:02d}", place)
            asker.publish(asker.topics.window(other), state)
        asker.pause(_AT_WORK)
        longest = max(longest, _call(asker, wires, LINE, place))
        asker.pause(_AT_WORK)
    return longest * 1000


def _called(window: int, number: str, place: int) -> WindowState:
    name = f"20261123-{number}"
    return WindowState(
        id=f"state-{window}-{number}-{place}",
        at=datetime.now(UTC),
        window=window,
        status=WindowStatus.CALLED,
        number=number,
        ticket=TicketId(name),
        visit=VisitId(f"{name}.1"),
        call=CallId(f"{name}.1.{place}"),
    )
