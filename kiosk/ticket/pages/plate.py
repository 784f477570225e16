"""A number that was given: whose it is, and where to wait. Pure."""

from __future__ import annotations

from msgspec import Struct

from kiosk.ticket.pages.phrases import queue_name
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import Remember, YourTicket
from kiosk.words import Wording, say, window_numbers


class NumberPlate(Struct, frozen=True):
    """`ahead` says how many are before it, `go` where to wait."""

    queue: Wording
    number: str
    ahead: Wording
    go: Wording


def plate(screen: YourTicket | Remember, scene: Scene) -> NumberPlate:
    """The number on this screen."""
    return NumberPlate(
        queue=queue_name(screen.queue, scene),
        number=screen.number,
        ahead=_ahead(screen.ahead),
        go=_go(screen.windows),
    )


def _ahead(count: int) -> Wording:
    return say("ticket.ahead", count=count) if count else say("ticket.ahead.none")


def _go(numbers: tuple[int, ...]) -> Wording:
    return say("ticket.go", numbers=window_numbers(numbers)) if numbers else say("ticket.go.hall")
