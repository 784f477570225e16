"""What a clock-in screen knows of everybody's day, held against what the ledger would say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.attendance.day_book import DayBook, Telling
from broker.domain.attendance.facts import (
    Doubt,
    PunchLetIn,
    PunchQuarantined,
    PunchRecorded,
    PunchSetAside,
    PunchWay,
    Turn,
)
from broker.domain.attendance.turns import Meaning, Touch, meanings
from broker.domain.ids import RequestId, StaffId
from tests.stages.halls import small_hall

HALL = small_hall()
WHO, OTHER = StaffId("101"), StaffId("102")
IN, OUT = Turn.IN, Turn.OUT
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(clock: str, day: int = 23) -> datetime:
    moment = datetime.fromisoformat(f"2026-11-{day} {clock}")
    return moment.replace(tzinfo=SHANGHAI).astimezone(UTC)


def touched(book: DayBook, clock: str, staff: StaffId = WHO) -> Telling:
    book.write(staff, at(clock))
    return book.told(staff, at(clock))


def told(clock: str, turn: Turn, session: int, *, again: bool = False) -> Telling:
    return Telling(at(clock), Meaning(turn, session, again=again))


def some_time(clock: str, session: int) -> Telling:
    return Telling(at(clock), Meaning(IN, session, again=True), unsure=True)


def test_a_day_of_four() -> None:
    book = DayBook(HALL)
    assert touched(book, "08:12") == told("08:12", IN, 0)
    assert touched(book, "08:15") == told("08:12", IN, 0, again=True)
    assert touched(book, "09:40") == told("08:12", IN, 0, again=True)
    assert touched(book, "11:31") == told("11:31", OUT, 0)
    assert touched(book, "11:35") == told("11:35", OUT, 0, again=True)
    assert touched(book, "13:15") == told("13:15", IN, 1)
    assert touched(book, "17:03") == told("17:03", OUT, 1)


def test_who_was_noted_by_the_leader_is_told_that_time() -> None:
    """For the time sheet it is a touch like others, and the first counts."""
    book = DayBook(HALL)
    book.write(WHO, at("08:18"), IN)
    assert touched(book, "08:25") == told("08:18", IN, 0, again=True)
    assert book.same(WHO, at("08:25:30")) == told("08:18", IN, 0, again=True)
    assert touched(book, "09:00") == told("08:18", IN, 0, again=True)


def test_somebody_else_is_somebody_else() -> None:
    book = DayBook(HALL)
    touched(book, "08:12")
    assert touched(book, "08:12", OTHER) == told("08:12", IN, 0)


def test_the_same_touch_heard_twice_is_one() -> None:
    """Of its reader first, and of the ledger's fact then."""
    book = DayBook(HALL)
    assert touched(book, "08:12") == touched(book, "08:12")
    assert touched(book, "08:12").meaning.again is False


def test_a_fact_that_comes_late_stands_where_it_belongs() -> None:
    book = DayBook(HALL)
    touched(book, "11:31")
    book.write(WHO, at("08:12"))
    assert touched(book, "11:32") == told("11:32", OUT, 0, again=True)
    assert book.told(WHO, at("08:12")) == told("08:12", IN, 0)


def test_what_the_duty_leader_says_counts() -> None:
    book = DayBook(HALL)
    touched(book, "08:12")
    book.write(WHO, at("09:00"), OUT)
    assert touched(book, "09:30") == told("09:30", IN, 0)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("08:15", some_time("08:15", 0)),  # here already; nobody knows since when
        ("11:31", told("11:31", OUT, 0)),  # the list was new a moment ago: he goes all the same
        ("11:20", told("11:20", OUT, 0)),
        ("13:30", some_time("13:30", 1)),  # since noon, or since the morning
    ],
)
def test_who_was_on_duty_when_it_began(clock: str, expected: Telling) -> None:
    book = DayBook(HALL)
    book.duty([WHO], at(clock) - timedelta(minutes=1), missed=True)
    assert touched(book, clock) == expected


def test_who_was_not_on_duty_comes() -> None:
    book = DayBook(HALL)
    book.duty([OTHER], at("11:15"), missed=True)
    assert touched(book, "11:20") == told("11:20", IN, 0)


def test_what_passed_unheard_is_seen_from_the_list() -> None:
    """He came at 11:05 at another reader while this screen was cut off."""
    book = DayBook(HALL)
    touched(book, "08:12")
    touched(book, "11:01")
    book.duty([WHO], at("11:06"), missed=True)
    assert touched(book, "11:20") == told("11:20", OUT, 0)


def test_a_list_that_is_heard_live_adds_nothing() -> None:
    """The facts before it have said it all; what is under way here it does not know yet."""
    book = DayBook(HALL)
    touched(book, "08:12")
    book.duty([], at("08:13"), missed=False)
    assert touched(book, "08:14") == told("08:12", IN, 0, again=True)


def test_a_list_from_before_a_touch_does_not_undo_it() -> None:
    book = DayBook(HALL)
    touched(book, "08:12")
    book.duty([], at("08:11"), missed=True)
    assert touched(book, "08:14") == told("08:12", IN, 0, again=True)


def test_within_a_minute_nothing_is_recorded() -> None:
    book = DayBook(HALL)
    assert book.same(WHO, at("08:12")) is None
    touched(book, "08:12")
    assert book.same(WHO, at("08:12:59")) == told("08:12", IN, 0, again=True)
    assert book.same(WHO, at("08:13")) is None
    assert book.same(OTHER, at("08:12:59")) is None


def test_what_the_leader_said_a_moment_ago_is_no_touch() -> None:
    book = DayBook(HALL)
    touched(book, "08:12")
    book.write(WHO, at("08:13"), OUT)
    assert book.same(WHO, at("08:13:10")) is None


def test_a_touch_in_the_very_moment_of_a_word_of_the_leader_counts() -> None:
    book = DayBook(HALL)
    touched(book, "08:12")
    book.write(WHO, at("09:00"), OUT)
    book.write(WHO, at("09:00"))
    assert book.same(WHO, at("09:00:30")) == told("09:00", OUT, 0, again=True)


def test_a_list_spares_only_those_whose_punch_is_on_its_way() -> None:
    book = DayBook(HALL)
    touched(book, "08:12", OTHER)
    touched(book, "08:12")
    book.duty([], at("09:00"), missed=True, waiting=[OTHER])
    assert touched(book, "09:30") == told("09:30", IN, 0)
    assert touched(book, "09:30", OTHER) == told("08:12", IN, 0, again=True)


def test_a_list_of_the_very_moment_of_a_touch_does_not_undo_it() -> None:
    book = DayBook(HALL)
    touched(book, "08:12")
    book.duty([], at("08:12"), missed=True)
    assert touched(book, "08:30") == told("08:12", IN, 0, again=True)


def test_of_somebody_unknown_a_touch_means_what_the_clock_says() -> None:
    book = DayBook(HALL)
    touched(book, "08:12", OTHER)
    assert book.told(WHO, at("08:20")) == told("08:20", IN, 0)
    assert book.same(WHO, at("08:20")) is None


def test_what_the_ledger_would_not_have_is_forgotten() -> None:
    book = DayBook(HALL)
    touched(book, "08:12")
    book.strike(WHO, at("08:12"))
    book.strike(OTHER, at("08:12"))
    assert touched(book, "08:14") == told("08:14", IN, 0)


def test_a_new_day_begins_empty_and_yesterday_is_told_no_more() -> None:
    book = DayBook(HALL)
    book.duty([WHO, OTHER], at("08:10"), missed=True)
    touched(book, "08:12")
    book.write(WHO, at("08:11", day=24))
    assert book.told(WHO, at("08:11", day=24)) == told_on(24, "08:11")
    book.write(WHO, at("17:00"))
    assert book.told(WHO, at("17:00")) == told("17:00", OUT, 1), "by the clock alone"
    assert book.told(WHO, at("08:11", day=25)) == told_on(25, "08:11")
    book.write(OTHER, at("08:14", day=24))
    assert book.told(OTHER, at("08:14", day=24)) == told_on(24, "08:14")


def told_on(day: int, clock: str) -> Telling:
    return Telling(at(clock, day), Meaning(IN, 0, again=False))


def test_the_list_of_just_after_the_day_began_is_of_this_day() -> None:
    """Ten minutes before it would be yesterday: it tells nothing then."""
    book = DayBook(HALL)
    book.duty([WHO], at("04:05"), missed=True)
    book.write(WHO, at("04:06"))
    assert book.told(WHO, at("04:06")) == told("04:06", IN, 0)


def kept_apart(clock: str, punch: str = "p") -> PunchQuarantined:
    moment = at(clock)
    return PunchQuarantined(
        punch=RequestId(punch),
        staff=WHO,
        day=moment.astimezone(SHANGHAI).date(),
        at=moment,
        came=moment,
        device="door",
        way=PunchWay.FINGER,
        doubt=Doubt.CLOCK,
    )


def judged(kind: type[PunchLetIn | PunchSetAside], punch: str = "p") -> PunchLetIn | PunchSetAside:
    return kind(
        punch=RequestId(punch), staff=WHO, day=at("08:12").date(), reason="核对", by=StaffId("900")
    )


def test_what_is_kept_apart_means_nothing_and_counts_for_nothing() -> None:
    book = DayBook(HALL)
    touched(book, "08:12")
    book.read(kept_apart("08:12"))
    assert book.is_apart(WHO, at("08:12"))
    assert not book.is_apart(OTHER, at("08:12"))
    assert book.told(WHO, at("08:12")) == Telling(at("08:12"), None)
    assert touched(book, "08:15") == told("08:15", IN, 0), "the first that counts"


@pytest.mark.parametrize("clock", ["08:12:59", "08:12", "08:11:01"])
def test_who_touches_again_within_a_minute_hears_that_it_is_kept_apart(clock: str) -> None:
    book = DayBook(HALL)
    touched(book, "08:11:30")
    book.keep_apart(WHO, at("08:12"))
    assert book.same(WHO, at(clock)) == Telling(at("08:12"), None)
    assert book.same(OTHER, at(clock)) is None


@pytest.mark.parametrize("clock", ["08:13", "08:11"])
def test_after_a_minute_it_is_another_punch(clock: str) -> None:
    book = DayBook(HALL)
    book.keep_apart(WHO, at("08:12"))
    assert book.same(WHO, at(clock)) is None


def test_what_the_leader_lets_in_counts_and_what_is_set_aside_is_gone() -> None:
    book = DayBook(HALL)
    book.read(kept_apart("08:12", "p"))
    book.read(kept_apart("08:14", "q"))
    book.read(judged(PunchSetAside, "q"))
    assert (book.is_apart(WHO, at("08:12")), book.is_apart(WHO, at("08:14"))) == (True, False)
    assert book.same(WHO, at("08:14:30")) is None
    book.read(judged(PunchLetIn))
    book.read(
        PunchRecorded(
            punch=RequestId("p"),
            staff=WHO,
            day=at("08:12").date(),
            at=at("08:12"),
            device="door",
            way=PunchWay.FINGER,
            reason="核对",
            by=StaffId("900"),
        )
    )
    assert book.told(WHO, at("08:12")) == told("08:12", IN, 0)
    assert touched(book, "08:15") == told("08:12", IN, 0, again=True)


def test_what_the_ledger_counts_after_all_is_apart_no_more() -> None:
    """A screen was not sure, and said so before the ledger had answered."""
    book = DayBook(HALL)
    book.keep_apart(WHO, at("08:12"))
    way = {"day": at("08:12").date(), "device": "door", "way": PunchWay.PIN}
    book.read(PunchRecorded(punch=RequestId("p"), staff=WHO, at=at("08:12"), **way))
    assert book.told(WHO, at("08:12")) == told("08:12", IN, 0)


def test_heard_of_a_reader_and_of_the_ledger_it_is_one_that_can_be_judged() -> None:
    """Whichever is heard first; the reader does not tell the id."""
    for order in ((True, False), (False, True), (False, True, False)):
        book = DayBook(HALL)
        for fact in order:
            if fact:
                book.read(kept_apart("08:12"))
            else:
                book.keep_apart(WHO, at("08:12"))
        book.read(judged(PunchSetAside))
        assert not book.is_apart(WHO, at("08:12"))


def test_a_refusal_ends_it_too() -> None:
    book = DayBook(HALL)
    book.keep_apart(WHO, at("08:12"))
    book.strike(WHO, at("08:12"))
    assert not book.is_apart(WHO, at("08:12"))


def test_a_clock_years_ahead_turns_no_day() -> None:
    book = DayBook(HALL)
    touched(book, "08:12")
    book.keep_apart(WHO, at("08:12") + timedelta(days=3 * 365))
    assert touched(book, "08:15") == told("08:12", IN, 0, again=True)


CLOCKS = st.lists(
    st.integers(5 * 60, 23 * 60 + 59).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}"),
    min_size=1,
    max_size=8,
    unique=True,
)


@given(CLOCKS, st.randoms(use_true_random=False))
def test_in_any_order_and_doubled_a_touch_means_what_the_ledger_says(
    clocks: list[str], dice: object
) -> None:
    heard = [*clocks, *clocks]
    dice.shuffle(heard)  # type: ignore[attr-defined]  # a Random
    book = DayBook(HALL)
    for each in heard:
        book.write(WHO, at(each))
    ordered = sorted(clocks)
    right = meanings([Touch(at(each)) for each in ordered], HALL)
    for clock, meaning in zip(ordered, right, strict=True):
        said = book.told(WHO, at(clock))
        assert said.meaning == meaning
        if meaning.again and meaning.turn is IN:
            assert said.at < at(clock)
        else:
            assert said.at == at(clock)
