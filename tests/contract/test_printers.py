"""What a kiosk relies on, of every driver of printers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from conversing import after_all, ends, events, in_silence, readable, written
from registered import of_kind

from broker.domain.errors import DeviceError
from broker.service.session import Action, Failed, LastingSession
from kiosk.printing.driver import PrinterDriver, PrinterSession
from kiosk.printing.slip import Roll, Slip
from kiosk.printing.trouble import PrinterState
from tests.stages.guest_drivers import TYPIST
from tests.unit.sample_slip import MATERIALS, SLIP

PRINTERS = pytest.mark.parametrize("driver", of_kind(PrinterDriver, TYPIST))
LISTERS = pytest.mark.parametrize(
    "driver", [each for each in of_kind(PrinterDriver) if each.values[0].materials is not None]
)
EVERY = pytest.mark.parametrize("roll", Roll)
LONGEST = replace(
    SLIP,
    hall="某某县人民政府政务服务和数字化建设管理局政务服务中心",
    item="城镇职工基本养老保险与城乡居民基本养老保险制度衔接申请" * 3,
    windows=tuple(range(1, 40)),
    again=True,
)


def command(driver: PrinterDriver, key: str = "touch-1", slip: Slip = SLIP) -> Any:
    return driver.slip(key, slip, Roll.MM_80)


@EVERY
@PRINTERS
@pytest.mark.parametrize("slip", [SLIP, LONGEST], ids=["a slip", "a long one"])
def test_a_slip_becomes_one_readable_command(driver: PrinterDriver, roll: Roll, slip: Slip) -> None:
    made = driver.slip("touch-1", slip, roll)
    assert made == driver.slip("touch-1", slip, roll)
    assert {made: "it is a key"}[driver.slip("touch-1", slip, roll)]
    assert made != driver.slip("touch-2", slip, roll), "the same slip for another touch is another"
    readable(driver, made)


@EVERY
@LISTERS
def test_a_list_of_materials_becomes_one_too(driver: PrinterDriver, roll: Roll) -> None:
    assert driver.materials is not None
    made = driver.materials("touch-1", MATERIALS, roll)
    assert {made: "it is a key"}[driver.materials("touch-1", MATERIALS, roll)]
    assert made != driver.materials("touch-2", MATERIALS, roll)
    readable(driver, made)


@PRINTERS
def test_the_number_is_on_it(driver: PrinterDriver) -> None:
    assert driver.encode is not None
    data = driver.encode(command(driver))
    assert b"A012" in data
    assert b"A013" not in data


def unanswered(driver: PrinterDriver, until: float) -> tuple[PrinterSession, Any, list[Action]]:
    """A slip is asked for at 5.0, and the printer says nothing until then: what was done."""
    session, made = driver.session((1,)), command(driver)
    actions = [*session.opened(0.0), *in_silence(session, 0.0, 5.0)]
    actions += [*session.submit(made, 5.0), *in_silence(session, 5.0, until)]
    return session, made, actions


@PRINTERS
def test_a_slip_on_a_silent_printer_fails_or_waits_for_its_wire(driver: PrinterDriver) -> None:
    """It never ends well by itself: nobody said that it was printed."""
    session, made, actions = unanswered(driver, until=120.0)
    actions += session.closed(120.0)
    (over,) = (each for each in ends(actions) if each.command == made)
    assert isinstance(over, Failed)
    assert isinstance(over.error, DeviceError)
    assert str(over.error)


@PRINTERS
def test_what_may_be_on_paper_is_never_sent_again(driver: PrinterDriver) -> None:
    session, _, actions = unanswered(driver, until=60.0)
    actions += [*session.closed(60.0), *session.opened(61.0), *in_silence(session, 61.0, 200.0)]
    assert sum(b"A012" in data for data in written(actions)) <= 1


@PRINTERS
def test_a_cut_wire_is_told_and_every_waiting_slip_ends(driver: PrinterDriver) -> None:
    session = driver.session((1,))
    assert isinstance(session, LastingSession)
    slips = [command(driver, f"touch-{number}") for number in range(3)]
    actions = session.opened(0.0)
    for each in slips:
        actions += session.submit(each, 0.1)
    actions += session.closed(0.2)
    assert [each.command for each in ends(actions)] == slips
    last = [each for each in events(actions) if isinstance(each, PrinterState)][-1]
    assert not last.ready
    assert in_silence(session, 0.2, 60.0) == [], "there is no wire to talk on"
    later = [*session.opened(60.0), *in_silence(session, 60.0, 70.0), *session.closed(70.0)]
    assert ends(later) == [], "each ended once"


@PRINTERS
def test_it_says_how_it_is_within_seconds_of_its_wire_coming_up(driver: PrinterDriver) -> None:
    session = driver.session((1,))
    told = events([*session.opened(0.0), *in_silence(session, 0.0, 10.0)])
    assert all(isinstance(each, PrinterState) for each in told)
    assert told


@PRINTERS
def test_whatever_is_heard_ends_no_slip_that_was_not_asked_for(driver: PrinterDriver) -> None:
    session = driver.session((1,))
    actions = [*session.opened(0.0), *after_all(session, driver)]
    assert ends(actions) == []
    assert all(isinstance(each, PrinterState) for each in events(actions))
