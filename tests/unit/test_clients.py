"""Who may ask for what: each kind of client beside each request, by a table of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields

from broker.domain.base import Request, kebab
from broker.domain.checking.tables import PROGRAMS
from broker.domain.client_names import panel_at
from broker.domain.clients import Client, ClientKind, Rights, clients
from broker.domain.clock_ins import ClockInPost
from broker.domain.hall import Hall, Reader
from broker.domain.kiosks import GuideDesk, Kiosk
from broker.domain.refusals import No, Refusal
from broker.domain.requests import AnyRequest
from broker.processes import Program
from broker.registry import Group, names
from broker.settings import load
from tests.stages.halls import MORNING, small_hall

SAMPLE = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
# What domain.md lets each of them do; written from there, not from the rules.
STEPS_OF_A_CLERK = (
    "close-window pause-window resume-window call-next call-ticket recall-ticket"
    " start-service finish-service miss-ticket transfer-ticket undo-step note-ticket"
)
NUMBERS = "reserve-ticket activate-ticket void-ticket record-reprint"
MAY = {
    "ledger": "note-reader open-window open-desk note-wrong-pin",
    "displays": "report-delivery",
    "evaluators": f"{STEPS_OF_A_CLERK} give-rating leave-unrated count-stray",
    "clockin": "record-punch keep-finger prove-erased",
    "kiosk-1": f"{NUMBERS} find-ticket grant-series merge-ticket leave-opinion sign-in sign-out",
    "panel-1": f"{STEPS_OF_A_CLERK} list-waiting sign-in",
    "guide-1": f"{NUMBERS} find-ticket list-waiting list-missed cancel-ticket"
    " requeue-ticket undo-desk-step list-opinions read-words sign-in sign-out",
    "clock-in-1": "ask-name record-punch sign-in",
    "enrolment-reader-1": "give-consent withdraw-consent sign-in sign-out",
    "board-1": "",
    "command": "find-ticket list-waiting list-missed give-consent withdraw-consent"
    " record-punch let-punch-in set-punch-aside correct-duty correct-attendance record-leave"
    " withdraw-leave record-outage note-terminal close-month erase-slots settle-opinion"
    " end-session unlock-pin",
}
KINDS: dict[str, type[Request]] = {kebab(each.__name__): each for each in AnyRequest.__args__}
SERVICES = ("ledger", "displays", "evaluators", "clockin", "command")


def hall() -> Hall:
    """A hall with a client of every kind."""
    return small_hall(
        kiosks=(Kiosk(id="kiosk-1", line="printer"),),
        guide_desks=(GuideDesk(id="guide-1"),),
        readers=(Reader(id="reader-1", line="clockin"),),
        clock_ins=(ClockInPost(id="clock-in-1", reader="reader-1"),),
    )


def asked(kind: str, source: str, window: int = 1) -> Any:
    """A request of this kind; what it asks for in particular is of no importance here."""
    words: dict[str, Any] = {"id": "request-1", "at": MORNING, "source": source}
    for field in fields(KINDS[kind]):
        if field.required and field.name not in words:
            words[field.name] = window if field.name == "window" else None
    return KINDS[kind](**words)


def may(client: str, request: Any) -> bool:
    try:
        Rights(clients(hall())).check(client, request)
    except Refusal as refusal:
        return refusal.code is not No.NOT_ENTITLED
    return True


def test_the_table_knows_every_client_and_every_request() -> None:
    assert {each.name for each in clients(hall())} - {"panel-2", "panel-3"} == set(MAY)
    assert {kind for words in MAY.values() for kind in words.split()} == set(KINDS)


@pytest.mark.parametrize("client", MAY)
def test_each_may_ask_for_this_and_for_nothing_else(client: str) -> None:
    allowed = {kind for kind in KINDS if may(client, asked(kind, client))}
    assert allowed == set(MAY[client].split())


@pytest.mark.parametrize("client", ["", "kiosk-9", "panel-9", "kiosk", "KIOSK-1", "kiosk-1 ", "+"])
def test_nobody_else_may_ask_for_anything(client: str) -> None:
    assert not [kind for kind in KINDS if may(client, asked(kind, client))]
    assert not [kind for kind in KINDS if may(client, asked(kind, "kiosk-1"))]


@pytest.mark.parametrize("client", MAY)
def test_nobody_speaks_for_another_client(client: str) -> None:
    others = set(MAY) - {client}
    assert not [o for o in others for kind in KINDS if may(client, asked(kind, o))]


@pytest.mark.parametrize("client", MAY)
def test_services_alone_speak_for_what_is_no_client(client: str) -> None:
    """A device that hall.toml has lost may still have something to say."""
    spoken = {kind for kind in KINDS if may(client, asked(kind, "evaluator-77"))}
    assert spoken == (set(MAY[client].split()) if client in SERVICES else set())


def test_a_panel_asks_at_its_own_window() -> None:
    steps = STEPS_OF_A_CLERK.split()
    assert not [kind for kind in steps if may("panel-1", asked(kind, "panel-1", window=2))]
    assert [kind for kind in steps if may("panel-2", asked(kind, "panel-2", window=2))] == steps


def test_a_panel_is_called_by_its_window() -> None:
    assert panel_at(7) == "panel-7"
    found = [each for each in clients(hall()) if each.kind is ClientKind.PANEL]
    assert found[0] == Client("panel-1", ClientKind.PANEL, 1)


def test_no_screen_can_be_named_like_another_client() -> None:
    screens = {"kiosk-1", "guide-1", "clock-in-1"}
    others = [each.name for each in clients(hall()) if each.name not in screens]
    assert [name for name in others if PROGRAMS.fullmatch(name)] == others


def test_whoever_left_the_hall_has_no_rights_left() -> None:
    request = asked("reserve-ticket", "kiosk-1")
    Rights(clients(hall())).check("kiosk-1", request)
    with pytest.raises(Refusal):
        Rights(clients(small_hall())).check("kiosk-1", request)


def test_every_program_of_a_hall_is_one_of_its_clients() -> None:
    """By the name under which it gets papers, and stands in the alert that it is given up."""
    hall = load(SAMPLE).hall
    of_its_kind = {
        "kiosk": [each.id for each in hall.kiosks],
        "panel": [str(each.number) for each in hall.windows],
        "guide": [each.id for each in hall.guide_desks],
        "clock-in": [each.id for each in hall.clock_ins],
        "enrolment": [each.id for each in hall.readers],
    }
    programs = [
        Program(role, key) for role in names(Group.ROLE) for key in of_its_kind.get(role, [""])
    ]
    assert len(programs) > 20
    assert {each.service for each in programs} | {"command"} == {
        each.name for each in clients(hall)
    }
