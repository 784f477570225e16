"""A kiosk gives numbers while nobody answers: none twice, none lost, in their order."""

from __future__ import annotations

import itertools
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from broker.domain.floor import Floor
from broker.domain.ids import RequestId, is_spare, number_parts, ticket_id
from broker.domain.kiosks import KioskRules
from broker.domain.series.facts import SeriesGranted, SpareUnmerged
from broker.domain.series.requests import MOST_QUEUES, MergeTicket
from broker.domain.tickets.facts import HeldAs, TicketActivated, TicketReserved
from broker.domain.tickets.requests import ReserveTicket
from kiosk.issuing import events as issuing
from kiosk.issuing.events import Moment, SpareBlock
from kiosk.issuing.series import LOOK_SECONDS, RETRY_SECONDS, Series
from kiosk.issuing.transaction import (
    Held,
    NotGiven,
    Reserving,
    TicketTransaction,
    ToNote,
    WhyNone,
)
from tests.efforts import tried
from tests.stages.halls import MORNING, small_hall
from tests.unit.spare_kiosks import HALL, KIOSKS, ZONE, LedgerOnPaper, SpareKiosk

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)
FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)


@pytest.fixture
def ledger() -> LedgerOnPaper:
    return LedgerOnPaper()


@pytest.fixture
def kiosk(ledger: LedgerOnPaper) -> SpareKiosk:
    """One that has heard the ledger once, and lost it."""
    return supplied(ledger)


def supplied(ledger: LedgerOnPaper, name: str = "kiosk-1") -> SpareKiosk:
    kiosk = SpareKiosk(name, ledger)
    kiosk.connect(True)
    while kiosk.series_asked:
        kiosk.hear_series(True)
        kiosk.write()
    kiosk.connect(False)
    return kiosk


def take(kiosk: SpareKiosk, queue: str = "qa") -> None:
    """From the touch to the slip."""
    kiosk.touch(queue)
    kiosk.write()
    kiosk.paper(True)
    kiosk.write()


def merged(ledger: LedgerOnPaper) -> list[str]:
    return [f.number for _, f in ledger.facts if isinstance(f, TicketReserved)]


# what is asked for


def test_a_kiosk_asks_for_today_and_for_the_next_day(kiosk: SpareKiosk) -> None:
    granted = [f for _, f in kiosk.ledger.facts if isinstance(f, SeriesGranted)]
    assert [(f.day, f.queue, f.first, f.last) for f in granted] == [
        (TODAY, "qa", 9001, 9004),
        (TODAY, "qb", 9001, 9004),
        (TOMORROW, "qa", 9001, 9004),
        (TOMORROW, "qb", 9001, 9004),
    ]
    assert [b.granted for b in kiosk.disk.blocks] == granted


def test_before_a_weekend_it_asks_for_monday(ledger: LedgerOnPaper) -> None:
    ledger.now = FRIDAY
    days = {b.granted.day for b in supplied(ledger).disk.blocks}
    assert days == {date(2026, 11, 27), date(2026, 11, 30)}


def test_on_a_day_off_it_asks_for_the_next_one_alone(ledger: LedgerOnPaper) -> None:
    ledger.now = FRIDAY + timedelta(days=1)
    assert {b.granted.day for b in supplied(ledger).disk.blocks} == {date(2026, 11, 30)}


def test_a_morning_without_a_server_works(kiosk: SpareKiosk) -> None:
    kiosk.ledger.now = MORNING + timedelta(days=1)
    kiosk.boot()
    take(kiosk)
    assert kiosk.seen == ["A9001"]
    kiosk.settle()
    assert merged(kiosk.ledger) == ["A9001"]


def test_a_morning_after_that_has_none(kiosk: SpareKiosk) -> None:
    kiosk.ledger.now = MORNING + timedelta(days=2)
    take(kiosk)
    assert kiosk.seen == []


def test_with_less_than_half_left_it_asks_again(kiosk: SpareKiosk) -> None:
    take(kiosk)
    take(kiosk)
    kiosk.connect(True)
    assert kiosk.series_asked == []
    kiosk.connect(False)
    take(kiosk)
    kiosk.connect(True)
    (asked,) = kiosk.series_asked
    assert asked.queues == ("qa",)
    kiosk.hear_series(True)
    kiosk.write()
    kiosk.connect(False)
    take(kiosk)
    take(kiosk)
    assert kiosk.seen == ["A9001", "A9002", "A9003", "A9004", "A9005"]


def test_without_an_answer_it_asks_the_same_again(ledger: LedgerOnPaper) -> None:
    kiosk = SpareKiosk("kiosk-1", ledger)
    kiosk.connect(True)
    (first,) = kiosk.series_asked
    ledger.take(first)  # heard, and the answer is lost
    kiosk.hear_series(False)
    kiosk.wait(RETRY_SECONDS - 1)
    assert kiosk.series_asked == []
    kiosk.wait(1)
    assert kiosk.series_asked == [first]
    kiosk.settle()
    assert sum(isinstance(f, SeriesGranted) for _, f in ledger.facts) == 4


def test_days_turn_while_the_kiosk_stands_there(kiosk: SpareKiosk) -> None:
    kiosk.connect(True)
    kiosk.ledger.now = MORNING + timedelta(days=1)
    kiosk.wait(LOOK_SECONDS - 1)
    assert kiosk.series_asked == []
    kiosk.wait(1)
    (asked,) = kiosk.series_asked
    assert asked.day == date(2026, 11, 25)
    kiosk.hear_series(True)
    kiosk.write()
    assert {b.granted.day for b in kiosk.disk.blocks} == {TOMORROW, date(2026, 11, 25)}


def test_what_the_ledger_refuses_is_asked_for_later(ledger: LedgerOnPaper) -> None:
    kiosk = SpareKiosk("stranger", ledger)
    kiosk.connect(True)
    kiosk.hear_series(True)
    assert kiosk.series_asked == []
    assert kiosk.series.due == LOOK_SECONDS


def test_no_kiosk_asks_where_hall_toml_wants_none() -> None:
    hall = small_hall(kiosks=HALL.kiosks, kiosk=KioskRules(spare_numbers=0))
    series = Series(hall, "kiosk-1", ZONE, lambda: pytest.fail("asked"))
    assert series.connection(True, Moment(0.0, MORNING)) == []
    assert series.due is None


def test_where_hall_toml_wants_none_any_more_what_is_left_is_not_given() -> None:
    hall = small_hall(kiosks=HALL.kiosks, kiosk=KioskRules(spare_numbers=0))
    series = Series(hall, "kiosk-1", ZONE, lambda: pytest.fail("asked"), (block(),))
    assert not series.gives("qa", MORNING)
    assert series.take(wish("touch-001"), MORNING) is None


def test_what_is_given_is_told_of_all_queues_as_of_each(kiosk: SpareKiosk) -> None:
    def agree() -> frozenset[str]:
        found = kiosk.series.giving(MORNING)
        assert found == {q.id for q in HALL.queues if kiosk.series.gives(q.id, MORNING)}
        return found

    assert agree() == {"qa", "qb"}
    for _ in range(4):
        take(kiosk)
    assert agree() == {"qb"}
    kiosk.connect(True)
    assert agree() == set()
    kiosk.series.is_silent()
    assert agree() == {"qb"}
    assert kiosk.series.giving(MORNING + timedelta(days=2)) == set()


def test_a_hall_of_many_queues_is_asked_for_in_parts(ledger: LedgerOnPaper) -> None:
    names = ["".join(pair) for pair in itertools.product("ABCDEFGH", repeat=2)][:50]
    queues = tuple(replace(HALL.queues[0], id=f"q{p.lower()}", prefix=p) for p in names)
    hall = replace(HALL, queues=queues)
    series = Series(hall, "kiosk-1", ZONE, iter(f"ask-{n:05d}" for n in range(9)).__next__)
    (asked,) = series.connection(True, Moment(0.0, MORNING))
    assert isinstance(asked, issuing.AskSeries)
    assert len(asked.request.queues) == MOST_QUEUES
    ledger.floor.hall = hall
    _, rest = series.answered(ledger.take(asked.request), Moment(0.0, MORNING))
    assert isinstance(rest, issuing.AskSeries)
    assert len(rest.request.queues) == 50 - MOST_QUEUES


# what is given


def test_with_the_bus_down_a_spare_number_comes_at_once(kiosk: SpareKiosk) -> None:
    kiosk.touch("qa")
    assert kiosk.printing == []  # the disk first
    assert isinstance(kiosk.transaction.stage, Reserving)
    kiosk.write()
    (slip,) = kiosk.printing
    assert (slip.number, slip.ahead, slip.mark.zh, slip.reservation) == (
        "A9001",
        None,
        "备用号",
        "",
    )
    assert slip.ticket == "20261123-A9001"
    assert slip.windows == (1, 2)
    kiosk.paper(True)
    assert isinstance(kiosk.transaction.stage, Held)
    (told,) = kiosk.disk.outbox
    assert isinstance(told, MergeTicket)
    assert (told.number, told.held, told.taken, told.day) == (
        "A9001",
        HeldAs.PRINTED,
        MORNING,
        TODAY,
    )


def test_an_ordinary_number_is_asked_for_while_the_ledger_answers(kiosk: SpareKiosk) -> None:
    kiosk.connect(True)
    kiosk.touch("qa")
    kiosk.write()
    kiosk.hear_number(True)
    kiosk.write()
    (slip,) = kiosk.printing
    assert (slip.number, slip.ahead, slip.mark.zh) == ("A001", 0, "")
    assert slip.reservation


def test_a_ledger_that_is_silent_through_all_tries_costs_the_number_it_gave(
    kiosk: SpareKiosk,
) -> None:
    """One ticket: the number that was asked for is void, the person has the spare one."""
    kiosk.connect(True)
    kiosk.touch("qa")
    kiosk.write()
    kiosk.hear_number(True, said=False)
    kiosk.write()
    assert [each.number for each in kiosk.printing] == ["A9001"]
    kiosk.settle()
    assert kiosk.seen == ["A9001"]
    assert sorted(merged(kiosk.ledger)) == ["A001", "A9001"]
    assert kiosk.ledger.floor.tickets[ticket_id(TODAY, "A001")].state == "void"
    assert kiosk.ledger.floor.tickets[ticket_id(TODAY, "A9001")].state == "waiting"


def test_while_it_is_silent_nobody_else_waits_for_it(kiosk: SpareKiosk) -> None:
    kiosk.connect(True)
    kiosk.touch("qa")
    kiosk.write()
    kiosk.hear_number(False)
    kiosk.write()
    kiosk.paper(True)
    asked = len(kiosk.asked)
    kiosk.touch("qa")
    assert len(kiosk.asked) == asked
    kiosk.write()
    kiosk.paper(True)
    kiosk.series.is_back()
    kiosk.touch("qa")
    kiosk.write()
    assert len(kiosk.asked) == asked + 1
    assert kiosk.seen == ["A9001", "A9002"]


def test_any_answer_says_that_the_ledger_is_back(kiosk: SpareKiosk) -> None:
    """To the touch that nobody answered, however late; or to a question for numbers."""
    kiosk.connect(True)
    kiosk.touch("qa")
    kiosk.write()
    kiosk.hear_number(False)
    assert kiosk.series.away
    kiosk.write()
    kiosk.paper(True)
    kiosk.wait(61)
    kiosk.hear_number(True)
    assert not kiosk.series.away
    kiosk.connect(False)
    for _ in range(3):
        take(kiosk)
    kiosk.connect(True)
    kiosk.series.is_silent()
    kiosk.hear_series(True)
    assert not kiosk.series.away


def test_where_all_are_used_the_old_sentence_comes(kiosk: SpareKiosk) -> None:
    for _ in range(4):
        take(kiosk)
    kiosk.connect(True)
    kiosk.series_asked.clear()
    kiosk.touch("qa")
    kiosk.write()
    kiosk.hear_number(False)
    stage = kiosk.transaction.stage
    assert isinstance(stage, NotGiven)
    assert stage.why is WhyNone.AWAY


def test_the_days_quota_counts_what_was_heard_and_given_since() -> None:
    limited = replace(HALL, queues=(replace(HALL.queues[0], daily_limit=5), HALL.queues[1]))
    series = Series(limited, "kiosk-1", ZONE, lambda: pytest.fail("asked"), (block(),))
    transaction = TicketTransaction("kiosk-1", 60.0, (), series)
    series.hear_queue("qa", 4, MORNING)
    now = Moment(0.0, MORNING)
    transaction.reserve(wish("touch-001"), True, now)
    assert transaction.going_on
    other = TicketTransaction("kiosk-1", 60.0, (), series)
    other.reserve(wish("touch-002"), True, now)
    assert isinstance(other.stage, NotGiven)
    assert (other.stage.why, other.stage.zh) == (WhyNone.REFUSED, "今天的号已取完。")
    series.hear_queue("qa", 4, MORNING)
    assert not series.is_full("qa", MORNING)  # the ledger has heard of ours, or ours was void
    tomorrow = MORNING + timedelta(days=1)
    assert not series.is_full("qa", tomorrow)


def test_the_quota_is_counted_from_the_blocks_where_nothing_was_heard_today() -> None:
    limited = replace(HALL, queues=(replace(HALL.queues[0], daily_limit=2), HALL.queues[1]))
    series = Series(limited, "kiosk-1", ZONE, lambda: pytest.fail("asked"), (block(used=1),))
    assert not series.is_full("qa", MORNING)
    assert series.take(wish("touch-001"), MORNING) is not None
    assert series.is_full("qa", MORNING)
    assert series.take(wish("touch-002"), MORNING) is None


def wish(key: str) -> ReserveTicket:
    return ReserveTicket(id=RequestId(key), at=MORNING, source="kiosk-1", queue="qa")


def block(used: int = 0) -> SpareBlock:
    granted = SeriesGranted(
        kiosk="kiosk-1", queue="qa", day=TODAY, prefix="A", first=9001, last=9004
    )
    return SpareBlock(granted, used)


def series(used: int) -> Series:
    return Series(HALL, "kiosk-1", ZONE, lambda: RequestId("asked"), (block(used),))


def test_the_last_number_of_a_series_is_offered_and_given() -> None:
    last = series(used=3)
    assert last.giving(MORNING) == {"qa"}
    asked = replace(wish("last"), item="da/3", person="a-digest", slot=MORNING)
    spare = last.take(asked, MORNING)
    assert spare is not None
    given = spare.given
    assert (given.number, given.item, given.person, given.slot) == (
        "A9004",
        "da/3",
        "a-digest",
        MORNING,
    )
    assert last.giving(MORNING) == frozenset()
    assert last.take(wish("more"), MORNING) is None


def test_nothing_is_asked_for_while_the_bus_is_down() -> None:
    quiet, now = series(used=4), Moment(100.0, MORNING)
    assert quiet.connection(False, now) == []
    assert quiet.unanswered(now) == []
    assert quiet.due is None
    assert quiet.connection(True, now) != []


def test_a_ledger_that_is_back_is_asked_at_once_where_something_was_to_be_asked() -> None:
    some, now = series(used=4), Moment(100.0, MORNING)
    some.connection(True, now)
    some.unanswered(now)
    some.is_silent()
    some.is_back()
    assert some.due == 0.0
    some.tick(Moment(100.5, MORNING))
    some.is_silent()
    some.is_back()
    assert some.due is None  # the question is under way


def test_no_paper_and_noted_from_the_screen(kiosk: SpareKiosk) -> None:
    kiosk.touch("qa")
    kiosk.write()
    kiosk.paper(False)
    assert isinstance(kiosk.transaction.stage, ToNote)
    kiosk.note_down(True)
    kiosk.settle()
    assert kiosk.ledger.floor.tickets[ticket_id(TODAY, "A9001")].state == "waiting"


def test_no_paper_and_nobody_noted_it(kiosk: SpareKiosk) -> None:
    kiosk.touch("qa")
    kiosk.write()
    kiosk.paper(False)
    kiosk.note_down(False)
    kiosk.settle()
    assert kiosk.ledger.floor.tickets[ticket_id(TODAY, "A9001")].state == "void"


def test_a_disk_that_takes_nothing_gives_none(kiosk: SpareKiosk) -> None:
    kiosk.touch("qa")
    (job,) = (each.job for each in kiosk.unwritten if isinstance(each, issuing.Note))
    kiosk.perform(kiosk.transaction.not_noted(job, kiosk.now()))
    assert isinstance(kiosk.transaction.stage, NotGiven)
    assert kiosk.printing == []
    (told,) = kiosk.disk.outbox
    assert isinstance(told, MergeTicket)
    assert told.held is None


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_cut_while_the_disk_works_gives_no_number_again(kiosk: SpareKiosk, written: int) -> None:
    kiosk.touch("qa")
    kiosk.write(upto=written)
    take(kiosk)
    kiosk.settle()
    assert len(set(kiosk.seen)) == len(kiosk.seen)
    numbers = merged(kiosk.ledger)
    assert len(set(numbers)) == len(numbers)
    assert set(kiosk.seen) <= set(numbers)


def test_control_a_kiosk_that_keeps_its_blocks_too_late_is_caught(kiosk: SpareKiosk) -> None:
    """Printed while only the journal is on disk: after a cut the number is given again."""
    take(kiosk)
    kiosk.disk.blocks = tuple(replace(each, used=0) for each in kiosk.disk.blocks)
    kiosk.boot()
    take(kiosk)
    assert kiosk.seen == ["A9001", "A9001"]
    kiosk.settle()
    assert unmerged(kiosk.ledger) != []  # and staff are told of it


def unmerged(ledger: LedgerOnPaper) -> list[SpareUnmerged]:
    return [f for _, f in ledger.facts if isinstance(f, SpareUnmerged)]


def test_a_kiosk_that_lost_its_disk_gets_other_numbers(kiosk: SpareKiosk) -> None:
    take(kiosk)
    kiosk.disk.blocks = ()
    kiosk.boot()
    take(kiosk)
    kiosk.settle()
    kiosk.connect(False)
    take(kiosk)
    assert kiosk.seen == ["A9001", "A9005"]


def test_the_clock_of_a_kiosk_stands_still_rather_than_go_back(kiosk: SpareKiosk) -> None:
    kiosk.ledger.now = MORNING + timedelta(hours=1)
    take(kiosk)
    kiosk.behind = timedelta(minutes=50)
    take(kiosk)
    times = [each.taken for each in kiosk.disk.outbox if isinstance(each, MergeTicket)]
    assert times == [kiosk.ledger.now, kiosk.ledger.now]


def test_the_clock_of_a_kiosk_is_not_behind_what_the_ledger_said(kiosk: SpareKiosk) -> None:
    said = MORNING + timedelta(minutes=5)
    kiosk.series.hear_queue("qb", 0, said)
    kiosk.series.hear_queue("qa", 0, MORNING)  # an older word, heard later
    take(kiosk)
    (told,) = kiosk.disk.outbox
    assert isinstance(told, MergeTicket)
    assert told.taken == said


# everything at once

queues = st.sampled_from(["qa", "qb"])
places = st.integers(0, len(KIOSKS) - 1)
truth = st.booleans()


class Numbers(RuleBasedStateMachine):
    """Two kiosks and their ledger, with crashes, cuts, late answers and lost disks."""

    floor_type: type[Floor] = Floor

    def __init__(self) -> None:
        super().__init__()
        self.ledger = LedgerOnPaper(self.floor_type)
        self.kiosks = [supplied(self.ledger, name) for name in KIOSKS]
        self.gone: set[str] = set()  # numbers whose only trace was on a disk that is lost

    @rule(place=places, up=truth)
    def bus(self, place: int, up: bool) -> None:
        self.kiosks[place].connect(up)

    @rule(place=places, queue=queues)
    def touch(self, place: int, queue: str) -> None:
        self.kiosks[place].touch(queue)

    @rule(place=places, queue=queues)
    def takes_a_slip(self, place: int, queue: str) -> None:
        take(self.kiosks[place], queue)

    @rule(place=places)
    def hears_of_new_numbers(self, place: int) -> None:
        self.kiosks[place].connect(True)
        self.kiosks[place].hear_series(True)

    @rule(place=places)
    def disk_takes(self, place: int) -> None:
        self.kiosks[place].write()

    @rule(place=places, upto=st.integers(0, 3))
    def power_fails(self, place: int, upto: int) -> None:
        self.kiosks[place].write(upto)

    @rule(place=places, answered=truth)
    def series(self, place: int, answered: bool) -> None:
        self.kiosks[place].hear_series(answered)

    @rule(place=places, answered=truth, said=truth)
    def number(self, place: int, answered: bool, said: bool) -> None:
        self.kiosks[place].hear_number(answered, said)

    @rule(place=places, out=truth, maybe=truth)
    def paper(self, place: int, out: bool, maybe: bool) -> None:
        self.kiosks[place].paper(out, maybe)

    @rule(place=places, taken=truth)
    def note_down(self, place: int, taken: bool) -> None:
        self.kiosks[place].note_down(taken)

    @rule(place=places)
    def merge(self, place: int) -> None:
        self.kiosks[place].merge()

    @rule(place=places, seconds=st.sampled_from([1.0, 70.0, 700.0]))
    def wait(self, place: int, seconds: float) -> None:
        self.ledger.now += timedelta(seconds=seconds / 10)
        self.kiosks[place].wait(seconds)

    @rule(place=places, minutes=st.integers(-90, 90))
    def clock(self, place: int, minutes: int) -> None:
        self.kiosks[place].behind = timedelta(minutes=minutes)

    @rule()
    def ledger_restarts(self) -> None:
        self.ledger.restart()

    @rule(place=places)
    def disk_is_lost(self, place: int) -> None:
        kiosk = self.kiosks[place]
        self.gone.update(kiosk.seen)  # of these some have reached the ledger already
        kiosk.disk = type(kiosk.disk)()
        kiosk.boot()

    @invariant()
    def no_number_is_in_two_hands(self) -> None:
        seen = [each for kiosk in self.kiosks for each in kiosk.seen]
        assert len(seen) == len(set(seen)), sorted(seen)

    @invariant()
    def the_ledger_has_none_twice(self) -> None:
        numbers = merged(self.ledger)
        assert len(numbers) == len(set(numbers)), sorted(numbers)

    def teardown(self) -> None:
        for kiosk in self.kiosks:
            kiosk.settle()
        self.no_number_is_in_two_hands()
        self.the_ledger_has_none_twice()
        assert unmerged(self.ledger) == []
        for kiosk in self.kiosks:
            known = set(merged(self.ledger))
            assert set(kiosk.seen) - self.gone <= known
            self.in_their_order(kiosk)

    def in_their_order(self, kiosk: SpareKiosk) -> None:
        """Merged as they were given, and since times that do not go back."""
        facts = [f for _, f in self.ledger.facts]
        spares = [f for f in facts if isinstance(f, TicketReserved) and is_spare(f.number)]
        joined = {f.ticket: f.joined for f in facts if isinstance(f, TicketActivated)}
        for queue in ("qa", "qb"):
            ours = [f for f in spares if f.number in kiosk.seen and f.queue == queue]
            counts = [number_parts(f.number)[1] for f in ours]
            assert counts == sorted(counts)
            times = [joined[f.ticket] for f in ours if f.ticket in joined]
            assert times == sorted(times)


LOAD = tried(
    150,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
Numbers.TestCase.settings = LOAD
TestNumbers = Numbers.TestCase


class Forgetful(Floor):
    """A ledger that grants a block again to whoever asks again."""

    def next_spare(self, day: date, prefix: str) -> int:
        super().next_spare(day, prefix)
        return 9001


class ForgetfulNumbers(Numbers):
    """The same with it."""

    floor_type = Forgetful


@pytest.mark.parametrize(("machine", "fails"), [(Numbers, False), (ForgetfulNumbers, True)])
def test_control_the_machine_finds_a_number_that_is_granted_again(
    machine: type[Numbers], fails: bool
) -> None:
    few = settings(LOAD, max_examples=60, phases=[Phase.generate], database=None, derandomize=True)
    with pytest.raises(AssertionError) if fails else nullcontext():
        run_state_machine_as_test(machine, settings=few)


def play(floor_type: type[Floor]) -> None:
    """Both kiosks are granted numbers, one loses its disk, all go on without the ledger."""
    ledger = LedgerOnPaper(floor_type)
    kiosks = [supplied(ledger, name) for name in KIOSKS]
    for kiosk in kiosks:
        take(kiosk)
    kiosks[0].disk = type(kiosks[0].disk)()
    kiosks[0].boot()
    kiosks[0].settle()
    kiosks[0].connect(False)
    take(kiosks[0])
    seen = [each for kiosk in kiosks for each in kiosk.seen]
    assert len(seen) == len(set(seen)) == 3


def test_two_kiosks_and_a_lost_disk_share_no_number() -> None:
    play(Floor)


def test_control_a_ledger_that_grants_a_block_again_is_caught() -> None:
    with pytest.raises(AssertionError):
        play(Forgetful)
