"""The slip growing out of its slot. Pure."""

from __future__ import annotations

from kiosk.ticket.pages.phrases import queue_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Printing
from kiosk.words import Wording, named
from kiosk.words.values import Page


class PrintingPage(Page, frozen=True):
    """`number` is empty until the ledger has given one; `share` is how much of the slip has gone to
    the printer."""

    queue: Wording
    number: str
    hall: Wording
    share: float


def printing(screen: Printing, scene: Scene) -> Touchable:
    """The slip growing out of its slot."""
    queue = queue_name(screen.queue, scene)
    return Touchable(PrintingPage(queue, screen.number, named(scene.hall.hall), screen.share))
