"""The code of an appointment: six digits typed, and what came of them. Pure."""

from __future__ import annotations

from typing import assert_never

from broker.domain.appointments import CODE_DIGITS
from kiosk.ticket.code_screens import CodeEntry, CodeRefused, WhyNoCode
from kiosk.ticket.events import CodeEntered, CodeWanted, GoTo, Press, Pressed, Touch
from kiosk.ticket.pages.cannot import Ahead, CannotPage
from kiosk.ticket.pages.keys import DIGIT_KEYS
from kiosk.ticket.pages.phrases import at_desk
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Choose, Purpose
from kiosk.words import Wording, say
from kiosk.words.values import Page


class CodeEntryPage(Page, frozen=True):
    """The digits typed so far; `whole`: a number can be asked for with them."""

    text: str
    whole: bool


def code_entry(screen: CodeEntry, _scene: Scene) -> Touchable:
    """The digits typed so far."""
    touches: dict[str, Touch] = {
        **DIGIT_KEYS,
        "erase": Pressed(Press.ERASE),
        "clear": Pressed(Press.CLEAR),
        "enter": CodeEntered(),
    }
    whole = len(screen.text) == CODE_DIGITS
    return Touchable(CodeEntryPage(f"{screen.text[:3]} {screen.text[3:]}".strip(), whole), touches)


def code_refused(screen: CodeRefused, scene: Scene) -> Touchable:
    """Why there is no number, and the two ways on."""
    what, why = _said(screen)
    page = CannotPage(
        icon="info" if screen.why is WhyNoCode.REFUSED else "clock",
        what=what,
        why=why,
        then=at_desk("ticket.cannot.where", scene),
        ahead=Ahead.ORDINARY,
        again=screen.why is WhyNoCode.REFUSED,
    )
    touches: dict[str, Touch] = {"done": GoTo(Choose(Purpose.TAKE))}
    if page.again:
        touches["again"] = CodeWanted()
    return Touchable(page, touches)


def _said(screen: CodeRefused) -> tuple[Wording, Wording]:
    match screen.why:
        case WhyNoCode.REFUSED:
            return say("code.none"), Wording(screen.zh, screen.en)
        case WhyNoCode.AWAY:
            return say("code.away"), say("code.away.why")
        case WhyNoCode.OFTEN:
            return say("code.often"), say("code.often.why")
        case _:
            assert_never(screen.why)
