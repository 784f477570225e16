"""The code of an appointment at a kiosk: typed or scanned, tried so often, and without a server."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from broker.domain.appointments import AppointmentRules
from broker.domain.hall import PriorityClass
from broker.domain.requests import Refused, Standing
from broker.domain.tickets.life import TicketState
from kiosk.input.came import CardRead, CodeRead
from kiosk.issuing import events as issuing
from kiosk.ticket import events, screens
from kiosk.ticket.code_screens import CodeEntry, CodeRefused, WhyNoCode
from kiosk.ticket.codes import code_in
from kiosk.ticket.events import CodeEntered, CodeWanted, Press, Typed
from kiosk.ticket.ration import MINUTE
from tests.stages.halls import MORNING
from tests.unit.kiosk_ledger import HALL
from tests.unit.kiosk_visitor import Visitor
from tests.unit.kiosk_walk import glass

CODE = "042817"


def typed(visitor: Visitor, code: str = CODE) -> None:
    visitor.touch(CodeWanted())
    for digit in code:
        visitor.touch(Typed(digit))
    visitor.touch(CodeEntered())


def refuses(visitor: Visitor, ticket: Standing | None = None) -> None:
    asked = visitor.desk.asked.pop(0)
    no = Refused(request=asked.id, at=MORNING, code="code", zh="不行", en="No", ticket=ticket)
    visitor.happens(issuing.Answered(no))


def test_a_code_that_is_typed_gets_a_number() -> None:
    visitor = Visitor()
    typed(visitor)
    (asked,) = visitor.desk.asked
    assert (asked.code, asked.queue, asked.group) == (CODE, "", PriorityClass.APPOINTMENT)
    visitor.answer()
    assert isinstance(visitor.flow.screen, screens.Printing)
    assert visitor.flow.screen.number == "A001"


def test_a_code_that_is_not_whole_asks_for_nothing() -> None:
    visitor = Visitor()
    typed(visitor, CODE[:5])
    assert not visitor.desk.asked
    assert isinstance(visitor.flow.screen, CodeEntry)
    assert not glass(visitor)[0].page.whole
    visitor.touch(Typed("7"))
    visitor.touch(Typed("9"))  # a seventh digit is none
    assert visitor.flow.screen.text == CODE
    assert glass(visitor)[0].page.whole


def test_a_key_pressed_twice_asks_once() -> None:
    visitor = Visitor()
    visitor.slow = True
    typed(visitor)
    visitor.happens(CodeEntered())
    visitor.touch(CodeEntered())
    visitor.disk()
    assert len(visitor.desk.asked) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("042817", "042817"),
        (" 042817 ", "042817"),
        ("https://book.example.cn/a/042817", "042817"),
        ("HTTPS://BOOK.EXAMPLE.CN/?code=042817", "042817"),
        ("https://book.example.cn/a/1042817", ""),
        ("https://book.example.cn/a/042817?x=y", ""),
        ("1042817", ""),
        ("04281", ""),
        ("٠٤٢٨١٧", ""),
        ("ftp://book.example.cn/042817", ""),
        ("A042", ""),
        ("042817\n042818", ""),
    ],
)
def test_what_is_a_code_among_what_is_scanned(text: str, code: str) -> None:
    assert code_in(text) == code
    visitor = Visitor()
    visitor.happens(CodeRead(text))
    assert [each.code for each in visitor.desk.asked] == ([code] if code else [])


def test_a_hall_without_appointments_knows_no_codes() -> None:
    visitor = Visitor(hall=replace(HALL, appointments=AppointmentRules()))
    visitor.happens(CodeRead(CODE))
    assert not visitor.desk.asked
    assert isinstance(visitor.flow.screen, screens.Cannot)


def test_a_code_scanned_while_a_number_comes_is_left() -> None:
    visitor = Visitor()
    visitor.printing()
    visitor.happens(CodeRead(CODE))
    assert not visitor.desk.asked


def test_the_hall_wide_link_of_a_slip_is_no_code() -> None:
    hall = replace(HALL, hall=replace(HALL.hall, public_url="https://hall.example.cn"))
    visitor = Visitor(hall=hall)
    visitor.happens(CodeRead("https://hall.example.cn/t/042817"))
    assert not visitor.desk.asked
    assert visitor.flow.screen == screens.Progress()


def test_the_ledgers_words_are_shown_and_the_code_can_be_typed_again() -> None:
    visitor = Visitor()
    typed(visitor)
    refuses(visitor)
    assert visitor.flow.screen == CodeRefused(WhyNoCode.REFUSED, "不行", "No")
    first = visitor.desk.ids.copy()
    visitor.touch(glass(visitor)[1]["again"])
    assert isinstance(visitor.flow.screen, CodeEntry)
    assert visitor.flow.screen.text == ""
    assert visitor.flow.screen.key not in first


def test_whoever_came_before_is_shown_the_first_number_and_no_other_one() -> None:
    visitor = Visitor()
    typed(visitor)
    waiting = TicketState.WAITING
    had = Standing(ticket="t", number="A001", queue="qa", group="appointment", state=waiting)
    refuses(visitor, had)
    assert visitor.flow.screen == screens.Already(had, None)
    shown, touches = glass(visitor)
    assert not shown.page.another
    assert "anyway" not in touches
    visitor.touch(Press.SECOND_SLIP)
    assert len(visitor.desk.jobs) == 1


def test_without_a_server_nothing_is_asked_and_an_ordinary_number_is_offered() -> None:
    visitor = Visitor()
    visitor.happens(events.BusSeen(False))
    typed(visitor)
    assert not visitor.desk.ids
    assert visitor.flow.screen == CodeRefused(WhyNoCode.AWAY)
    assert glass(visitor)[1]["ordinary"] == events.GoTo(screens.Choose(screens.Purpose.TAKE))


def test_a_ledger_that_is_silent_gives_a_number_later_and_it_is_void() -> None:
    visitor = Visitor()
    typed(visitor)
    asked = visitor.desk.asked[0]
    visitor.happens(issuing.Silent(asked))
    assert visitor.flow.screen == CodeRefused(WhyNoCode.AWAY)
    visitor.answer()
    assert visitor.desk.outbox[0].ticket == "t1"
    assert type(visitor.desk.outbox[0]).__name__ == "VoidTicket"


def test_so_many_codes_a_minute_and_no_more() -> None:
    visitor = Visitor(hall=replace(HALL, appointments=AppointmentRules("a.csv", tries_a_minute=2)))
    for _ in range(2):
        typed(visitor)
        refuses(visitor)
        visitor.touch(Press.HOME)
    typed(visitor)
    assert not visitor.desk.asked
    assert visitor.flow.screen == CodeRefused(WhyNoCode.OFTEN)
    assert "again" not in glass(visitor)[1]
    visitor.touch(Press.HOME)
    visitor.happens(CodeRead(CODE))
    assert not visitor.desk.asked
    visitor.seconds += MINUTE
    typed(visitor)
    assert visitor.desk.asked


def test_out_of_hours_it_says_when() -> None:
    visitor = Visitor()
    visitor.seconds += 12 * 3600
    typed(visitor)
    assert visitor.flow.screen == screens.Cannot(screens.WhyCannot.CLOSED)


def test_a_card_that_lies_there_goes_along() -> None:
    visitor = Visitor()
    visitor.happens(CardRead("p1", "张*", "110101********0015", elderly=False))
    typed(visitor)
    assert visitor.desk.asked[0].person == "p1"


def test_the_next_number_is_asked_for_without_the_code() -> None:
    visitor = Visitor()
    typed(visitor)
    refuses(visitor)
    visitor.touch(Press.HOME)
    visitor.confirm()
    visitor.touch(Press.TAKE)
    refuses(visitor)
    assert isinstance(visitor.flow.screen, screens.Cannot)
