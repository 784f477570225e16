"""The guide desk as a program: a true ledger and broker, a simulated printer on a port, touches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from broker.domain.requests import Found
from broker.domain.tickets.facts import HeldAs, TicketActivated, TicketReserved
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import FindTicket
from broker.service.life import broker_place
from broker.settings import Settings
from tests.stages.processes import Person, house
from tests.stages.screen_process import HALL, PATIENCE, Screen, printer

SIGN_IN = (
    *("wait sign-in 15", "touch staff-number-input", "type 2101"),
    *("touch pin-input", "type 0000", "touch sign-in", "wait way-take 15"),
)


@contextmanager
def guide_desk(settings: Settings) -> Iterator[Screen]:
    """The desk's screen, with the guide at it and its printer ready."""
    host, port = broker_place(settings)
    screen = Screen(settings.run, f"{host}:{port}", "guide", "guide-1")
    try:
        screen.must(*SIGN_IN)
        screen.until("read printer label", "打印机正常")
        yield screen
    finally:
        screen.close()


def take_a_number(screen: Screen) -> None:
    screen.must("touch queue-companies 15", "touch get 15")


def find(person: Person, number: str) -> Found:
    answer = person.ask(FindTicket, number=number)
    assert isinstance(answer, Found), answer
    return answer


def waiting(person: Person, number: str) -> Found:
    """Once the ledger has heard of its slip."""
    until = time.monotonic() + PATIENCE
    while (found := find(person, number)).ticket.state is not TicketState.WAITING:
        assert time.monotonic() < until
        time.sleep(0.05)
    return found


@pytest.mark.timeout(90)
def test_a_number_on_paper_and_one_the_power_cut_in_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the desk may have put into somebody's hand is waiting after a restart, once."""
    with (
        house(tmp_path, ["ledger"], monkeypatch, HALL) as (_, settings),
        printer(settings.run, "printer-guide", "--set", "speed=20"),
        Person(settings, "passer-by") as person,
    ):
        with guide_desk(settings) as screen:
            take_a_number(screen)
            screen.until("read headline text", "小票已出，请交给来访人")
            first = waiting(person, "h001")
            reserved, activated = (each.fact for each in first.history)
            assert isinstance(reserved, TicketReserved)
            assert isinstance(activated, TicketActivated)
            assert activated.paper is HeldAs.PRINTED
            assert {each.source for each in first.history} == {"guide-1"}
            screen.must("touch done 15")
            take_a_number(screen)
            screen.until("read under-way text", "正在出票 H002")
        with guide_desk(settings):
            second = waiting(person, "H002")
        activated = second.history[-1].fact
        assert isinstance(activated, TicketActivated)
        assert activated.paper is HeldAs.UNKNOWN
        assert second.ticket.ahead == 1
