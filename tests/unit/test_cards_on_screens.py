"""What a card does on the screens of a kiosk: it helps, is never in the way, and is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from kiosk_ledger import HALL
from kiosk_visitor import Visitor
from kiosk_walk import glass
from msgspec.structs import replace

from broker.domain.alerts import AlertCode
from broker.domain.hall import PriorityClass
from kiosk.input.came import (
    CardProblem,
    CardRead,
    CardUnread,
    InputKind,
    InputState,
    InputTrouble,
)
from kiosk.issuing import events as issuing
from kiosk.printing.trouble import PrinterTrouble
from kiosk.ticket import events, screens
from kiosk.ticket.cards import needs_card
from kiosk.ticket.events import Press
from kiosk.ticket.flow import Flow
from kiosk.ticket.screens import NOBODY

YOUNG = CardRead("p1", "张*", "110101********0015")
OLD = CardRead("p2", "李*", "110101********1234", elderly=True)
LIFTED = CardUnread(CardProblem.LIFTED)
WELL = InputState(InputKind.CARD_READER)
AWAY = InputState(InputKind.CARD_READER, InputTrouble.SILENT)
NEEDY = replace(
    HALL, queues=tuple(replace(each, needs_card=each.id == "qa") for each in HALL.queues)
)


class NeedsCards(Flow):
    """In this hall queue qa wants a card."""

    def __init__(self, _hall: Any, *others: Any) -> None:
        super().__init__(NEEDY, *others)


@pytest.fixture
def at() -> Visitor:
    visitor = Visitor()
    visitor.happens(WELL)
    return visitor


def screen(at: Visitor) -> Any:
    return at.flow.screen


def shown(at: Visitor) -> Any:
    return glass(at)[0].page


def take(at: Visitor) -> None:
    """A number to its end: the slip is out and the ledger has heard it."""
    at.printing()
    at.happens(issuing.SlipTaken(at.desk.jobs[-1]))
    at.settle()


def test_home_says_where_a_card_goes_where_there_is_a_reader_that_works(at: Visitor) -> None:
    assert shown(at).card.zh == "可将身份证放在读卡处"
    at.happens(AWAY)
    assert shown(at).card.zh == ""
    assert shown(Visitor()).card.zh == ""


def test_a_card_is_shown_masked_and_stands_in_the_request(at: Visitor) -> None:
    at.happens(YOUNG)
    assert shown(at).card.zh == "已读证：张* 110101********0015"
    at.confirm()
    assert shown(at).card.zh == "已读证：张* 110101********0015"
    at.touch(Press.TAKE)
    assert at.desk.asked[0].person == "p1"
    assert at.desk.asked[0].group is PriorityClass.ORDINARY


def test_without_a_card_a_number_is_given_as_ever(at: Visitor) -> None:
    at.confirm()
    assert shown(at).card.zh == ""
    at.touch(Press.TAKE)
    assert at.desk.asked[0].person == ""


@pytest.mark.parametrize("before", [True, False])
def test_who_is_sixty_has_the_group_and_may_take_it_back(at: Visitor, before: bool) -> None:
    for step in (lambda: at.happens(OLD), at.confirm)[:: 1 if before else -1]:
        step()
    assert screen(at).group is PriorityClass.ELDERLY
    at.touch(events.GroupChosen(PriorityClass.ELDERLY))
    assert screen(at).group is PriorityClass.ORDINARY
    at.touch(Press.TAKE)
    assert at.desk.asked[0].group is PriorityClass.ORDINARY


def test_a_group_that_was_chosen_stays(at: Visitor) -> None:
    at.confirm()
    at.touch(events.GroupChosen(PriorityClass.DISABLED))
    at.happens(OLD)
    assert screen(at).group is PriorityClass.DISABLED


@pytest.mark.parametrize("problem", CardProblem)
def test_what_is_wrong_with_a_card_is_said(at: Visitor, problem: CardProblem) -> None:
    at.happens(CardUnread(problem))
    said = shown(at).card.zh
    assert said
    assert ("请重新放卡" in said) is (problem in (CardProblem.LIFTED, CardProblem.MISREAD))
    at.happens(YOUNG)
    assert shown(at).card.zh.startswith("已读证")


@pytest.mark.parametrize("trouble", [InputTrouble.UNPLUGGED, InputTrouble.SILENT])
def test_nobody_is_asked_to_lay_a_card_on_a_reader_that_is_gone(
    at: Visitor, trouble: InputTrouble
) -> None:
    """The cable was pulled while a card was read, and 请重新放卡 stood there for a minute."""
    at.happens(LIFTED)
    assert "请重新放卡" in shown(at).card.zh
    at.happens(InputState(InputKind.CARD_READER, trouble))
    assert "请重新放卡" not in shown(at).card.zh


def test_a_card_may_be_laid_again_on_a_reader_that_could_not_read_some(at: Visitor) -> None:
    at.happens(CardUnread(CardProblem.MISREAD))
    at.happens(InputState(InputKind.CARD_READER, InputTrouble.UNREADABLE))
    assert "请重新放卡" in shown(at).card.zh


def test_a_card_lifted_in_mid_read_costs_nothing_that_was_read_before(at: Visitor) -> None:
    at.happens(YOUNG)
    at.happens(LIFTED)
    at.confirm()
    at.touch(Press.TAKE)
    assert at.desk.asked[0].person == "p1"


def test_the_second_number_is_not_given_and_the_first_is_shown(at: Visitor) -> None:
    at.happens(YOUNG)
    take(at)
    at.wait(60.0)
    at.happens(YOUNG)
    at.printing()
    assert isinstance(screen(at), screens.Already)
    assert shown(at).number == "A001"
    assert shown(at).ahead.zh == "前面还有 3 人"
    assert at.ledger.numbers == 1
    assert at.desk.journal == ()


def already(at: Visitor) -> None:
    at.happens(YOUNG)
    take(at)
    at.wait(60.0)
    at.happens(YOUNG)
    at.printing()


def test_a_second_slip_of_it_is_printed(at: Visitor) -> None:
    already(at)
    jobs = len(at.desk.jobs)
    at.touch(Press.SECOND_SLIP)
    assert len(at.desk.jobs) == jobs + 1
    assert screen(at) == screens.Printing("qa", "A001")
    at.happens(issuing.SlipTaken(at.desk.jobs[-1]))
    assert screen(at) == screens.YourTicket("qa", "A001", 3, (1, 2), on_paper=True)
    at.wait(60.0)
    assert screen(at) == screens.HOME
    assert at.ledger.numbers == 1
    assert len(at.desk.outbox) == 2


def test_without_paper_the_first_number_is_kept_in_mind(at: Visitor) -> None:
    already(at)
    at.happens(issuing.PrinterSeen(PrinterTrouble.PAPER_OUT))
    assert not shown(at).paper
    jobs = len(at.desk.jobs)
    at.touch(Press.SECOND_SLIP)
    assert len(at.desk.jobs) == jobs
    assert not screen(at).on_paper


def test_who_wants_a_new_number_all_the_same_gets_it(at: Visitor) -> None:
    already(at)
    at.touch(glass(at)[1]["anyway"])
    confirm = screen(at)
    assert isinstance(confirm, screens.Confirm)
    at.touch(Press.TAKE)
    at.answer()
    assert at.ledger.numbers == 2
    assert isinstance(screen(at), screens.Printing)


def test_everything_personal_is_forgotten_with_the_visitor(at: Visitor) -> None:
    at.happens(OLD)
    assert at.flow.next_wakeup() is not None, "home does not stand for ever while it shows a card"
    at.wait(HALL.kiosk.idle_seconds + HALL.kiosk.still_there_seconds + 1)
    assert screen(at) == screens.HOME
    assert at.flow.cards.holder == NOBODY
    at.happens(OLD)
    take(at)
    at.wait(60.0)
    assert at.flow.cards.holder == NOBODY
    at.confirm()
    assert screen(at).group is PriorityClass.ORDINARY
    assert "李" not in repr(shown(at))


def test_a_card_after_the_slip_is_the_next_visitors(at: Visitor) -> None:
    at.happens(OLD)
    take(at)
    assert isinstance(screen(at), screens.YourTicket)
    at.happens(YOUNG)
    assert screen(at) == screens.HOME
    assert at.flow.cards.holder.card == YOUNG


def test_a_card_while_a_slip_comes_out_disturbs_nobody(at: Visitor) -> None:
    at.happens(OLD)
    at.printing()
    at.happens(YOUNG)
    assert isinstance(screen(at), screens.Printing)
    assert at.flow.cards.holder.card == OLD


def test_a_card_answers_whether_somebody_is_there(at: Visitor) -> None:
    at.confirm()
    at.wait(HALL.kiosk.idle_seconds + 1)
    assert isinstance(screen(at), screens.StillThere)
    at.happens(YOUNG)
    assert isinstance(screen(at), screens.Confirm)


def test_a_reader_that_is_away_is_an_alert_and_stops_nothing(at: Visitor) -> None:
    at.happens(AWAY)
    assert at.desk.alarms[AlertCode.CARD_READER] == "card-silent"
    take(at)
    assert at.ledger.numbers == 1
    at.happens(WELL)
    assert at.desk.alarms[AlertCode.CARD_READER] == ""


# A queue that needs a card.


def test_where_a_card_is_needed_it_is_asked_for_and_then_taken() -> None:
    at = Visitor(NeedsCards)
    at.happens(WELL)
    at.confirm()
    at.touch(Press.TAKE)
    assert at.desk.asked == []
    assert isinstance(screen(at), screens.Confirm)
    at.happens(YOUNG)
    at.touch(Press.TAKE)
    assert at.desk.asked[0].person == "p1"


def test_another_queue_does_not_need_one() -> None:
    at = Visitor(NeedsCards)
    at.touch(events.QueueChosen("qb"))
    at.touch(Press.TAKE)
    assert len(at.desk.asked) == 1
    assert [needs_card(NEEDY, each) for each in ("qa", "qb", "none")] == [True, False, False]
