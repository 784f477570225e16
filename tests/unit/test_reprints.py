"""补打: a second slip is a fact, is followed until it is out or lost; no second number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from guide_desk_stage import Stage
from kiosk_ledger import HALL
from kiosk_visitor import Visitor
from kiosk_walk import glass
from msgspec.structs import replace

from broker.cli import main
from broker.domain.alerts import AlertCode
from broker.domain.hall import Role
from broker.domain.ids import RequestId
from broker.domain.requests import DatedFact, Found, Granted, Refused
from broker.domain.tickets.facts import HeldAs, TicketReprinted, TicketReserved
from broker.domain.tickets.requests import (
    ActivateTicket,
    FindTicket,
    RecordReprint,
    ReserveTicket,
)
from broker.domain.windows.requests import OpenWindow
from kiosk.guide_desk.pages.history import told
from kiosk.guide_desk.screens import Key
from kiosk.issuing import events as issuing
from kiosk.issuing.second_slip import second_slip
from kiosk.issuing.transaction import SILENT_PRINTER, SLIP_SECONDS
from kiosk.ticket import screens, second_slips
from kiosk.ticket.events import Press
from kiosk.ticket.printout import NoSlip
from kiosk.ticket.ration import RationOfEach
from kiosk.ticket.second_slips import EACH, MOST, WITHIN
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall
from tests.unit.test_cards_on_screens import WELL, YOUNG, already

PAPER_OUT = "paper-out"


@pytest.fixture
def at() -> Visitor:
    """Somebody who has a number of the queue already, and asks for a second slip of it."""
    visitor = Visitor()
    visitor.happens(WELL)
    already(visitor)
    visitor.touch(Press.SECOND_SLIP)
    return visitor


@pytest.fixture
def desk() -> Stage:
    stage = Stage()
    stage.sign_in()
    return stage


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as hall:
        yield hall


def screen(at: Visitor) -> Any:
    return at.flow.screen


def reprints(at: Visitor) -> list[RecordReprint]:
    """What the ledger is told of second slips."""
    return [each for each in at.desk.outbox if isinstance(each, RecordReprint)]


def printer_says(at: Visitor, kind: type, *words: Any, **more: Any) -> None:
    at.happens(kind(at.desk.jobs[-1], *words, **more))


# at a kiosk


def test_the_second_slip_is_seen_growing_and_the_ledger_hears_that_it_is_out(at: Visitor) -> None:
    assert screen(at) == screens.Printing("qa", "A001")
    printer_says(at, issuing.SlipGrows, 0.5)
    assert screen(at).share == 0.5
    printer_says(at, issuing.SlipTaken)
    assert screen(at).on_paper
    assert "请取走小票" in glass(at)[0].page.said.zh
    (told_of,) = reprints(at)
    assert (told_of.ticket, told_of.source, told_of.maybe, told_of.by) == (
        "t1",
        "kiosk-1",
        False,
        "",
    )


def test_paper_that_ends_in_mid_slip_is_no_slip_and_the_number_stays_with_its_words(
    at: Visitor,
) -> None:
    printer_says(at, issuing.SlipGrows, 0.5)
    printer_says(at, issuing.SlipLost, PAPER_OUT)
    lost = screens.YourTicket("qa", "A001", 3, (1, 2), on_paper=False, no_slip=NoSlip.LOST)
    assert screen(at) == lost
    assert glass(at)[0].page.said.zh == "小票没打出，请记住号码"
    assert reprints(at) == []
    assert at.desk.alarms[AlertCode.SLIP] == PAPER_OUT
    assert at.ledger.numbers == 1


def test_of_a_slip_that_may_be_out_the_ledger_hears_that_nobody_knows(at: Visitor) -> None:
    printer_says(at, issuing.SlipLost, "unknown-outcome", maybe=True)
    assert [each.maybe for each in reprints(at)] == [True]
    assert not screen(at).on_paper


def test_a_silent_printer_keeps_nobody_waiting(at: Visitor) -> None:
    at.wait(SLIP_SECONDS - 1)
    assert isinstance(screen(at), screens.Printing)
    at.wait(1)
    assert screen(at).no_slip is NoSlip.LOST
    assert at.desk.alarms[AlertCode.SLIP] == SILENT_PRINTER
    assert [each.maybe for each in reprints(at)] == [True]
    printer_says(at, issuing.SlipTaken)  # late
    assert len(reprints(at)) == 1
    assert screen(at).no_slip is NoSlip.LOST


def test_the_next_slip_that_is_out_ends_the_alarm(at: Visitor) -> None:
    printer_says(at, issuing.SlipLost, PAPER_OUT)
    at.wait(60.0)
    already(at)
    at.touch(Press.SECOND_SLIP)
    printer_says(at, issuing.SlipTaken)
    assert at.desk.alarms[AlertCode.SLIP] == ""


def test_a_second_press_and_a_second_word_of_the_printer_are_one_slip(at: Visitor) -> None:
    jobs = len(at.desk.jobs)
    at.touch(Press.SECOND_SLIP)
    printer_says(at, issuing.SlipTaken)
    printer_says(at, issuing.SlipTaken)
    assert len(at.desk.jobs) == jobs
    assert len(reprints(at)) == 1


def ask_again(at: Visitor) -> None:
    at.wait(60.0)
    already(at)
    at.touch(Press.SECOND_SLIP)


def test_one_who_likes_the_key_leaves_paper_for_the_numbers(at: Visitor) -> None:
    first = len(at.desk.jobs)
    for _ in range(EACH - 1):
        printer_says(at, issuing.SlipTaken)
        ask_again(at)
    printer_says(at, issuing.SlipTaken)
    assert len(at.desk.jobs) == first + EACH - 1
    ask_again(at)
    assert len(at.desk.jobs) == first + EACH - 1
    assert glass(at)[0].page.said.zh == "这个号已补打多次，请记住号码"
    at.wait(WITHIN)
    ask_again(at)
    assert len(at.desk.jobs) == first + EACH


def test_one_at_a_time_whichever_way_round(at: Visitor) -> None:
    jobs = len(at.desk.jobs)
    at.happens(issuing.Broke())
    at.happens(YOUNG)
    at.printing()
    at.touch(Press.SECOND_SLIP)
    assert len(at.desk.jobs) == jobs
    assert glass(at)[0].page.said.zh == "正在打印另一张小票，请记住号码"
    printer_says(at, issuing.SlipTaken)
    assert len(reprints(at)) == 1


def test_many_numbers_have_ten_second_slips_in_ten_minutes() -> None:
    ration = RationOfEach(MOST, EACH, WITHIN)
    for nth in range(MOST):
        assert ration.left(f"t{nth}", float(nth))
        ration.take(f"t{nth}", float(nth))
    assert not ration.left("another", WITHIN - 0.1)
    assert ration.left("another", WITHIN)


def test_where_there_were_many_of_all_the_paper_is_said_to_be_for_new_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(second_slips, "MOST", 1)
    at = Visitor()
    at.happens(WELL)
    already(at)
    at.touch(Press.SECOND_SLIP)
    printer_says(at, issuing.SlipTaken)
    ask_again(at)
    assert glass(at)[0].page.said.zh == "小票纸要留给取新号的人，请记住号码"


def test_whoever_comes_next_is_not_told_of_it(at: Visitor) -> None:
    """A program that failed ended the page; the slip comes all the same, and is written down."""
    at.happens(issuing.Broke())
    shown = screen(at)
    printer_says(at, issuing.SlipTaken)
    assert screen(at) == shown
    assert len(reprints(at)) == 1


def test_a_power_cut_over_it_gives_no_number_and_leaves_nothing_open(at: Visitor) -> None:
    at.power_fails()
    assert at.desk.journal == ()
    assert at.ledger.numbers == 1
    assert at.desk.asked == []


# at the guide desk


def test_the_guide_stands_in_the_fact(desk: Stage) -> None:
    number = desk.ticket()
    desk.open(number)
    desk.press(Key.REPRINT)
    desk.do(desk.flow.hear(issuing.SlipTaken(desk.jobs[-1]), desk.now))
    desk.deliver()
    fact = desk.ledger.history[-1].fact
    assert fact == TicketReprinted(ticket=fact.ticket, device="guide-1", by="900")  # type: ignore[union-attr]  # it is one
    assert len(desk.ledger.floor.tickets) == 1


def test_what_was_lost_is_no_fact_and_what_nobody_knows_is_one(desk: Stage) -> None:
    desk.open(desk.ticket())
    desk.press(Key.REPRINT)
    desk.do(desk.flow.hear(issuing.SlipLost(desk.jobs[-1], PAPER_OUT), desk.now))
    assert not desk.outbox
    desk.press(Key.REPRINT)
    desk.wait(SLIP_SECONDS)
    assert [each.maybe for each in desk.outbox.values()] == [True]  # type: ignore[union-attr]  # a reprint


@pytest.mark.parametrize(
    ("maybe", "words"),
    [(False, "补打小票"), (True, "补打小票，是否打出不明")],
)
def test_the_guide_reads_it_in_the_history(maybe: bool, words: str) -> None:
    fact = TicketReprinted(ticket="t", device="guide-1", by="900", maybe=maybe)
    what, where = told(DatedFact(at=MORNING, source="guide-1", fact=fact), HALL)
    assert what.zh == words
    assert "900" in where.zh


# what the ledger knows


def take(hall: LedgerHall) -> tuple[TicketReserved, RequestId]:
    request = hall.make(ReserveTicket, queue="qa")
    answer = hall.ask(request)
    assert isinstance(answer, Granted)
    (given,) = answer.facts
    assert isinstance(given, TicketReserved)
    hall.do(ActivateTicket, ticket=given.ticket, paper=HeldAs.PRINTED)
    return given, request.id


def find(hall: LedgerHall, number: str) -> Found:
    answer = hall.ask(hall.make(FindTicket, number=number))
    assert isinstance(answer, Found)
    return answer


def test_a_second_slip_has_the_link_of_the_first_after_a_restart_too(hall: LedgerHall) -> None:
    given, request = take(hall)
    assert find(hall, given.number).ticket.reservation == request
    hall.reopen()
    ticket = find(hall, given.number).ticket
    slip = second_slip(RequestId("job"), ticket, small_hall(), issuing.Moment(0.0, MORNING))
    assert slip.reservation == request


def test_whoever_has_a_number_already_is_told_its_link(hall: LedgerHall) -> None:
    request = hall.make(ReserveTicket, queue="qa", person="p1")
    answer = hall.ask(request)
    assert isinstance(answer, Granted)
    hall.do(ActivateTicket, ticket=answer.facts[0].ticket, paper=HeldAs.PRINTED)  # type: ignore[union-attr]  # a reservation
    refused = hall.ask(hall.make(ReserveTicket, queue="qa", person="p1"))
    assert isinstance(refused, Refused)
    assert refused.ticket is not None
    assert refused.ticket.reservation == request.id


def test_a_second_slip_says_how_long_it_may_still_take(tmp_path: Path) -> None:
    known = small_hall()
    queues = tuple(replace(each, minutes_each=8.0) for each in known.queues)
    hall = LedgerHall(tmp_path, replace(known, queues=queues))
    hall.do(OpenWindow, window=1, clerk="101")
    take(hall)
    given, _ = take(hall)
    ticket = find(hall, given.number).ticket
    assert ticket.high > 0
    slip = second_slip(RequestId("job"), ticket, small_hall(), issuing.Moment(0.0, MORNING))
    assert f"{ticket.high}" in slip.wait.zh
    hall.close()


def test_the_ledger_takes_it_once_whatever_has_become_of_the_number(hall: LedgerHall) -> None:
    given, _ = take(hall)
    request = hall.make(RecordReprint, ticket=given.ticket, source="kiosk-1")
    answers = [hall.ask(request), hall.ask(request)]
    assert [each.facts for each in answers if isinstance(each, Granted)] == [
        (TicketReprinted(ticket=given.ticket, device="kiosk-1"),)
    ] * 2
    kinds = [type(each.fact) for each in find(hall, given.number).history]
    assert kinds.count(TicketReprinted) == 1


@pytest.mark.parametrize("by", ["101", "nobody"])
def test_only_who_works_at_a_guide_desk_is_named(hall: LedgerHall, by: str) -> None:
    assert hall.hall.member("101").role is Role.CLERK  # type: ignore[union-attr]  # control
    given, _ = take(hall)
    answer = hall.ask(hall.make(RecordReprint, ticket=given.ticket, by=by))
    assert isinstance(answer, Refused)


def test_the_report_counts_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hall = LedgerHall(tmp_path)
    given, _ = take(hall)
    for _ in range(2):
        hall.do(RecordReprint, ticket=given.ticket)
    hall.close()
    assert main(["report", str(tmp_path / "ledger.db")]) == 0
    lines = capsys.readouterr().out.splitlines()
    (line,) = (each for each in lines if "slips printed again" in each)
    assert line.split()[-1] == "2"
