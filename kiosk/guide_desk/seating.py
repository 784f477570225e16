"""Who sits at the guide desk: signing in, leaving, and being sent back to sign in. Pure."""

from __future__ import annotations

from collections.abc import Callable

from broker.bus.base import Unanswered
from broker.domain.refusals import No
from broker.domain.requests import Answer, Refused
from kiosk.guide_desk import screens
from kiosk.guide_desk.events import Effect, Enquire
from kiosk.guide_desk.state import DeskState, Resumed
from kiosk.issuing.events import Moment
from kiosk.words import NOTHING, Wording, say


class Seating:
    """The seat of one desk; it changes who sits there in `known`."""

    def __init__(self, known: DeskState, mint: Callable[[], str]) -> None:
        self._known = known
        self._mint = mint
        self.wanted: screens.TakeNumber | None = None  # the number that is asked for, or was

    def sign_in(self, number: str, pin: str, now: Moment) -> list[Effect]:
        """Staff number and PIN were entered: the ledger knows whether they belong together."""
        seat = self._known.seat
        if seat.staff or seat.waits:
            return []
        asked = seat.ask(number, pin, self._mint(), now.at)
        self._known.tell(NOTHING if asked else say("pin.wrong"))
        return [Enquire(asked)] if asked else []

    def answered(self, answer: Answer | Unanswered) -> bool:
        """What the ledger says to number and PIN; whether somebody sits here now. Who was sent out
        finds what stood here."""
        known = self._known
        known.tell(known.seat.answered(answer))
        if not known.guide:
            return False
        before, known.resumed = known.resumed, None
        same = before is not None and before.guide == known.guide
        known.screen = before.screen if before and same else screens.ChooseQueue()
        return True

    def sign_out(self, now: Moment) -> list[Effect]:
        """Whoever sat here leaves."""
        left = self._known.seat.sign_out(self._mint(), now.at)
        self._leave()
        self._known.resumed = None
        return [Enquire(left)]

    def put_out(self, answer: Answer) -> bool:
        """Whether this says that the session is over. What stands here stands here again for who
        comes back."""
        if not isinstance(answer, Refused) or answer.code != No.NOT_SIGNED_IN:
            return False
        screen, guide = self._known.screen, self._known.guide
        kept = self.wanted if isinstance(screen, screens.Giving) and self.wanted else screen
        self._leave()
        self._known.resumed = Resumed(guide, kept)
        self._known.tell(Wording(answer.zh, answer.en))
        return True

    def _leave(self) -> None:
        self._known.asking.forget()
        self._known.seat.leave()
        self._known.screen, self._known.done = screens.EmptySeat(), None
