"""A retained state has one owner, who puts right what others said there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broker.bus.belongings import Belongings
from broker.bus.local import LocalBus
from broker.domain.alerts import AlertCode
from broker.domain.clock_ins import ClockInPost
from broker.domain.kiosks import Kiosk
from broker.ledger.ghosts import ghosts
from broker.service.reports import Alerts, Device, DeviceReports
from broker.service.runner import Runner
from broker.wire import codec
from broker.wire.messages import Alert, DayState, DeviceState, Liveness, WindowState, WindowStatus
from broker.wire.topics import Kind
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall, MemoryHall

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class Hall(LedgerHall):
    """A ledger whose loop's clock moves by hand, and a stranger on its bus."""

    ticks = 1000.0

    def open(self) -> None:
        self.runner = Runner(clock=lambda: self.ticks)
        self.service = self.join("ledger", self.runner)
        self.bus = self.service.bus
        self.ledger = self.keep_ledger(self.service)
        self.bus.start()
        self.passes(1.5)

    def passes(self, seconds: float) -> None:
        """Let time pass, and everybody act."""
        for _ in range(round(seconds / 0.25)):
            self.ticks += 0.25
            for _ in range(4):
                self.runner.step(0.0005)

    def stranger(self, topic: str, message: Any, retain: bool = True) -> None:
        """Somebody else writes to a topic; None clears it."""
        payload = b"" if message is None else codec.encode(message)
        self.broker.publish(topic, payload, retain=retain)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with closing(Hall(tmp_path)) as hall:
        yield hall


def window(number: int) -> WindowState:
    return WindowState(id="forged", at=NOW, window=number, status=WindowStatus.CALLED)


def test_a_forged_or_cleared_state_is_put_right_by_the_ledger(hall: Hall) -> None:
    topics = hall.topics
    before = {topic: hall.broker.retained[topic] for topic in (topics.window(1), topics.day())}
    hall.stranger(topics.window(1), window(1))
    hall.stranger(topics.day(), None)
    assert hall.broker.retained != before
    hall.passes(1.5)
    assert {topic: hall.broker.retained.get(topic) for topic in before} == before


def test_a_forged_state_that_is_not_retained_is_answered_too(hall: Hall) -> None:
    """Who listens has heard it all the same."""
    heard: list[Any] = []
    hall.bus.subscribe(hall.topics.day(), DayState, heard.append)
    hall.passes(0.5)
    hall.stranger(hall.topics.day(), DayState(id="forged", at=NOW, day=NOW.date()), retain=False)
    hall.passes(1.5)
    assert heard[-2].message.id == "forged"
    assert heard[-1].message.id != "forged"


def test_windows_and_devices_that_are_gone_vanish(tmp_path: Path) -> None:
    """An outside broker keeps what they said; the rest of the hall is left alone."""
    old = MemoryHall(tmp_path)
    gone = {
        old.topics.window(9): window(9),
        old.topics.liveness(Kind.DISPLAY, 9): state(Liveness.READY),
        old.topics.alert(Kind.KIOSK, "kiosk-7", AlertCode.PRINTER): alarm(),
    }
    there = {
        old.topics.liveness(Kind.DISPLAY, 2): state(Liveness.READY),
        old.topics.alert(Kind.EVALUATOR, 2, AlertCode.NO_ANSWER): alarm(),
        old.topics.liveness(Kind.SERVICE, "guests"): state(Liveness.READY),
    }
    for topic, message in {**gone, **there}.items():
        old.broker.publish(topic, codec.encode(message), retain=True)
    hall = Hall(tmp_path, broker=old.broker)
    assert not gone.keys() & hall.broker.retained.keys()
    assert there.keys() <= hall.broker.retained.keys()
    hall.close()


def state(liveness: Liveness) -> DeviceState:
    return DeviceState(id="x", at=NOW, state=liveness)


def alarm() -> Alert:
    return Alert(id="x", at=NOW, code="printer", zh="没纸", en="no paper", since=NOW)


def test_a_device_says_again_what_somebody_said_for_it(hall: Hall) -> None:
    service = hall.service
    device = Device(Kind.DISPLAY, 1, "onbon", "tty/led")
    codes = [AlertCode.NO_ANSWER]
    DeviceReports(service, device, codes).state(Liveness.READY)
    topic = hall.topics.liveness(Kind.DISPLAY, 1)
    forged = hall.topics.alert(Kind.DISPLAY, 1, AlertCode.NO_ANSWER)
    invented = forged.replace("no-answer", "no-such-code")
    hall.stranger(topic, state(Liveness.LOST))
    hall.stranger(forged, alarm())
    hall.stranger(invented, alarm())
    hall.passes(1.5)
    assert hall.retained(topic, DeviceState).state is Liveness.READY
    assert not {forged, invented} & hall.broker.retained.keys()


def test_an_alert_that_somebody_forged_for_a_service_does_not_stay(hall: Hall) -> None:
    """Also of a service that has none of its own: nobody else would take it back."""
    displays = hall.join("displays", hall.runner)
    displays.bus.start()
    forged = [
        hall.topics.alert(Kind.SERVICE, name, AlertCode.OUTBOX) for name in ("displays", "ledger")
    ]
    for topic in forged:
        hall.stranger(topic, alarm())
    hall.passes(1.5)
    assert not hall.broker.retained.keys() & set(forged)


def test_an_alert_of_an_earlier_life_that_nobody_would_find_again_stays(tmp_path: Path) -> None:
    """A slip that may be missing: a person must look, whatever the process knows."""
    hall = Hall(tmp_path, small_hall(kiosks=(Kiosk(id="kiosk-1", line="printer"),)))
    slip, printer = (
        hall.topics.alert(Kind.KIOSK, "kiosk-1", code)
        for code in (AlertCode.SLIP, AlertCode.PRINTER)
    )
    Alerts(hall.service, Kind.KIOSK, "kiosk-1", [AlertCode.PRINTER])
    hall.stranger(slip, alarm())
    hall.stranger(printer, alarm())
    hall.passes(1.5)
    assert [topic for topic in hall.broker.retained if "kiosk-1" in topic] == [slip]
    hall.close()


def everything(_topic: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("payload", "right", "ours", "wrong"),
    [
        (b"x", b"x", everything, False),
        (b"y", b"x", everything, True),
        (b"", b"x", everything, True),
        (b"y", b"", everything, True),
        (b"", b"", everything, False),
        (b"y", None, everything, True),
        (b"", None, everything, False),
        (b"y", None, lambda _: False, False),
        (b"y", b"x", lambda _: False, True),
    ],
)
def test_what_is_wrong(
    payload: bytes, right: bytes | None, ours: Callable[[str], bool], wrong: bool
) -> None:
    retained = {} if right is None else {"a/1": right}
    belongings = Belongings(retained, dict)
    claim = belongings.claim("a/+", ours)
    belongings.heard(claim, "a/1", payload, 10.0)
    assert belongings.next_wakeup() == (11.0 if wrong else None)
    assert belongings.due(10.9) == []
    assert belongings.due(11.0) == ([("a/1", right or b"")] if wrong else [])
    assert belongings.due(99.0) == []


def test_two_owners_do_not_shout_each_other_down(tmp_path: Path) -> None:
    """Each believes to be the owner: a few words in ten seconds, not thousands."""
    hall = Hall(tmp_path)
    other = LocalBus(hall.runner.post, hall.broker, hall.runner.clock)
    hall.runner.add(other)
    other.start()
    said: list[Any] = []
    hall.bus.subscribe(hall.topics.day(), DayState, said.append)
    other.own(hall.topics.day())
    other.publish(hall.topics.day(), DayState(id="x", at=NOW, day=NOW.date()), retain=True)
    hall.passes(10.0)
    assert 2 < len(said) < 30
    hall.close()


def test_ghosts_are_what_hall_toml_does_not_have() -> None:
    is_ghost = ghosts(small_hall(clock_ins=(ClockInPost(id="staff-door", reader="door"),)))
    topics = MemoryHall(Path()).topics
    assert is_ghost(topics.queue("qz"))
    assert is_ghost(topics.evaluator(4))
    assert is_ghost(topics.liveness(Kind.READER, "door"))
    assert is_ghost(topics.alerts_of(Kind.CLOCK_IN, "back-door"))
    assert not is_ghost(topics.alerts_of(Kind.CLOCK_IN, "staff-door"))
    assert not is_ghost(topics.queue("qa"))
    assert not is_ghost(topics.evaluator(3))
    assert not is_ghost(topics.day())
    assert not is_ghost(topics.liveness(Kind.BOARD, "x"))
