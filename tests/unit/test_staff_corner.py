"""The staff corner of a ticket kiosk: who comes in, what is seen there, and what is left behind."""

from __future__ import annotations

import pytest

from broker.bus.base import Unanswered
from broker.domain.alerts import AlertCode
from broker.domain.desks.requests import SignIn, SignOut
from kiosk.input.came import InputKind, InputState, InputTrouble
from kiosk.issuing import events as issuing
from kiosk.issuing.events import TryPrinter
from kiosk.printing.trouble import PrinterTrouble
from kiosk.ticket.corner import ARMED_SECONDS, LAST_NUMBERS
from kiosk.ticket.events import CornerKey, CornerTouched, Press, Typed
from kiosk.ticket.pages.staff import StaffCornerPage, StaffDoorPage
from kiosk.ticket.screens import HOME, PLAIN, Language
from kiosk.ticket.staff_screens import ProgramEnd, StaffCorner, StaffDoor, StaffEnd, Trial
from kiosk.words import say
from tests.stages.pins import PIN, compared
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
    for digit in PIN:
        kiosk.touch(Typed(digit))
    assert door(kiosk).shown == "•" * len(PIN)
    assert PIN not in repr(kiosk.flow.screen)


def test_who_has_no_work_here_does_not_come_in(kiosk: Visitor) -> None:
    come(kiosk)
    tries(kiosk, CLERK.id, PIN)
    assert isinstance(kiosk.flow.screen, StaffDoor)
    assert door(kiosk).said.zh == f"工号 {CLERK.id} 不能这样操作。"


def test_a_wrong_pin_is_asked_for_anew_from_the_number_on(kiosk: Visitor) -> None:
    come(kiosk)
    tries(kiosk, LEADER.id, "0")
    assert (door(kiosk).said.zh, door(kiosk).shown) == ("工号或密码不对。", "")
    tries(kiosk, LEADER.id, PIN)
    assert kiosk.flow.screen == StaffCorner()


def asking(kiosk: Visitor) -> SignIn:
    """Number and PIN are typed, and the ledger has not answered."""
    come(kiosk)
    types(kiosk, LEADER.id)
    for digit in PIN:
        kiosk.touch(Typed(digit))
    kiosk.press(CornerTouched(CornerKey.ENTER))
    (asked,) = kiosk.staff_asked
    assert isinstance(asked, SignIn)
    return asked


def test_while_the_ledger_compares_keys_rest_and_a_word_says_so(kiosk: Visitor) -> None:
    asked = asking(kiosk)
    assert (asked.staff, asked.source) == (LEADER.id, "kiosk-1")
    assert door(kiosk).said.zh == "正在登录"
    kiosk.press(Typed("1"))
    kiosk.press(CornerTouched(CornerKey.ENTER))
    assert (len(kiosk.staff_asked), door(kiosk).shown) == (1, "")
    kiosk.compare()
    assert kiosk.flow.screen == StaffCorner()


def test_without_a_ledger_it_says_so_and_opens_nothing(kiosk: Visitor) -> None:
    asked = asking(kiosk)
    kiosk.happens(issuing.StaffAnswered(Unanswered(asked)))
    assert isinstance(kiosk.flow.screen, StaffDoor)
    assert door(kiosk).said == say("unanswered")


@pytest.mark.parametrize("comes_back", [True, False])
def test_who_went_away_is_not_let_in_by_a_late_word(kiosk: Visitor, comes_back: bool) -> None:
    """And whoever stands there next is not either."""
    asked = asking(kiosk)
    kiosk.press(Press.HOME)
    assert kiosk.flow.screen == HOME
    if comes_back:
        come(kiosk)
    before = kiosk.flow.screen
    answer = compared(asked, kiosk.hall, moment(kiosk.seconds).at)
    kiosk.happens(issuing.StaffAnswered(answer))
    assert kiosk.flow.screen == before


@pytest.mark.parametrize("how", ["home", "idle"])
def test_who_leaves_is_signed_out_at_the_ledger(inside: Visitor, how: str) -> None:
    if how == "home":
        inside.press(Press.HOME)
    else:
        inside.wait(HALL.kiosk.idle_seconds + 1)
    assert inside.flow.screen == HOME
    (left,) = inside.staff_asked
    assert isinstance(left, SignOut)
    assert left.session


def test_half_a_pin_is_forgotten_with_who_typed_it(kiosk: Visitor) -> None:
    come(kiosk)
    types(kiosk, LEADER.id)
    kiosk.touch(Typed(PIN[0]))
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
