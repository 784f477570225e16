"""The number is in the queue. Pure."""

from __future__ import annotations

from broker.domain.slips import SlotSide
from kiosk.ticket.events import Press, Pressed
from kiosk.ticket.pages.plate import NumberPlate, plate
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import YourTicket
from kiosk.words.values import Page


class TicketPage(Page, frozen=True):
    """`on_paper` False: noted from the screen. `slot`: on which side the slip is to be taken."""

    plate: NumberPlate
    on_paper: bool
    slot: SlotSide


def ticket(screen: YourTicket, scene: Scene) -> Touchable:
    """The number, and where to wait."""
    page = TicketPage(plate(screen, scene), screen.on_paper, scene.slot)
    return Touchable(page, {"done": Pressed(Press.HOME)})
