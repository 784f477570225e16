"""The code of an appointment at the kiosk of the sample hall, with a real ledger; and the link of
the slip that comes of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from broker.domain.appointments import by_code
from broker.domain.slips import slip_link
from broker.domain.tickets.requests import ReserveTicket
from kiosk.input.came import CodeRead
from kiosk.ticket.screens import Progress
from tests.gui.kiosk_rig import Rig, kiosk
from tests.stages.halls import sample_appointments

CODE = "042817"  # at nine, as the rig's morning begins


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as rig:
        rig.desk.ledger.floor.lay(by_code(sample_appointments(rig.settings)))
        rig.settle()
        yield rig


def typed(rig: Rig, code: str) -> None:
    rig.touch("code")
    assert rig.page == "codeentry"
    for digit in code:
        rig.touch(f"key-{digit}")
    rig.touch("enter")
    rig.settle()


def test_a_code_is_typed_at_home_and_its_slip_comes(rig: Rig) -> None:
    typed(rig, CODE)
    (job,) = rig.printer.jobs
    rig.printer.slip_out()
    rig.settle()
    assert rig.tickets() == {job.slip.number: "waiting"}
    rig.touch("done")
    typed(rig, CODE)
    assert rig.page == "already"
    assert rig.text("number") == job.slip.number
    assert rig.find("anyway") is None
    assert len(rig.printer.jobs) == 1


def test_an_unknown_code_is_told_and_typed_again(rig: Rig) -> None:
    typed(rig, "999999")
    assert "没有查到这个预约码" in rig.text("why")
    rig.touch("again")
    assert rig.page == "codeentry"


def test_a_code_is_scanned_at_home_without_a_touch(rig: Rig) -> None:
    conductor = rig.kiosk._conductor
    assert conductor is not None
    conductor.tell(CodeRead(CODE))  # the sample hall has no scanner
    rig.settle()
    assert len(rig.printer.jobs) == 1


def test_a_hall_with_pages_hears_whose_the_links_are(tmp_path: Path) -> None:
    url = "https://hall.example/z"
    with kiosk(tmp_path) as rig:
        hall = rig.settings.hall
        changed = replace(hall, hall=replace(hall.hall, public_url=url))
        rig.settings = rig.desk.settings = dataclasses.replace(rig.settings, hall=changed)
        rig.reboot()
        request = rig.desk.make(ReserveTicket, queue="health")
        number = rig.desk.ask(request).facts[0].number  # type: ignore[union-attr]  # it is granted
        rig.settle()
        conductor = rig.kiosk._conductor
        assert conductor is not None
        conductor.tell(CodeRead(slip_link(url, request.id)))
        assert conductor.flow.screen == Progress(number)
