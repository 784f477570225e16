"""Half a hall is not a hall: what hall.toml promises is missed when it is not there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broker.commands.roll import absent, expected, never_came
from broker.commands.status import Seen, lines
from broker.domain.alerts import AlertCode
from broker.settings import load
from broker.wire.messages import Alert, DeviceState, Liveness
from broker.wire.topics import Kind, Topics
from tests.stages.screen_process import HALL

HALL_TOML = load(HALL, Path()).hall
TOPICS = Topics(HALL_TOML.hall.id)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def state(liveness: Liveness) -> DeviceState:
    return DeviceState(id="x", at=NOW, state=liveness)


def all_there() -> Seen:
    seen = Seen()
    for kind, key in expected(HALL_TOML):
        seen.devices[TOPICS.liveness(Kind(kind), key)] = state(Liveness.READY)
    return seen


def test_a_whole_hall_is_well() -> None:
    seen = all_there()
    assert seen.well(HALL_TOML)
    assert not absent(HALL_TOML, seen.devices)
    assert {kind for kind, _ in expected(HALL_TOML)} >= {"service", "display", "reader"}
    screens = {"kiosk-1", "guide-1", "clock-in-1"}
    assert {key for kind, key in expected(HALL_TOML) if kind == "service"} >= screens


@pytest.mark.parametrize("one", expected(HALL_TOML), ids="-".join)
def test_whatever_never_came_is_said_and_is_not_well(one: tuple[str, str]) -> None:
    seen = all_there()
    del seen.devices[TOPICS.liveness(Kind(one[0]), one[1])]
    assert not seen.well(HALL_TOML)
    assert never_came(HALL_TOML, seen.devices) == (one,)
    told = [
        line.split()
        for line in lines(seen, HALL_TOML, ZoneInfo("UTC"))
        if "not there" in line or "never" in line
    ]
    assert [line[:2] for line in told] == [list(one)]


@pytest.mark.parametrize("gone", [Liveness.DISCONNECTED, Liveness.LOST])
def test_a_kiosk_that_ended_is_missed(gone: Liveness) -> None:
    seen = all_there()
    kiosk = HALL_TOML.kiosks[0].id
    seen.devices[TOPICS.liveness(Kind.SERVICE, kiosk)] = state(gone)
    assert not seen.well(HALL_TOML)
    assert absent(HALL_TOML, seen.devices) == ((Kind.SERVICE, kiosk),)


def test_a_panel_that_went_home_is_not_missed() -> None:
    seen = all_there()
    seen.devices[TOPICS.liveness(Kind.SERVICE, "panel-3")] = state(Liveness.DISCONNECTED)
    assert seen.well(HALL_TOML)


def alert(zh: str = "端口断开", minute: int = 0, code: str = "no-answer") -> Alert:
    since = NOW + timedelta(minutes=minute)
    return Alert(id="a", at=NOW, code=code, zh=zh, en="the port is gone", since=since)


def test_alerts_that_say_the_same_are_told_once_with_all_who_say_it() -> None:
    topics = Topics("small")
    seen = Seen()
    for window in (10, 2, 1):
        at = topics.alert(Kind.DISPLAY, window, AlertCode.NO_ANSWER)
        seen.alerts[at] = alert(minute=window)
    seen.alerts[topics.alert(Kind.DISPLAY, 3, AlertCode.NO_ANSWER)] = alert("没有应答")
    seen.alerts[topics.alert(Kind.EVALUATOR, 1, AlertCode.NO_ANSWER)] = alert()
    said = [
        line for line in lines(seen, HALL_TOML, ZoneInfo("Asia/Shanghai")) if "no-answer" in line
    ]
    assert said == [
        "  display 1, 2, 10  no-answer  自 since 11-23 09:01",
        "  display 3  no-answer  自 since 11-23 09:00",
        "  evaluator 1  no-answer  自 since 11-23 09:00",
    ]
