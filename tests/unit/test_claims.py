"""What devices claim is held against what the ledger knows, and no honest press is lost for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from broker.domain.attendance.facts import PunchQuarantined, PunchRecorded, PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.calling.facts import CallDelivered
from broker.domain.calling.requests import (
    CallNext,
    FinishService,
    RecallTicket,
    ReportDelivery,
    StartService,
)
from broker.domain.catalogue import Item
from broker.domain.ids import ItemId
from broker.domain.ratings.facts import Level, RatingGiven, RatingUnmatched, UnratedReason
from broker.domain.ratings.requests import CountStray, GiveRating, LeaveUnrated
from broker.domain.requests import Refused
from broker.domain.tickets.facts import HeldAs, TicketReserved
from broker.domain.tickets.requests import ActivateTicket, FindTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall

AT_1 = {"window": 1, "clerk": "101"}
VISIT, CALL = "20261123-A001.1", "20261123-A001.1.0"
ITEM = Item(number=1, department="dept", name="甲事", queue="qa")


class Hall(LedgerHall):
    """A ledger with one item in its catalogue, and a citizen who is served."""

    def calls(self) -> None:
        """A number is taken and called to window 1."""
        ticket = self.fact(ReserveTicket, queue="qa").ticket
        self.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
        self.ask(self.make(OpenWindow, **AT_1))
        self.do(CallNext, **AT_1)

    def serves(self) -> None:
        """The citizen comes, and is done after ten minutes."""
        self.calls()
        self.do(StartService, **AT_1)
        self.clock.pass_by(600)
        self.do(FinishService, **AT_1)

    def press(self, seconds: float = 3.0, **other: Any) -> Any:
        """An honest press some seconds from now, but for what is said otherwise."""
        now = self.clock.now()
        words = {
            "visit": VISIT,
            "level": Level.SATISFIED,
            "device": "evaluator-1",
            "armed_at": now + timedelta(seconds=seconds) - timedelta(seconds=3),
            "pressed_at": now + timedelta(seconds=seconds),
        }
        return self.make(GiveRating, **{**words, **other})

    def no(self, request: Any) -> str:
        """The code of a refusal."""
        answer = self.ask(request)
        assert isinstance(answer, Refused), answer
        return answer.code


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with closing(Hall(tmp_path, items=(ITEM,))) as hall:
        yield hall


YEARS = 365.25 * 86400


@pytest.mark.parametrize("seconds", [173 * YEARS, 3600, 120])
def test_a_press_after_the_armed_time_of_its_visit_is_refused(hall: Hall, seconds: float) -> None:
    hall.serves()
    assert hall.no(hall.press(seconds)) == "not-armed"
    assert not hall.facts(RatingGiven) + hall.facts(RatingUnmatched)


@pytest.mark.parametrize("seconds", [-25 * YEARS, -86400])
def test_a_press_of_a_day_before_the_visit_is_nobodys(hall: Hall, seconds: float) -> None:
    hall.serves()
    assert hall.no(hall.press(seconds)) == "unknown-visit"
    hall.do(GiveRating, **_words(hall.press()))


def test_an_evaluator_whose_clock_is_a_little_behind_is_believed(hall: Hall) -> None:
    hall.serves()
    assert [type(each) for each in hall.do(GiveRating, **_words(hall.press(-20))).facts] == [
        RatingGiven
    ]


@pytest.mark.parametrize(("days", "said"), [(0, ""), (1, ""), (2, "unknown-visit")])
def test_a_forgotten_visit_is_rated_on_its_day_or_on_the_next(
    hall: Hall, days: int, said: str
) -> None:
    hall.clock.pass_by(days * 86400)
    answer = hall.ask(hall.press())
    assert (answer.code if isinstance(answer, Refused) else "") == said


def _words(request: Any) -> dict[str, Any]:
    kept = ("visit", "level", "device", "armed_at", "pressed_at")
    return {each: getattr(request, each) for each in kept}


@pytest.mark.parametrize("device", ["evaluator-2", "evaluator-9", "e", "display-1"])
def test_only_the_windows_own_evaluator_speaks_for_its_visits(hall: Hall, device: str) -> None:
    hall.serves()
    assert hall.no(hall.press(device=device)) == "unknown-device"
    stray = hall.make(CountStray, window=1, device=device, key="1")
    silence = hall.make(LeaveUnrated, source=device, visit=VISIT, reason=UnratedReason.SILENCE)
    assert (hall.no(stray), hall.no(silence)) == ("unknown-device", "unknown-device")
    hall.do(GiveRating, **_words(hall.press()))


def test_a_window_without_an_evaluator_has_no_ratings(tmp_path: Path) -> None:
    hall = Hall(tmp_path, small_hall(evaluators=(), displays=()))
    hall.serves()
    assert hall.no(hall.press()) == "unknown-device"
    delivery = {"call": CALL, "device": "display-1", "delivered": True}
    assert hall.no(hall.make(ReportDelivery, **delivery)) == "unknown-device"
    hall.close()


@pytest.mark.parametrize("call", [f"{VISIT}.1", f"{VISIT}.99", f"{VISIT}.x", f"{VISIT}.-1", VISIT])
def test_a_call_that_nobody_made_is_not_delivered(hall: Hall, call: str) -> None:
    hall.calls()
    report = hall.make(ReportDelivery, call=call, device="display-1", delivered=True)
    assert hall.no(report) == "unknown-call"
    hall.do(RecallTicket, **AT_1)
    hall.do(ReportDelivery, call=f"{VISIT}.1", device="display-1", delivered=True)


@pytest.mark.parametrize("seconds", [-25 * YEARS, 173 * YEARS, -3600, 3600])
def test_a_delivery_is_not_of_another_time(hall: Hall, seconds: float) -> None:
    hall.calls()
    at = hall.clock.now() + timedelta(seconds=seconds)
    told = {"call": CALL, "device": "display-1", "delivered": True}
    assert hall.no(hall.make(ReportDelivery, **told, at=at)) == "no-such-time"
    assert hall.no(hall.make(ReportDelivery, **{**told, "device": "display-2"})) == "unknown-device"
    hall.do(ReportDelivery, **told)
    assert hall.facts(CallDelivered) == [CallDelivered(call=CALL, device="display-1")]


@pytest.mark.parametrize(
    ("seconds", "counts"),
    [(0, True), (59, True), (61, False), (-300 * 86400, True), (-367 * 86400, False)],
)
def test_a_punch_ahead_of_time_or_of_another_year_does_not_count(
    hall: Hall, seconds: float, counts: bool
) -> None:
    at = hall.clock.now() + timedelta(seconds=seconds)
    words = {"staff": "101", "device": "door", "punched_at": at, "way": PunchWay.FINGER}
    hall.do(RecordPunch, **words)
    assert len(hall.facts(PunchRecorded)) == counts
    assert len(hall.facts(PunchQuarantined)) == (not counts)
    late = {**words, "way": PunchWay.LEADER, "by": "900", "reason": "指纹机坏了"}
    answer = hall.ask(hall.make(RecordPunch, **late))
    assert isinstance(answer, Refused) is not counts


def test_an_item_is_of_the_queue_it_is_asked_for(hall: Hall) -> None:
    assert hall.fact(ReserveTicket, queue="qa", item=ITEM.id).item == ITEM.id
    for queue, item in (("qb", ITEM.id), ("qa", ItemId("dept/2")), ("qa", ItemId("x" * 60))):
        answer = hall.ask(hall.make(ReserveTicket, queue=queue, item=item))
        assert isinstance(answer, Refused)
        assert (answer.code, answer.en) == ("unknown-item", f"Queue {queue} has no item {item}.")
    assert len(hall.facts(TicketReserved)) == 1


@pytest.mark.parametrize("days", [-1, 1, 63000])
def test_a_slot_is_of_today(hall: Hall, days: int) -> None:
    slot = hall.clock.now() + timedelta(days=days)
    assert hall.no(hall.make(ReserveTicket, queue="qa", slot=slot)) == "no-such-time"
    hall.do(ReserveTicket, queue="qa", slot=hall.clock.now() + timedelta(hours=5))


def test_a_strangers_refused_request_does_not_burn_a_rating(hall: Hall) -> None:
    """The id that devices used to give it, used up before the visit was finished."""
    hall.calls()
    guessed = hall.press(id=f"rating-{VISIT}", level=Level.VERY_DISSATISFIED)
    assert hall.no(guessed) == "not-finished"
    hall.do(StartService, **AT_1)
    hall.clock.pass_by(60)
    hall.do(FinishService, **AT_1)
    hall.do(GiveRating, **_words(hall.press()))


def test_one_press_under_two_ids_is_one_rating_and_another_press_is_refused(hall: Hall) -> None:
    hall.serves()
    first = hall.press()
    hall.do(GiveRating, **_words(first))
    assert hall.do(GiveRating, **_words(first)).facts == ()
    assert hall.no(hall.press(4)) == "already-rated"
    assert hall.no(hall.press(level=Level.DISSATISFIED)) == "already-rated"
    assert len(hall.facts(RatingGiven)) == 1


def test_a_restored_ledger_takes_old_presses_and_the_new_visit_is_free(tmp_path: Path) -> None:
    """The number is given anew after the restore: its visit has the same id as a forgotten one."""
    before = Hall(tmp_path / "before")
    before.serves()
    old = before.press()
    before.close()
    hall = Hall(tmp_path / "restored", clock=before.clock)
    assert [type(each) for each in hall.do(GiveRating, **_words(old)).facts] == [RatingUnmatched]
    assert hall.do(GiveRating, **_words(old)).facts == ()
    hall.clock.pass_by(1200)
    hall.serves()
    assert hall.ledger.floor.ratings == {}
    given = hall.do(GiveRating, **_words(hall.press())).facts
    assert [type(each) for each in given] == [RatingGiven]
    history = hall.ask(hall.make(FindTicket, number="A001")).history  # type: ignore[union-attr]  # found, or the test fails
    assert RatingUnmatched not in {type(each.fact) for each in history}
    hall.close()


@pytest.mark.parametrize("step", [None, StartService, FinishService])
def test_an_old_press_that_comes_late_is_never_the_new_visits(
    tmp_path: Path, step: type[Any] | None
) -> None:
    before = Hall(tmp_path / "before")
    before.serves()
    old = before.press()
    before.close()
    hall = Hall(tmp_path / "restored", clock=before.clock)
    hall.clock.pass_by(1200)
    hall.calls()
    for each in (StartService, FinishService):
        if step is not None:
            hall.do(each, **AT_1)
        if step is each:
            break
    (kept,) = hall.do(GiveRating, **_words(old)).facts
    assert (type(kept), kept.level) == (RatingUnmatched, Level.SATISFIED)  # type: ignore[union-attr]  # what it is, is tested
    hall.close()


def test_a_press_of_yesterday_is_kept_when_its_evaluator_comes_back(hall: Hall) -> None:
    hall.serves()
    old = hall.press()
    hall.clock.pass_by(86400)
    hall.do(ReserveTicket, queue="qa")
    (kept,) = hall.do(GiveRating, **_words(old)).facts
    assert isinstance(kept, RatingUnmatched)
    hall.reopen()
    assert hall.do(GiveRating, **_words(old)).facts == ()
    assert hall.no(hall.make(GiveRating, **{**_words(old), "level": Level.DISSATISFIED})) == (
        "already-rated"
    )


def test_a_clock_set_back_refuses_no_honest_device(hall: Hall) -> None:
    """Devices say the ledger's time where their own is behind it."""
    hall.serves()
    finished = hall.clock.now()
    hall.clock.pass_by(-3600)
    hall.do(GiveRating, **{**_words(hall.press()), "armed_at": finished, "pressed_at": finished})
    assert hall.ledger.floor.latest == finished
    assert finished > MORNING
