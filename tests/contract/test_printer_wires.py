"""What a kiosk relies on when the wire to its printer is late, says things twice, says them back,
keeps an answer for later, or takes nothing: **a slip that is told to be out is out**.

Each driver of printers that has a simulated device is played against it, over a wire that is bent.
The paper ends in the middle of some slips: there the answer is what it is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, TypeAlias

import pytest
from conversing import ends
from registered import MOCKS, of_kind, simulated
from shared_wire import in_step

from broker.link.base import Noise
from broker.service.session import Action, Done, Failed, NoiseListener, Write
from firmware_mocks.firmware import Output, Send, Show, TextLine
from kiosk.printing.driver import PrinterDriver
from kiosk.printing.slip import Roll, Slip
from tests.unit.sample_slip import SLIP

PRINTERS = pytest.mark.parametrize(
    "driver", [each for each in of_kind(PrinterDriver) if each.values[0].name in MOCKS]
)
NUMBER = SLIP.number
Bytes: TypeAlias = list[tuple[float, bytes]]
"""What comes out at the host's end, and how many seconds later."""


@dataclass(frozen=True)
class Bent:
    """A wire: what it makes of the n-th answer, and of what the host sends."""

    answer: Callable[[int, bytes], Bytes] = lambda _number, data: [(0.0, data)]
    sent: Callable[[bytes], Bytes] = lambda _data: []
    takes: bool = True


def late(seconds: float) -> Bent:
    return Bent(answer=lambda _number, data: [(seconds, data)])


def doubled(seconds: float) -> Bent:
    """Every answer comes again."""
    return Bent(answer=lambda _number, data: [(0.0, data), (seconds, data)])


def echoing(seconds: float) -> Bent:
    """Everything that is sent comes back."""
    return Bent(sent=lambda data: [(seconds, data)])


def owing(every: int, seconds: float) -> Bent:
    """Some answers are kept back."""
    return Bent(answer=lambda number, data: [(0.0 if number % every else seconds, data)])


WIRES = {
    **{f"late {each}": late(each) for each in (0.1, 0.4, 0.6, 0.9, 1.2, 3.0)},
    **{f"doubled after {each}": doubled(each) for each in (0.0, 0.05, 0.3, 0.7, 1.5)},
    **{f"echo after {each}": echoing(each) for each in (0.0, 0.01, 0.05, 0.3)},
    **{f"one in {n} after {s}": owing(n, s) for n in (2, 3, 5, 6, 7) for s in (0.7, 2.0, 3.5)},
}
BENT = pytest.mark.parametrize(
    "bent", [pytest.param(each, id=name) for name, each in WIRES.items()]
)


class Bench:
    """A session and its simulated printer. Time moves in `run` only."""

    def __init__(self, driver: PrinterDriver, bent: Bent, **options: str) -> None:
        mock = simulated(driver.name)
        self.device = mock.make(1, {k: v for k, v in options.items() if k in mock.options})
        self.now = 0.0
        self.bent = bent
        self.actions: list[Action] = []
        self.slips: list[tuple[str, ...]] = []
        self.wrong: list[str] = []
        self._driver = driver
        self._session: Any = driver.session((1,))
        self._decoder = driver.decoder(False)
        self._coming: list[tuple[float, int, bytes]] = []
        self._order, self._answers = count(), count(1)

    def open(self) -> Bench:
        self._do(self._session.opened(self.now))
        return self.run(6.0)

    def print(self, key: str, slip: Slip = SLIP) -> Bench:
        self._do(self._session.submit(self._driver.slip(key, slip, Roll.MM_80), self.now))
        return self

    def hand(self, words: str) -> Bench:
        self._hear(self.device.hand(words.split(), self.now))
        return self

    def run(self, seconds: float) -> Bench:
        end = self.now + seconds
        for _ in range(50_000):
            due = min(self._wakeups(), default=None)
            if due is None or due > end:
                self.now = end
                return self
            self.now = max(self.now, due)
            self._hear(self.device.tick(self.now))
            self._arrive()
            at = self._session.next_wakeup()
            if at is not None and at <= self.now:
                self._do(self._session.tick(self.now))
        raise AssertionError("driver and device keep each other awake")

    def over(self) -> list[Done[Any, Any] | Failed[Any]]:
        return ends(self.actions)

    def _wakeups(self) -> Iterator[float]:
        yield from (at for at, _, _ in self._coming[:1])
        for sleeper in (self._session, self.device):
            if (at := sleeper.next_wakeup()) is not None:
                yield at

    def _do(self, actions: list[Action]) -> None:
        self.actions += actions
        for action in actions:
            match action:
                case Write(data):
                    self._later(self.bent.sent(data))
                    if self.bent.takes:
                        self._hear(self.device.feed(data, self.now))
                case Done(command) if len(self.slips) < self._done():
                    self.wrong.append(f"{command.key} is out, says the driver at {self.now:.2f}")

    def _done(self) -> int:
        """How many slips are out, as the driver says."""
        return sum(isinstance(each, Done) for each in self.over())

    def _hear(self, outputs: list[Output]) -> None:
        for each in outputs:
            match each:
                case Send(data):
                    self._later(self.bent.answer(next(self._answers), data))
                case Show("slip", cut):
                    lines: Any = cut
                    self.slips.append(
                        tuple(line.text for line in lines.lines if isinstance(line, TextLine))
                    )

    def _later(self, parts: Bytes) -> None:
        for after, data in parts:
            self._coming.append((self.now + after, next(self._order), data))
        self._coming.sort()

    def _arrive(self) -> None:
        arrived = [data for at, _, data in self._coming if at <= self.now]
        self._coming = [each for each in self._coming if each[0] > self.now]
        for value in (value for data in arrived for value in self._decoder.feed(data, self.now)):
            if not isinstance(value, Noise):
                self._do(self._session.receive(value, self.now))
            elif isinstance(self._session, NoiseListener):
                self._do(self._session.noise(value, self.now))


@BENT
@PRINTERS
def test_a_slip_that_is_told_to_be_out_is_out(driver: PrinterDriver, bent: Bent) -> None:
    bench = Bench(driver, bent, speed="40").open()
    for number in range(3):
        bench.print(f"touch-{number}").run(1.0)
    bench.run(90.0)
    assert bench.wrong == []
    assert len(bench.over()) == 3, "each ends"
    assert sum(NUMBER in slip for slip in bench.slips) <= 3, "and is printed once"


@BENT
@PRINTERS
@pytest.mark.parametrize("tenths", [2, 12, 22])
def test_one_whose_paper_ends_half_way_is_not(
    driver: PrinterDriver, bent: Bent, tenths: int
) -> None:
    bench = Bench(driver, bent, speed="40").open().print("touch-1").run(tenths / 10)
    bench.hand("paper out").run(40.0)
    assert bench.wrong == []
    assert len(bench.over()) == 1
    bench.hand("ok").run(20.0).print("touch-2").run(40.0)
    assert bench.wrong == []
    assert len(bench.over()) == 2


WORKS = ("late 0.1", "late 0.4", "doubled after 0.05", "doubled after 1.5", "echo after 0.05")


@PRINTERS
@pytest.mark.parametrize("name", WORKS)
def test_a_wire_that_is_only_odd_prints_all_the_same(driver: PrinterDriver, name: str) -> None:
    bench = Bench(driver, WIRES[name], speed="40").open()
    for number in range(3):
        bench.print(f"touch-{number}").run(20.0)
    assert [type(each) for each in bench.over()] == [Done, Done, Done]
    assert len(bench.slips) == 3


@PRINTERS
def test_a_far_end_that_takes_nothing_prints_no_slip_later(
    driver: PrinterDriver,
) -> None:
    bench = Bench(driver, Bent(takes=False)).open().print("touch-1").print("touch-2").run(60.0)
    assert [type(each) for each in bench.over()] == [Failed, Failed]
    bench.bent = Bent()
    bench.run(20.0)
    assert bench.slips == []
    bench.print("touch-3").run(20.0)
    assert [type(each) for each in bench.over()] == [Failed, Failed, Done]
    assert len(bench.slips) == 1


@PRINTERS
def test_a_far_end_that_stops_taking_in_the_middle_is_told_in_time(driver: PrinterDriver) -> None:
    bench = Bench(driver, Bent(), speed="40").open().print("touch-1").run(0.3)
    bench.bent = Bent(answer=lambda _number, _data: [], takes=False)
    bench.run(20.0)
    assert len(bench.over()) == 1
    assert bench.wrong == []


# Printers stand alone on their wires: who is beside them is beside them in the program.


@PRINTERS
@pytest.mark.parametrize("name", WORKS)
def test_two_printers_that_print_at_once_print_each_its_own(
    driver: PrinterDriver, name: str
) -> None:
    """The wire of the second is odd; their answers come between each other."""
    benches = Bench(driver, Bent(), speed="40").open(), Bench(driver, WIRES[name]).open()
    numbers = "A012", "B034"
    for number in range(3):
        for bench, shown in zip(benches, numbers, strict=True):
            bench.print(f"touch-{shown}-{number}", replace(SLIP, number=shown))
            in_step(0.3, benches)
        in_step(20.0, benches)
    for bench, mine, others in zip(benches, numbers, reversed(numbers), strict=True):
        assert bench.wrong == []
        assert [type(each) for each in bench.over()] == [Done, Done, Done]
        assert [mine in slip for slip in bench.slips] == [True] * 3
        assert not any(others in slip for slip in bench.slips)


@PRINTERS
def test_a_dead_neighbour_costs_a_printer_nothing(driver: PrinterDriver) -> None:
    alone, beside = (Bench(driver, Bent(), speed="40") for _ in range(2))
    dead = Bench(driver, Bent(takes=False), speed="40").open().print("touch-0")
    for bench, others in ((alone, ()), (beside, (dead,))):
        bench.open().print("touch-1")
        in_step(60.0, (*others, bench), lambda bench=bench: bool(bench.over()))
        assert [type(each) for each in bench.over()] == [Done]
        assert len(bench.slips) == 1
    assert beside.now == pytest.approx(alone.now)
    in_step(60.0, (dead,))
    assert [type(each) for each in dead.over()] == [Failed]
    assert dead.slips == []
