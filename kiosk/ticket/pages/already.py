"""Somebody waits in this queue already: the number they have, and what they may want. Pure."""

from __future__ import annotations

from msgspec.structs import replace

from broker.domain.ids import following
from broker.domain.requests import Standing
from kiosk.issuing.waits import minutes_of, more_in_words
from kiosk.ticket.events import GoTo, Press, Pressed, Touch
from kiosk.ticket.pages.phrases import at_desk, queue_name, windows
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Already
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Page


class AlreadyPage(Page, frozen=True):
    """`number` is theirs; `ahead` says how many are before it, or that it is called; `wait` how
    much longer that takes, or nothing; `where` nothing where it stands above, in low mode.
    `paper`: a second slip can be printed; `another`: so can a new number be had."""

    queue: Wording
    number: str
    ahead: Wording
    wait: Wording
    where: Wording
    lost: Wording
    paper: bool
    another: bool


def already(screen: Already, scene: Scene) -> Touchable:
    """The number they have, a second slip of it, and a new one all the same."""
    had, wanted = screen.had, screen.wanted
    page = AlreadyPage(
        queue=queue_name(had.queue, scene),
        number=had.number,
        ahead=_ahead(had.ahead),
        wait=_wait(had),
        where=_where(had, scene),
        lost=at_desk("ticket.already.lost", scene),
        paper=not scene.printer_trouble,
        another=wanted is not None,
    )
    touches: dict[str, Touch] = {"slip": Pressed(Press.SECOND_SLIP)}
    if wanted is not None:
        again = replace(wanted, key=following(wanted.key, "anyway"), anyway=True)
        touches["anyway"] = GoTo(again)
    return Touchable(page, touches)


def _where(had: Standing, scene: Scene) -> Wording:
    if had.window:
        return windows([had.window])
    numbers = [each.number for each in scene.hall.windows_of(had.queue)]
    return NOTHING if scene.low else windows(numbers)


def _wait(had: Standing) -> Wording:
    wait = minutes_of(had)
    return more_in_words(wait, had.basis) if wait else NOTHING


def _ahead(ahead: int | None) -> Wording:
    if ahead is None:
        return say("ticket.already.called")
    return say("ticket.ahead", count=ahead) if ahead else say("ticket.ahead.none")
