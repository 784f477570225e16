"""The number is in the queue. Pure."""

from __future__ import annotations

from kiosk.ticket.events import Press, Pressed
from kiosk.ticket.pages.phrases import ahead, go, queue_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import YourTicket
from kiosk.words import Wording
from kiosk.words.values import Page


class TicketPage(Page, frozen=True):
    """`on_paper` False: noted from the screen."""

    queue: Wording
    number: str
    ahead: Wording
    go: Wording
    on_paper: bool


def ticket(screen: YourTicket, scene: Scene) -> Touchable:
    """The number, and where to wait."""
    page = TicketPage(
        queue=queue_name(screen.queue, scene),
        number=screen.number,
        ahead=ahead(screen.ahead),
        go=go(screen.windows),
        on_paper=screen.on_paper,
    )
    return Touchable(page, {"done": Pressed(Press.HOME)})
