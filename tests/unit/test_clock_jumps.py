"""A wrong clock: the ledger's time never goes back, no number comes twice, staff are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.commands.audit import read
from broker.domain.alerts import AlertCode
from broker.domain.attendance.facts import PunchRecorded, PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.calling.facts import ServiceFinished, TicketCalled
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.ground import OUTLIVED
from broker.domain.opening import Opening
from broker.domain.refusals import No
from broker.domain.requests import Granted, Refused
from broker.domain.tickets.facts import HeldAs, TicketReserved
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger.figures import count
from broker.ledger.store import recorded
from broker.service.clock_watch import ClockFound, ClockTrouble, ClockWatch
from broker.wire.messages import Alert, DayState
from broker.wire.topics import Kind
from tests.arch.source import ROOT
from tests.efforts import tried
from tests.stages.halls import MORNING, HandClock, small_hall
from tests.stages.memory import LedgerHall

HOUR, DAY = 3600.0, 86400.0
ALWAYS = Opening(weekdays=(1, 2, 3, 4, 5, 6, 7), sessions=(("00:00", "23:59"),))
AT_1 = {"window": 1, "clerk": "101"}


class Hall(LedgerHall):
    """A hall that is always open."""

    _later = 0.0

    def clock_watch(self) -> None:
        """As in a hall: time that is moved by hand is a jump here."""

    def take(self) -> str:
        """A number that waits."""
        reserved = self.fact(ReserveTicket, queue="qa")
        self.do(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)
        return str(reserved.number)

    def serve(self) -> ServiceFinished:
        """The next one, from the call to the end."""
        self.do(CallNext, **AT_1)
        self.do(StartService, **AT_1)
        finished = self.fact(FinishService, **AT_1)
        assert isinstance(finished, ServiceFinished)
        return finished

    @property
    def alert(self) -> Alert | None:
        """What staff are told of the clock, after the ledger has looked."""
        self._later += 2.0  # each look plans the next one a second later
        self.ledger.tick(self.runner.clock() + self._later)
        self.settle()
        topic = self.topics.alert(Kind.SERVICE, "ledger", AlertCode.CLOCK)
        return self.retained(topic, Alert) if topic in self.broker.retained else None


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with closing(Hall(tmp_path, small_hall(hours=ALWAYS))) as hall:
        yield hall


@pytest.mark.parametrize("restart", [False, True])
def test_a_clock_set_back_across_the_day_gives_no_number_twice(hall: Hall, restart: bool) -> None:
    numbers = [hall.take()]
    hall.clock.pass_by(DAY)
    numbers += [hall.take()]
    hall.clock.pass_by(-DAY)
    if restart:
        hall.reopen()
    numbers += [hall.take(), hall.take()]
    assert numbers == ["A001", "A001", "A002", "A003"]  # the second is of the next day
    given = hall.facts(TicketReserved)
    assert len({(each.day, each.number) for each in given}) == len(given)


def test_a_day_turned_without_a_fact_gives_no_number_twice(hall: Hall) -> None:
    """Everybody was served and gone: nothing is written when the day turns too early."""
    hall.do(ReserveTicket, queue="qa")
    hall.clock.pass_by(DAY)
    hall.alert  # noqa: B018  # the ledger looks at the calendar
    hall.clock.pass_by(-DAY)
    hall.do(ReserveTicket, queue="qa")
    hall.reopen()
    hall.do(ReserveTicket, queue="qa")
    given = [(each.day, each.number) for each in hall.facts(TicketReserved)]
    assert len(set(given)) == len(given)


def test_what_was_refused_at_a_time_that_cannot_be_is_decided_anew(hall: Hall) -> None:
    """Else a punch that waits in an outbox would get that refusal still, when all is right."""
    punch = hall.make(
        RecordPunch, staff="101", device="reader-1", punched_at=MORNING, way=PunchWay.FINGER
    )
    hall.clock.pass_by(40 * 365 * DAY)
    refused = hall.ask(punch)
    assert isinstance(refused, Refused)
    assert refused.at >= OUTLIVED
    hall.clock.pass_by(-40 * 365 * DAY)
    assert isinstance(hall.ask(punch), Granted)
    assert isinstance(hall.ask(punch), Granted), "and that is kept"
    assert len(hall.facts(PunchRecorded)) == 1


@pytest.mark.parametrize("years", [1474, 7972, -2020])
def test_what_a_ledger_says_in_a_year_nobody_reckons_with_can_be_read(
    hall: Hall, years: int
) -> None:
    hall.clock.moment = hall.clock.moment.replace(year=2026 + years)
    alert = hall.alert
    assert alert is not None
    assert 1900 <= alert.since.year <= 2999
    day = hall.retained(hall.topics.day(), DayState)
    assert 1900 <= day.at.year <= 2999


def test_what_was_refused_for_its_time_is_decided_anew_once_it_has_come(hall: Hall) -> None:
    """A terminal that is minutes ahead; its record has the same id whenever it is read."""
    late = {"staff": "103", "device": "x", "reason": "指纹机坏了", "by": "900"}
    soon = MORNING + timedelta(minutes=3)
    punch = hall.make(RecordPunch, punched_at=soon, way=PunchWay.LEADER, **late)
    refused = hall.ask(punch)
    assert isinstance(refused, Refused)
    assert refused.code == No.NO_SUCH_TIME
    hall.clock.pass_by(180.0)
    assert isinstance(hall.ask(punch), Granted)
    assert isinstance(hall.ask(punch), Granted), "and that is kept"
    assert len(hall.facts(PunchRecorded)) == 1


def test_a_clock_set_back_turns_no_order_round_and_makes_no_wait_negative(hall: Hall) -> None:
    hall.do(OpenWindow, **AT_1)
    first = hall.take()
    hall.clock.pass_by(-HOUR)
    hall.take()
    called = hall.fact(CallNext, **AT_1)
    assert isinstance(called, TicketCalled)
    assert called.number == first
    assert all(each.waited >= 0 and each.priority >= 0 for each in called.why)
    hall.clock.pass_by(-HOUR)
    hall.do(StartService, **AT_1)
    assert hall.fact(FinishService, **AT_1).seconds == 0
    figures = count(recorded(row) for row in read(hall.folder / "ledger.db"))
    assert min(figures.waits) >= 0


@tried(25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["take", "serve", "restart", "look"]),
            st.sampled_from([0.0, 1.0, -1.0, -HOUR, HOUR, -DAY, DAY, -40 * DAY]),
        ),
        max_size=24,
    )
)
def test_whatever_the_clock_does_numbers_are_unique_and_time_goes_on(
    steps: list[tuple[str, float]],
) -> None:
    with TemporaryDirectory() as folder:
        hall = Hall(Path(folder), small_hall(hours=ALWAYS))
        for what, seconds in steps:
            hall.clock.pass_by(seconds)
            match what:
                case "take":
                    hall.take()
                case "restart":
                    hall.reopen()
                case "look":
                    hall.alert  # noqa: B018  # the ledger looks at clock and calendar
                case _:
                    hall.ask(hall.make(OpenWindow, **AT_1))
                    if not isinstance(hall.ask(hall.make(CallNext, **AT_1)), Refused):
                        hall.do(StartService, **AT_1)
                        assert hall.fact(FinishService, **AT_1).seconds >= 0
        given = Counter((each.day, each.number) for each in hall.facts(TicketReserved))
        whys = [each.why for each in hall.facts(TicketCalled)]
        times = [row.at for row in read(hall.folder / "ledger.db")]
        hall.close()
    assert not [each for each, times_given in given.items() if times_given > 1]
    assert all(each.waited >= 0 for why in whys for each in why)
    assert times == sorted(times)


def test_a_clock_behind_the_ledger_is_told_until_it_has_caught_up(hall: Hall) -> None:
    hall.take()
    assert hall.alert is None
    hall.clock.pass_by(-HOUR)
    alert = hall.alert
    assert alert is not None
    assert "09:00" in alert.en
    assert "操作手册" in alert.zh
    hall.reopen()
    assert hall.alert is not None  # also between two lives of the ledger
    hall.clock.pass_by(HOUR)
    hall.reopen()
    assert hall.alert is None


def test_a_jump_forward_is_told_until_the_clock_is_put_back(hall: Hall) -> None:
    assert hall.alert is None
    hall.clock.pass_by(4 * HOUR)
    alert = hall.alert
    assert alert is not None
    assert ("2026-11-23 09:00" in alert.en, "2026-11-23 13:00" in alert.zh) == (True, True)
    since = alert.since
    again = hall.alert
    assert again is not None
    assert again.since == since
    hall.clock.pass_by(-4 * HOUR)
    assert hall.alert is None


def test_a_jump_that_turned_the_day_is_told_until_somebody_has_seen_to_it(hall: Hall) -> None:
    """The clock is right again, but the ledger is a day ahead: it gives numbers of tomorrow."""
    hall.take()
    hall.clock.pass_by(DAY)
    assert hall.alert is not None
    hall.clock.pass_by(-DAY)
    alert = hall.alert
    assert alert is not None
    assert "2026-11-24 09:00" in alert.en
    assert hall.take() == "A001"
    hall.clock.pass_by(DAY + 1)
    hall.reopen()
    assert hall.alert is None


def test_an_impossible_clock_is_told_at_the_first_start(tmp_path: Path) -> None:
    for name, year in (("flat-battery", 1970), ("far-ahead", 2107)):
        clock = HandClock(datetime(year, 1, 5, 2, 0, tzinfo=UTC))
        hall = Hall(tmp_path / name, small_hall(hours=ALWAYS), clock)
        alert = hall.alert
        assert alert is not None
        assert str(year) in alert.en
        hall.close()


def test_nothing_is_dated_at_a_time_that_cannot_be(hall: Hall) -> None:
    """One second in 2107 would stop the ledger's time for eighty years."""
    first = hall.take()
    hall.clock.moment = datetime(2107, 1, 5, 2, 0, tzinfo=UTC)
    assert hall.alert is not None
    refused = hall.ask(hall.make(ReserveTicket, queue="qa"))
    assert isinstance(refused, Refused)
    assert refused.code == "no-such-time"
    hall.clock.moment = MORNING + timedelta(seconds=2)
    assert (first, hall.take()) == ("A001", "A002")
    assert hall.alert is None


def test_the_first_right_time_after_a_flat_battery_is_taken(tmp_path: Path) -> None:
    hall = Hall(tmp_path, small_hall(hours=ALWAYS), HandClock(datetime(1970, 1, 5, 2, tzinfo=UTC)))
    hall.take()
    hall.clock.moment = MORNING
    assert hall.take() == "A001"
    assert [each.day.year for each in hall.facts(TicketReserved)] == [1970, 2026]
    hall.close()


def test_the_alert_says_where_to_read_on() -> None:
    """The manual has the page that sentences name."""
    manual = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert "**The clock.**" in manual
    filled = [each.value.filled(clock="now", last="then") for each in ClockTrouble]
    assert sum("The clock" in each.en for each in filled) == 2
    assert all("now" in each.zh or "then" in each.zh for each in filled)


LAST = MORNING - timedelta(minutes=5)


def test_a_watched_clock_that_runs_evenly_is_no_news() -> None:
    watch = ClockWatch(HandClock().real_seconds)
    looks = [(MORNING + timedelta(seconds=n * 1.01), float(n)) for n in range(0, 300, 7)]
    assert {watch.look(now, LAST, loop) for now, loop in looks} == {None}


def test_a_slow_disk_is_no_jump_and_six_seconds_are() -> None:
    watch = ClockWatch(HandClock().real_seconds)
    assert watch.look(MORNING, LAST, 0.0) is None
    assert watch.look(MORNING + timedelta(seconds=64), LAST, 60.0) is None
    now = MORNING + timedelta(seconds=64 + 1 + 6)
    found = watch.look(now, LAST, 61.0)
    assert found == ClockFound(ClockTrouble.JUMPED, now, MORNING + timedelta(seconds=64))


def test_a_jump_back_over_idle_hours_is_seen_too() -> None:
    """No fact lies between: only the loop's own time tells."""
    watch = ClockWatch(HandClock().real_seconds)
    watch.look(MORNING, MORNING - timedelta(hours=9), 0.0)
    found = watch.look(MORNING - timedelta(hours=8), MORNING - timedelta(hours=9), 1.0)
    assert found is not None
    assert found.trouble is ClockTrouble.JUMPED


def test_a_played_morning_runs_fast_and_is_no_jump() -> None:
    class Played(HandClock):
        def real_seconds(self, hall_seconds: float) -> float:
            return hall_seconds / 60

    watch = ClockWatch(Played().real_seconds)
    assert watch.look(MORNING, None, 0.0) is None
    assert watch.look(MORNING + timedelta(minutes=10), None, 10.0) is None


@pytest.mark.parametrize(("days", "told"), [(9, False), (39, False), (41, True), (4000, True)])
def test_a_gap_longer_than_any_holiday_is_told_at_the_start(days: int, told: bool) -> None:
    watch = ClockWatch(HandClock().real_seconds)
    found = watch.look(MORNING, MORNING - timedelta(days=days), 0.0)
    assert (found is not None) == told
    assert (watch.look(MORNING + timedelta(seconds=1), MORNING, 1.0) is not None) == told
