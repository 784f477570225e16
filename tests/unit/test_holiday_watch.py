"""A year whose holidays nobody has told the calendar is an alert, two weeks ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from broker.domain.alerts import AlertCode
from broker.domain.holidays import knows
from broker.ledger.holiday_watch import unknown, watch_holidays
from broker.service.runner import Runner
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.memory import MemoryHall
from tests.stages.timesheets import HOURS, ZONE

LAST = max(year for year in range(2020, 2045) if knows(year))


def said(moment: datetime, **changed: object) -> str:
    found = unknown(replace(HOURS, **changed), moment, ZONE)
    return "" if found is None else found.en


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(LAST, 6, 1), False),
        (date(LAST, 12, 17), False),
        (date(LAST, 12, 18), True),  # two weeks before a year that is not known
        (date(LAST + 1, 3, 1), True),
    ],
)
def test_it_is_told_in_time(day: date, told: bool) -> None:
    found = said(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))
    assert bool(found) == told
    assert not told or f"The holidays of {LAST + 1}" in found


def test_the_halls_own_table_or_no_calendar_at_all_is_enough() -> None:
    now = datetime(LAST + 1, 3, 1, tzinfo=UTC)
    assert said(now)
    assert not said(now, closed_days=(date(LAST + 1, 10, 1),))
    assert not said(now, working_days=(date(LAST + 1, 10, 9),))
    assert said(now, closed_days=(date(LAST, 10, 1),))  # another year's
    assert not said(now, official_holidays=False)


def test_the_ledger_says_so_and_takes_it_back(tmp_path: Path) -> None:
    hall, runner = MemoryHall(tmp_path), Runner()
    service = hall.join("ledger", runner)
    watch = watch_holidays(service)
    service.bus.start()
    topic = hall.topics.alert(Kind.SERVICE, "ledger", AlertCode.CALENDAR)
    for moment, there in ((datetime(LAST + 1, 3, 1, tzinfo=UTC), True), (hall.clock.now(), False)):
        hall.clock.moment = moment
        watch.tick(watch.next_wakeup())
        runner.step(0.01)
        assert (topic in hall.broker.retained) == there
        assert not there or hall.retained(topic, Alert).code == AlertCode.CALENDAR
