"""What came of an appointment's code that brought no number. Pure."""

from __future__ import annotations

from typing import assert_never

from kiosk.ticket.code_screens import CodeRefused, WhyNoCode
from kiosk.ticket.events import CodeWanted, GoTo, Touch
from kiosk.ticket.pages.phrases import at_desk
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Choose, Purpose
from kiosk.words import Wording, say
from kiosk.words.values import Page


class CodeRefusedPage(Page, frozen=True):
    """`then` is where to go; `again`: the code can be typed anew."""

    icon: str
    what: Wording
    why: Wording
    then: Wording
    again: bool


def code_refused(screen: CodeRefused, scene: Scene) -> Touchable:
    """Why there is no number, and the two ways on."""
    what, why = _said(screen)
    page = CodeRefusedPage(
        icon="info" if screen.why is WhyNoCode.REFUSED else "clock",
        what=what,
        why=why,
        then=at_desk("ticket.cannot.where", scene),
        again=screen.why is WhyNoCode.REFUSED,
    )
    touches: dict[str, Touch] = {"ordinary": GoTo(Choose(Purpose.TAKE))}
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
