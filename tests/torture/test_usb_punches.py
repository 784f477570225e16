"""Broker, ledger and the readers' service are killed while people clock in at readers on USB.

Whoever the screen told "recorded" is in the ledger exactly once. The controls have an outbox that
keeps nothing, or keeps it too late, and lose.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from broker.commands.audit import read, troubles
from broker.ledger.service import FILE
from firmware_mocks.usb.kernel_bus import unavailable
from tests.stages.usb_hall import UsbHall, until, usb_hall, waited
from tests.torture.conftest import Say, times
from tests.torture.test_outbox_loss import both

WHY_NOT = unavailable()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there")
PUNCHES = "TORTURE_PUNCHES"
SERVICE = "tests.torture.readers"
READERS = ("east", "west")
SHORT, LONG = 20, times(PUNCHES, 1000)
_GLANCE = 4.0  # seconds a person looks at the screen before lifting the finger and trying again
_LIFTED = 0.25  # seconds: the reader must see the glass empty in between
_TRIES = 30


@pytest.fixture(autouse=True)
def _really_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blows fall as fast as what was killed is there again: people at a reader need that time."""
    monkeypatch.setenv("WARM_STARTS", "0")


class Queue:
    """People at one reader, one after the other, each until the screen has said the name."""

    def __init__(self, hall: UsbHall, reader: str, staff: Sequence[str]) -> None:
        self._hall, self._reader, self._staff = hall, reader, staff
        self.left: list[str] = []  # who was never told, and went to work
        self.done = 0
        self.thread = threading.Thread(target=self._clock_in, name=f"queue {reader}")
        self.thread.start()

    def _clock_in(self) -> None:
        for each in self._staff:
            if not any(self._touches(each) for _ in range(_TRIES)):
                self.left.append(each)
            self.done += 1

    def _touches(self, staff: str) -> bool:
        self._hall.hand(self._reader, f"finger {staff}")
        told = waited(lambda: staff in self._hall.eye.recognised, _GLANCE)
        self._hall.hand(self._reader, "lift")
        time.sleep(_LIFTED)
        return told


def blows(hall: UsbHall) -> list[tuple[Callable[[], None], Callable[[], None]]]:
    """What kills some of them, and what starts them anew."""
    broker, ledger, service = hall.mosquitto, hall.ledger, hall.clock_in
    return [
        (broker.kill, broker.start),
        (ledger.kill, ledger.start),
        (service.kill, service.start),
        (both(ledger.kill, service.kill), both(service.start, ledger.start)),
        (both(broker.kill, service.kill), both(service.start, broker.start)),
    ]


def suffer(hall: UsbHall, punches: int, pause: float, say: Say) -> list[str]:
    """A sentence for everybody who is not in the ledger exactly once, or was never told. A blow
    falls after `pause` seconds at most."""
    chance = random.Random(punches)
    staff = [str(1000 + each) for each in range(punches)]
    queues = [Queue(hall, each, staff[place::2]) for place, each in enumerate(READERS)]
    killed = 0
    while any(each.thread.is_alive() for each in queues):
        time.sleep(chance.random() * pause)
        down, up = chance.choice(blows(hall))
        down()
        time.sleep(chance.random())
        up()
        killed += 1
        say(sum(each.done for each in queues), punches, f"punches, {killed} blows")
    for each in queues:
        each.thread.join()
    there = settled(hall, punches)
    left = [f"{each} was never told" for queue in queues for each in queue.left]
    return [*left, *(f"{each}: {there[each]} times" for each in staff if there[each] != 1)]


def settled(hall: UsbHall, last: int) -> Counter[str]:
    """How often each is in the ledger, once the service began anew, with what is on its disk
    alone, and one more who comes then is there: requests go in their order."""
    hall.clock_in.kill()
    hall.clock_in.start()
    staff = str(1000 + last)
    queue = Queue(hall, READERS[0], [staff])
    queue.thread.join()
    until(lambda: staff in {each.staff for each in hall.punches()}, "the last one's punch")
    hall.ledger.kill()
    assert troubles(list(read(hall.settings.run / FILE))) == []
    return Counter(each.staff for each in hall.punches())


@pytest.mark.parametrize(
    ("punches", "pause"),
    [
        pytest.param(SHORT, 1.5, marks=pytest.mark.timeout(240)),
        pytest.param(LONG, 8.0, marks=[pytest.mark.torture, pytest.mark.timeout(300 + 6 * LONG)]),
    ],
)
def test_every_punch_arrives_exactly_once_whoever_is_killed(
    punches: int, pause: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    service = (SERVICE, "honest")
    with usb_hall(tmp_path, monkeypatch, READERS, punches + 1, service) as hall:
        assert suffer(hall, punches, pause, say) == []


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_the_same_kills_find_an_outbox_that_is_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    """The control: if not in the first run, then in another."""
    found: list[str] = []
    for run in range(5):
        service = (SERVICE, "switched-off")
        with usb_hall(tmp_path / str(run), monkeypatch, READERS, SHORT + 1, service) as hall:
            found += suffer(hall, SHORT, 1.5, say)
        if found:
            break
    assert found


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("kind", "lost"), [("honest", 0), ("switched-off", 1), ("written-after", 1)]
)
def test_an_outbox_that_keeps_nothing_or_too_late_is_caught(
    kind: str, lost: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control, one blow: somebody is told while the ledger is away, and the service is killed.
    Each step waits for the one before, however busy the machine is."""
    with usb_hall(tmp_path, monkeypatch, READERS, 2, (SERVICE, kind)) as hall:
        hall.ledger.kill()
        hall.touch(READERS[0], "1000")
        hall.clock_in.kill()
        hall.ledger.start()
        hall.clock_in.start()
        assert 1 - settled(hall, 1)["1000"] == lost
