"""The visitor's journey: page by page, and everything at once in any order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from broker.domain.hall import PriorityClass
from broker.domain.tickets.facts import HeldAs, WaitBasis
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket, VoidTicket
from kiosk.issuing import events as issuing
from kiosk.ticket import events, screens
from kiosk.ticket.events import Press, Pressed, Tap, Touch
from kiosk.ticket.flow import ORPHAN_SECONDS, STEADY_SECONDS, Flow
from kiosk.ticket.screens import PLAIN
from tests.efforts import tried
from tests.unit.kiosk_ledger import HALL, ITEMS
from tests.unit.kiosk_visitor import Visitor

RULES = HALL.kiosk
EVENING = 10 * 3600.0  # 19:00 in the hall


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def test_home_department_item_take_slip(visitor: Visitor) -> None:
    visitor.touch(events.GoTo(screens.Choose(screens.Purpose.TAKE)))
    assert visitor.flow.screen == screens.Choose(screens.Purpose.TAKE)
    visitor.touch(events.DepartmentChosen("dept"))
    assert visitor.flow.screen == screens.Items(screens.Purpose.TAKE, "dept")
    visitor.touch(events.ItemChosen("dept", 2))
    assert visitor.flow.screen == screens.Confirm("qb", "touch-0001", ITEMS[1])
    visitor.touch(events.GroupChosen(PriorityClass.ELDERLY))
    visitor.touch(Press.TAKE)
    assert visitor.flow.screen == screens.Printing("qb")
    (request,) = visitor.desk.asked
    assert (request.queue, request.group, request.item) == ("qb", PriorityClass.ELDERLY, "dept/2")
    visitor.answer()
    assert visitor.flow.screen == screens.Printing("qb", "A001")
    assert visitor.desk.jobs == ["touch-0001"]
    assert visitor.desk.outbox == []
    visitor.happens(issuing.SlipTaken("touch-0001"))
    assert visitor.flow.screen == screens.YourTicket(
        "qb", "A001", 3, (1, 2), basis=WaitBasis.UNKNOWN
    )
    (settled,) = visitor.desk.outbox
    assert isinstance(settled, ActivateTicket)
    assert (settled.ticket, settled.paper) == ("t1", HeldAs.PRINTED)
    visitor.wait(RULES.ticket_seconds)
    assert visitor.flow.screen == screens.HOME
    assert visitor.desk.journal == ()


def test_the_guide_leads_to_the_item_and_from_there_to_its_queue(visitor: Visitor) -> None:
    visitor.touch(events.GoTo(screens.Choose(screens.Purpose.GUIDE)))
    visitor.touch(events.DepartmentChosen("dept"))
    visitor.touch(events.ItemChosen("dept", 1))
    assert visitor.flow.screen == screens.Guidance(ITEMS[0])
    visitor.touch(Press.TAKE)
    assert isinstance(visitor.flow.screen, screens.Confirm)
    for expected in (screens.Guidance, screens.Items, screens.Choose):
        visitor.touch(Press.BACK)
        assert isinstance(visitor.flow.screen, expected)
    visitor.touch(Press.BACK)
    assert visitor.flow.screen == screens.HOME


def test_typing_erasing_and_turning_pages(visitor: Visitor) -> None:
    visitor.touch(events.GoTo(screens.Search(screens.Purpose.TAKE)))
    for letter in "ABC":
        visitor.touch(events.Typed(letter))
    visitor.touch(Press.NEXT)
    assert visitor.flow.screen == screens.Search(screens.Purpose.TAKE, "ABC", 1)
    visitor.touch(Press.ERASE)
    assert visitor.flow.screen == screens.Search(screens.Purpose.TAKE, "AB")
    visitor.touch(Press.CLEAR)
    assert visitor.flow.screen == screens.Search(screens.Purpose.TAKE)
    visitor.touch(Press.PREVIOUS)
    assert visitor.flow.screen == screens.Search(screens.Purpose.TAKE)
    visitor.touch(Press.HOME)
    visitor.touch(events.GoTo(screens.Progress()))
    for letter in "A001234":
        visitor.touch(events.Typed(letter))
    assert visitor.flow.screen == screens.Progress("A00123")


def test_a_double_tap_takes_one_number(visitor: Visitor) -> None:
    visitor.confirm()
    visitor.touch(Press.TAKE)
    for _ in range(3):
        visitor.happens(Pressed(Press.TAKE))
    assert len(visitor.desk.asked) == 1


def test_the_second_tap_does_not_press_the_next_page(visitor: Visitor) -> None:
    visitor.touch(events.GoTo(screens.Choose(screens.Purpose.GUIDE)))
    visitor.touch(events.DepartmentChosen("dept"))
    visitor.touch(events.ItemChosen("dept", 1))
    visitor.touch(Press.TAKE)
    visitor.happens(Pressed(Press.TAKE))  # at once, on the page that just appeared
    assert isinstance(visitor.flow.screen, screens.Confirm)
    assert visitor.desk.asked == []


def test_a_priority_group_is_taken_back_by_another_touch(visitor: Visitor) -> None:
    visitor.confirm()
    for expected in (PriorityClass.PREGNANT, PriorityClass.ORDINARY):
        visitor.touch(events.GroupChosen(PriorityClass.PREGNANT))
        assert isinstance(visitor.flow.screen, screens.Confirm)
        assert visitor.flow.screen.group is expected


def test_paper_out_shows_the_number_and_the_touch_activates_it(visitor: Visitor) -> None:
    visitor.printing()
    visitor.happens(issuing.SlipLost("touch-0001", "paper-out"))
    assert isinstance(visitor.flow.screen, screens.Remember)
    assert visitor.desk.alarms == {"slip": "paper-out"}
    assert visitor.desk.outbox == []
    visitor.touch(Press.HOME)  # no way out but the key, or time
    assert isinstance(visitor.flow.screen, screens.Remember)
    visitor.touch(Press.REMEMBERED)
    assert visitor.flow.screen == screens.YourTicket(
        "qa", "A001", 3, (1, 2), on_paper=False, basis=WaitBasis.UNKNOWN
    )
    assert visitor.held() is HeldAs.SCREEN


def test_a_number_nobody_notes_is_voided(visitor: Visitor) -> None:
    visitor.printing()
    visitor.happens(issuing.SlipLost("touch-0001", "paper-out"))
    visitor.wait(RULES.remembered_seconds)
    (settled,) = visitor.desk.outbox
    assert isinstance(settled, VoidTicket)
    assert visitor.flow.screen == screens.HOME


def test_a_slip_that_may_be_out_is_not_voided(visitor: Visitor) -> None:
    visitor.printing()
    visitor.happens(issuing.SlipLost("touch-0001", "unknown-outcome", maybe=True))
    visitor.wait(RULES.remembered_seconds)
    assert visitor.held() is HeldAs.UNKNOWN


def test_a_slip_that_comes_after_all_ends_the_remembering(visitor: Visitor) -> None:
    visitor.printing()
    visitor.happens(issuing.SlipLost("touch-0001", "silent"))
    visitor.happens(issuing.SlipTaken("touch-0001"))
    assert isinstance(visitor.flow.screen, screens.YourTicket)
    visitor.happens(issuing.SlipTaken("touch-0001"))
    assert len(visitor.desk.outbox) == 1


def test_a_printer_known_to_be_broken_is_not_tried(visitor: Visitor) -> None:
    visitor.happens(issuing.PrinterSeen("paper-out"))
    visitor.confirm()
    visitor.touch(Press.TAKE)
    visitor.answer()
    assert isinstance(visitor.flow.screen, screens.Remember)
    assert visitor.desk.jobs == []


def test_a_printer_that_never_answers(visitor: Visitor) -> None:
    visitor.printing()
    visitor.wait(31)
    assert isinstance(visitor.flow.screen, screens.Remember)


def test_refused_says_the_ledgers_own_sentence(visitor: Visitor) -> None:
    visitor.ledger.quota = 0
    visitor.printing()
    assert visitor.flow.screen == screens.Cannot(
        screens.WhyCannot.REFUSED, "qa", "没有号了", "None left"
    )
    assert visitor.desk.journal == ()


def test_no_answer_then_a_late_one_is_voided_once(visitor: Visitor) -> None:
    visitor.confirm()
    visitor.touch(Press.TAKE)
    request = visitor.desk.asked.pop()
    answer = visitor.ledger.take(request)  # carried out, and the answer lost
    visitor.happens(issuing.Silent(request))
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.AWAY, "qa")
    visitor.wait(ORPHAN_SECONDS)
    assert visitor.desk.asked == [request]  # the same id again
    visitor.happens(events.BusSeen(False))
    assert visitor.desk.asked == [request]
    visitor.happens(events.BusSeen(True))
    assert visitor.desk.asked == [request, request], "at once"
    visitor.happens(issuing.Answered(answer))
    visitor.happens(issuing.Answered(answer))
    (settled,) = visitor.desk.outbox
    assert isinstance(settled, VoidTicket)
    assert settled.ticket == "t1"
    assert visitor.desk.journal == ()


def test_the_next_visitor_is_not_disturbed_by_an_old_answer(visitor: Visitor) -> None:
    visitor.confirm()
    visitor.touch(Press.TAKE)
    request = visitor.desk.asked.pop()
    visitor.happens(issuing.Silent(request))
    visitor.touch(Press.HOME)
    visitor.printing()
    screen = visitor.flow.screen
    visitor.happens(issuing.Answered(visitor.ledger.take(request)))
    assert visitor.flow.screen == screen
    assert [type(each) for each in visitor.desk.outbox] == [VoidTicket]


def test_a_silent_bus_is_given_up_even_if_nobody_says_so(visitor: Visitor) -> None:
    visitor.confirm()
    visitor.touch(Press.TAKE)
    visitor.wait(16)
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.AWAY, "qa")


def test_without_the_server_nothing_is_asked(visitor: Visitor) -> None:
    visitor.confirm()
    visitor.happens(events.BusSeen(False))
    visitor.touch(Press.TAKE)
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.AWAY, "qa")
    assert visitor.desk.asked == []
    visitor.touch(Press.BACK)
    assert isinstance(visitor.flow.screen, screens.Confirm)


def test_out_of_hours_nothing_is_asked(visitor: Visitor) -> None:
    visitor.seconds = EVENING
    visitor.confirm()
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.CLOSED, "qa")


def test_closing_time_between_the_two_touches(visitor: Visitor) -> None:
    visitor.seconds = 2.5 * 3600 - 1  # a second before 11:30
    visitor.confirm()
    assert isinstance(visitor.flow.screen, screens.Confirm)
    visitor.seconds += 1
    visitor.touch(Press.TAKE)
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.CLOSED, "qa")
    assert visitor.desk.asked == []


@pytest.mark.parametrize(
    ("shown", "expected"), [(False, []), (True, [HeldAs.UNKNOWN])], ids=["asked", "shown"]
)
def test_a_restart_settles_what_was_open(
    visitor: Visitor, shown: bool, expected: list[HeldAs]
) -> None:
    visitor.confirm()
    visitor.touch(Press.TAKE)
    if shown:
        visitor.answer()
    visitor.desk.asked.clear()
    visitor.boot()
    papers = [each.paper for each in visitor.desk.outbox if isinstance(each, ActivateTicket)]
    assert papers == expected
    assert visitor.flow.screen == screens.HOME
    if not shown:
        visitor.answer()  # asked again under the same id
        assert [type(each) for each in visitor.desk.outbox] == [VoidTicket]
    assert visitor.desk.journal == ()


@pytest.mark.parametrize("ending", ["killed", "out"])
def test_a_kiosk_that_ended_while_a_slip_was_printed_tells_staff(
    visitor: Visitor, ending: str
) -> None:
    visitor.printing()
    if ending == "out":  # the control: nobody stands there without paper
        visitor.happens(issuing.SlipTaken("touch-0001"))
    visitor.desk.alarms.clear()
    visitor.boot()
    assert visitor.desk.alarms.get("slip", "") == ("cut-short" if ending == "killed" else "")


def test_a_number_that_was_only_shown_is_no_slip_that_was_lost(visitor: Visitor) -> None:
    visitor.happens(issuing.PrinterSeen("paper-out"))
    visitor.confirm()
    visitor.touch(Press.TAKE)
    visitor.answer()
    visitor.desk.alarms.clear()
    visitor.boot()
    assert visitor.held() is HeldAs.UNKNOWN
    assert "slip" not in visitor.desk.alarms


def test_a_restart_after_settling_settles_the_same_way_again(visitor: Visitor) -> None:
    visitor.printing()
    before = visitor.desk.journal
    visitor.happens(issuing.SlipTaken("touch-0001"))
    visitor.desk.journal = before  # power failed before the journal was emptied
    visitor.boot()
    visitor.settle()
    assert visitor.ledger.settled == {"t1": 1}


def test_the_ring_comes_and_home_follows_with_nothing_left(visitor: Visitor) -> None:
    visitor.touch(Press.ELDER)
    visitor.touch(Press.ENGLISH)
    visitor.touch(Press.LOW)
    visitor.touch(events.GoTo(screens.Search(screens.Purpose.TAKE)))
    visitor.touch(events.Typed("A"))
    visitor.wait(RULES.idle_seconds)
    assert isinstance(visitor.flow.screen, screens.StillThere)
    visitor.touch(Press.HOME)  # any touch only goes on
    assert visitor.flow.screen == screens.Search(screens.Purpose.TAKE, "A")
    assert visitor.flow.comfort.language is screens.Language.EN
    visitor.wait(RULES.idle_seconds + RULES.still_there_seconds)
    assert visitor.flow.screen == screens.HOME
    assert visitor.flow.comfort == PLAIN


def test_home_in_another_mode_comes_back_by_itself(visitor: Visitor) -> None:
    visitor.touch(Press.ELDER)
    visitor.wait(RULES.idle_seconds)
    assert visitor.flow.comfort == PLAIN


def test_the_slip_grows_on_the_glass_as_it_goes_to_the_printer(visitor: Visitor) -> None:
    visitor.printing()
    shown_at = visitor.flow.next_wakeup()
    for share, seen in ((0.4, 0.4), (0.2, 0.4), (1.0, 1.0)):
        visitor.happens(issuing.SlipGrows("touch-0001", share))
        assert visitor.flow.screen == screens.Printing("qa", "A001", seen)
    visitor.happens(issuing.SlipGrows("somebody-else", 0.5))
    assert visitor.flow.screen == screens.Printing("qa", "A001", 1.0)
    assert visitor.flow.next_wakeup() == shown_at, "and it is waited for no longer"


def test_a_slip_of_nobody_here_grows_nowhere(visitor: Visitor) -> None:
    visitor.confirm()
    before = visitor.flow.screen
    for job in ("touch-0001", ""):
        visitor.happens(issuing.SlipGrows(job, 0.5))
    assert visitor.flow.screen == before


def test_the_idle_clock_stands_still_while_printing(visitor: Visitor) -> None:
    visitor.printing()
    visitor.wait(29)
    assert isinstance(visitor.flow.screen, screens.Printing)


def test_a_fault_of_the_kiosk_waits_for_the_number_in_hand(visitor: Visitor) -> None:
    visitor.printing()
    visitor.happens(issuing.Broke())
    assert isinstance(visitor.flow.screen, screens.Printing)
    visitor.happens(issuing.SlipTaken("touch-0001"))
    visitor.happens(issuing.Broke())
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.BROKEN)


def test_a_disk_that_takes_its_time_delays_the_number_and_nothing_else(visitor: Visitor) -> None:
    """Five seconds for each of the two notes, and the visitor has the slip."""
    visitor.slow = True
    visitor.confirm()
    visitor.touch(Press.TAKE)
    visitor.wait(14)
    assert visitor.flow.screen == screens.Printing("qa")
    assert visitor.desk.asked == []
    visitor.disk()
    assert len(visitor.desk.asked) == 1
    visitor.wait(14)
    visitor.answer()
    visitor.wait(14)
    assert visitor.flow.screen == screens.Printing("qa"), "no number on the glass yet"
    assert visitor.desk.jobs == []
    visitor.disk()
    assert visitor.flow.screen == screens.Printing("qa", "A001")
    assert visitor.desk.jobs == ["touch-0001"]
    visitor.happens(issuing.SlipTaken("touch-0001"))
    assert visitor.held() is HeldAs.PRINTED


def test_a_number_to_be_noted_from_the_glass_waits_for_the_disk_too(visitor: Visitor) -> None:
    visitor.confirm()
    visitor.touch(Press.ON_SCREEN)
    visitor.slow = True
    visitor.answer()
    assert visitor.flow.screen == screens.Printing("qa")
    visitor.disk()
    assert isinstance(visitor.flow.screen, screens.Remember)


def test_a_disk_that_hangs_before_the_question_is_given_up(visitor: Visitor) -> None:
    """Nobody was asked, so nothing is to be voided; the word that comes too late moves nothing."""
    visitor.slow = True
    visitor.confirm()
    visitor.touch(Press.TAKE)
    visitor.wait(16)
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.BROKEN, "qa")
    visitor.happens(events.BusSeen(True))
    visitor.wait(ORPHAN_SECONDS)
    visitor.disk()
    assert (visitor.desk.asked, visitor.desk.outbox, visitor.desk.journal) == ([], [], ())


def test_a_disk_that_hangs_before_the_slip_voids_the_number(visitor: Visitor) -> None:
    visitor.confirm()
    visitor.touch(Press.TAKE)
    visitor.slow = True
    visitor.answer()
    visitor.wait(16)
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.BROKEN, "qa")
    (settled,) = visitor.desk.outbox
    assert isinstance(settled, VoidTicket)
    visitor.disk()
    assert (visitor.desk.jobs, visitor.desk.journal) == ([], ())


@pytest.mark.parametrize("noted", [0, 1], ids=["asked", "given"])
def test_a_disk_that_refuses_is_no_number(visitor: Visitor, noted: int) -> None:
    visitor.confirm()
    visitor.slow = True
    visitor.touch(Press.TAKE)
    for _ in range(noted):
        visitor.disk()
        visitor.answer()
    visitor.disk(taken=False)
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.BROKEN, "qa")
    assert len(visitor.desk.outbox) == noted
    visitor.happens(issuing.NotNoted("touch-0001"))
    assert len(visitor.desk.outbox) == noted, "said twice"


@pytest.mark.parametrize("answered", [False, True])
def test_power_that_fails_while_the_disk_is_at_work_calls_nobody(
    visitor: Visitor, answered: bool
) -> None:
    """Nobody has seen a number: none is activated."""
    visitor.confirm()
    visitor.slow = not answered
    visitor.touch(Press.TAKE)
    visitor.slow = True
    if answered:
        visitor.answer()
    visitor.power_fails()
    visitor.slow = False
    if answered:
        visitor.answer()  # asked again under the same id
    assert [type(each) for each in visitor.desk.outbox] == [VoidTicket] * answered
    assert len(visitor.ledger.answers) == answered


def test_control_a_kiosk_that_does_not_wait_for_the_disk_is_caught(visitor: Visitor) -> None:
    """It hears "noted" at once, as it did where the loop waited; and the disk has nothing yet."""
    visitor.slow = True
    visitor.confirm()
    visitor.touch(Press.TAKE)
    with pytest.raises(AssertionError, match="asked before it was noted"):
        visitor.happens(issuing.Noted("touch-0001"))
    visitor.disk()
    visitor.disk()


class TwoNumbersFlow(Flow):
    """A broken flow: a new id for every tap."""

    def _touch(self, touched: Tap, now):  # type: ignore[no-untyped-def]  # a test's own
        self._navigation.steady.shown_at = float("-inf")
        if touched.touch == Pressed(Press.TAKE) and isinstance(self.screen, screens.Printing):
            self._navigation.screen = screens.Confirm(self.screen.queue, self._mint())
        return super()._touch(touched, now)


def test_control_a_flow_with_a_new_id_per_tap_is_caught() -> None:
    visitor = Visitor(TwoNumbersFlow)
    visitor.confirm()
    visitor.touch(Press.TAKE)
    visitor.happens(Pressed(Press.TAKE))
    assert len(visitor.desk.asked) == 2


class Journeys(RuleBasedStateMachine):
    """Everything that can happen, in any order, with answers late, twice or never and the power
    failing between any two steps."""

    def __init__(self) -> None:
        super().__init__()
        self.visitor = Visitor()
        self.confirmed_takes = 0
        self.lost: list[ReserveTicket] = []

    @property
    def flow(self) -> Flow:
        return self.visitor.flow

    def press(self, touch: Touch) -> None:
        taking = isinstance(self.flow.screen, screens.Confirm) and touch in (
            Pressed(Press.TAKE),
            Pressed(Press.ON_SCREEN),
        )
        before = len(self.visitor.desk.ids)
        self.visitor.happens(touch)
        grown = len(self.visitor.desk.ids) - before
        assert grown <= (1 if taking else 0)
        self.confirmed_takes += grown

    touches = st.one_of(
        st.sampled_from(list(Press)).map(Pressed),
        st.sampled_from(
            [
                screens.Search(screens.Purpose.TAKE),
                screens.Search(screens.Purpose.GUIDE),
                screens.Progress(),
            ]
        ).map(events.GoTo),
        st.sampled_from(list(screens.Purpose)).map(screens.Choose).map(events.GoTo),
        st.just(events.DepartmentChosen("dept")),
        st.sampled_from(["qa", "qb"]).map(events.QueueChosen),
        st.integers(1, 3).map(lambda number: events.ItemChosen("dept", number)),
        st.sampled_from([PriorityClass.ELDERLY, PriorityClass.INFANT]).map(events.GroupChosen),
        st.sampled_from("AB1").map(events.Typed),
    )

    @rule(touch=touches, twice=st.booleans())
    def touched(self, touch: Touch, twice: bool) -> None:
        self.visitor.seconds += STEADY_SECONDS
        for _ in range(1 + twice):
            self.press(touch)

    @rule(queue=st.sampled_from(["qa", "qb"]), twice=st.booleans())
    def wants_a_number(self, queue: str, twice: bool) -> None:
        for touch in (
            Pressed(Press.HOME),
            events.QueueChosen(queue),
            Pressed(Press.TAKE),
        ):
            self.visitor.seconds += STEADY_SECONDS
            for _ in range(1 + twice):
                self.press(touch)

    @rule(
        lost=st.booleans(),
        then=st.sampled_from([Press.HOME, Press.REMEMBERED, Press.BACK]),
    )
    def a_number_comes_to_nothing(self, lost: bool, then: Press) -> None:
        """The way to the page from which numbers could leak."""
        self.wants_a_number("qa", False)
        if self.visitor.desk.asked:
            self.answered_last()
        if self.visitor.desk.jobs:
            job = self.visitor.desk.jobs[-1]
            self.visitor.happens(
                issuing.SlipLost(job, "cutter", True) if lost else issuing.SlipTaken(job)
            )
        self.visitor.seconds += STEADY_SECONDS
        self.press(Pressed(then))

    def answered_last(self) -> None:
        request = self.visitor.desk.asked.pop()
        self.visitor.happens(issuing.Answered(self.visitor.ledger.take(request)))

    @precondition(lambda self: self.visitor.desk.asked)
    @rule(data=st.data(), forget=st.booleans())
    def answered(self, data: st.DataObject, forget: bool) -> None:
        request = data.draw(st.sampled_from(self.visitor.desk.asked))
        if forget:
            self.visitor.desk.asked.remove(request)
        self.visitor.happens(issuing.Answered(self.visitor.ledger.take(request)))

    @precondition(lambda self: self.visitor.desk.asked)
    @rule(carried_out=st.booleans())
    def never_answered(self, carried_out: bool) -> None:
        request = self.visitor.desk.asked.pop(0)
        if carried_out:
            self.visitor.ledger.take(request)
        self.visitor.happens(issuing.Silent(request))

    @precondition(lambda self: self.visitor.desk.jobs)
    @rule(data=st.data(), out=st.booleans(), maybe=st.booleans())
    def printer_speaks(self, data: st.DataObject, out: bool, maybe: bool) -> None:
        job = data.draw(st.sampled_from(self.visitor.desk.jobs))
        self.visitor.happens(
            issuing.SlipTaken(job) if out else issuing.SlipLost(job, "paper-out", maybe)
        )

    @rule(trouble=st.sampled_from(["", "paper-out"]))
    def printer_changes(self, trouble: str) -> None:
        self.visitor.happens(issuing.PrinterSeen(trouble))

    @rule(up=st.sampled_from([True, True, False]), quota=st.sampled_from([10**6, 10**6, 0]))
    def the_hall_changes(self, up: bool, quota: int) -> None:
        self.visitor.ledger.quota = quota
        self.visitor.happens(events.BusSeen(up))

    @rule(seconds=st.sampled_from([1.0, 9.0, 16.0, 61.0, 200.0]))
    def time_passes(self, seconds: float) -> None:
        self.visitor.wait(seconds)

    @rule(taken=st.sampled_from([True, True, True, False]), slow=st.booleans())
    def the_disk_answers(self, taken: bool, slow: bool) -> None:
        """And may be slow, or quick, from then on."""
        self.visitor.slow = slow
        self.visitor.disk(taken)

    @rule(cut=st.sampled_from([None, 0, 1, 2]))
    def power_fails(self, cut: int | None) -> None:
        """At once, or in the middle of what is done next."""
        self.visitor.cut = cut
        if cut is None:
            self.visitor.power_fails()

    @rule(what=st.sampled_from([*[None] * 9, issuing.Broke()]))
    def something_breaks(self, what: issuing.Broke | None) -> None:
        if what is not None:
            self.visitor.happens(what)

    @invariant()
    def no_touch_makes_two_numbers(self) -> None:
        assert self.visitor.ledger.numbers <= self.confirmed_takes

    @invariant()
    def no_number_is_on_the_glass_before_it_is_noted(self) -> None:
        if isinstance(self.flow.screen, screens.Remember):
            given = [each.number for each in self.visitor.desk.kept().values() if each]
            assert self.flow.screen.number in given

    @invariant()
    def nothing_is_settled_twice(self) -> None:
        self.visitor.settle()
        assert all(count == 1 for count in self.visitor.ledger.settled.values())

    @invariant()
    def what_is_open_is_in_the_journal(self) -> None:
        reserved = {t for t, state in self.visitor.ledger.states.items() if state == "reserved"}
        noted = {each.request.id for each in self.visitor.desk.journal}
        by_request = {
            answer.facts[0].ticket: key  # type: ignore[union-attr]  # a reservation's only fact
            for key, answer in self.visitor.ledger.answers.items()
            if getattr(answer, "facts", ())
        }
        assert {by_request[ticket] for ticket in reserved} <= noted

    @invariant()
    def someone_always_watches_the_clock(self) -> None:
        if self.flow.screen != screens.HOME or self.flow.comfort != PLAIN:
            assert self.flow.next_wakeup() is not None

    def teardown(self) -> None:
        """Left alone, with the hall answering, the kiosk comes home and every number is settled."""
        visitor = self.visitor
        visitor.cut, visitor.ledger.quota, visitor.slow = None, 10**6, False
        visitor.disk()
        visitor.happens(events.BusSeen(True))
        for _ in range(8):
            visitor.wait(RULES.remembered_seconds + ORPHAN_SECONDS)
            for request in list(visitor.desk.asked):
                visitor.happens(issuing.Answered(visitor.ledger.take(request)))
            visitor.desk.asked.clear()
        visitor.settle()
        assert self.flow.screen == screens.HOME
        assert self.flow.comfort == PLAIN
        assert self.flow._navigation.trail == []
        assert visitor.desk.journal == ()
        assert "reserved" not in visitor.ledger.states.values()
        assert all(count == 1 for count in visitor.ledger.settled.values())


Journeys.TestCase.settings = tried(
    200,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestJourneys = Journeys.TestCase


def test_the_screens_are_values() -> None:
    confirm = screens.Confirm("qa", "key")
    assert replace(confirm, group=PriorityClass.GREEN) != confirm
    assert hash(screens.StillThere(confirm, 3.0)) == hash(
        screens.StillThere(screens.Confirm("qa", "key"), 3.0)
    )
