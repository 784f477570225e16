"""Really? And why? Pure."""

from __future__ import annotations

from broker.domain.tickets.facts import CancelReason
from kiosk.guide_desk.pages.scene import DeskScene, key
from kiosk.guide_desk.screens import Cancelling, Key
from kiosk.words import Wording, queue_name, say
from kiosk.words.values import KeyLook, Option, Page


class CancellingPage(Page, frozen=True):
    """The ticket once more, and why it is given back: pressing a reason cancels, while that is
    `possible`."""

    title: Wording
    queue: Wording
    reasons: tuple[Option, ...]
    possible: bool
    back: KeyLook


def cancelling(screen: Cancelling, scene: DeskScene) -> CancellingPage:
    """One press more, so that nobody loses a place by a slip of the finger."""
    ticket = screen.dossier.found.ticket
    return CancellingPage(
        title=say("guide.really", number=ticket.number),
        queue=queue_name(scene.known.hall, ticket.queue),
        reasons=tuple(
            Option(reason, Wording(reason.zh, reason.en), str(digit))
            for digit, reason in enumerate(CancelReason, start=1)
        ),
        possible=Key.REASON in scene.keys,
        back=key(scene, Key.BACK, "back", "guide.not-cancel", "Esc"),
    )
