"""State and alerts of a device: said once, `since` with one meaning, nothing stale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broker.bus.base import Delivery
from broker.bus.local import LocalBroker, LocalBus
from broker.domain.alerts import AlertCode, Sentences
from broker.service.life import Service
from broker.service.reports import Alerts, Device, DeviceReports
from broker.service.runner import Runner
from broker.settings import Settings
from broker.wire.messages import Alert, DeviceState, Liveness
from broker.wire.topics import Kind, Topics
from tests.stages.halls import HandClock, small_hall

DEVICE = Device(Kind.READER, "door", "ef01", "/dev/ttyUSB0")
CODES = (AlertCode.READER_AWAY, AlertCode.CANNOT_STORE)
SILENT = Sentences("没有应答", "it does not answer")
GONE = Sentences("断开连接", "it is unplugged")


@dataclass
class Office:
    """A broker that outlives the process under test, and somebody who listens."""

    broker: LocalBroker = field(default_factory=LocalBroker)
    clock: HandClock = field(default_factory=HandClock)
    said: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runner = Runner()
        self.topics = Topics("test")
        listener = LocalBus(self.runner.post, self.broker)
        listener.subscribe(self.topics.alerts(), Alert, self._hear)
        listener.subscribe(self.topics.livenesses(), DeviceState, self._hear)
        listener.start()

    def process(self) -> DeviceReports:
        return DeviceReports(self._service(), DEVICE, CODES)

    def alerts(self) -> Alerts:
        return Alerts(self._service(), Kind.KIOSK, "kiosk-1", [AlertCode.PRINTER])

    def _service(self) -> Service:
        bus = LocalBus(self.runner.post, self.broker)
        settings = Settings(small_hall(), Path("hall.toml"), Path("run"), ())
        service = Service(settings, "clockin", self.runner, bus, self.topics, self.clock)
        bus.start()
        return service

    def heard(self) -> list[Any]:
        """What was said since this was last asked; None is an alert taken back."""
        for _ in range(4):
            self.runner.step(0.0)
        said, self.said[:] = list(self.said), []
        return said

    def _hear(self, delivery: Delivery) -> None:
        self.said.append(delivery.message)


@pytest.fixture
def office() -> Iterator[Office]:
    return Office()


def test_a_device_begins_unknown_and_is_told_once_for_each_change(office: Office) -> None:
    reports = office.process()
    reports.state(Liveness.LOST, "unplugged")
    reports.state(Liveness.LOST, "unplugged")
    reports.state(Liveness.LOST, "silent")
    reports.state(Liveness.READY)
    reports.state(Liveness.READY)
    said = [(each.state, each.reason) for each in office.heard() if each is not None]
    assert said == [
        (Liveness.INIT, ""),
        (Liveness.LOST, "unplugged"),
        (Liveness.LOST, "silent"),
        (Liveness.READY, ""),
    ]


def test_a_state_names_driver_and_place(office: Office) -> None:
    office.process()
    (state,) = (each for each in office.heard() if each is not None)
    assert (state.driver, state.port) == ("ef01", "/dev/ttyUSB0")


def silent(office: Office) -> tuple[DeviceReports, datetime]:
    """A reader that is away from now on, and when that is."""
    reports = office.process()
    office.heard()
    reports.alert(AlertCode.READER_AWAY, SILENT)
    return reports, office.clock.now()


def test_since_is_when_the_trouble_began_whatever_the_sentence(office: Office) -> None:
    reports, began = silent(office)
    office.clock.pass_by(60)
    reports.alert(AlertCode.READER_AWAY, SILENT)  # found again: nothing new
    reports.alert(AlertCode.READER_AWAY, GONE)
    first, second = office.heard()
    assert (first.zh, first.since, first.at) == (SILENT.zh, began, began)
    assert (second.zh, second.en, second.since) == (GONE.zh, GONE.en, began)
    assert second.at == began + timedelta(seconds=60)


def test_a_trouble_that_was_over_begins_anew(office: Office) -> None:
    reports = office.process()
    reports.alert(AlertCode.READER_AWAY, SILENT)
    office.clock.pass_by(60)
    office.heard()
    reports.over(AlertCode.READER_AWAY)
    reports.over(AlertCode.READER_AWAY)
    assert office.heard() == [None]
    reports.alert(AlertCode.READER_AWAY, SILENT)
    (again,) = office.heard()
    assert again.since == office.clock.now()


def test_one_trouble_does_not_touch_another(office: Office) -> None:
    reports, began = silent(office)
    office.clock.pass_by(5)
    reports.alert(AlertCode.CANNOT_STORE, GONE)
    reports.over(AlertCode.READER_AWAY)
    away, store, over = office.heard()
    assert (away.code, away.since) == ("reader-away", began)
    assert (store.code, store.since) == ("cannot-store", office.clock.now())
    assert over is None
    assert len([topic for topic in office.broker.retained if "$alert" in topic]) == 1


def test_alerts_of_an_earlier_process_are_taken_back(office: Office) -> None:
    dead = office.process()
    for code in CODES:
        dead.alert(code, SILENT)
    office.heard()
    office.process()
    office.heard()
    assert not [topic for topic in office.broker.retained if "$alert" in topic]


def test_a_trouble_of_an_earlier_process_that_is_not_found_again_stays_until_it_is_over(
    office: Office,
) -> None:
    """A slip that a citizen did not get is no less lost when the kiosk starts anew."""
    dead = office.alerts()
    dead.alert(AlertCode.SLIP, SILENT)
    dead.alert(AlertCode.PRINTER, GONE)
    office.heard()
    alerts = office.alerts()
    office.heard()
    (left,) = (topic for topic in office.broker.retained if "$alert" in topic)
    assert left.endswith("/slip")
    alerts.over(AlertCode.SLIP)
    alerts.over(AlertCode.SLIP)
    assert office.heard() == [None]
    assert not [topic for topic in office.broker.retained if "$alert" in topic]


def test_the_control_another_devices_alert_stays(office: Office) -> None:
    topic = office.topics.alert(Kind.READER, "side", AlertCode.READER_AWAY)
    dead = office.process()
    dead._service.bus.publish(
        topic,
        Alert(id="a", at=office.clock.now(), code="x", zh="", en="", since=office.clock.now()),
        retain=True,
    )
    office.heard()
    office.process()
    office.heard()
    assert topic in office.broker.retained
