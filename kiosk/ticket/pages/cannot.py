"""What does not work, why, and when again or where to go. Pure."""

from __future__ import annotations

from typing import assert_never

from kiosk.ticket.events import Press, Pressed
from kiosk.ticket.hours import next_opening
from kiosk.ticket.pages.phrases import at_desk, notice
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Cannot, WhyCannot
from kiosk.words import NOTHING, Wording, say
from kiosk.words.calendar import coming_time
from kiosk.words.values import Page


class CannotPage(Page, frozen=True):
    """`then` is where to go."""

    icon: str
    what: Wording
    why: Wording
    then: Wording


def cannot(screen: Cannot, scene: Scene) -> Touchable:
    """What does not work, why, and when again or where to go."""
    return Touchable(_page(screen, scene), {"done": Pressed(Press.HOME)})


def _page(screen: Cannot, scene: Scene) -> CannotPage:
    desk = at_desk("ticket.cannot.where", scene)
    match screen.why:
        case WhyCannot.CLOSED:
            why, _ = notice(scene)
            then = at_desk("ticket.cannot.where.closed", scene)
            return CannotPage("clock", say("ticket.cannot.closed"), why, then)
        case WhyCannot.FULL:
            again = next_opening(scene.hall.hours, scene.local)
            why = (
                say("ticket.full.again", when=coming_time(again, scene.local)) if again else NOTHING
            )
            return CannotPage("clock", say("ticket.cannot.full"), why, desk)
        case WhyCannot.AWAY:
            why = say("ticket.cannot.away.why")
            return CannotPage("desk", say("ticket.cannot.away"), why, desk)
        case WhyCannot.REFUSED:
            why = Wording(screen.zh, screen.en)
            return CannotPage("info", say("ticket.cannot.refused"), why, desk)
        case WhyCannot.UNKNOWN_CODE:
            why = say("ticket.cannot.code.why")
            return CannotPage("info", say("ticket.cannot.code"), why, desk)
        case WhyCannot.BROKEN:
            why = say("ticket.cannot.broken.why")
            return CannotPage("warning", say("ticket.cannot.broken"), why, desk)
        case _:
            assert_never(screen.why)


def _again(scene: Scene) -> Wording:
    """When tomorrow's numbers are given, or those after the holidays."""
    opens = next_opening(scene.hall.hours, scene.local)
    return say("ticket.full.again", when=coming_time(opens, scene.local)) if opens else NOTHING
