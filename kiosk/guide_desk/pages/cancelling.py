"""Really? And why? Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.tickets.facts import CancelReason
from kiosk.guide_desk.pages.scene import DeskScene, key
from kiosk.guide_desk.screens import Cancelling, Key
from kiosk.words import Wording, queue_name, say
from kiosk.words.values import KeyLook, Page


class ReasonKey(Struct, frozen=True):
    """A reason; pressing it cancels. `digit` is its key on a keyboard."""

    value: str
    label: Wording
    digit: str
    enabled: bool


class CancellingPage(Page, frozen=True):
    """The ticket once more, and why it is given back."""

    title: Wording
    queue: Wording
    reasons: tuple[ReasonKey, ...]
    back: KeyLook


def cancelling(screen: Cancelling, scene: DeskScene) -> CancellingPage:
    """One press more, so that nobody loses a place by a slip of the finger."""
    ticket = screen.dossier.found.ticket
    return CancellingPage(
        title=say("guide.really", number=ticket.number),
        queue=queue_name(scene.known.hall, ticket.queue),
        reasons=tuple(
            ReasonKey(reason, Wording(reason.zh, reason.en), str(digit), Key.REASON in scene.keys)
            for digit, reason in enumerate(CancelReason, start=1)
        ),
        back=key(scene, Key.BACK, "back", "guide.not-cancel", "Esc"),
    )
