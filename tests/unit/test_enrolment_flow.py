"""The enrolment desk's flow: what may be pressed when, and what goes wrong in between."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from broker.bus.base import Unanswered
from broker.domain.desks.requests import SignIn, SignOut
from broker.domain.enrolment.facts import FingersErased, Why
from broker.domain.enrolment.requests import GiveConsent, WithdrawConsent
from broker.domain.enrolment.stages import SAID, UNDER_WAY, EnrolmentStage
from broker.domain.hall import ENROLLERS, Hall, Member, Reader, Role
from broker.domain.ids import NO_STAFF, RequestId, StaffId
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Granted, Refused
from broker.wire.enrolment_messages import EnrolmentTold, FingersState, SlotOf
from broker.wire.messages import Recorded
from kiosk.clock_in.enrolment.events import AskLedger, StopFinger, WantFinger
from kiosk.clock_in.enrolment.flow import SIGN_OUT_SECONDS, SILENT_SECONDS, EnrolFlow
from kiosk.clock_in.enrolment.listed import ListedPage
from kiosk.clock_in.enrolment.look import PersonPage, TakingPage, page
from kiosk.clock_in.enrolment.state import EnrolKey
from kiosk.clock_in.pages.entry import EntryPage
from kiosk.issuing.events import Moment
from tests.stages.halls import small_hall
from tests.stages.pins import compared

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
LEADER, CLERK, NOBODY = StaffId("901"), StaffId("101"), StaffId("109")  # without a slot
DOOR, SIDE = Reader(id="door", line="a"), Reader(id="side", line="b")
NO_USE = {EnrolmentStage.FULL, EnrolmentStage.KEEPS_NONE, EnrolmentStage.NO_CONSENT}
IN_VAIN = [each for each in EnrolmentStage if each not in {*UNDER_WAY, EnrolmentStage.KEPT}]


def hall(text: str = "v1") -> Hall:
    made = small_hall(readers=(DOOR, SIDE))
    leader = Member(id=LEADER, name="班长", role=Role.DUTY_LEADER)
    other = Member(id=NOBODY, name="测试壬", role=Role.CLERK)
    staff = (*(each for each in made.staff if each.id not in {LEADER, NOBODY}), other, leader)
    return replace(made, staff=staff, attendance=replace(made.attendance, consent_text=text))


@dataclass
class Desk:
    hall: Hall = field(default_factory=hall)
    seconds: float = 100.0

    def __post_init__(self) -> None:
        ids = itertools.count()
        zone = ZoneInfo("Asia/Shanghai")
        self.flow = EnrolFlow(self.hall, DOOR, zone, lambda: RequestId(f"id-{next(ids):08}"))
        self.flow.hear_connection(up=True)
        self.asked: list[Any] = []
        self.wishes: list[Any] = []
        self.stops: list[Any] = []

    @property
    def now(self) -> Moment:
        return Moment(self.seconds, AT)

    @property
    def known(self) -> Any:
        return self.flow.known

    @property
    def page(self) -> Any:
        return page(self.known, self.seconds)

    def press(self, *keys: EnrolKey) -> None:
        for key in keys:
            self.take(self.flow.press(key, self.now))

    def type(self, text: str) -> None:
        self.flow.type(text, self.now)

    def take(self, effects: Any) -> None:
        for each in effects:
            if isinstance(each, AskLedger) and isinstance(each.request, SignIn):
                answer = compared(each.request, self.hall, AT, ENROLLERS)
                self.take(self.flow.answered(each.request, answer, self.now))
            elif isinstance(each, AskLedger):
                self.asked.append(each.request)
            elif isinstance(each, StopFinger):
                self.stops.append(each.stop)
            else:
                assert isinstance(each, WantFinger)
                self.wishes.append(each.finger)

    def answer(self, answer: Any = None) -> None:
        request = self.asked[-1]
        granted = Granted(request=request.id, at=AT)
        self.take(self.flow.answered(request, answer or granted, self.now))

    def refuse(self) -> None:
        request = self.asked[-1]
        self.answer(Refused(request=request.id, at=AT, code="role", zh="不行", en="No"))

    def told(self, stage: EnrolmentStage, staff: StaffId = NO_STAFF, wish: str = "") -> None:
        told = EnrolmentTold(
            id="x",
            at=AT,
            enrolment=wish or self.wishes[-1].id,
            reader="door",
            stage=stage,
            staff=staff,
        )
        self.take(self.flow.hear_told(told, self.now))

    def signed_in(self) -> Desk:
        self.type(LEADER)
        self.press(EnrolKey.ENTER)
        self.type("0000")
        self.press(EnrolKey.ENTER)
        return self

    def about(self, staff: str = CLERK) -> Desk:
        self.signed_in().type(staff)
        self.press(EnrolKey.ENTER)
        return self

    def begun(self) -> Desk:
        self.about().press(EnrolKey.ENROL)
        self.answer()
        return self


def test_a_finger_is_wanted_only_once_the_ledger_has_the_consent() -> None:
    desk = Desk().about()
    desk.press(EnrolKey.ENROL)
    (request,) = desk.asked
    assert isinstance(request, GiveConsent)
    assert (request.staff, request.by, request.text_version) == (CLERK, LEADER, "v1")
    assert desk.wishes == []
    assert desk.page.busy
    desk.press(EnrolKey.ENROL, EnrolKey.WITHDRAW, EnrolKey.BACK)  # keys rest meanwhile
    assert len(desk.asked) == 1
    desk.answer()
    (wish,) = desk.wishes
    assert (wish.staff, wish.by, wish.witness, wish.consented_at) == (CLERK, LEADER, LEADER, AT)


@pytest.mark.parametrize(
    "answered", [lambda desk: desk.refuse(), lambda desk: desk.answer(Unanswered(desk.asked[-1]))]
)
def test_without_the_ledgers_word_there_is_no_finger(answered: Any) -> None:
    desk = Desk().about()
    desk.press(EnrolKey.ENROL)
    answered(desk)
    assert desk.wishes == []
    assert isinstance(desk.page, PersonPage)
    assert desk.page.told
    desk.press(EnrolKey.ENROL)  # and it can be tried again
    assert len(desk.asked) == 2


def test_an_answer_to_something_else_begins_nothing() -> None:
    desk = Desk().about()
    desk.press(EnrolKey.ENROL)
    other = replace(desk.asked[-1], id=RequestId("another-one"))
    granted = Granted(request=other.id, at=AT)
    assert desk.flow.answered(other, granted, desk.now) == []


def test_a_hall_without_a_consent_text_enrols_nobody() -> None:
    desk = Desk(hall("")).about()
    desk.press(EnrolKey.ENROL)
    assert desk.asked == []
    assert "consent_text" in desk.page.statement.en


def test_the_second_finger_follows_the_first_and_nothing_follows_the_second() -> None:
    desk = Desk().begun()
    desk.told(EnrolmentStage.KEPT)
    assert [each.staff for each in desk.wishes] == [CLERK, CLERK]
    assert desk.known.taking.finger == 2
    desk.told(EnrolmentStage.KEPT, wish=desk.wishes[0].id)  # said once more
    assert len(desk.wishes) == 2
    desk.told(EnrolmentStage.KEPT)
    assert len(desk.wishes) == 2
    assert desk.page.headline.en == "Enrolled"
    assert desk.page.leave.zh == "完成"
    desk.press(EnrolKey.AGAIN)
    assert len(desk.wishes) == 2
    desk.press(EnrolKey.DONE)
    assert isinstance(desk.page, PersonPage)


@pytest.mark.parametrize("stage", IN_VAIN)
def test_what_came_to_nothing_can_be_tried_again_or_left(stage: EnrolmentStage) -> None:
    desk = Desk().begun()
    desk.told(stage, CLERK)
    assert isinstance(desk.page, TakingPage)
    assert desk.page.over
    assert desk.page.leave.zh == "先不登记"
    assert desk.page.again is (stage not in NO_USE)
    desk.press(EnrolKey.AGAIN)
    assert len(desk.wishes) == (1 if stage in NO_USE else 2)
    assert desk.known.taking.finger == 1
    desk.told(stage)
    desk.press(EnrolKey.DONE)
    assert isinstance(desk.page, PersonPage)


@pytest.mark.parametrize("stage", sorted(UNDER_WAY))
def test_keys_rest_while_a_finger_is_on_its_way(stage: EnrolmentStage) -> None:
    desk = Desk().begun()
    desk.told(stage)
    desk.press(*EnrolKey)
    assert len(desk.wishes) == 1
    assert isinstance(desk.page, TakingPage)
    assert not desk.page.over


def test_a_reader_that_says_nothing_is_said_to_be_silent() -> None:
    desk = Desk().begun()
    assert desk.flow.next_wakeup() == desk.seconds + SILENT_SECONDS
    desk.seconds += SILENT_SECONDS - 0.1
    assert not desk.page.over
    desk.seconds += 0.1
    assert desk.page.over
    assert desk.page.headline.en == "The reader does not answer"
    desk.press(EnrolKey.AGAIN)
    assert len(desk.wishes) == 2


def test_the_finger_of_somebody_the_hall_has_lost_is_named_by_number() -> None:
    desk = Desk().begun()
    desk.told(EnrolmentStage.ALREADY_ENROLLED, StaffId("777"))
    assert desk.page.detail.en == "It is that of 777"
    desk.press(EnrolKey.AGAIN)
    desk.told(EnrolmentStage.ALREADY_ENROLLED, StaffId("102"))
    name = next(each.name for each in desk.hall.staff if each.id == "102")
    assert desk.page.detail.zh == f"登记的是 {name} 102"


@pytest.mark.parametrize(
    ("key", "why"), [(EnrolKey.WITHDRAW, Why.WITHDRAWN), (EnrolKey.LEFT, Why.LEFT)]
)
def test_an_erasure_is_asked_twice(key: EnrolKey, why: Why) -> None:
    desk = Desk().about()
    desk.press(EnrolKey.SURE)
    assert desk.asked == []  # nothing to be sure of
    desk.press(key)
    assert desk.page.sure
    desk.press(EnrolKey.BACK)
    assert not desk.page.sure
    desk.press(EnrolKey.SURE)
    assert desk.asked == []
    desk.press(key, EnrolKey.SURE)
    (request,) = desk.asked
    assert isinstance(request, WithdrawConsent)
    assert (request.staff, request.why, request.by) == (CLERK, why, LEADER)


def test_an_erasure_is_over_when_every_reader_has_proved_it() -> None:
    desk = Desk().about()
    desk.press(EnrolKey.WITHDRAW, EnrolKey.SURE)
    for reader in ("door", "side"):
        desk.flow.hear_fingers(FingersState(id="x", at=AT, reader=reader, erase=(CLERK,)))
    desk.answer()
    assert desk.page.headline.en == "Being erased"
    assert desk.page.leave.en == "Back"
    proof = FingersErased(staff=CLERK, reader="door", slots=(4, 9), read_at=AT, remaining=7)
    stranger = FingersErased(staff=LEADER, reader="side", slots=(1,), read_at=AT, remaining=0)
    for fact in (proof, stranger):
        each = Recorded(seq=1, at=AT, source="x", request=RequestId(""), hash="", fact=fact)
        desk.flow.hear_facts([each])
    desk.flow.hear_fingers(FingersState(id="x", at=AT, reader="door"))
    assert desk.page.headline.en == "Being erased"
    assert "emptied, as its index says: 4, 9;" in desk.page.detail.en
    assert "side has not erased" in desk.page.detail.en
    desk.flow.hear_fingers(FingersState(id="x", at=AT, reader="side"))
    assert desk.page.headline.en == "Erased"
    assert desk.page.leave.en == "Done"
    desk.press(EnrolKey.DONE)
    assert isinstance(desk.page, EntryPage)
    assert desk.known.operator is not None


def heard(desk: Desk, reader: str, *fingers: SlotOf, erase: tuple[StaffId, ...] = ()) -> None:
    state = FingersState(id="x", at=AT, reader=reader, fingers=fingers, erase=erase)
    desk.flow.hear_fingers(state)


def test_where_the_fingers_of_a_person_are_is_said_by_reader() -> None:
    desk = Desk().about()
    assert desk.page.kept.en == (
        "door: not heard of yet; side: not heard of yet; slot 1 of hall.toml"
    )
    heard(desk, "door", SlotOf(4, CLERK), SlotOf(5, LEADER), SlotOf(6, CLERK))
    heard(desk, "side", SlotOf(1, CLERK))
    assert desk.page.kept.en == "door: 2; side: 1"  # the ledger knows better than hall.toml
    heard(desk, "side", SlotOf(1, CLERK), erase=(CLERK,))
    assert desk.page.kept.en == "door: 2; side: to be erased"
    heard(desk, "side", SlotOf(1, LEADER))
    assert desk.page.kept.en == "door: 2"


def test_where_there_is_no_finger_there_is_nothing_to_erase() -> None:
    desk = Desk().about(NOBODY)
    assert desk.page.erases  # who knows
    heard(desk, "door")
    heard(desk, "side", SlotOf(4, CLERK))
    assert desk.page.kept.en == "No finger is enrolled"
    assert not desk.page.erases
    desk.press(EnrolKey.WITHDRAW, EnrolKey.SURE, EnrolKey.LEFT, EnrolKey.SURE)
    assert desk.asked == []
    heard(desk, "side", SlotOf(4, NOBODY))
    assert desk.page.erases
    heard(desk, "side", erase=(NOBODY,))
    assert desk.page.erases


@pytest.mark.parametrize("stage", EnrolmentStage)
def test_a_headline_is_short_enough_to_be_large(stage: EnrolmentStage) -> None:
    desk = Desk().begun()
    desk.told(stage)
    assert len(desk.page.headline.zh) <= 22
    said = SAID[stage]
    if stage is not EnrolmentStage.ALREADY_ENROLLED and "；" in said.zh:
        assert (desk.page.headline.zh, desk.page.detail.zh) == tuple(said.zh.split("；"))
        assert desk.page.detail.en
        assert said.en.replace(": ", "; ").startswith(f"{desk.page.headline.en}; ")
        assert said.en.endswith(desk.page.detail.en)


def test_dots_begin_anew_when_it_came_to_nothing() -> None:
    desk = Desk().begun()
    for stage in (EnrolmentStage.PRESS, EnrolmentStage.LIFT, EnrolmentStage.PRESS_AGAIN):
        desk.told(stage)
    desk.told(EnrolmentStage.DRY)
    assert desk.page.step == 2
    desk.told(EnrolmentStage.DIFFERENT_FINGERS)
    assert (desk.page.step, desk.page.steps) == (0, 4)


def test_a_finger_that_has_to_be_lifted_first_is_no_step() -> None:
    """The one before was kept, and lies there still."""
    desk = Desk().begun()
    desk.told(EnrolmentStage.LIFT)
    assert (desk.page.headline.zh, desk.page.step) == ("请抬起手指", 0)
    desk.told(EnrolmentStage.PRESS)
    desk.told(EnrolmentStage.LIFT)
    assert desk.page.step == 1


def test_the_list_says_by_name_whose_fingers_are_where() -> None:
    desk = Desk()
    desk.press(EnrolKey.LIST)
    assert isinstance(desk.page, EntryPage)  # for nobody who is not signed in
    assert not desk.page.lists
    desk.signed_in()
    assert desk.page.lists
    heard(desk, "door", SlotOf(9, StaffId("777")), SlotOf(1, CLERK), SlotOf(8, CLERK))
    heard(desk, "side", erase=(LEADER,))
    desk.press(EnrolKey.LIST)
    assert isinstance(desk.page, ListedPage)
    rows = desk.page.rows
    desk.press(EnrolKey.NEXT)
    assert [(each.who, each.where.en) for each in (*rows, *desk.page.rows)] == [
        ("测试甲 101", "door: 2"),
        ("测试乙 102", "slot 2 of hall.toml"),
        ("测试丙 103", "slot 3 of hall.toml"),
        ("777", "door: 1"),
        ("班长 901", "side: to be erased"),
    ]
    desk.type("101")
    assert desk.known.entry.number == ""
    desk.press(EnrolKey.ENROL, EnrolKey.BACK)
    assert isinstance(desk.page, EntryPage)
    assert desk.known.operator is not None


def test_who_withdrew_is_not_listed_by_hall_toml_once_every_reader_has_proved_it() -> None:
    desk = Desk()
    desk.signed_in()
    desk.flow.hear_fingers(FingersState(id="x", at=AT, reader="door", forgotten=(CLERK,)))
    assert CLERK in desk.known.enrolled
    desk.flow.hear_fingers(FingersState(id="x", at=AT, reader="side", forgotten=(CLERK,)))
    assert CLERK not in desk.known.enrolled


def test_the_list_turns_its_pages_and_no_further() -> None:
    desk = Desk().signed_in()
    heard(desk, "door", *(SlotOf(20 + each, StaffId(f"{700 + each}")) for each in range(9)))
    desk.press(EnrolKey.LIST)
    seen = []
    for key in (EnrolKey.PREVIOUS, EnrolKey.NEXT, EnrolKey.NEXT, EnrolKey.NEXT, EnrolKey.PREVIOUS):
        desk.press(key)
        seen.append((desk.page.page, len(desk.page.rows)))
    assert desk.page.pages == 3
    assert seen == [(1, 4), (2, 4), (3, 4), (3, 4), (2, 4)]
    desk.seconds += SIGN_OUT_SECONDS
    desk.flow.tick(desk.now)
    assert isinstance(desk.page, EntryPage)


def test_an_empty_list_says_so() -> None:
    made = hall()
    bare = tuple(replace(each, slot=None) for each in made.staff)
    desk = Desk(replace(made, staff=bare)).signed_in()
    desk.press(EnrolKey.LIST, EnrolKey.NEXT)
    assert (desk.page.heading.en, desk.page.rows) == ("Nobody is enrolled yet", ())


def test_who_may_sit_here() -> None:
    desk = Desk()
    desk.type(CLERK)
    desk.press(EnrolKey.ENTER)
    desk.type("0000")
    desk.press(EnrolKey.ENTER)
    assert desk.known.operator is None
    assert desk.page.sentence.en
    desk.press(EnrolKey.CLEAR)
    desk.signed_in()
    assert desk.known.operator is not None
    desk.type("999")
    desk.press(EnrolKey.ENTER)
    assert desk.page.sentence.en == "There is no staff number 999"
    desk.press(EnrolKey.BACK)
    assert desk.known.operator is None


def test_nobody_touches_the_desk_and_whoever_sat_there_is_signed_out() -> None:
    desk = Desk().about()
    assert desk.flow.next_wakeup() == desk.seconds + SIGN_OUT_SECONDS
    desk.seconds += SIGN_OUT_SECONDS - 1
    desk.flow.tick(desk.now)
    assert desk.known.operator is not None
    desk.seconds += 1
    desk.flow.tick(desk.now)
    assert (desk.known.operator, desk.known.person) == (None, None)
    assert desk.flow.next_wakeup() is None


@pytest.mark.parametrize("stage", [None, EnrolmentStage.PRESS, EnrolmentStage.LIFT])
def test_a_finger_can_be_stopped_until_it_is_taken(stage: EnrolmentStage | None) -> None:
    desk = Desk().begun()
    if stage is not None:
        desk.told(stage)
    desk.press(EnrolKey.STOP)
    assert [each.enrolment for each in desk.stops] == [desk.wishes[-1].id]
    assert desk.page.stop
    assert not desk.page.over  # the reader says so
    desk.told(EnrolmentStage.STOPPED)
    assert (desk.page.over, desk.page.again) == (True, True)


@pytest.mark.parametrize("stage", [*IN_VAIN, EnrolmentStage.STORED])
def test_what_is_taken_or_over_is_not_stopped(stage: EnrolmentStage) -> None:
    desk = Desk().begun()
    desk.told(EnrolmentStage.PRESS)
    desk.told(stage)
    assert not desk.page.stop
    desk.press(EnrolKey.STOP)
    assert desk.stops == []


def test_a_session_that_ended_leads_back_and_who_comes_back_finds_the_person() -> None:
    desk = Desk().about()
    desk.press(EnrolKey.ENROL)
    asked = desk.asked[-1]
    assert asked.session
    no = Refusal(No.NOT_SIGNED_IN)
    desk.answer(Refused(request=asked.id, at=AT, code=no.code, zh=no.zh, en=no.en))
    assert desk.known.operator is None
    assert isinstance(desk.page, EntryPage)
    assert desk.page.sentence.zh == "登录已结束，请重新登录。"
    desk.signed_in()
    assert isinstance(desk.page, PersonPage)
    assert desk.known.person.id == CLERK


def test_while_the_ledger_compares_the_keys_rest() -> None:
    desk = Desk()
    desk.type(LEADER)
    desk.press(EnrolKey.ENTER)
    desk.type("0000")
    (asked,) = desk.flow.press(EnrolKey.ENTER, desk.now)
    assert isinstance(asked, AskLedger)
    assert desk.page.busy
    assert desk.flow.press(EnrolKey.ENTER, desk.now) == []
    desk.take(desk.flow.answered(asked.request, Unanswered(asked.request), desk.now))
    assert not desk.page.busy
    assert desk.page.number == LEADER


def test_who_leaves_the_desk_is_told_to_the_ledger() -> None:
    desk = Desk().signed_in()
    desk.press(EnrolKey.BACK)
    assert isinstance(desk.asked[-1], SignOut)
    assert desk.known.operator is None
