"""The number is in the queue. Pure."""

from __future__ import annotations

from kiosk.ticket.events import Press, Pressed
from kiosk.ticket.pages.plate import NumberPlate, plate
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import YourTicket
from kiosk.words.values import Page


class TicketPage(Page, frozen=True):
    """`on_paper` False: noted from the screen."""

    plate: NumberPlate
    on_paper: bool


def ticket(screen: YourTicket, scene: Scene) -> Touchable:
    """The number, and where to wait."""
    page = TicketPage(plate(screen, scene), screen.on_paper)
    return Touchable(page, {"done": Pressed(Press.HOME)})
