"""The staff corner of a ticket kiosk: who comes in, and what they may do there. Pure.

Whoever holds the upper left corner of the glass, and then touches the upper right one, is asked for
staff number and PIN; nothing on the glass says so. What stood there is given up before, and all is
wiped when they go. A PIN is kept here until the ledger is asked: the screen knows of it how long it
is. Where the ledger is away nobody comes in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import assert_never

from msgspec.structs import replace

from broker.bus.base import Unanswered
from broker.domain.ids import RequestId
from broker.domain.requests import Answer
from kiosk.issuing.events import Alarm, AskStaff, Effect, Moment, SlipLost, SlipTaken, TryPrinter
from kiosk.staff.signing_in import StaffSeat
from kiosk.ticket.corner_known import CornerKnown, GivenHere
from kiosk.ticket.events import (
    CornerKey,
    CornerTouched,
    Press,
    Pressed,
    Touch,
    Typed,
)
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.screens import Printing, Remember, Screen
from kiosk.ticket.staff_screens import ForStaff, ProgramEnd, StaffCorner, StaffDoor, StaffEnd, Trial
from kiosk.words import NOTHING, Wording, say

ARMED_SECONDS = 5.0  # from the one corner to the other
LONGEST = 8  # of a staff number, and of a PIN
LAST_NUMBERS = 6


class Corner:
    """One kiosk's staff corner. `ending` is how staff want the program to end, once they do."""

    def __init__(self, source: str, navigation: Navigation, mint: Callable[[], RequestId]) -> None:
        self._navigation = navigation
        self._mint = mint
        self._seat = StaffSeat(source)
        self._armed_until = float("-inf")
        self._typed = ""
        self._number: str | None = None  # None: it is not said yet
        self._trying = ""
        self._numbers: deque[GivenHere] = deque(maxlen=LAST_NUMBERS)
        self._alarms: dict[str, str] = {}
        self.ending: ProgramEnd | None = None

    @property
    def known(self) -> CornerKnown:
        """What staff see."""
        return CornerKnown(tuple(self._numbers), tuple(self._alarms.items()))

    def noted(self, effects: Iterable[Effect]) -> None:
        """What the kiosk has just asked for: of its alerts a note is taken."""
        for effect in effects:
            match effect:
                case Alarm(code, ""):
                    self._alarms.pop(code, None)
                case Alarm(code, reason):
                    self._alarms[code] = reason
                case _:
                    pass

    def showed(self, screen: Screen, now: Moment) -> None:
        """A screen with a number, or with none."""
        number = getattr(screen, "number", "")
        if number and all(each.number != number for each in self._numbers):
            self._numbers.appendleft(GivenHere(number, now))

    def heard(self, told: SlipTaken | SlipLost) -> bool:
        """Whether this was about the slip that staff tried the printer with."""
        if told.job != self._trying:
            return False
        self._trying = ""
        if isinstance(self._navigation.screen, StaffCorner):
            out = Trial.WELL if isinstance(told, SlipTaken) else Trial.FAILED
            self._navigation.amend(StaffCorner(out))
        return True

    def touched(self, touch: Touch, now: Moment) -> list[Effect] | None:
        """What a touch does that is the corner's; None where it is not."""
        here = isinstance(self._navigation.screen, ForStaff)
        match touch:
            case CornerTouched(key):
                return self._key(key, now)
            case Pressed(Press.HOME | Press.BACK) if here:
                return self.leave(now)
            case Typed() | Pressed(Press.ERASE | Press.CLEAR) if here:
                self._type(touch)
            case _:
                return None
        return []

    def leave(self, now: Moment) -> list[Effect]:
        """Staff go, or nobody is there any more: nothing is left of them."""
        left = self._left(now)
        self._navigation.leave(now)
        return left

    def _left(self, now: Moment) -> list[Effect]:
        """Nobody is signed in here; the ledger hears of it where somebody was."""
        out = self._seat.sign_out(self._mint(), now.at)
        was = bool(self._seat.staff)
        self._typed, self._number = "", None
        self._seat.leave()
        return [AskStaff(out)] if was else []

    def answered(self, answer: Answer | Unanswered, now: Moment) -> list[Effect]:
        """What the ledger says to number and PIN. Who has gone meanwhile is not let in."""
        if not self._seat.hears(answer):
            return []
        said = self._seat.answered(answer)
        if not isinstance(self._navigation.screen, StaffDoor):
            return self._left(now)
        if self._seat.staff:
            self._navigation.start_anew(StaffCorner(), now)
        else:
            self._show_typed(said)
        return []

    def _key(self, key: CornerKey, now: Moment) -> list[Effect]:
        match key:
            case CornerKey.HELD:
                self._armed_until = now.seconds + ARMED_SECONDS
            case CornerKey.OTHER:
                self._open(now)
            case CornerKey.ENTER:
                return self._enter(now)
            case CornerKey.TRY:
                return self._try()
            case CornerKey.RESTART:
                self._ask(ProgramEnd.RESTART, now)
            case CornerKey.DESKTOP:
                self._ask(ProgramEnd.DESKTOP, now)
            case CornerKey.END:
                self._end()
            case _:
                assert_never(key)
        return []

    def _open(self, now: Moment) -> None:
        """Ask who is there, in the language that is shown; nothing else of a visitor is kept."""
        busy = isinstance(self._navigation.screen, Printing | Remember)  # with somebody's number
        if busy or now.seconds > self._armed_until:
            return
        self._armed_until = float("-inf")
        self._typed, self._number = "", None
        self._seat.leave()
        self._navigation.hand_over(StaffDoor(), now)

    def _type(self, touch: Touch) -> None:
        if self._seat.waits:
            return
        match touch:
            case Typed(character):
                self._typed = (self._typed + character)[:LONGEST]
            case Pressed(Press.ERASE):
                self._typed = self._typed[:-1]
            case _:
                self._typed = ""
        self._show_typed(NOTHING)

    def _show_typed(self, refused: Wording) -> None:
        if not isinstance(self._navigation.screen, StaffDoor):
            return
        asks_pin = self._number is not None
        shown = "•" * len(self._typed) if asks_pin else self._typed
        self._navigation.amend(StaffDoor(shown, asks_pin, refused, self._seat.waits))

    def _enter(self, now: Moment) -> list[Effect]:
        """The number is said, then the PIN: the ledger knows whether they belong together. A wrong
        pair is asked for anew."""
        door = isinstance(self._navigation.screen, StaffDoor)
        if not door or not self._typed or self._seat.waits:
            return []
        if self._number is None:
            self._number, self._typed = self._typed, ""
            self._show_typed(NOTHING)
            return []
        asked = self._seat.ask(self._number, self._typed, self._mint(), now.at)
        self._typed, self._number = "", None
        self._show_typed(NOTHING)
        return [AskStaff(asked)] if asked else []

    def _try(self) -> list[Effect]:
        """The paper is new: does it print? One try at a time."""
        screen = self._navigation.screen
        if not isinstance(screen, StaffCorner) or self._trying:
            return []
        self._trying = self._mint()
        self._navigation.amend(replace(screen, tried=Trial.GOING_ON))
        return [TryPrinter(RequestId(self._trying), say("corner.try-slip"))]

    def _ask(self, ending: ProgramEnd, now: Moment) -> None:
        if isinstance(self._navigation.screen, StaffCorner):
            self._navigation.go(StaffEnd(ending), now)

    def _end(self) -> None:
        if isinstance(self._navigation.screen, StaffEnd):
            self.ending = self._navigation.screen.ending
