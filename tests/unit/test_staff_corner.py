"""The staff corner of a ticket kiosk: who comes in, what is seen there, and what is left behind."""

from __future__ import annotations

import re

import pytest

from broker.domain.alerts import AlertCode
from kiosk.input.came import InputKind, InputState, InputTrouble
from kiosk.issuing import events as issuing
from kiosk.issuing.events import TryPrinter
from kiosk.printing.trouble import PrinterTrouble
from kiosk.staff.pin import LOCKED_SECONDS, WRONG_TRIES
from kiosk.ticket.corner import ARMED_SECONDS, LAST_NUMBERS
from kiosk.ticket.events import CornerKey, CornerTouched, Press, Typed
from kiosk.ticket.pages.staff import StaffCornerPage, StaffDoorPage
from kiosk.ticket.screens import HOME, PLAIN, Language
from kiosk.ticket.staff_screens import ProgramEnd, StaffCorner, StaffDoor, StaffEnd, Trial
from kiosk.words import say
from tests.unit.kiosk_ledger import HALL, moment
from tests.unit.kiosk_visitor import Visitor
from tests.unit.kiosk_walk import come, glass, sign_in

LEADER = next(each for each in HALL.staff if each.role == "duty-leader")
CLERK = next(each for each in HALL.staff if each.role == "clerk")


@pytest.fixture
def kiosk() -> Visitor:
    return Visitor()


@pytest.fixture
def inside(kiosk: Visitor) -> Visitor:
    come(kiosk)
    sign_in(kiosk)
    assert kiosk.flow.screen == StaffCorner()
    return kiosk


def key(visitor: Visitor, pressed: CornerKey) -> None:
    visitor.touch(CornerTouched(pressed))


def types(visitor: Visitor, text: str) -> None:
    for character in text:
        visitor.touch(Typed(character))
    key(visitor, CornerKey.ENTER)


def tries(visitor: Visitor, number: str, pin: str) -> None:
    types(visitor, number)
    types(visitor, pin)


def door(visitor: Visitor) -> StaffDoorPage:
    page = glass(visitor)[0].page
    assert isinstance(page, StaffDoorPage)
    return page


# the way in


def test_the_second_corner_alone_opens_nothing(kiosk: Visitor) -> None:
    key(kiosk, CornerKey.OTHER)
    assert kiosk.flow.screen == HOME


def test_the_second_corner_too_late_opens_nothing(kiosk: Visitor) -> None:
    key(kiosk, CornerKey.HELD)
    kiosk.wait(ARMED_SECONDS)
    key(kiosk, CornerKey.OTHER)
    assert kiosk.flow.screen == HOME


def test_both_corners_ask_who_is_there_and_keep_nothing_of_a_visitor(kiosk: Visitor) -> None:
    kiosk.touch(Press.ENGLISH)
    kiosk.confirm()
    come(kiosk)
    assert kiosk.flow.screen == StaffDoor()
    assert kiosk.flow.comfort.language is Language.EN  # what staff can read
    kiosk.touch(Press.BACK)
    assert (kiosk.flow.screen, kiosk.flow.comfort) == (HOME, PLAIN)


def test_nobody_is_disturbed_whose_number_is_coming_out(kiosk: Visitor) -> None:
    kiosk.printing()
    before = kiosk.flow.screen
    come(kiosk)
    assert kiosk.flow.screen == before


def test_a_pin_is_never_on_the_glass_nor_in_the_screen(kiosk: Visitor) -> None:
    come(kiosk)
    types(kiosk, LEADER.id)
    for digit in LEADER.pin:
        kiosk.touch(Typed(digit))
    assert door(kiosk).shown == "•" * len(LEADER.pin)
    assert LEADER.pin not in repr(kiosk.flow.screen)


def test_who_has_no_work_here_does_not_come_in(kiosk: Visitor) -> None:
    come(kiosk)
    tries(kiosk, CLERK.id, CLERK.pin)
    assert isinstance(kiosk.flow.screen, StaffDoor)
    assert door(kiosk).said == say("pin.role", number=CLERK.id)


def test_a_wrong_pin_is_asked_for_anew_from_the_number_on(kiosk: Visitor) -> None:
    come(kiosk)
    tries(kiosk, LEADER.id, "0")
    assert (door(kiosk).said, door(kiosk).shown) == (say("pin.wrong"), "")
    tries(kiosk, LEADER.id, LEADER.pin)
    assert kiosk.flow.screen == StaffCorner()


def locked_out(visitor: Visitor) -> None:
    for _ in range(WRONG_TRIES):
        tries(visitor, LEADER.id, "0")


def test_too_many_wrong_pins_lock_even_who_comes_anew_and_each_time_for_longer(
    kiosk: Visitor,
) -> None:
    come(kiosk)
    locked_out(kiosk)
    kiosk.touch(Press.HOME)
    come(kiosk)
    assert re.search("[23][0-9] 秒", door(kiosk).said.zh)
    tries(kiosk, LEADER.id, LEADER.pin)
    assert isinstance(kiosk.flow.screen, StaffDoor)
    kiosk.wait(LOCKED_SECONDS)
    come(kiosk)
    locked_out(kiosk)
    kiosk.wait(LOCKED_SECONDS)  # the second lock is twice as long
    come(kiosk)
    tries(kiosk, LEADER.id, LEADER.pin)
    assert isinstance(kiosk.flow.screen, StaffDoor)
    kiosk.wait(LOCKED_SECONDS)
    come(kiosk)
    tries(kiosk, LEADER.id, LEADER.pin)
    assert kiosk.flow.screen == StaffCorner()


def test_half_a_pin_is_forgotten_with_who_typed_it(kiosk: Visitor) -> None:
    come(kiosk)
    types(kiosk, LEADER.id)
    kiosk.touch(Typed(LEADER.pin[0]))
    kiosk.wait(HALL.kiosk.idle_seconds + 1)
    assert kiosk.flow.screen == HOME
    come(kiosk)
    assert door(kiosk) == StaffDoorPage("", say("corner.number"), door(kiosk).said)


# what is seen


def test_trouble_is_named_and_goes(inside: Visitor) -> None:
    inside.happens(issuing.PrinterSeen(PrinterTrouble.PAPER_OUT))
    seen = lines(inside)
    assert seen["打印机"] == "打印机缺纸"
    assert "打印机缺纸" in seen["本机的报警"]
    inside.happens(issuing.PrinterSeen("", near_end=True))
    assert lines(inside)["打印机"] == "打印纸快用完了"
    assert dict(inside.flow.corner.known.alarms) == {AlertCode.PAPER_LOW: "paper-low"}


def lines(visitor: Visitor) -> dict[str, str]:
    page = glass(visitor)[0].page
    assert isinstance(page, StaffCornerPage)
    return {each.what.zh: each.how.zh for each in page.lines}


def test_the_last_numbers_are_there_the_newest_first(kiosk: Visitor) -> None:
    given = []
    for _ in range(LAST_NUMBERS + 1):
        kiosk.printing()
        kiosk.happens(issuing.SlipTaken(kiosk.desk.jobs[-1]))
        given.append(kiosk.flow.screen.number)  # type: ignore[union-attr]  # it has one
        kiosk.touch(Press.CONTINUE)
    assert [each.number for each in kiosk.flow.corner.known.numbers] == given[:0:-1]


# what is done


def test_a_new_roll_is_tried_once_and_what_came_of_it_is_said(inside: Visitor) -> None:
    inside.seconds += 1.0
    (wanted,) = inside.flow.receive(CornerTouched(CornerKey.TRY), moment(inside.seconds))
    assert isinstance(wanted, TryPrinter)
    assert inside.flow.screen == StaffCorner(Trial.GOING_ON)
    inside.seconds += 1.0
    assert inside.flow.receive(CornerTouched(CornerKey.TRY), moment(inside.seconds)) == []
    inside.happens(issuing.SlipLost(wanted.job, PrinterTrouble.PAPER_OUT))
    assert inside.flow.screen == StaffCorner(Trial.FAILED)
    inside.seconds += 1.0
    assert inside.flow.receive(CornerTouched(CornerKey.TRY), moment(inside.seconds))


@pytest.mark.parametrize(
    ("pressed", "ending"),
    [(CornerKey.RESTART, ProgramEnd.RESTART), (CornerKey.DESKTOP, ProgramEnd.DESKTOP)],
)
def test_an_end_is_asked_for_once(pressed: CornerKey, ending: ProgramEnd, inside: Visitor) -> None:
    key(inside, pressed)
    assert (inside.flow.screen, inside.flow.corner.ending) == (StaffEnd(ending), None)
    key(inside, CornerKey.END)
    assert inside.flow.corner.ending is ending


def test_the_second_tap_of_a_double_tap_ends_nothing(inside: Visitor) -> None:
    key(inside, CornerKey.DESKTOP)
    inside.seconds += 0.1
    inside.happens(CornerTouched(CornerKey.END))
    assert inside.flow.corner.ending is None


@pytest.mark.parametrize("pressed", [CornerKey.TRY, CornerKey.DESKTOP, CornerKey.END])
def test_its_keys_mean_nothing_elsewhere(pressed: CornerKey, kiosk: Visitor) -> None:
    for screen in (HOME, kiosk.flow.screen):
        key(kiosk, pressed)
        assert (kiosk.flow.screen, kiosk.flow.corner.ending) == (screen, None)
    come(kiosk)
    key(kiosk, pressed)
    assert (kiosk.flow.screen, kiosk.flow.corner.ending) == (StaffDoor(), None)


def test_left_alone_it_closes(inside: Visitor) -> None:
    key(inside, CornerKey.DESKTOP)
    inside.wait(HALL.kiosk.idle_seconds + 1)
    assert (inside.flow.screen, inside.flow.corner.ending) == (HOME, None)


def test_a_door_that_wrong_pins_locked_is_an_alert_until_somebody_comes_in(
    kiosk: Visitor,
) -> None:
    come(kiosk)
    for _ in range(WRONG_TRIES - 1):
        tries(kiosk, LEADER.id, "0")
    assert kiosk.desk.alarms.get(AlertCode.PIN, "") == ""
    tries(kiosk, LEADER.id, "0")
    assert kiosk.desk.alarms[AlertCode.PIN] == "pin-locked"
    kiosk.wait(LOCKED_SECONDS)
    come(kiosk)
    tries(kiosk, LEADER.id, LEADER.pin)
    assert kiosk.flow.screen == StaffCorner()
    assert kiosk.desk.alarms[AlertCode.PIN] == ""


def scanner_line(visitor: Visitor) -> str:
    page = glass(visitor)[0].page
    assert isinstance(page, StaffCornerPage)
    return next(each.how.zh for each in page.lines if each.what == say("corner.scanner"))


def test_staff_see_how_the_scanner_is(inside: Visitor) -> None:
    assert scanner_line(inside) == say("corner.no-card").zh
    inside.flow.receive(InputState(InputKind.SCANNER), moment(0.0))
    assert scanner_line(inside) == say("corner.well").zh
    inside.flow.receive(InputState(InputKind.SCANNER, InputTrouble.UNPLUGGED), moment(0.0))
    assert scanner_line(inside) == "断开"
