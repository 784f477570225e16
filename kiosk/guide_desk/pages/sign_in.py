"""Nobody sits here: staff number and PIN. Pure."""

from __future__ import annotations

from kiosk.guide_desk.pages.scene import DeskScene
from kiosk.guide_desk.screens import EmptySeat
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Page


class GuideSignInPage(Page, frozen=True):
    """Two fields and a key. `away`: nobody could let anybody in now; `busy` says that the ledger
    compares."""

    busy: Wording
    away: bool


def sign_in(_screen: EmptySeat, scene: DeskScene) -> GuideSignInPage:
    """The same for everybody."""
    return GuideSignInPage(
        say("panel.busy.open") if scene.known.seat.waits else NOTHING, not scene.known.up
    )
