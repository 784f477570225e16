"""The number is in the queue. Pure."""

from __future__ import annotations

from broker.domain.slips import SlotSide
from kiosk.ticket.events import Press, Pressed
from kiosk.ticket.pages.plate import NumberPlate, plate
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.printout import NoSlip
from kiosk.ticket.screens import YourTicket
from kiosk.words import Wording, say
from kiosk.words.values import Page


class TicketPage(Page, frozen=True):
    """`on_paper` False: noted from the screen; `refused`: a slip was asked for. `slot`: on which
    side the slip is to be taken. `said` is the last word."""

    plate: NumberPlate
    on_paper: bool
    refused: bool
    slot: SlotSide
    said: Wording


def ticket(screen: YourTicket, scene: Scene) -> Touchable:
    """The number, and where to wait."""
    refused = screen.no_slip is not NoSlip.NONE
    page = TicketPage(plate(screen, scene), screen.on_paper, refused, scene.slot, _said(screen))
    return Touchable(page, {"done": Pressed(Press.HOME)})


def _said(screen: YourTicket) -> Wording:
    if screen.on_paper:
        return say("ticket.take-slip")
    why = screen.no_slip
    return say("ticket.noted" if why is NoSlip.NONE else f"no-slip.{why.value}")
