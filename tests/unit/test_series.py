"""Spare numbers: granted once, merged in the order of the touches, and never silently lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broker.commands.audit import read, troubles
from broker.domain.alerts import AlertCode
from broker.domain.calling.facts import TicketCalled
from broker.domain.calling.requests import CallNext
from broker.domain.hall import PriorityClass
from broker.domain.ids import is_spare
from broker.domain.kiosks import Kiosk, KioskRules
from broker.domain.refusals import No
from broker.domain.requests import Found, Granted, Refused
from broker.domain.series.facts import SeriesGranted, SpareUnmerged, WhyUnmerged
from broker.domain.series.requests import GrantSeries, MergeTicket
from broker.domain.tickets.facts import (
    HeldAs,
    TicketActivated,
    TicketExpired,
    TicketReserved,
    TicketVoided,
    VoidReason,
)
from broker.domain.tickets.requests import ActivateTicket, FindTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger.unmerged_watch import unmerged, watch_unmerged
from broker.wire.messages import Alert, QueueState
from broker.wire.topics import Kind
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall

TODAY = date(2026, 11, 23)
KIOSKS = (Kiosk(id="kiosk-1", line="p1"), Kiosk(id="kiosk-2", line="p2"))
HALL = small_hall(kiosks=KIOSKS, kiosk=KioskRules(spare_numbers=10))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    desk = LedgerHall(tmp_path, HALL)
    yield desk
    desk.close()


def ask_series(
    desk: LedgerHall, kiosk: str = "kiosk-1", day: date = TODAY, queues: tuple[str, ...] = ("qa",)
) -> tuple[tuple[str, int, int], ...]:
    """Queue, first and last of what is granted."""
    granted = desk.do(GrantSeries, source=kiosk, day=day, queues=queues)
    return tuple((each.queue, each.first, each.last) for each in granted.facts)


def merge(desk: LedgerHall, number: str = "A9001", **more: Any) -> tuple[Any, ...]:
    """What comes of a number that a kiosk gave."""
    words = {"source": "kiosk-1", "queue": "qa", "day": TODAY, "held": HeldAs.PRINTED}
    asked = {**words, "taken": desk.clock.now(), "number": number, **more}
    return desk.do(MergeTicket, **asked).facts


def call(desk: LedgerHall) -> str:
    return str(desk.fact(CallNext, window=1, clerk="101").number)


@pytest.mark.parametrize(
    ("number", "spare"),
    [
        ("A9001", True),
        ("AB9999", True),
        ("A9000", False),
        ("A8999", False),
        ("A10000", False),
        ("A09001", False),
        ("9001", False),
        ("", False),
    ],
)
def test_a_spare_number_is_known_by_itself(number: str, spare: bool) -> None:
    assert is_spare(number) is spare


def test_each_grant_goes_on_where_the_last_one_ended(desk: LedgerHall) -> None:
    assert ask_series(desk) == (("qa", 9001, 9010),)
    assert ask_series(desk, "kiosk-2", queues=("qa", "qb")) == (
        ("qa", 9011, 9020),
        ("qb", 9001, 9010),
    )
    assert ask_series(desk) == (("qa", 9021, 9030),)
    assert ask_series(desk, day=TODAY + timedelta(1)) == (("qa", 9001, 9010),)


def test_a_grant_asked_for_twice_is_one(desk: LedgerHall) -> None:
    request = desk.make(GrantSeries, source="kiosk-1", day=TODAY, queues=("qa", "qa"))
    first, again = desk.ask(request), desk.ask(request)
    assert isinstance(first, Granted)
    assert first == again
    assert len(desk.facts(SeriesGranted)) == 1


def test_what_was_granted_is_remembered_over_a_start_and_weeks_of_holidays(
    desk: LedgerHall,
) -> None:
    later = TODAY + timedelta(40)
    ask_series(desk, day=later)
    for days in (3, 20, 38, 40):
        desk.clock.moment = MORNING + timedelta(days=days)
        ask_series(desk, "kiosk-2", day=later, queues=("qb",))
        desk.reopen()
    assert ask_series(desk, "kiosk-2", day=later) == (("qa", 9011, 9020),)


def test_a_series_ends_with_9999_and_then_there_is_none(tmp_path: Path) -> None:
    desk = LedgerHall(tmp_path, replace_rules(300))
    try:
        lasts = [ask_series(desk)[0][2] for _ in range(4)]
        assert lasts == [9300, 9600, 9900, 9999]
        refused = desk.ask(desk.make(GrantSeries, source="kiosk-1", day=TODAY, queues=("qa",)))
        assert isinstance(refused, Refused)
        assert refused.code == No.LIMIT
        assert ask_series(desk, queues=("qa", "qb")) == (("qb", 9001, 9300),)
    finally:
        desk.close()


def replace_rules(spare_numbers: int) -> Any:
    return small_hall(kiosks=KIOSKS, kiosk=KioskRules(spare_numbers=spare_numbers))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"source": "kiosk-9"}, No.UNKNOWN_DEVICE),
        ({"day": TODAY - timedelta(1)}, No.NO_SUCH_TIME),
        ({"day": TODAY + timedelta(41)}, No.NO_SUCH_TIME),
        ({"queues": ("gone",)}, No.UNKNOWN_QUEUE),
    ],
)
def test_who_may_not_have_a_series_is_told_why(
    desk: LedgerHall, more: dict[str, Any], code: No
) -> None:
    asked = {"source": "kiosk-1", "day": TODAY, "queues": ("qa",), **more}
    refused = desk.ask(desk.make(GrantSeries, **asked))
    assert isinstance(refused, Refused)
    assert refused.code == code
    assert "None" not in refused.en
    assert desk.facts(SeriesGranted) == []


def test_a_hall_without_spare_numbers_grants_none(tmp_path: Path) -> None:
    desk = LedgerHall(tmp_path, replace_rules(0))
    refused = desk.ask(desk.make(GrantSeries, source="kiosk-1", day=TODAY, queues=("qa",)))
    desk.close()
    assert isinstance(refused, Refused)


def test_ordinary_numbers_go_on_beside_spare_ones_and_end_before_them(desk: LedgerHall) -> None:
    ask_series(desk)
    merge(desk)
    assert desk.fact(ReserveTicket, queue="qa").number == "A001"
    desk.reopen()
    assert desk.fact(ReserveTicket, queue="qa").number == "A002"
    desk.ledger.floor.highest["A"] = 8998
    assert desk.fact(ReserveTicket, queue="qa").number == "A8999"
    refused = desk.ask(desk.make(ReserveTicket, queue="qa"))
    assert isinstance(refused, Refused)
    assert refused.code == No.LIMIT


def test_a_merged_number_waits_since_its_touch(desk: LedgerHall) -> None:
    ask_series(desk)
    desk.clock.pass_by(600)
    merge_at = MORNING + timedelta(seconds=120)
    ordinary = desk.fact(ReserveTicket, queue="qa")
    desk.do(ActivateTicket, ticket=ordinary.ticket, paper=HeldAs.PRINTED)
    given, held = merge(desk, taken=merge_at, group=PriorityClass.ORDINARY)
    assert (given.number, given.ticket, given.windows) == ("A9001", "20261123-A9001", (1, 2))
    assert (held.joined, held.paper) == (merge_at, HeldAs.PRINTED)
    desk.do(OpenWindow, window=1, clerk="101")
    assert call(desk) == "A9001"  # who came first is called first


def test_ahead_are_those_who_came_before(desk: LedgerHall) -> None:
    ask_series(desk)
    for seconds in (60, 60, 60):
        desk.clock.pass_by(seconds)
        given = desk.fact(ReserveTicket, queue="qa")
        desk.do(ActivateTicket, ticket=given.ticket, paper=HeldAs.PRINTED)
    reserved, _ = merge(desk, taken=MORNING + timedelta(seconds=130))
    assert reserved.ahead == 2


def test_a_repeated_merge_changes_nothing(desk: LedgerHall) -> None:
    ask_series(desk)
    asked = {"source": "kiosk-1", "queue": "qa", "day": TODAY, "number": "A9001"}
    request = desk.make(MergeTicket, taken=MORNING, held=HeldAs.PRINTED, **asked)
    assert desk.ask(request) == desk.ask(request)
    desk.reopen()
    assert isinstance(desk.ask(request), Granted)
    assert len(desk.facts(TicketReserved)) == 1
    desk.close()
    assert troubles(list(read(desk.folder / "ledger.db"))) == []
    desk.open()


def test_nobody_took_it_and_it_stays_visible_as_void(desk: LedgerHall) -> None:
    ask_series(desk)
    given, void = merge(desk, held=None)
    assert isinstance(given, TicketReserved)
    assert void == TicketVoided(ticket=given.ticket, reason=VoidReason.NOBODY_NOTED)
    found = desk.ask(desk.make(FindTicket, number="a9001"))
    assert isinstance(found, Found)
    assert found.ticket.state == "void"


@pytest.mark.parametrize(
    ("taken", "joined"),
    [
        (timedelta(seconds=70), timedelta(seconds=70)),
        (timedelta(days=400), timedelta(seconds=100)),  # not into the future
        (timedelta(days=-400), timedelta(seconds=10)),  # nor before the series was granted
        (timedelta(days=-400 * 365), timedelta(seconds=10)),
    ],
)
def test_a_clock_is_believed_between_grant_and_now(
    desk: LedgerHall, taken: timedelta, joined: timedelta
) -> None:
    desk.clock.pass_by(10)
    ask_series(desk)
    desk.clock.pass_by(90)
    _, held = merge(desk, taken=MORNING + taken)
    assert held.joined == MORNING + joined


def test_order_is_kept_where_the_kiosks_clock_jumped_back(desk: LedgerHall) -> None:
    ask_series(desk)
    desk.clock.pass_by(1000)
    seconds = (500, 20, 510)
    joined = [
        merge(desk, f"A900{place}", taken=MORNING + timedelta(seconds=each))[1].joined
        for place, each in enumerate(seconds, 1)
    ]
    assert [(each - MORNING).total_seconds() for each in joined] == [500, 500, 510]
    desk.do(OpenWindow, window=1, clerk="101")
    assert call(desk) == "A9001"


def test_a_series_of_yesterdays_grant_begins_with_its_day(desk: LedgerHall) -> None:
    ask_series(desk, day=TODAY + timedelta(1))
    desk.clock.moment = MORNING + timedelta(days=1)
    _, held = merge(desk, day=TODAY + timedelta(1), taken=MORNING)
    assert held.joined == datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # four in the hall's morning


def test_an_appointment_counts_from_its_slot(desk: LedgerHall) -> None:
    ask_series(desk)
    slot = MORNING + timedelta(hours=1)
    given, held = merge(desk, group=PriorityClass.APPOINTMENT, slot=slot)
    assert (given.slot, held.joined) == (slot, slot - timedelta(minutes=15))


def test_a_slot_of_no_calendar_is_left_out(desk: LedgerHall) -> None:
    ask_series(desk)
    slot = datetime(1, 1, 1, tzinfo=UTC)
    given, held = merge(desk, group=PriorityClass.APPOINTMENT, slot=slot)
    assert (given.slot, held.joined) == (None, MORNING)


UNMERGED = [
    ({"day": TODAY - timedelta(1)}, WhyUnmerged.DAY_OVER),
    ({"day": TODAY + timedelta(1)}, WhyUnmerged.DAY_TO_COME),
    ({"day": TODAY + timedelta(41)}, WhyUnmerged.DAY_TO_COME),
    ({"number": "A007"}, WhyUnmerged.NOT_GRANTED),
    ({"number": "A9000"}, WhyUnmerged.NOT_GRANTED),
    ({"number": "\x7f9"}, WhyUnmerged.NOT_GRANTED),
    ({"source": "kiosk-2"}, WhyUnmerged.NOT_GRANTED),
    ({"source": "stranger", "number": "A9555"}, WhyUnmerged.NOT_GRANTED),
    ({"queue": "qb"}, WhyUnmerged.NOT_GRANTED),
    ({"number": "A9002"}, WhyUnmerged.GIVEN_TWICE),
]


@pytest.mark.parametrize(("more", "why"), UNMERGED[:5] + UNMERGED[6:])
def test_what_cannot_be_merged_is_a_fact_and_staff_are_told(
    desk: LedgerHall, more: dict[str, Any], why: WhyUnmerged
) -> None:
    watch_unmerged(desk.service, lambda: desk.ledger.floor)
    ask_series(desk)
    merge(desk, "A9002")
    (lost,) = merge(desk, **more)
    assert isinstance(lost, SpareUnmerged)
    assert (lost.why, lost.held) == (why, True)
    desk.reopen()
    watch_unmerged(desk.service, lambda: desk.ledger.floor)
    desk.settle()
    topic = desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.SPARE)
    said = desk.retained(topic, Alert)
    assert lost.number in said.zh
    assert lost.kiosk in said.en


def test_many_that_are_lost_are_named_in_part(desk: LedgerHall) -> None:
    ask_series(desk)
    for count in range(1, 8):
        merge(desk, f"A900{count}", day=TODAY - timedelta(1))
    said = unmerged(desk.ledger.floor)
    assert said is not None
    assert "A9005" in said.zh
    assert "A9006" not in said.zh
    assert said.zh.count("…") == 1


def test_nobody_is_missed_by_a_number_that_nobody_took(desk: LedgerHall) -> None:
    merge(desk, day=TODAY - timedelta(1), held=None)
    assert unmerged(desk.ledger.floor) is None


def test_what_a_restored_ledger_has_forgotten_is_taken_for_granted(desk: LedgerHall) -> None:
    grant, given, _ = merge(desk, "A9004")
    assert grant == SeriesGranted(
        kiosk="kiosk-1", queue="qa", day=TODAY, prefix="A", first=9004, last=9004
    )
    assert given.number == "A9004"
    assert ask_series(desk, "kiosk-2") == (("qa", 9005, 9014),)


def test_a_queue_that_hall_toml_has_lost_keeps_its_number(desk: LedgerHall) -> None:
    ask_series(desk)
    desk.close()
    desk.hall = small_hall(kiosks=KIOSKS, queues=HALL.queues[1:], windows=HALL.windows[2:])
    desk.settings = replace(desk.settings, hall=desk.hall)
    desk.open()
    given, _ = merge(desk)
    assert given.windows == ()
    assert "20261123-A9001" in desk.ledger.floor.waiting["qa"]


def test_a_merged_number_is_called_and_expires_like_any(desk: LedgerHall) -> None:
    ask_series(desk)
    merge(desk)
    merge(desk, "A9002")
    desk.do(OpenWindow, window=1, clerk="101")
    assert call(desk) == "A9001"
    (called,) = desk.facts(TicketCalled)
    assert called.call == "20261123-A9001.1.0"
    desk.clock.moment = MORNING + timedelta(days=1)
    ask_series(desk, day=TODAY + timedelta(1))
    assert [each.ticket for each in desk.facts(TicketExpired)] == [
        "20261123-A9001",
        "20261123-A9002",
    ]
    assert desk.ledger.floor.unmerged == []


def test_a_queue_says_how_many_of_its_numbers_were_spare(desk: LedgerHall) -> None:
    ask_series(desk)
    merge(desk)
    desk.do(ReserveTicket, queue="qa")
    desk.settle()
    state = desk.retained(desk.topics.queue("qa"), QueueState)
    assert (state.issued, state.spares, state.waiting) == (2, 1, 1)


def test_a_spare_number_behind_the_first_few_is_named_with_those_before_it(
    desk: LedgerHall,
) -> None:
    ask_series(desk)
    merge(desk)
    for nth in range(6):
        given = desk.do(ReserveTicket, queue="qa", id=f"ordinary-{nth}").facts[0]
        desk.do(ActivateTicket, ticket=given.ticket, paper=HeldAs.PRINTED)
    merge(desk, "A9002")
    desk.settle()
    state = desk.retained(desk.topics.queue("qa"), QueueState)
    assert state.next[0].number == "A9001"
    assert [(each.number, each.ahead) for each in state.spares_back] == [("A9002", 7)]


def test_activation_is_what_moves_a_series_on_and_a_void_number_does_not(desk: LedgerHall) -> None:
    ask_series(desk)
    desk.clock.pass_by(100)
    merge(desk, held=None, taken=MORNING + timedelta(seconds=90))
    _, held = merge(desk, "A9002", taken=MORNING + timedelta(seconds=50))
    assert isinstance(held, TicketActivated)
    assert held.joined == MORNING + timedelta(seconds=50)


def test_two_queues_of_one_letter_count_on_from_each_other(tmp_path: Path) -> None:
    twin = msgspec.structs.replace(HALL.queues[1], id="twin", prefix="A")
    hall = msgspec.structs.replace(HALL, queues=(HALL.queues[0], twin), windows=HALL.windows[:1])
    desk = LedgerHall(tmp_path, hall)
    granted = ask_series(desk, queues=("qa", "twin"))
    desk.close()
    assert granted == (("qa", 9001, 9010), ("twin", 9011, 9020))


def test_the_last_number_of_a_letter_is_a_series_of_one(desk: LedgerHall) -> None:
    merge(desk, "A9998")
    assert ask_series(desk) == (("qa", 9999, 9999),)
    assert merge(desk, "A9999")[0].number == "A9999"


def test_the_first_and_the_last_of_a_series_are_of_it(desk: LedgerHall) -> None:
    ask_series(desk)
    for number in ("A9001", "A9010"):
        (lost,) = merge(desk, number, source="kiosk-2")
        assert lost.why is WhyUnmerged.NOT_GRANTED
        assert isinstance(merge(desk, number)[0], TicketReserved)


def test_two_people_never_wait_with_one_name(desk: LedgerHall) -> None:
    """A kiosk whose clock is a day ahead gives numbers of tomorrow: they are called as today's."""
    later = TODAY + timedelta(1)
    ask_series(desk)
    ask_series(desk, day=later)
    merge(desk)
    (lost,) = merge(desk, day=later, taken=MORNING + timedelta(1))
    assert lost.why is WhyUnmerged.DAY_TO_COME
    assert [each.number for each in desk.ledger.floor.tickets.values()] == ["A9001"]


def test_of_a_number_that_two_hold_staff_are_told_so(desk: LedgerHall) -> None:
    ask_series(desk)
    merge(desk)
    merge(desk, source="kiosk-2")
    said = unmerged(desk.ledger.floor)
    assert said is not None
    assert "A9001 另有一人持同号在等" in said.zh
    assert "With A9001 somebody else waits" in said.en


def test_who_came_at_the_same_moment_came_before(desk: LedgerHall) -> None:
    ask_series(desk)
    merge(desk)
    assert merge(desk, "A9002")[0].ahead == 1


def test_a_slot_beyond_our_time_is_left_out(desk: LedgerHall) -> None:
    ask_series(desk)
    given, _ = merge(desk, group=PriorityClass.APPOINTMENT, slot=datetime(2047, 1, 1, tzinfo=UTC))
    assert given.slot is None


def test_a_merged_number_is_of_the_item_and_the_person_it_was_given_for(desk: LedgerHall) -> None:
    ask_series(desk)
    given, _ = merge(desk, item="da/3", person="a-digest")
    assert (given.item, given.person) == ("da/3", "a-digest")
