"""Nobody sits here: staff number and PIN. Pure."""

from __future__ import annotations

from kiosk.guide_desk.pages.scene import DeskScene
from kiosk.guide_desk.screens import EmptySeat
from kiosk.words.values import Page


class GuideSignInPage(Page, frozen=True):
    """Two fields and a key. `locked`: nobody is let in for a while."""

    locked: bool


def sign_in(_screen: EmptySeat, scene: DeskScene) -> GuideSignInPage:
    """The same for everybody."""
    return GuideSignInPage(scene.seconds < scene.known.locked_until)
