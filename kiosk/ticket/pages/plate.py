"""A number that was given: whose it is, and where to wait. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.ids import is_spare
from kiosk.issuing.waits import basis_in_words, in_words, unknown_in_words
from kiosk.ticket.pages.phrases import queue_name
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import Remember, YourTicket
from kiosk.words import NOTHING, Wording, at_windows, say


class NumberPlate(Struct, frozen=True):
    """`ahead` says how many are before it, `wait` how long that may take, or why nobody knows, or
    nothing; `basis` what a range rests on; `go` where to wait; `spare` what tells it from others,
    or nothing. In low mode the queue, where to wait and why nobody knows how long stand above the
    page."""

    queue: Wording
    number: str
    spare: Wording
    ahead: Wording
    wait: Wording
    basis: Wording
    go: Wording


def plate(screen: YourTicket | Remember, scene: Scene) -> NumberPlate:
    """The number on this screen."""
    return NumberPlate(
        queue=NOTHING if scene.low else queue_name(screen.queue, scene),
        number=screen.number,
        spare=say("ticket.spare") if is_spare(screen.number) else NOTHING,
        ahead=_ahead(screen),
        wait=NOTHING if scene.low and screen.wait is None else wait(screen),
        basis=_basis(screen),
        go=NOTHING if scene.low else _go(screen.windows),
    )


def _ahead(screen: YourTicket | Remember) -> Wording:
    if is_spare(screen.number):
        return say("ticket.spare.ahead")
    count = screen.ahead
    return say("ticket.ahead", count=count) if count else say("ticket.ahead.none")


def wait(screen: YourTicket | Remember) -> Wording:
    """How long, or why nobody knows."""
    if screen.wait is not None:
        return in_words(screen.wait)
    return unknown_in_words(screen.basis)


def _basis(screen: YourTicket | Remember) -> Wording:
    if screen.wait is None or screen.basis is None:
        return NOTHING
    return basis_in_words(screen.basis)


def _go(numbers: tuple[int, ...]) -> Wording:
    return at_windows("ticket.go.one", "ticket.go", numbers) if numbers else say("ticket.go.hall")
